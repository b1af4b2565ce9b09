"""What a new message does to its conversation."""

from datetime import datetime

from rapport.clients.models import Contact
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Message
from rapport.inbox.models.conversation import ConversationQuerySet
from rapport.inbox.operations import later, reachability
from rapport.lib.visibility import Turn
from rapport.workspaces.prepared import Change

PREVIEW = 200
_HEARD = Change(
    lambda pk, *_: Conversation.objects.filter(pk=pk),
    lambda _, preview, who, at: {
        "preview": preview, "correspondent": who, "last_message_at": at, "closed_at": None,
        "binned_at": None, "is_history": False, "snoozed_until": None, "snoozed_by": None,
    },
)  # fmt: skip
_OUR_TURN = Change(
    lambda pk, _: Conversation.objects.filter(pk=pk),
    lambda _, at: {"turn": Turn.US, "turn_since": at},
)


def preview_of(text: str) -> str:
    """The first words, on one line."""
    return " ".join(text[:1000].split())[:PREVIEW]


def quietly(conversation: Conversation, message: Message, *, is_new: bool) -> None:
    """History: the dates move, and nothing else does."""
    if is_new:
        return
    changes = {"preview": preview_of(message.visible_text)}
    here = _here(conversation)
    here.filter(started_at__gt=message.written_at).update(started_at=message.written_at)
    later = here.filter(last_message_at__lt=message.written_at)
    later.filter(is_history=True).update(closed_at=message.written_at)
    later.update(last_message_at=message.written_at, **changes)


def live(conversation: Conversation, message: Message, *, is_new: bool, at: datetime) -> None:
    """A message that just came: it shows on top. If it is proved and no machine wrote it, it is
    our turn now, and a closed conversation is open again; or it was one of us who wrote."""
    about = {"message": message.pk, "number": conversation.number}
    by: Acts = message.author or SYSTEM
    if why := _withheld(message):
        _show(conversation, message)
        facts = about | {"why": why}
        publish(events.MESSAGE_WITHHELD, subject=conversation, by=SYSTEM, at=at, facts=facts)
    elif message.kind == Message.Kind.IN:
        accept(conversation, message, is_new=is_new, at=at)
    elif message.kind == Message.Kind.OUT:
        _answered(conversation, message, at=at)
    else:
        _show(conversation, message)
        publish(events.NOTE_WRITTEN, subject=conversation, by=by, at=at, facts=about)


def _answered(conversation: Conversation, message: Message, *, at: datetime) -> None:
    """One of us answered from a mail program of their own: the same as if it had left from here."""
    turn_was = conversation.turn
    _show(conversation, message)
    if not conversation.waits_inside:
        turn = Turn.THIRD_PARTY if conversation.is_side else Turn.CLIENT
        _here(conversation).exclude(turn=turn).update(turn=turn, turn_since=at)
    facts = {
        "message": message.pk, "number": conversation.number, "author": message.author_id,
        "turn_was": turn_was, "refused": 0, "elsewhere": True,
    }  # fmt: skip
    by: Acts = message.author or SYSTEM
    publish(events.MESSAGE_SENT, subject=conversation, by=by, at=at, facts=facts)


def accept(conversation: Conversation, message: Message, *, is_new: bool, at: datetime) -> None:
    """The client spoke: our turn, open again, and everybody who listens is told."""
    reachability.heard_from(message.from_email)
    if is_new:
        _publish_received(conversation, message, at, {"is_new": True})
        return
    was_closed, turn_was = conversation.closed_at is not None, conversation.turn
    _HEARD(conversation.pk, preview_of(message.visible_text), message.from_name, at)
    if conversation.is_suspicious and message.proof in ("", Message.Proof.PASSED):
        _here(conversation).update(is_suspicious=False)
    if turn_was != Turn.US:
        _OUR_TURN(conversation.pk, at)
    if conversation.set_aside_at and (message.contact or turn_was == Turn.NOBODY):
        _take_back(conversation, at)
    if conversation.sends_later:
        later.hold(conversation, at=at)
    if conversation.client_id is None and message.contact and not conversation.is_side:
        _belong_to(message.contact, conversation)
    facts = {"was_closed": was_closed, "turn_was": turn_was}
    _publish_received(conversation, message, at, facts)


def _take_back(conversation: Conversation, at: datetime) -> None:
    """Somebody whom we know waits here after all, or a person where only a machine had written."""
    _here(conversation).update(set_aside_at=None)
    conversation.set_aside_at = None
    facts = {"number": conversation.number}
    publish(events.CONVERSATION_TAKEN_BACK, subject=conversation, by=SYSTEM, at=at, facts=facts)


def _belong_to(contact: Contact, conversation: Conversation) -> None:
    """It is their company's; and in no project of another, to whose address they wrote."""
    conversation.client_id = contact.client_id
    if conversation.project and conversation.project.client_id != contact.client_id:
        conversation.project = None
    _here(conversation).update(
        client_id=conversation.client_id, project_id=conversation.project_id
    )  # fmt: skip


def _publish_received(
    conversation: Conversation, message: Message, at: datetime, facts: dict[str, object]
) -> None:
    by: Acts = message.contact or message.author or SYSTEM
    always = {
        "message": message.pk, "number": conversation.number, "contact": message.contact_id,
        "is_new": False, "was_closed": False, "turn_was": conversation.turn,
    }  # fmt: skip
    publish(
        events.MESSAGE_RECEIVED, subject=conversation, by=by, at=at, facts=always | facts,
        at_hand=[message],
    )  # fmt: skip


def _here(conversation: Conversation) -> ConversationQuerySet:
    return Conversation.objects.filter(pk=conversation.pk)


def _show(conversation: Conversation, message: Message) -> None:
    _here(conversation).update(last_message_at=message.written_at)
    if message.kind == Message.Kind.IN:
        _here(conversation).update(preview=preview_of(message.visible_text))


def _withheld(message: Message) -> str:
    if message.is_suspicious:
        return "suspicious"
    if message.is_automatic:
        return "automatic"
    return "unverified" if message.is_unverified else ""
