"""Take over what a telephone exchange recorded: one record a call, in a conversation with whoever
called. A missed call waits for us; one in which somebody spoke waits for a word about it."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.models import Member
from rapport.channels.models import Call, CallRecord, Channel, Delivery, Handle
from rapport.channels.operations import exchanges
from rapport.channels.queries.people import with_number
from rapport.clients.models import Contact
from rapport.events.actor import SYSTEM
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations import conversations, receiving
from rapport.integrations.providers.records import Called
from rapport.lib.inserting import insert_unless_there
from rapport.lib.visibility import Turn

UNKNOWN = "anonymous"
# A clock elsewhere that is further off is not believed.
AHEAD = timedelta(minutes=5)


def file(delivery: Delivery, called: Called, *, at: datetime) -> bool:
    """Inside the transaction that gives the delivery its outcome; False where all of it is known.

    Requests come in any order: a recording may be told of before the call is over.
    """
    record = _record(delivery.channel, called)
    Delivery.objects.filter(pk=delivery.pk).update(call=record)
    told = _hear_recording(record, called)
    if not called.is_over or record.ended_at is not None:
        return told
    handle = _handle(delivery.channel, called, at)
    conversation, is_new = _conversation(handle, called, at)
    ended = _ended(called, delivery.received_at)
    CallRecord.objects.filter(pk=record.pk).update(
        handle=handle, conversation=conversation, is_incoming=called.is_incoming,
        is_missed=called.is_missed, seconds=called.seconds, ended_at=ended,
    )  # fmt: skip
    message = _message(handle, conversation, called, delivery, at)
    exchanges.join(handle, conversation, at=at)
    Handle.objects.filter(pk=handle.pk).update(last_heard_at=delivery.received_at)
    _tell(conversation, message, called, is_new=is_new, at=at)
    return True


@transaction.atomic
def note(record: CallRecord, *, by: Member, at: datetime) -> Call:
    """Begin to write down what was said, with who, when and how long filled in. Whoever is in a
    call already goes on with that one; a record that was noted keeps its note."""
    if record.noted is not None:
        return record.noted
    handle = record.handle
    begun = Call(
        workspace_id=record.workspace_id, member=by, contact=handle.contact if handle else None,
        conversation=record.conversation, is_incoming=record.is_incoming,
        started_at=(record.ended_at or at) - timedelta(seconds=record.seconds),
    )  # fmt: skip
    if not insert_unless_there(begun):
        running: Call = Call.objects.running().get(member=by)
        return running
    CallRecord.objects.filter(pk=record.pk, noted=None).update(noted=begun)
    return begun


def _record(channel: Channel, called: Called) -> CallRecord:
    """Locked, so that two workers do not file the same call twice."""
    made = CallRecord(workspace_id=channel.workspace_id, channel=channel, key=called.id[:200])
    insert_unless_there(made)
    rows = CallRecord.objects.select_for_update(of=("self",))
    record: CallRecord = rows.get(channel=channel, key=called.id[:200])
    return record


def _hear_recording(record: CallRecord, called: Called) -> bool:
    if not called.recording.startswith("https://") or len(called.recording) > 1000:
        return False
    fresh = CallRecord.objects.filter(pk=record.pk, recording="")
    return bool(fresh.update(recording=called.recording))


def _handle(channel: Channel, called: Called, at: datetime) -> Handle:
    """Whose number it is, where just one person has it. That proves nothing about who spoke: it
    opens no door, and somebody may say that it was another."""
    address = (called.other or UNKNOWN)[:200]
    contact = _only(address)
    insert_unless_there(
        Handle(
            workspace_id=channel.workspace_id,
            channel=channel,
            address=address,
            name=called.name[:200],
            contact=contact,
            created_at=at,
        )  # fmt: skip
    )
    handle: Handle = Handle.objects.select_related("contact", "workspace", "channel").get(
        channel=channel, address=address
    )
    return handle


def _only(address: str) -> Contact | None:
    found = with_number(address, Contact.objects.known())
    return found[0] if len(found) == 1 else None


def _conversation(handle: Handle, called: Called, at: datetime) -> tuple[Conversation, bool]:
    if handle.address != UNKNOWN and (found := exchanges.ongoing(handle)):
        return found, False
    return exchanges.begin(handle, _title(handle, called), at=at), True


def _title(handle: Handle, called: Called) -> str:
    who = {"who": exchanges.known_as(handle)}
    if called.is_missed and called.is_incoming:
        return _("Missed call from %(who)s") % who
    return (_("Call from %(who)s") if called.is_incoming else _("Call to %(who)s")) % who


def _message(
    handle: Handle, conversation: Conversation, called: Called, delivery: Delivery, at: datetime
) -> Message:
    """Their attempt to reach us is a word of theirs; any other call is a note among us."""
    is_word = called.is_missed and called.is_incoming
    text = _in_short(handle, called)
    message = Message(
        workspace=handle.workspace, conversation=conversation,
        kind=Message.Kind.IN if is_word else Message.Kind.NOTE,
        message_id=f"<{delivery.channel_id}.call.{called.id}@channel>"[:500],
        contact=handle.contact if is_word else None,
        from_name=exchanges.known_as(handle)[:200], from_email=handle.spelled if is_word else "",
        subject=conversation.subject, text=text, visible_text=text,
        written_at=delivery.received_at, sent_at=delivery.received_at, created_at=at,
    )  # fmt: skip
    message.save(force_insert=True)
    return message


def _in_short(handle: Handle, called: Called) -> str:
    title = _title(handle, called)
    if called.is_missed:
        return (
            f"{title} · {_('Call back.')}" if called.is_incoming else f"{title} · {_('no answer')}"
        )
    minutes = -(-called.seconds // 60)
    long = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return f"{title} · {long}"


def _tell(
    conversation: Conversation, message: Message, called: Called, *, is_new: bool, at: datetime
) -> None:
    if message.kind == Message.Kind.IN:
        receiving.accept(conversation, message, is_new=is_new, at=at)
        return
    Conversation.objects.filter(pk=conversation.pk).update(last_message_at=message.written_at)
    if is_new:
        # Nobody waits: they spoke. The page asks for a word about it.
        conversations.set_turn(conversation, turn=Turn.NOBODY, by=SYSTEM, at=at)


def _ended(called: Called, received_at: datetime) -> datetime:
    if called.ended_at is None:
        return received_at
    said = datetime.fromtimestamp(called.ended_at, UTC)
    return said if said <= received_at + AHEAD else received_at
