"""The conversation that is held with a handle: the open one, else a new one."""

from datetime import datetime

from django.db.models import Q

from rapport.accounts.models import Member
from rapport.channels.models import Exchange, Handle
from rapport.inbox.models import Conversation, Participant
from rapport.inbox.operations import receiving
from rapport.lib.inserting import insert_unless_there
from rapport.lib.visibility import Turn
from rapport.workspaces.operations.numbers import next_number


def ongoing(handle: Handle) -> Conversation | None:
    """The one that is open with them, or into which it went."""
    held = Q(exchange__handle=handle) | Q(absorbed__exchange__handle=handle)
    rows = Conversation.objects.live().filter(held, closed_at=None)
    found: Conversation | None = rows.order_by("-last_message_at", "-pk").first()
    return found


def begin(handle: Handle, words: str, *, at: datetime, by: Member | None = None) -> Conversation:
    """A new one, which begins with these words; whoever of us begins it has it."""
    preview = receiving.preview_of(words)
    opened: Conversation = Conversation.objects.create(
        workspace=handle.workspace,
        number=next_number(handle.workspace, "conversation"),
        channel=handle.channel.speaks.medium,
        subject=preview[:80],
        preview=preview,
        client_id=handle.contact.client_id if handle.contact else None,
        assignee=by,
        turn=Turn.US,
        turn_since=at,
        correspondent=known_as(handle)[:200],
        started_at=at,
        last_message_at=at,
    )
    Exchange(workspace=handle.workspace, conversation=opened, handle=handle).save()
    return opened


def join(handle: Handle, conversation: Conversation, *, at: datetime) -> None:
    """Whoever is at the other end takes part; an unverified one as such."""
    person = Participant(
        workspace=handle.workspace, conversation=conversation, email=handle.spelled,
        name=known_as(handle)[:200], contact=handle.contact, is_verified=handle.is_verified,
        joined_at=at,
    )  # fmt: skip
    insert_unless_there(person)


def known_as(handle: Handle) -> str:
    """The person's name, else what they call themselves, else the address."""
    return str(handle.contact) if handle.contact else handle.name or handle.address
