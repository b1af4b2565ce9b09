"""On which channels somebody of ours can be written to first."""

import re
from dataclasses import dataclass

from rapport.channels.models import Channel, Handle
from rapport.clients.models import Contact
from rapport.inbox.models import Conversation
from rapport.integrations.providers.protocols import Sends

_NOT_DIALLED = re.compile(r"[^\d]+")


@dataclass(frozen=True, slots=True)
class Reach:
    """A channel and the address there; `heard` when they wrote from it themselves."""

    channel: Channel
    address: str
    handle: Handle | None = None


def ways_to(contact: Contact) -> list[Reach]:
    """Where they wrote from, and by text message if their number is known with its country."""
    rows = Handle.objects.filter(contact=contact, channel__binned_at=None)
    handles = list(rows.select_related("channel").order_by("pk")[:20])
    found = [Reach(handle.channel, handle.address, handle) for handle in handles]
    known = {handle.channel_id for handle in handles}
    if number := number_of(contact):
        others = Channel.objects.running().exclude(pk__in=known).order_by("name", "pk")
        found += [Reach(one, number) for one in others if takes_numbers(one)]
    return found


def takes_numbers(channel: Channel) -> bool:
    """Whether it reaches any number that never wrote to it."""
    speaks = channel.speaks
    return isinstance(speaks, Sends) and speaks.medium == Conversation.Channel.SMS


def number_of(contact: Contact) -> str:
    """As vendors dial it; empty without its country."""
    written = contact.phone.strip()
    return f"+{_NOT_DIALLED.sub('', written)}" if written.startswith("+") else ""
