"""Answers on their way out: the outbox is the inbox's, the dialect the vendor's."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rapport.channels import events
from rapport.channels.models import Channel, Exchange, Handle, Sending
from rapport.channels.operations import accounts
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import carriers
from rapport.inbox.models import Conversation, Dispatch
from rapport.inbox.smtp import Handed
from rapport.integrations.providers.protocols import Sends
from rapport.integrations.providers.records import NotNow, NotTaken, Outgoing, Unsure
from rapport.integrations.providers.registry import PROVIDERS
from rapport.lib.inserting import insert_unless_there
from rapport.ui import words

# Of an account that is not accepted: somebody has to see to it first.
UNTIL_SEEN_TO = timedelta(minutes=10)
# One probe at a time finds out when a vendor that does not answer is back.
BREATH = timedelta(minutes=1)


class ByChannel:
    """The carrier of every channel."""

    def way(self, conversation: Conversation, *, at: datetime) -> carriers.Way:
        """Through which channel, to whom, and what stands against it."""
        handle = _handle(conversation)
        if handle is None:
            said = _("The channel that this came over is not there any more.")
            return carriers.Way(conversation.get_channel_display(), refusal=said)
        speaks = handle.channel.speaks
        if not isinstance(speaks, Sends):
            return carriers.Way(handle.channel.name, refusal=_("This channel only takes in."))
        return carriers.Way(
            handle.channel.name,
            ((str(handle.contact or handle), handle.spelled),),
            speaks.longest,
            _closed(handle, speaks, at),
        )

    def carry(self, dispatch: Dispatch, *, at: datetime) -> Handed:
        """Hand it over once, under our own key."""
        assert dispatch.message is not None  # noqa: S101 - for the type checker
        handle = _handle(dispatch.message.conversation)
        who = next(iter(dispatch.recipients), "")
        speaks = handle.channel.speaks if handle else None
        if handle is None or not isinstance(speaks, Sends):
            return Handed({who: "refused: " + _("The channel is not there any more.")})
        _heed(handle.channel, at)
        try:
            remote = _send(handle, speaks, dispatch, at)
        except NotTaken as error:
            return Handed({who: f"refused: {error}"})
        except (Unsure, LookupError, TypeError, ValueError) as error:
            # The others: the vendor's answer is not what it says it is.
            _hold(handle.channel, BREATH, at)
            said = _("no clear answer came, so it may have arrived or not; look there first")
            return Handed({who: f"refused: {said} ({error})"})
        except NotNow as error:
            raise _not_now(handle.channel, error, at) from None
        except accounts.Sealed as refusal:
            raise carriers.NotNow(str(refusal), UNTIL_SEEN_TO) from None
        _note(handle, dispatch, remote, at)
        return Handed({who: "sent"})


def register() -> None:
    """For every kind of conversation that some vendor brings."""
    for provider in PROVIDERS.values():
        carriers.register(provider.medium, ByChannel())


def _handle(conversation: Conversation) -> Handle | None:
    rows = Exchange.objects.filter(conversation=conversation, handle__channel__binned_at=None)
    exchange = rows.select_related("handle__channel", "handle__contact").first()
    return exchange.handle if exchange else None


def _closed(handle: Handle, speaks: Sends, at: datetime) -> str:
    """Why the vendor would not take a free answer now."""
    if not speaks.window:
        return ""
    heard = handle.last_heard_at
    if heard is not None and at - heard < timedelta(hours=speaks.window):
        return ""
    said = _(
        "%(vendor)s takes answers only within %(hours)s hours after they last wrote (%(ago)s). "
        "Wait until they write again, or reach them another way."
    )
    ago = words.distance(heard, at) if heard else _("never")
    vendor = handle.channel.speaks.name
    return said % {"vendor": vendor, "hours": speaks.window, "ago": ago}


def _heed(channel: Channel, at: datetime) -> None:
    """Not while the channel is paused, or its vendor asked for a while."""
    if channel.is_paused:
        raise carriers.NotNow(_("The channel is paused."), UNTIL_SEEN_TO)
    if channel.held_until and channel.held_until > at:
        raise carriers.NotNow(_("The vendor takes nothing just now."), channel.held_until - at)


def _send(handle: Handle, speaks: Sends, dispatch: Dispatch, at: datetime) -> str:
    key = dispatch.header_id.strip("<>").partition("@")[0]
    text = dispatch.message.text.strip() if dispatch.message else ""
    outgoing = Outgoing(key, handle.address, text, address_of(handle.channel))
    return speaks.send(outgoing, accounts.opened(handle.channel), at.timestamp())


def address_of(channel: Channel) -> str:
    """The public address to which its vendor sends."""
    return f"{settings.PUBLIC_URL}/hooks/{channel.token}/"


def _not_now(channel: Channel, error: NotNow, at: datetime) -> carriers.NotNow:
    """What waits for this channel waits as long as its vendor asked for."""
    if error.is_account:
        failed(channel, str(error), at=at)
        return carriers.NotNow(str(error), UNTIL_SEEN_TO)
    if error.after is None:
        _hold(channel, BREATH, at)
        return carriers.NotNow(str(error))
    pause = timedelta(seconds=min(max(error.after, 1), 24 * 3600))
    _hold(channel, pause, at)
    return carriers.NotNow(str(error), pause)


def _hold(channel: Channel, pause: timedelta, at: datetime) -> None:
    Channel.objects.filter(pk=channel.pk).update(held_until=at + pause)


@transaction.atomic
def failed(channel: Channel, said: str, *, at: datetime) -> None:
    """The vendor does not accept the account; said aloud once."""
    is_first = not channel.last_error
    Channel.objects.filter(pk=channel.pk).update(last_error=said)
    if is_first:
        publish(events.CHANNEL_FAILED, subject=channel, by=SYSTEM, at=at)


def _note(handle: Handle, dispatch: Dispatch, remote: str, at: datetime) -> None:
    insert_unless_there(
        Sending(
            workspace_id=handle.workspace_id, dispatch=dispatch, handle=handle,
            remote_id=remote[:200], sent_at=at,
        )
    )  # fmt: skip
    if handle.channel.last_error:
        Channel.objects.filter(pk=handle.channel_id).update(last_error="")
