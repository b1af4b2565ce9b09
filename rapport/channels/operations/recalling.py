"""Look for what a vendor could not bring: while we were away it may have given up. What it lists
goes the way of what it brings, and nothing comes twice."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import ngettext

from rapport.channels import events
from rapport.channels.models import Channel, Delivery
from rapport.channels.operations import accounts, deliveries, pausing
from rapport.channels.operations.our_address import address_of, is_out_of_reach
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox.models import Message
from rapport.integrations.providers.protocols import Complains, Recalls
from rapport.integrations.providers.records import NotNow, NotTaken, Unsure

# Clocks differ, and lists lag behind.
OVERLAP = timedelta(minutes=10)
# Vendors keep less than that, or ask much for it.
FURTHEST = timedelta(days=7)
# Sooner its own request may still be on its way.
STILL_COMING = timedelta(minutes=2)
_TROUBLE = (
    NotNow, NotTaken, Unsure, accounts.Sealed, LookupError, TypeError, ValueError, AttributeError,
)  # fmt: skip


def due(at: datetime) -> list[Channel]:
    """Channels of all workspaces whose next look has come."""
    rows = Channel.everywhere.running().filter(is_polled=False).select_related("workspace")
    found = []
    for channel in rows.order_by("pk"):
        speaks = channel.speaks
        if isinstance(speaks, Recalls):
            pause = timedelta(minutes=speaks.look_every)
            if (channel.looked_at or channel.created_at) <= at - pause:
                found.append(channel)
    return found


def fetch(channel: Channel, *, at: datetime) -> list[Delivery]:
    """Keep what is not here, and how far we are; returns what is to be read. A page is kept before
    the next is asked for."""
    speaks, kept = channel.speaks, []
    if not isinstance(speaks, Recalls):
        return []
    try:
        pages = speaks.recall(
            accounts.opened(channel), _since(channel, at).timestamp(), at.timestamp()
        )
        for page in pages:
            kept += _keep(channel, page, at)
    except _TROUBLE as error:
        _note(channel, looked_at=at, look_error=str(error)[:300] or type(error).__name__)
        if isinstance(error, NotNow) and error.is_account:
            pausing.failed(channel, str(error), at=at)
    else:
        _note(channel, looked_at=at, look_error="", complete_until=at)
    return kept


def start_over(channel: Channel) -> None:
    """Somebody doubts that all is here: the next look goes back as far as looks go."""
    _note(channel, complete_until=None)


@transaction.atomic
def conclude(channel: Channel, kept: list[Delivery], *, at: datetime) -> int:
    """Once it is read: how many messages were missed, and whether the vendor reaches us at all."""
    brought = Message.objects.filter(arrival__delivery__in=[one.pk for one in kept])
    found = brought.count()
    if found:
        _note(channel, found=found, found_at=at)
        facts = {"found": found}
        publish(events.CHANNEL_RECALLED, subject=channel, by=SYSTEM, at=at, facts=facts)
    _judge(channel, brought.filter(written_at__lt=at - STILL_COMING).count(), at)
    return found


def _judge(channel: Channel, missed: int, at: datetime) -> None:
    said = _complaint(channel, at)
    if missed:
        text = ngettext("it did not bring %(n)s message", "it did not bring %(n)s messages", missed)
        said = "; ".join(part for part in (text % {"n": missed}, said) if part)
    quiet = Channel.objects.filter(pk=channel.pk, unheard="")
    if said and quiet.update(unheard=said[:300]):
        facts = {"found": missed}
        publish(events.CHANNEL_UNHEARD, subject=channel, by=SYSTEM, at=at, facts=facts)


def _complaint(channel: Channel, at: datetime) -> str:
    """Of what went wrong before it last reached us nothing needs to be said any more; nor where it
    is asked instead, or cannot reach us yet."""
    speaks = channel.speaks
    if not isinstance(speaks, Complains) or channel.is_polled or is_out_of_reach():
        return ""
    begun = max(channel.last_heard_at or channel.created_at, at - FURTHEST)
    try:
        return speaks.complaint(accounts.opened(channel), address_of(channel), begun.timestamp())
    except _TROUBLE:
        return ""


def _since(channel: Channel, at: datetime) -> datetime:
    known = channel.complete_until or channel.created_at
    return max(known - OVERLAP, at - FURTHEST)


@transaction.atomic
def _keep(
    channel: Channel, page: Iterable[tuple[str, bytes, float]], at: datetime
) -> list[Delivery]:
    kept = []
    for key, content, moment in page:
        when = min(datetime.fromtimestamp(moment, UTC), at)
        if one := deliveries.keep(channel, content, key=key, at=when):
            kept.append(one)
    return kept


def _note(channel: Channel, **columns: object) -> None:
    Channel.objects.filter(pk=channel.pk).update(**columns)
    for name, value in columns.items():
        setattr(channel, name, value)
