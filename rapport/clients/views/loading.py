"""Load what a URL names through what the person may see; anything else is 404."""

from django.shortcuts import get_object_or_404

from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client, Contact


def client_of(request: StaffRequest, key: str) -> Client:
    """The live client with this key."""
    rows = Client.objects.visible_to(request.reader).live().select_related("owner__user", "tier")
    client: Client = get_object_or_404(rows, key=key)
    return client


def contact_of(request: StaffRequest, key: str, pk: int) -> Contact:
    """A person of this client who was not erased."""
    rows = Contact.objects.visible_to(request.reader).known()
    found: Contact = get_object_or_404(
        rows.select_related("client", "workspace"), pk=pk, client__key=key, client__binned_at=None
    )
    return found
