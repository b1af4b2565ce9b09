"""What a visitor may read: what they wrote, and what was answered to it; from this browser, and
from any other in which they proved the same address."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from rapport.channels.models import Handle
from rapport.chat.models import Visitor
from rapport.files.models import StoredFile
from rapport.inbox.models import Attachment, Conversation, Message

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
    files: tuple[Attachment, ...] = ()


def lines_of(visitor: Visitor, *, since: datetime | None = None) -> list[Line]:
    """The latest ones, oldest first. Of a conversation in which others take part too, or into which
    theirs went, not a word more."""
    rows = _theirs(visitor)
    if since is not None:
        rows = rows.filter(sent_at__gt=since - OVERLAP)
    return _lines(reversed(rows.order_by("-sent_at", "-pk")[:MOST]))


def unread_of(visitor: Visitor) -> list[Line]:
    """Answers that they have neither seen, in any of their browsers, nor got by mail."""
    seen = Visitor.objects.filter(handle__in=handles_of(visitor))
    latest = seen.aggregate(read=Max("read_until"), mailed=Max("mailed_until"))
    known = [moment for moment in latest.values() if moment]
    rows = _theirs(visitor).filter(kind=Message.Kind.OUT)
    if known:
        rows = rows.filter(sent_at__gt=max(known))
    return _lines(rows.order_by("sent_at", "pk")[:MOST])


def attachment_of(visitor: Visitor, pk: int) -> Attachment | None:
    """A file of what they may read; a picture that stands in a mail's text is none."""
    rows = Attachment.objects.filter(pk=pk, message__in=_theirs(visitor), is_inline=False)
    found: Attachment | None = rows.select_related("file").first()
    return found


def handles_of(visitor: Visitor) -> Sequence[int]:
    """Their own, and those of whoever proved the same address in this chat."""
    if not visitor.proved:
        return [visitor.handle_id]
    rows = Handle.objects.filter(
        channel=visitor.handle.channel_id, visitors__proved=visitor.proved
    )  # fmt: skip
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())


def files_of(lines: Iterable[Line]) -> list[StoredFile]:
    """All that hang on these lines."""
    return [attachment.file for line in lines for attachment in line.files]


def _theirs(visitor: Visitor) -> QuerySet[Message]:
    handles = Handle.objects.filter(pk__in=handles_of(visitor))
    spelled = [handle.spelled for handle in handles]
    talks = Conversation.objects.filter(exchange__handle__in=handles)
    here = Q(conversation__in=talks) | Q(
        conversation__in=Conversation.objects.filter(absorbed__in=talks)
    )
    said = Q(kind=Message.Kind.IN, from_email__in=spelled)
    answered = Q(kind=Message.Kind.OUT, dispatch__recipients__has_any_keys=spelled)
    rows = Message.objects.filter(here, said | answered, sent_at__isnull=False)
    found: QuerySet[Message] = rows.select_related("author__user")
    return found


def _lines(messages: Iterable[Message]) -> list[Line]:
    shown = list(messages)
    files: dict[int, list[Attachment]] = defaultdict(list)
    rows = Attachment.objects.filter(message__in=[one.pk for one in shown], is_inline=False)
    for attachment in rows.select_related("file").order_by("pk"):
        files[attachment.message_id].append(attachment)
    return [_line(message, tuple(files[message.pk])) for message in shown]


def _line(message: Message, files: tuple[Attachment, ...]) -> Line:
    assert message.sent_at is not None  # noqa: S101 - for the type checker
    is_ours = message.kind == Message.Kind.OUT
    name = message.author.name if is_ours and message.author else ""
    # <channel.handle-id@channel>, as it was filed.
    own_id = message.message_id.partition(f".{message.from_email}-")[2].removesuffix("@channel>")
    return Line(
        message.pk, is_ours, name, message.visible_text, message.sent_at,
        "" if is_ours else own_id, files,
    )  # fmt: skip
