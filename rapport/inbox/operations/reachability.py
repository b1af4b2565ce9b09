"""Note what our mails to an address met: no such address, no room, or somebody who is away.

A delivery report counts only if it names a mail of ours by an id that only its receivers know. The
next mail from the address clears what was noted; a full mailbox is believed for a week.
"""

from datetime import datetime, timedelta

from rapport.engine.mail import Bounce, Parsed, absences
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Absence, AddressTrouble, Message
from rapport.workspaces.prepared import Removal

FULL_FOR = timedelta(days=7)
REFUSES_FOR = timedelta(days=30)
State = AddressTrouble.State
FULL = frozenset({"mailbox-full", "over-limit"})
REFUSES = frozenset({"suspended", "filtered", "rejected", "blocked", "policy", "reputation"})
_HEARD = Removal(lambda email: AddressTrouble.objects.filter(email=email))


def note_report(report: Bounce, email: str, message: Message, *, at: datetime) -> None:
    """What a report says of an address; what says something about today or the way says nothing."""
    if report.complaint:
        return
    if report.hard:
        _note(email, State.DEAD, report, None, message, at)
    elif report.reason in FULL:
        _note(email, State.FULL, report, at + FULL_FOR, message, at)
    elif report.reason in REFUSES:
        _note(email, State.REFUSES, report, at + REFUSES_FOR, message, at)


def heard_from(email: str) -> None:
    """Somebody wrote from there: it works."""
    if email:
        _HEARD(email.lower())


def note_absence(parsed: Parsed, message: Message, *, at: datetime) -> None:
    """An automatic answer that says until when its owner is away. One that proves nothing of its
    sender, or speaks of no day ahead, is only shown."""
    if message.is_suspicious or not message.from_email:
        return
    away = absences.read(
        message.subject, message.text, written=message.written_at.date(),
        sender=message.from_email,
    )  # fmt: skip
    if away is None:
        return
    Absence.objects.update_or_create(
        email=message.from_email.lower(),
        defaults={
            "workspace_id": message.workspace_id, "back_on": away.back_on,
            "deputy": away.deputy, "noted_at": at, "message": message,
        },
    )  # fmt: skip
    facts = {
        "number": message.conversation.number, "message": message.pk,
        "back_on": away.back_on.isoformat(),
    }  # fmt: skip
    publish(events.ABSENCE_NOTED, subject=message.conversation, by=SYSTEM, at=at, facts=facts)


def forget(email: str) -> None:
    """Nothing stays of an address whose owner was erased."""
    AddressTrouble.objects.filter(email=email).delete()
    Absence.objects.filter(email=email).delete()


def clear(email: str) -> None:
    """A person knows better: the address works."""
    heard_from(email)


def _note(
    email: str, state: str, report: Bounce, until: datetime | None, message: Message, at: datetime
) -> None:
    row, made = AddressTrouble.objects.get_or_create(
        email=email.lower(),
        defaults={
            "workspace_id": message.workspace_id, "state": state, "kind": report.reason[:20],
            "said": f"{report.status} {report.reason}".strip()[:300], "since": at, "last_at": at,
            "until": until, "message": message,
        },
    )  # fmt: skip
    if made:
        facts = {"state": str(state), "kind": report.reason[:20], "message": message.pk}
        publish(events.ADDRESS_TROUBLED, subject=row, by=SYSTEM, at=at, facts=facts)
        return
    # Gone says more than full.
    if row.state != State.DEAD or state == State.DEAD:
        AddressTrouble.objects.filter(pk=row.pk).update(
            state=state, kind=report.reason[:20], last_at=at, until=until, message=message,
            said=f"{report.status} {report.reason}".strip()[:300],
        )  # fmt: skip
