"""The clock of a case: what was agreed, where its targets stand, when it pauses and goes on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rapport.cases.models import Case
from rapport.cases.queries import steps
from rapport.cases.queries.course import clock_of, course_of, level_of, written
from rapport.cases.queries.hours import hours_of
from rapport.cases.queries.ladder import ladder
from rapport.cases.queries.targets import agreed
from rapport.engine import service_level
from rapport.engine.service_level import Clock
from rapport.lib.visibility import Turn
from rapport.workspaces.prepared import Change

AGREED = (
    "policy", "hours", "reply_minutes", "next_minutes", "every_minutes", "resolve_minutes",
    "acknowledge_minutes", "acknowledge_from",
)  # fmt: skip
DUES = (
    "reply_owed", "reply_from", "reply_due", "reply_told", "resolve_due", "resolve_told",
    "acknowledge_due", "acknowledge_told", "due_at", "step_at",
)  # fmt: skip

# What happened to it, from which the rest follows.
COURSE = (
    "clock_from", "paused_since", "pauses", "first_replied_at", "word_at", "waits_since",
    "acknowledge_from", "acknowledged_at", "closed_at",
)  # fmt: skip

# Asked for each answer that anybody writes.
_STAND_STILL = Change(
    lambda conversation_id, _: (
        Case.objects.open()
        .filter(conversation=conversation_id, paused_since=None)
        .exclude(clock_from=None)
    ),
    lambda _, at: {"paused_since": at},
)


def agree(case: Case, *, at: datetime | None) -> None:
    """Take over what holds for such a case now. What becomes a complaint by this must be
    acknowledged from `at` on. Nothing is saved."""
    found = agreed(kind=case.kind, priority=case.priority, client=case.client_id)
    case.policy, case.hours = found.policy, found.hours
    case.reply_minutes, case.resolve_minutes = found.aim.reply, found.aim.resolve
    case.next_minutes, case.every_minutes = found.aim.next, found.aim.every
    is_complaint = case.kind == Case.Kind.COMPLAINT
    case.acknowledge_minutes = found.aim.acknowledge if is_complaint else None
    if is_complaint and case.acknowledge_from is None and case.clock_from is not None:
        case.acknowledge_from = at


def aim(case: Case, *, again_at: datetime | None = None) -> None:
    """Set what is owed, and when it is due, on the instance. Nothing is saved.

    Another answer that is owed is told from the beginning. With `again_at`, because other minutes
    or hours hold, no more of a target counts as told than is used up at that moment.
    """
    clock = clock_of(case)
    if clock is None:
        return
    hours = hours_of(case)
    owed = service_level.owed_reply(course_of(case, clock), level_of(case), hours)
    was = case.reply_owed, case.reply_from
    case.reply_owed = owed.reply if owed else ""
    case.reply_from = owed.since if owed else None
    case.reply_due = owed.due if owed else None
    solved = case.resolve_minutes
    case.resolve_due = None if solved is None else service_level.due(clock, solved, hours)
    case.acknowledge_due = None
    if awaited := steps.running_targets(case).get("acknowledge"):
        case.acknowledge_due = service_level.due(clock.since(awaited[0]), awaited[1], hours)
    if was != (case.reply_owed, case.reply_from):
        case.reply_told = 0
    if again_at is not None:
        for target, share in steps.used(case, clock, hours, again_at).items():
            setattr(case, f"{target}_told", min(steps.told(case, target), share))
    dues = (case.acknowledge_due, case.reply_due, case.resolve_due)
    case.due_at = min((at for at in dues if at), default=None)
    case.step_at = steps.next_step(case, clock, hours, ladder())


def catch_up(case: Case) -> None:
    """Take over what happened to the case since it was read; nobody else changes it until the
    transaction ends."""
    held = Case.everywhere.select_for_update()
    case.refresh_from_db(fields=[*COURSE, *DUES], from_queryset=held)


def values(case: Case, names: Iterable[str] = DUES) -> dict[str, Any]:
    """These fields as columns to write."""
    return {name: getattr(case, name) for name in names}


def follow_turn(case: Case, *, turn: str, at: datetime, wrote: bool = False) -> None:
    """Stand still on the client's turn, go on when it ends. Following twice changes nothing.

    With `wrote` the client wrote: once they had an answer they wait for the next.
    """
    if turn == Turn.CLIENT:
        _pause(case, at=at)
        return
    waits = wrote and case.first_replied_at is not None and case.waits_since is None
    if waits:
        case.waits_since = at
    if case.paused_since is not None:
        _go_on(case, at=at)
    elif waits:
        aim(case)
        _write(case, "waits_since")


def add_pause(case: Case, *, since: datetime, at: datetime) -> None:
    """A stretch that does not count; nothing is saved."""
    clock = clock_of(case)
    if clock is None:
        return
    running = Clock(clock.start, clock.pauses)
    case.pauses = written(running.stand(since).go_on(at))
    case.paused_since = None
    aim(case)


def worked_minutes(case: Case, *, at: datetime) -> int:
    """Business minutes on our side since the client began to wait."""
    clock = clock_of(case)
    return 0 if clock is None else service_level.elapsed(clock, hours_of(case), at)


def stand_still(conversation_id: int, *, at: datetime) -> None:
    """An answer is written: the clock stands while it waits out its undo window."""
    _STAND_STILL(conversation_id, at)


def come_back(case: Case, *, at: datetime) -> None:
    """The answer did not leave: the clock goes on as if it had never stood still. Where the case
    was opened on that answer, it begins where the client began to wait."""
    since = case.paused_since
    fields = ["paused_since"]
    if since is not None and since == case.first_replied_at == case.clock_from:
        case.clock_from = min(case.conversation.turn_since, at)
        case.first_replied_at = case.acknowledged_at = None
        case.acknowledge_from = case.clock_from if case.acknowledge_from else None
        fields += ["clock_from", "first_replied_at", "acknowledged_at", "acknowledge_from"]
    case.paused_since = None
    aim(case)
    Case.objects.filter(pk=case.pk, paused_since=since).update(**values(case, [*fields, *DUES]))


def _pause(case: Case, *, at: datetime) -> None:
    running = Case.objects.open().filter(pk=case.pk, paused_since=None)
    if running.update(paused_since=at):
        case.paused_since = at


def _go_on(case: Case, *, at: datetime) -> None:
    since = case.paused_since
    if since is None:
        return
    add_pause(case, since=since, at=at)
    same = Case.objects.filter(pk=case.pk, paused_since=since)
    same.update(**values(case, ["paused_since", "pauses", "waits_since", *DUES]))


def _write(case: Case, *names: str) -> None:
    Case.objects.filter(pk=case.pk).update(**values(case, [*names, *DUES]))
