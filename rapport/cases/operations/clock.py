"""The clock of a case: where its targets stand, when it pauses and goes on."""

from datetime import datetime

from rapport.calendars.queries.working_time import opening_hours
from rapport.cases.models import Case
from rapport.cases.queries.targets import aims
from rapport.engine.business_time import NeverOpen, OpeningHours, add_working, working_minutes
from rapport.lib.visibility import Turn
from rapport.workspaces.prepared import Change

# A target is near when this part of its minutes is used up.
NEAR = 0.75


def aim(case: Case) -> None:
    """Set the due moments on the instance: target minutes after the client began to wait, and
    the minutes in which it was the client's turn on top. Nothing is saved."""
    if case.clock_from is None:
        return
    minutes = aims()[case.priority]
    hours = opening_hours(case.workspace)
    case.reply_due = _moment(case, minutes.reply, hours)
    case.reply_warn_at = _moment(case, round(NEAR * minutes.reply), hours)
    case.resolve_due = _moment(case, minutes.resolve, hours)
    case.resolve_warn_at = _moment(case, round(NEAR * minutes.resolve), hours)


DUES = ("reply_due", "reply_warn_at", "resolve_due", "resolve_warn_at")


# Asked for each answer that anybody writes.
_STAND_STILL = Change(
    lambda conversation_id, _: (
        Case.objects.open()
        .filter(conversation=conversation_id, paused_since=None)
        .exclude(clock_from=None)
    ),
    lambda _, at: {"paused_since": at},
)


def dues(case: Case) -> dict[str, datetime | None]:
    """The due moments as columns to write."""
    return {name: getattr(case, name) for name in DUES}


def follow_turn(case: Case, *, turn: str, at: datetime) -> None:
    """Stand still on the client's turn, go on when it ends. Following twice changes nothing."""
    if turn == Turn.CLIENT:
        _pause(case, at=at)
    elif case.paused_since is not None:
        _go_on(case, at=at)


def add_pause(case: Case, *, since: datetime, at: datetime) -> None:
    """Count the business minutes of a pause and move the targets by them; nothing is saved."""
    case.paused_minutes += max(working_minutes(since, at, opening_hours(case.workspace)), 0)
    aim(case)


def worked_minutes(case: Case, *, at: datetime) -> int:
    """Business minutes on our side since the client began to wait."""
    if case.clock_from is None:
        return 0
    end = min(at, case.paused_since) if case.paused_since else at
    spent = working_minutes(case.clock_from, end, opening_hours(case.workspace))
    return max(spent - case.paused_minutes, 0)


def stand_still(conversation_id: int, *, at: datetime) -> None:
    """An answer is written: the clock stands while it waits out its undo window."""
    _STAND_STILL(conversation_id, at)


def come_back(case: Case, *, at: datetime) -> None:
    """The answer did not leave: the clock goes on as if it had never stood still. Where the case
    was opened on that answer, it begins where the client began to wait."""
    since = case.paused_since
    fields: dict[str, object] = {"paused_since": None}
    if since is not None and since == case.first_replied_at == case.clock_from:
        case.clock_from = min(case.conversation.turn_since, at)
        case.first_replied_at = None
        aim(case)
        fields |= {"clock_from": case.clock_from, "first_replied_at": None, **dues(case)}
    if Case.objects.filter(pk=case.pk, paused_since=since).update(**fields):
        case.paused_since = None


def _pause(case: Case, *, at: datetime) -> None:
    running = Case.objects.open().filter(pk=case.pk, paused_since=None)
    if running.update(paused_since=at):
        case.paused_since = at


def _go_on(case: Case, *, at: datetime) -> None:
    since = case.paused_since
    if since is None:
        return
    add_pause(case, since=since, at=at)
    Case.objects.filter(pk=case.pk, paused_since=since).update(
        paused_since=None, paused_minutes=case.paused_minutes, **dues(case)
    )
    case.paused_since = None


def _moment(case: Case, minutes: int, hours: OpeningHours) -> datetime | None:
    if case.clock_from is None:
        return None
    try:
        return add_working(case.clock_from, minutes + case.paused_minutes, hours)
    except NeverOpen:
        return None
