"""File a message that came over a channel: its handle, conversation, people and event."""

from datetime import datetime

from django.db.models import Q

from rapport.channels.models import Arrival, Channel, Delivery, Handle
from rapport.channels.operations import exchanges, fetching
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations import receiving
from rapport.integrations.providers.records import Incoming
from rapport.lib.inserting import insert_unless_there

LONGEST = 500_000


def file(delivery: Delivery, incoming: Incoming, *, at: datetime) -> bool:
    """Write it down, inside the transaction that gives the delivery its outcome; False where it is
    here already. Whoever writes is known by their handle alone: locked, so that two workers do not
    file the same twice."""
    handle = _handle(delivery.channel, incoming, at)
    known = f"<{delivery.channel.pk}.{incoming.id}@channel>"[:500]
    if Message.objects.filter(message_id=known).exists():
        return False
    conversation, is_new = _conversation(handle, incoming, at)
    message = _message(handle, conversation, incoming, known, delivery.received_at)
    message.created_at = at
    message.save(force_insert=True)
    arrival = Arrival(workspace_id=handle.workspace_id, message=message, delivery=delivery)
    arrival.save(force_insert=True)
    exchanges.join(handle, conversation, at=at)
    moment = delivery.received_at
    earlier = Q(last_heard_at=None) | Q(last_heard_at__lt=moment)
    Handle.objects.filter(earlier, pk=handle.pk).update(last_heard_at=moment)
    fetching.note(arrival, incoming.files, at=at)
    receiving.live(conversation, message, is_new=is_new, at=at)
    return True


def _handle(channel: Channel, incoming: Incoming, at: datetime) -> Handle:
    address = incoming.sender[:200]
    made = Handle(
        workspace_id=channel.workspace_id, channel=channel, address=address,
        name=incoming.name[:200], created_at=at,
    )  # fmt: skip
    insert_unless_there(made)
    rows = Handle.objects.select_for_update(of=("self",)).select_related("contact", "workspace")
    handle: Handle = rows.get(channel=channel, address=address)
    if incoming.name and handle.name != incoming.name[:200]:
        handle.name = incoming.name[:200]
        Handle.objects.filter(pk=handle.pk).update(name=handle.name)
    return handle


def _conversation(handle: Handle, incoming: Incoming, at: datetime) -> tuple[Conversation, bool]:
    found = exchanges.ongoing(handle)
    if found is not None:
        return found, False
    return exchanges.begin(handle, incoming.text or _files_named(incoming), at=at), True


def _message(
    handle: Handle, conversation: Conversation, incoming: Incoming, known: str, at: datetime
) -> Message:
    text = incoming.text[:LONGEST]
    return Message(
        workspace=handle.workspace,
        conversation=conversation,
        kind=Message.Kind.IN,
        message_id=known,
        contact=handle.contact,
        from_name=(incoming.author or exchanges.known_as(handle))[:200],
        from_email=handle.spelled,
        subject=conversation.subject,
        text=text,
        visible_text=text,
        is_unverified=not handle.is_verified,
        written_at=at,
        sent_at=at,
    )


def _files_named(incoming: Incoming) -> str:
    return ", ".join(file.name for file in incoming.files if file.name)
