"""Calls: begun with one click, noted when they are over."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.models import Member
from rapport.channels import events
from rapport.channels.models import Call
from rapport.clients.models import Contact
from rapport.events.operations.stream import publish
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations import conversations, participants, receiving, snoozing
from rapport.lib.inserting import insert_unless_there
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.workspaces.operations.numbers import next_number

MOST_MINUTES = 24 * 60


class Noted(Refused):
    """The call was noted already."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says about a call. `after` is whose move it is: us, client, or nobody."""

    outcome: str
    is_incoming: bool = False
    text: str = ""
    after: str = Turn.NOBODY.value
    # None: as long as it ran.
    minutes: int | None = None
    # When what we follow up comes back to the list; None: it stays there.
    remind_at: datetime | None = None


def begin(
    *, contact: Contact | None, conversation: Conversation | None, by: Member, at: datetime
) -> Call:
    """Start the clock. Whoever is in a call already goes on with that one."""
    call = Call(
        workspace_id=by.workspace_id, member=by, contact=contact, conversation=conversation,
        started_at=at,
    )  # fmt: skip
    if insert_unless_there(call):
        return call
    running: Call = Call.objects.running().get(member=by)
    return running


@transaction.atomic
def finish(call: Call, report: Report, *, by: Member, at: datetime) -> Message:
    """Note what was said: in the conversation that it was about, or in one of its own. It stays
    among us."""
    minutes = report.minutes
    if minutes is None:
        minutes = round((at - call.started_at).total_seconds() / 60)
    minutes = min(max(minutes, 0), MOST_MINUTES)
    ended = Call.objects.running().filter(pk=call.pk)
    if not ended.update(
        ended_at=at, minutes=minutes, outcome=report.outcome, is_incoming=report.is_incoming
    ):
        raise Noted(_("This call was noted already."))
    call.minutes, call.outcome, call.is_incoming = minutes, report.outcome, report.is_incoming
    conversation = call.conversation or _open(call, report, by, at)
    message = _write(call, conversation, report, by, at)
    Call.objects.filter(pk=call.pk).update(message=message, conversation=conversation)
    facts = {
        "message": message.pk, "number": conversation.number, "minutes": minutes,
        "outcome": report.outcome, "is_incoming": report.is_incoming,
    }  # fmt: skip
    publish(events.CALL_NOTED, subject=conversation, by=by, at=at, facts=facts)
    _go_on(conversation, report, by, at)
    return message


def forget(call: Call) -> None:
    """It was no call after all; one that was noted stays."""
    Call.objects.running().filter(pk=call.pk).delete()


def _open(call: Call, report: Report, by: Member, at: datetime) -> Conversation:
    contact = call.contact
    said = receiving.preview_of(report.text)
    opened: Conversation = Conversation.objects.create(
        workspace=call.workspace,
        number=next_number(call.workspace, "conversation"),
        channel=Conversation.Channel.PHONE,
        subject=said[:80] or _("Call"),
        preview=said,
        client_id=contact.client_id if contact else None,
        assignee=by,
        turn=Turn.US,
        turn_since=at,
        correspondent=contact.name if contact else "",
        started_at=call.started_at,
        last_message_at=at,
    )
    if contact:
        participants.add(opened, contact=contact, at=at)
    return opened


def _write(
    call: Call, conversation: Conversation, report: Report, by: Member, at: datetime
) -> Message:
    text = "\n\n".join(part for part in (_in_short(call), report.text.strip()) if part)
    message = Message(
        workspace=call.workspace, conversation=conversation, kind=Message.Kind.NOTE, author=by,
        from_name=by.name[:200], text=text, visible_text=text, written_at=at, created_at=at,
    )  # fmt: skip
    message.save(force_insert=True)
    Conversation.objects.filter(pk=conversation.pk).update(last_message_at=at)
    return message


def _in_short(call: Call) -> str:
    name = call.contact.name if call.contact else _("somebody")
    who = (_("%(name)s called") if call.is_incoming else _("Called %(name)s")) % {"name": name}
    long = ngettext("%(n)d minute", "%(n)d minutes", call.minutes) % {"n": call.minutes}
    return " · ".join((who, str(Call.Outcome(call.outcome).label), long))


def _go_on(conversation: Conversation, report: Report, by: Member, at: datetime) -> None:
    """Whose move it is now; with nobody's, a call's own conversation is over."""
    if report.after in (Turn.US, Turn.CLIENT):
        conversations.reopen(conversation, by=by, at=at)
        conversations.set_turn(conversation, turn=report.after, by=by, at=at)
        if report.after == Turn.US:
            _follow_up(conversation, report, by, at)
    elif conversation.channel == Conversation.Channel.PHONE:
        conversations.close(conversation, by=by, at=at)


def _follow_up(conversation: Conversation, report: Report, by: Member, at: datetime) -> None:
    if conversation.assignee_id is None:
        conversations.assign(conversation, to=by, by=by, at=at)
    if report.remind_at is not None:
        snoozing.snooze(conversation, until=report.remind_at, by=by, at=at)
