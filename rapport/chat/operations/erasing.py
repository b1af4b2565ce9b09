"""Forget a person: what a visitor typed who gave their address."""

from django.db import transaction
from django.db.models import Q

from rapport.chat.models import Visitor
from rapport.clients.models import Contact


@transaction.atomic
def erase(contact: Contact) -> None:
    """Their own sessions go with their handles; here go those that only named their address."""
    email = contact.email
    Visitor.objects.filter(Q(email__iexact=email) | Q(proved__iexact=email)).delete()
