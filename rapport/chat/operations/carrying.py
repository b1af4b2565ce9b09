"""Answers on their way into a chat: it is our own, so they are there as soon as they may leave."""

from datetime import datetime

from django.utils.translation import gettext as _

from rapport.chat.models import Visitor
from rapport.chat.queries.visitors import visitor_of
from rapport.inbox import carriers
from rapport.inbox.models import Conversation, Dispatch
from rapport.inbox.smtp import Handed

LONGEST = 20_000


class ByChat:
    """The carrier of chats."""

    def way(self, conversation: Conversation, *, at: datetime) -> carriers.Way:
        """Whoever is there reads along; whoever is not gets it by mail too, if they said where."""
        visitor = visitor_of(conversation)
        if visitor is None:
            said = _("This visitor is forgotten, or the chat is not there any more.")
            return carriers.Way(conversation.get_channel_display(), refusal=said)
        handle, is_here = visitor.handle, visitor.is_here(at)
        who = (str(handle.contact or handle), handle.spelled)
        return carriers.Way(
            handle.channel.name, (who,), LONGEST, is_at_once=is_here, hint=_hint(visitor, at),
            beside="chat.beside",
        )  # fmt: skip

    def carry(self, dispatch: Dispatch, *, at: datetime) -> Handed:
        """The widget shows what is sent; nothing else has to happen."""
        return Handed(dict.fromkeys(dispatch.waiting_recipients, "sent"))


def register() -> None:
    """For conversations that began in a chat."""
    carriers.register(Conversation.Channel.CHAT, ByChat())


def _hint(visitor: Visitor, at: datetime) -> str:
    if visitor.is_here(at):
        return _("They are there and read it at once.")
    if visitor.email:
        said = _("They have left: it goes to %(email)s by mail as well.")
        return said % {"email": visitor.email}
    return _("They have left and gave no mail address: they read it when they come back.")
