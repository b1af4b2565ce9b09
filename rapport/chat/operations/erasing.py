"""Forget a person: what a visitor typed who gave their address."""

from django.db import transaction

from rapport.chat.models import Visitor
from rapport.clients.models import Contact


@transaction.atomic
def erase(contact: Contact) -> None:
    """Their own sessions go with their handles; here go those that only named their address."""
    Visitor.objects.filter(email__iexact=contact.email).delete()
