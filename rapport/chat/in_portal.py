"""The chat that clients find who are signed in to their portal."""

from dataclasses import dataclass

from django.urls import reverse

from rapport.chat.models import Widget
from rapport.chat.operations import identity
from rapport.clients.models import Contact


@dataclass(frozen=True, slots=True)
class Standing:
    """Where its loader is, and the note by which its frame knows them."""

    loader: str
    note: str


def chat_for(contact: Contact) -> Standing | None:
    """The oldest one that is shown in the portal, if any runs."""
    rows = Widget.objects.filter(
        is_in_portal=True, channel__is_paused=False, channel__binned_at=None
    )
    token = rows.order_by("pk").values_list("channel__token", flat=True).first()
    if token is None:
        return None
    return Standing(reverse("chat.loader", args=[token]), identity.vouch(contact))
