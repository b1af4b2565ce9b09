"""Answers that wait for a moment which their author chose, until they leave.

If the client writes first, what waits is held: it answers something that is no longer the last
word. The author is told, and sends it, changes it, or lets it be.
"""

import re
from datetime import datetime
from email.utils import format_datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Dispatch, Message
from rapport.inbox.moments import FURTHEST
from rapport.lib.refusal import Refused

_DATE = re.compile(rb"^Date:[^\r\n]*", re.M)


class NotThen(Refused):
    """It cannot leave at that moment."""


def check(leaves_at: datetime, at: datetime) -> None:
    """A moment ahead, within a year."""
    if leaves_at <= at:
        raise NotThen(_("This moment is over. Choose a later one."))
    if leaves_at - at > FURTHEST:
        raise NotThen(_("That is more than a year away. Choose an earlier moment."))


def queued(dispatch: Dispatch, message: Message, *, by: Member, at: datetime) -> None:
    """Say that an answer waits for its moment; inside the act that wrote it."""
    Conversation.objects.filter(pk=message.conversation_id).update(sends_later=True)
    facts = _about(message) | {
        "dispatch": dispatch.pk, "leaves_at": dispatch.not_before.isoformat(),
    }  # fmt: skip
    publish(
        events.MESSAGE_SCHEDULED, subject=message.conversation, by=by, at=at, facts=facts,
        at_hand=[message, dispatch],
    )  # fmt: skip


@transaction.atomic
def move(message: Message, *, leaves_at: datetime, by: Member, at: datetime) -> None:
    """Let it leave at another moment, or now: also one that was held."""
    if leaves_at != at:
        check(leaves_at, at)
    dispatch = _waiting(message.conversation).filter(message=message).first()
    if dispatch is None:
        raise NotThen(_("It is already on its way."))
    rows = Dispatch.objects.filter(pk=dispatch.pk, attempts=0, state=dispatch.state)
    content = _dated(bytes(dispatch.content or b""), leaves_at)
    if not rows.update(
        state=Dispatch.State.WAITING, scheduled_for=leaves_at, not_before=leaves_at,
        created_at=leaves_at, content=content,
    ):  # fmt: skip
        raise NotThen(_("It is already on its way."))
    Message.objects.filter(pk=message.pk).update(written_at=leaves_at)
    dispatch.not_before = leaves_at
    queued(dispatch, message, by=by, at=at)


@transaction.atomic
def hold(conversation: Conversation, *, at: datetime) -> None:
    """The client wrote: nothing that waits here leaves by itself any more."""
    waiting = _waiting(conversation).filter(state=Dispatch.State.WAITING)
    for dispatch in waiting.select_related("message__conversation"):
        rows = Dispatch.objects.filter(pk=dispatch.pk, state=Dispatch.State.WAITING, attempts=0)
        message = dispatch.message
        if message is not None and rows.update(state=Dispatch.State.HELD):
            facts = _about(message) | {"author": message.author_id}
            publish(events.MESSAGE_HELD, subject=conversation, by=SYSTEM, at=at, facts=facts)
    mark(conversation)


@transaction.atomic
def keep_back(conversation: Conversation) -> None:
    """It went to the bin: nothing leaves out of there. Whoever takes it out again decides."""
    rows = _waiting(conversation).filter(state=Dispatch.State.WAITING)
    Dispatch.objects.filter(pk__in=rows.values("pk")).update(state=Dispatch.State.HELD)
    mark(conversation)


def waits_for(conversation: Conversation, email: str) -> bool:
    """Whether an answer to this address waits here for its moment, or is held."""
    waiting = _waiting(conversation).values_list("recipients", flat=True)
    return any(email.lower() in recipients for recipients in waiting)


def left(message: Message, *, at: datetime) -> None:
    """It left: from now on it stands where it was said."""
    Message.objects.filter(pk=message.pk).update(written_at=at)
    here = Conversation.objects.filter(pk=message.conversation_id)
    here.filter(last_message_at__lt=at).update(last_message_at=at)
    mark(message.conversation)


def mark(conversation: Conversation) -> None:
    """Note whether anything waits here for its moment."""
    waits = _waiting(conversation).filter(state=Dispatch.State.WAITING).exists()
    Conversation.objects.filter(pk=conversation.pk).update(sends_later=waits)
    conversation.sends_later = waits


def _waiting(conversation: Conversation) -> QuerySet[Dispatch]:
    """What waits for its moment or is held, and was never tried."""
    rows: QuerySet[Dispatch] = Dispatch.objects.filter(
        message__conversation=conversation, scheduled_for__isnull=False, attempts=0,
        state__in=[Dispatch.State.WAITING, Dispatch.State.HELD],
    )  # fmt: skip
    return rows.order_by("pk")


def _dated(content: bytes, at: datetime) -> bytes:
    """The same letter with the day on which it leaves."""
    head, gap, body = content.partition(b"\r\n\r\n")
    return _DATE.sub(b"Date: " + format_datetime(at).encode(), head, count=1) + gap + body


def _about(message: Message) -> dict[str, object]:
    return {"message": message.pk, "number": message.conversation.number}
