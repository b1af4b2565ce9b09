"""When a channel takes nothing for a while, and when its vendor does not accept the account."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.channels import events
from rapport.channels.models import Channel
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import carriers
from rapport.integrations.providers.records import NotNow

# Of an account that is not accepted: somebody has to see to it first.
UNTIL_SEEN_TO = timedelta(minutes=10)
# One probe at a time finds out when a vendor that does not answer is back.
BREATH = timedelta(minutes=1)


def heed(channel: Channel, at: datetime) -> None:
    """Not while the channel is paused, or its vendor asked for a while."""
    if channel.is_paused:
        raise carriers.NotNow(_("The channel is paused."), UNTIL_SEEN_TO)
    if channel.held_until and channel.held_until > at:
        raise carriers.NotNow(_("The vendor takes nothing just now."), channel.held_until - at)


def not_now(channel: Channel, error: NotNow, at: datetime) -> carriers.NotNow:
    """What waits for this channel waits as long as its vendor asked for."""
    if error.is_account:
        failed(channel, str(error), at=at)
        return carriers.NotNow(str(error), UNTIL_SEEN_TO)
    if error.after is None:
        hold(channel, BREATH, at)
        return carriers.NotNow(str(error))
    pause = timedelta(seconds=min(max(error.after, 1), 24 * 3600))
    hold(channel, pause, at)
    return carriers.NotNow(str(error), pause)


def hold(channel: Channel, pause: timedelta, at: datetime) -> None:
    """Nothing else is tried before that."""
    Channel.objects.filter(pk=channel.pk).update(held_until=at + pause)


@transaction.atomic
def failed(channel: Channel, said: str, *, at: datetime) -> None:
    """The vendor does not accept the account; said aloud once."""
    is_first = not channel.last_error
    Channel.objects.filter(pk=channel.pk).update(last_error=said)
    if is_first:
        publish(events.CHANNEL_FAILED, subject=channel, by=SYSTEM, at=at)


def works_again(channel: Channel) -> None:
    """It took something."""
    if channel.last_error:
        Channel.objects.filter(pk=channel.pk).update(last_error="")
        channel.last_error = ""
