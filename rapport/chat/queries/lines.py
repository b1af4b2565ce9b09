"""What a visitor may read: what they wrote from this browser, and what was answered to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from rapport.channels.models import Handle
from rapport.chat.models import Visitor
from rapport.inbox.models import Conversation, Message

MOST = 200
# What left meanwhile may bear an earlier moment than what is known already.
OVERLAP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the visitor sees it; `id` is their browser's own of what they wrote."""

    pk: int
    is_ours: bool
    name: str
    text: str
    at: datetime
    id: str = ""


def lines_of(visitor: Visitor, *, since: datetime | None = None) -> list[Line]:
    """The latest ones, oldest first. Of a conversation in which others take part too, or into which
    theirs went, not a word more."""
    rows = _theirs(visitor.handle)
    if since is not None:
        rows = rows.filter(sent_at__gt=since - OVERLAP)
    found = list(rows.order_by("-sent_at", "-pk")[:MOST])
    return [_line(message, visitor.handle) for message in reversed(found)]


def unread_of(visitor: Visitor) -> list[Line]:
    """Answers that they have neither seen nor got by mail."""
    known = [moment for moment in (visitor.read_until, visitor.mailed_until) if moment]
    rows = _theirs(visitor.handle).filter(kind=Message.Kind.OUT)
    if known:
        rows = rows.filter(sent_at__gt=max(known))
    return [_line(message, visitor.handle) for message in rows.order_by("sent_at", "pk")[:MOST]]


def _theirs(handle: Handle) -> QuerySet[Message]:
    talks = Conversation.objects.filter(exchange__handle=handle)
    here = Q(conversation__in=talks) | Q(
        conversation__in=Conversation.objects.filter(absorbed__in=talks)
    )
    said = Q(kind=Message.Kind.IN, from_email=handle.spelled)
    answered = Q(kind=Message.Kind.OUT, dispatch__recipients__has_key=handle.spelled)
    rows = Message.objects.filter(here, said | answered, sent_at__isnull=False)
    found: QuerySet[Message] = rows.select_related("author__user")
    return found


def _line(message: Message, handle: Handle) -> Line:
    assert message.sent_at is not None  # noqa: S101 - for the type checker
    is_ours = message.kind == Message.Kind.OUT
    name = message.author.name if is_ours and message.author else ""
    before = f"<{handle.channel_id}.{handle.address}-"
    own_id = message.message_id.removeprefix(before).removesuffix("@channel>")
    return Line(
        message.pk, is_ours, name, message.visible_text, message.sent_at,
        "" if is_ours else own_id,
    )  # fmt: skip
