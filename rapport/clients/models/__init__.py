"""Clients and their people."""

from rapport.clients.models.client import Client, ClientDomain
from rapport.clients.models.closure import Closure
from rapport.clients.models.contact import Contact
from rapport.clients.models.sign_in import SignInKey
from rapport.clients.models.tier import Tier
from rapport.clients.models.tone import Tone

__all__ = ["Client", "ClientDomain", "Closure", "Contact", "SignInKey", "Tier", "Tone"]
