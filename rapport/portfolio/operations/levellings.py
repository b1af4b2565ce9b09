"""Ask what could move, keep the answer, accept moves or take them back, throw all away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.operations import scheduling
from rapport.portfolio.events import (
    LEVELLING_ASKED,
    LEVELLING_DONE,
    MOVES_ACCEPTED,
    MOVES_TAKEN_BACK,
)
from rapport.portfolio.models import Levelling, Move
from rapport.portfolio.operations import ways
from rapport.portfolio.queries.freshness import hours_digest, is_stale, revisions
from rapport.portfolio.queries.proposals import Proposal, Proposed, Touch
from rapport.projects.models import Project, Task
from rapport.projects.operations import hands, tasks
from rapport.resourcing.days import today_of
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations import bin
from rapport.workspaces.operations.numbers import next_number

BATCH = 500
# No worker takes longer: who still waits then may ask anew.
PATIENCE = timedelta(minutes=15)


class Stale(Refused):
    """The plans or hours are not those that the moves rest on."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What an answer rests on: the plans' revisions and the digest of hours, read before it."""

    revisions: dict[str, int]
    hours: str


@transaction.atomic
def ask(workspace: Workspace, *, by: Member, at: datetime) -> Levelling:
    """Have it worked out. While one is being worked out, asking again asks for nothing more."""
    waiting = Levelling.objects.live().filter(
        state=Levelling.State.WAITING, asked_at__gt=at - PATIENCE
    )
    known: Levelling | None = waiting.order_by("-number").first()
    if known is not None:
        return known
    asked: Levelling = Levelling.objects.create(
        workspace=workspace, number=next_number(workspace, "levelling"), asked_by=by, asked_at=at
    )
    publish(LEVELLING_ASKED, subject=asked, by=by, at=at, facts={"number": asked.number})
    return asked


@transaction.atomic
def keep(levelling: Levelling, found: Proposed | None, ground: Ground, *, at: datetime) -> None:
    """Keep the answer; one that is kept already stays."""
    values = {
        "state": Levelling.State.DONE, "done_at": at, "revisions": ground.revisions,
        "hours": ground.hours,
    }  # fmt: skip
    if found is not None:
        values |= {
            "follow": found.follow, "touches": _written(found.touches), "ends": found.ends,
            "bound": found.bound, "shortest": found.shortest,
        }  # fmt: skip
    if not _settle(levelling, values):
        return
    moves = found.moves if found else []
    _write(levelling, moves)
    facts = {"number": levelling.number, "moves": len(moves)}
    publish(LEVELLING_DONE, subject=levelling, by=SYSTEM, at=at, facts=facts)


def _write(levelling: Levelling, moves: Sequence[Proposal]) -> None:
    zone = ZoneInfo(levelling.workspace.time_zone)
    had = dict(Task.objects.filter(pk__in=[one.task for one in moves if one.given])
               .values_list("pk", "assignee_id"))  # fmt: skip
    Move.objects.bulk_create(
        (
            Move(
                workspace_id=levelling.workspace_id, levelling=levelling, task_id=one.task,
                start=one.start.replace(tzinfo=zone), finish=one.finish.replace(tzinfo=zone),
                to_start=one.to_start.replace(tzinfo=zone),
                to_finish=one.to_finish.replace(tzinfo=zone), why=one.reason.why,
                other_id=one.reason.task, booking_id=one.reason.booking,
                helper_id=one.reason.helper, ties=one.ties, taken_from_id=had.get(one.task),
                give_to_id=one.given.member if one.given else None,
                way_id=one.chosen.option.way if one.chosen else None,
                days=one.chosen.days if one.chosen else 0,
                otherwise=one.given.otherwise.replace(tzinfo=zone) if one.given else None,
                touches=_written(one.touches),
            )
            for one in moves
        ),
        batch_size=BATCH,
    )  # fmt: skip


@transaction.atomic
def fail(levelling: Levelling, *, at: datetime) -> None:
    """Say that no answer was found."""
    if _settle(levelling, {"state": Levelling.State.FAILED, "done_at": at}):
        facts = {"number": levelling.number, "moves": None}
        publish(LEVELLING_DONE, subject=levelling, by=SYSTEM, at=at, facts=facts)


@transaction.atomic
def accept(
    levelling: Levelling, moves: Sequence[Move], *, today: date, by: Acts, at: datetime
) -> None:
    """Let these tasks begin no earlier than proposed, in the hands proposed. Accepted ones stay
    accepted.

    Raises `Stale` when plans or hours are other ones than those the moves rest on, and whatever
    the plans refuse; then nothing moves.
    """
    _hold(levelling)
    if is_stale(levelling, today=today):
        raise Stale(_("The plans or somebody's hours have changed since. Ask anew."))
    done = []
    with scheduling.postponed():
        for move in _locked(moves).filter(accepted_at=None):
            task = move.task
            was = {"was_constraint": task.constraint, "was_constraint_at": task.constraint_at}
            if move.give_to:
                hands.assign(task, move.give_to, by=by, at=at)
            if move.way:
                move.way.task = task
                ways.take(move.way, by=by, at=at)
            if move.ties:
                tasks.constrain(task, Task.Constraint.SNET, move.to_start, by=by, at=at)
            Move.objects.filter(pk=move.pk).update(accepted_at=at, **was)
            done.append(task)
    _dated_anew(levelling, done, today=today, at=at)
    if done:
        _tell(MOVES_ACCEPTED, levelling, done, by=by, at=at)


@transaction.atomic
def take_back(levelling: Levelling, moves: Sequence[Move], *, by: Acts, at: datetime) -> None:
    """Tie these tasks to what they were tied to before, and give them back; what was changed again
    since stays."""
    _hold(levelling)
    today = today_of(levelling.workspace, at=at)
    was_fresh = not is_stale(levelling, today=today)
    done = []
    with scheduling.postponed():
        for move in _locked(moves).exclude(accepted_at=None):
            if _put_back(move, by=by, at=at):
                done.append(move.task)
            Move.objects.filter(pk=move.pk).update(accepted_at=None)
    _dated_anew(levelling, done, today=today, at=at, is_fresh=was_fresh)
    if done:
        _tell(MOVES_TAKEN_BACK, levelling, done, by=by, at=at)


def _put_back(move: Move, *, by: Acts, at: datetime) -> bool:
    """What of a move is still as it was accepted, taken back."""
    task, is_done = move.task, False
    is_tied = (task.constraint, task.constraint_at) == (Task.Constraint.SNET, move.to_start)
    if move.ties and is_tied:
        tasks.constrain(task, move.was_constraint, move.was_constraint_at, by=by, at=at)
        is_done = True
    if move.way:
        move.way.task = task
        is_done = ways.go_back(move.way, by=by, at=at) or is_done
    if move.give_to_id and task.assignee_id == move.give_to_id:
        hands.assign(task, move.taken_from, by=by, at=at)
        is_done = True
    return is_done


def throw_away(levelling: Levelling, *, by: Acts, at: datetime) -> None:
    """Move it to the bin. What was accepted of it stays in the plans."""
    bin.put(levelling, by=by, at=at)


def _settle(levelling: Levelling, values: dict[str, object]) -> bool:
    rows = Levelling.objects.filter(pk=levelling.pk, state=Levelling.State.WAITING)
    return bool(rows.update(**values))


def _hold(levelling: Levelling) -> None:
    """Read it anew, which nobody else changes until the transaction ends."""
    held = Levelling.objects.select_for_update().get(pk=levelling.pk)
    levelling.revisions, levelling.state = held.revisions, held.state
    levelling.hours = held.hours


def _locked(moves: Sequence[Move]) -> "QuerySet[Move]":
    rows = Move.objects.filter(pk__in=[move.pk for move in moves], task__binned_at=None)
    joined = rows.select_related("task__project__workspace", "task__workspace")
    return joined.select_related("give_to", "taken_from", "way").order_by("pk")


def _dated_anew(
    levelling: Levelling, done: Sequence[Task], *, today: date, at: datetime, is_fresh: bool = True
) -> None:
    """Date the plans once each. Their new revisions, and who has what now, are of our own making:
    the rest still holds."""
    projects = Project.objects.filter(pk__in={task.project_id for task in done})
    for project in projects.select_related("workspace").order_by("pk"):
        scheduling.outdate(project, at=at)
    if is_fresh:
        levelling.revisions, levelling.hours = revisions(), hours_digest(today=today)
        Levelling.objects.filter(pk=levelling.pk).update(
            revisions=levelling.revisions, hours=levelling.hours
        )


def _tell(verb: str, levelling: Levelling, done: Sequence[Task], *, by: Acts, at: datetime) -> None:
    facts = {"number": levelling.number, "tasks": [task.pk for task in done]}
    publish(verb, subject=levelling, by=by, at=at, facts=facts)


def _written(touches: Sequence[Touch]) -> list[list[object]]:
    return [[one.promise, one.before.isoformat(), one.after.isoformat()] for one in touches]
