"""Answers on their way out: the outbox is the inbox's, the dialect the vendor's."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from rapport.channels.models import Exchange, Handle
from rapport.channels.operations import accounts, handing, pausing, pieces
from rapport.channels.operations.our_address import is_out_of_reach
from rapport.channels.queries import windows
from rapport.inbox import carriers
from rapport.inbox.models import Conversation, Dispatch
from rapport.inbox.smtp import Handed
from rapport.integrations.providers.protocols import Approves, Sends
from rapport.integrations.providers.registry import PROVIDERS


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
            closed=windows.closed(handle, speaks, at),
            instead="channels.template" if isinstance(speaks, Approves) else "",
            beside="channels.beside" if speaks.window.hours else "",
            objections=partial(
                pieces.objections, vendor=handle.channel.name, limits=speaks.files,
                can_be_fetched=not is_out_of_reach(),
            ),
        )  # fmt: skip

    def carry(self, dispatch: Dispatch, *, at: datetime) -> Handed:
        """Hand over, each piece once and under our own key, what has not arrived."""
        message = dispatch.message
        assert message is not None  # noqa: S101 - for the type checker
        handle = _handle(message.conversation)
        speaks = handle.channel.speaks if handle else None
        if handle is None or not isinstance(speaks, Sends):
            gone = "refused: " + _("The channel is not there any more.")
            return Handed(dict.fromkeys(dispatch.waiting_recipients, gone))
        pausing.heed(handle.channel, at)
        try:
            errand = handing.Errand(
                dispatch, message, handle, speaks, accounts.opened(handle.channel)
            )
        except accounts.Sealed as refusal:
            raise carriers.NotNow(str(refusal), pausing.UNTIL_SEEN_TO) from None
        return handing.run(errand, at)


def register() -> None:
    """For every kind of conversation that some vendor brings."""
    for provider in PROVIDERS.values():
        carriers.register(provider.medium, ByChannel())


def _handle(conversation: Conversation) -> Handle | None:
    rows = Exchange.objects.filter(conversation=conversation, handle__channel__binned_at=None)
    exchange = rows.select_related("handle__channel", "handle__contact").first()
    return exchange.handle if exchange else None
