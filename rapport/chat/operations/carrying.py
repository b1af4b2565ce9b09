"""Answers on their way into a chat: it is our own, so they are there as soon as they may leave."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from rapport.chat.queries.visitors import visitor_of
from rapport.files.models import StoredFile
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
        handle = visitor.handle
        who = (str(handle.contact or handle), handle.spelled)
        return carriers.Way(
            handle.channel.name, (who,), LONGEST, is_at_once=visitor.is_here(at),
            beside="chat.beside", objections=_none,
        )  # fmt: skip

    def carry(self, dispatch: Dispatch, *, at: datetime) -> Handed:
        """The widget shows what is sent; nothing else has to happen."""
        return Handed(dict.fromkeys(dispatch.waiting_recipients, "sent"))


def _none(files: Sequence[StoredFile]) -> list[carriers.Objection]:
    """Any file goes: it lies with us, and the visitor fetches it."""
    return []


def register() -> None:
    """For conversations that began in a chat."""
    carriers.register(Conversation.Channel.CHAT, ByChat())
