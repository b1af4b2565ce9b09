"""Ask vendors for what is new, where they cannot reach us."""

from datetime import datetime

from django.db import transaction

from rapport.channels.models import Channel, Delivery
from rapport.channels.operations import accounts, deliveries, pausing
from rapport.integrations.providers.protocols import Polls
from rapport.integrations.providers.records import NotNow, NotTaken, Unsure


def poll(channel: Channel, *, at: datetime) -> list[Delivery]:
    """Keep what is new, and where we are, in one transaction; returns what is to be read."""
    speaks = channel.speaks
    if not isinstance(speaks, Polls):
        return []
    try:
        page, cursor = speaks.poll(accounts.opened(channel), channel.cursor)
    except (NotNow, NotTaken, Unsure, accounts.Sealed) as error:
        if isinstance(error, NotTaken) or getattr(error, "is_account", False):
            pausing.failed(channel, str(error), at=at)
        return []
    with transaction.atomic():
        kept = [deliveries.store(channel, content, key=key, at=at) for key, content in page]
        if cursor != channel.cursor:
            Channel.objects.filter(pk=channel.pk).update(cursor=cursor)
    return [one for one in kept if one is not None]
