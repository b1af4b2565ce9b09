"""Other ways than mail on which answers leave: apps above bring them, by the channel of the
conversation. What is written, undone, tried again and shown is the same for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from rapport.files.models import StoredFile
from rapport.inbox.models import Conversation, Dispatch
from rapport.inbox.smtp import Handed


@dataclass(frozen=True, slots=True)
class Objection:
    """A file that would not go this way: its name, why, and what to do instead."""

    name: str
    why: str


def no_files(files: Sequence[StoredFile]) -> list[Objection]:
    """Of a way that carries words alone."""
    why = _("No files go this way. Send a link, or send the file by mail.")
    return [Objection(file.name, why) for file in files]


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer would leave a conversation."""

    # Through what, as a person knows it.
    name: str
    # [(name, address)], as an answer's addressees are.
    to: tuple[tuple[str, str], ...] = ()
    # How many characters one message may have; 0: any.
    longest: int = 0
    # Why nothing can be sent now: a sentence, or empty.
    refusal: str = ""
    # Why nothing that one writes freely can be sent now; what was approved beforehand can.
    closed: str = ""
    # Where what was approved is sent from: the name of a route (slug, number), or empty.
    instead: str = ""
    # Which of these files would not go, known before anything is sent.
    objections: Callable[[Sequence[StoredFile]], Sequence[Objection]] = field(default=no_files)
    # Somebody reads it as it is written: no undo window keeps it back.
    is_at_once: bool = False
    # A part of the page just above where one writes: the name of its route (slug, number).
    beside: str = ""


class NotNow(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """Nobody has got it; it is tried again after the pause, or after the usual one."""

    def __init__(self, said: str, pause: timedelta | None = None) -> None:
        super().__init__(said)
        self.pause = pause


class Carrier(Protocol):
    """One way for the channels it was registered for."""

    def way(self, conversation: Conversation, *, at: datetime) -> Way:
        """How an answer would leave now."""

    def carry(self, dispatch: Dispatch, *, at: datetime) -> Handed:
        """Hand it over, once; what came of it for each recipient. Raises `NotNow`."""


_carriers: dict[str, Carrier] = {}


def register(channel: str, carrier: Carrier) -> None:
    """Let answers in conversations of this channel leave by a carrier."""
    _carriers[channel] = carrier


def of(conversation: Conversation) -> Carrier | None:
    """The carrier of a conversation; None: its answers leave as mail. Where a chat went into one of
    mail there are both, and `queries.answering` knows which."""
    if conversation.has_chat:
        return _carriers.get(Conversation.Channel.CHAT)
    return _carriers.get(conversation.channel)


def carrier_of(dispatch: Dispatch) -> Carrier | None:
    """By which it leaves; what was composed as a mail leaves as one."""
    if dispatch.message is None or dispatch.content:
        return None
    return of(dispatch.message.conversation)


def way_of(conversation: Conversation, *, at: datetime) -> Way | None:
    """How an answer would leave otherwise than by mail, where it can."""
    carrier = of(conversation)
    return carrier.way(conversation, at=at) if carrier else None
