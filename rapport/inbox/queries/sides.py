"""What is talked about on the side of a conversation, and what of it could be quoted there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rapport.inbox.models import Attachment, Conversation, DepartmentRequest, Message
from rapport.lib.keys import key_of
from rapport.lib.reader import Reader
from rapport.ui import words

MOST = 30
MOST_QUOTED = 40
LONGEST_QUOTE = 20_000


@dataclass(frozen=True, slots=True)
class Quotable:
    """A message that could be shown to the other party, with its files, and whether it is."""

    message: Message
    files: list[Attachment]
    is_chosen: bool


def of(main: Conversation, reader: Reader) -> list[Conversation]:
    """Those on its side, the open ones first, then the latest."""
    rows = Conversation.objects.visible_to(reader).live().filter(side_of=main)
    rows = rows.select_related("request__department", "request__owner__user")
    return sorted(
        rows.order_by("-last_message_at", "-pk")[:MOST], key=lambda row: bool(row.closed_at)
    )


def waits(main: Conversation) -> list[DepartmentRequest]:
    """What a department has still to answer, the soonest due first."""
    if not main.waits_inside:
        return []
    rows = DepartmentRequest.objects.waiting().filter(conversation__side_of=main)
    related = rows.select_related("department", "conversation", "owner__user")
    return list(related.order_by("due_at", "pk"))


def quotable(main: Conversation, chosen: Sequence[str]) -> list[Quotable]:
    """The latest messages, newest first; nothing unsent, nothing whose sender was disproved."""
    keys = {key_of(text) for text in chosen}
    rows = Message.objects.filter(conversation=main, is_suspicious=False)
    rows = rows.exclude(kind=Message.Kind.OUT, sent_at=None).select_related("author__user")
    found = list(rows.defer("text", "html").order_by("-written_at", "-pk")[:MOST_QUOTED])
    files: dict[int, list[Attachment]] = {message.pk: [] for message in found}
    attached = Attachment.objects.filter(message__in=files, is_inline=False).select_related("file")
    for attachment in attached.order_by("pk"):
        files[attachment.message_id].append(attachment)
    return [Quotable(row, files[row.pk], row.pk in keys) for row in found]


def quoted(main: Conversation, chosen: Sequence[str]) -> str:
    """The chosen messages as text, oldest first: what is shown is what is sent."""
    picked = [one.message for one in quotable(main, chosen) if one.is_chosen]
    return "\n\n".join(_quoted(message) for message in reversed(picked))[:LONGEST_QUOTE]


def forwarded(main: Conversation, chosen: Sequence[str]) -> QuerySet[Attachment]:
    """The chosen files of this conversation; of any other none."""
    keys = [key_of(text) for text in chosen[:50]]
    rows: QuerySet[Attachment] = Attachment.objects.filter(message__conversation=main, pk__in=keys)
    return rows.select_related("file").order_by("pk")


def bridge(request: DepartmentRequest, *, at: datetime) -> str:
    """A sentence that explains the wait to the client, without a name from inside but the
    department's; in the language and time zone that are set."""
    name = request.department.name
    if request.due_at <= at:
        said = _(
            "We are still clarifying this with our %(department)s team and will come back to you "
            "as soon as we know more."
        )
        return said % {"department": name}
    said = _(
        "We are clarifying this with our %(department)s team; you will hear from us by %(moment)s."
    )
    return said % {"department": name, "moment": words.moment(request.due_at, at)}


def _quoted(message: Message) -> str:
    who = message.author.name if message.author else message.from_name or message.from_email
    day = words.exact(localtime(message.written_at))
    head = _("%(who)s wrote on %(day)s:") % {"who": who or _("Somebody"), "day": day}
    lines = message.visible_text.strip().splitlines()
    return "\n".join([head, *(f"> {line}".rstrip() for line in lines)])
