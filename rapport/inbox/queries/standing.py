"""How a conversation stands, as its messages alone say."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rapport.inbox.models import Conversation, Dispatch, Message
from rapport.lib.visibility import Turn


@dataclass(frozen=True, slots=True)
class Standing:
    """The last word of all, what the client wrote last, and whose turn it is since when (empty
    where nobody wrote to the other)."""

    last_at: datetime
    heard: Message | None
    turn: str
    turn_since: datetime | None
    sends_later: bool


def of(conversation: Conversation) -> Standing:
    """Read it out of the messages."""
    rows = Message.objects.filter(conversation=conversation)
    last = said(rows).order_by("-written_at", "-pk").first()
    heard = rows.filter(kind=Message.Kind.IN, is_unverified=False, is_suspicious=False)
    heard = heard.exclude(is_automatic=True).order_by("-written_at", "-pk")
    answered = rows.filter(kind=Message.Kind.OUT, sent_at__isnull=False)
    answer = answered.order_by("-written_at", "-pk").first()
    newest = heard.first()
    turn, since = _turn(newest, answer)
    if answer and turn == Turn.US:
        first = heard.filter(written_at__gt=answer.written_at).order_by("written_at", "pk").first()
        since = first.written_at if first else since
    waiting = Dispatch.objects.filter(
        message__conversation=conversation, scheduled_for__isnull=False,
        state=Dispatch.State.WAITING, attempts=0,
    )  # fmt: skip
    return Standing(
        last.written_at if last else conversation.last_message_at, newest, turn, since,
        waiting.exists(),
    )  # fmt: skip


def heard_since(conversation_id: int, at: datetime) -> QuerySet[Message]:
    """What the client wrote that came in after a moment, the earliest first; no machine's words,
    and nothing that is not proved."""
    rows: QuerySet[Message] = Message.objects.filter(
        conversation=conversation_id, kind=Message.Kind.IN, created_at__gt=at,
        is_automatic=False, is_unverified=False, is_suspicious=False,
    )  # fmt: skip
    return rows.order_by("created_at", "pk")


def said(rows: QuerySet[Message]) -> QuerySet[Message]:
    """All but what waits for its moment."""
    return rows.exclude(sent_at=None, dispatch__scheduled_for__isnull=False)


def _turn(heard: Message | None, answer: Message | None) -> tuple[str, datetime | None]:
    if heard and (answer is None or heard.written_at > answer.written_at):
        return Turn.US, heard.written_at
    if answer:
        return Turn.CLIENT, answer.sent_at
    return "", None
