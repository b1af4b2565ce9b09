"""People who could do a task, by when, and whom it would over-book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapport.engine.workload import Demand
from rapport.lib.reader import Reader
from rapport.planning.models import ScheduleRow
from rapport.planning.queries.days import day_of
from rapport.portfolio.candidates import Chance, beside_own_bookings, chance
from rapport.portfolio.load import Piece, Span
from rapport.portfolio.queries.capacity import Line, heat_map
from rapport.portfolio.queries.pieces import Part, parts_left
from rapport.projects.models import Task
from rapport.projects.queries.helping import helpers_on
from rapport.resourcing.days import monday_of
from rapport.resourcing.queries.skills import Ability, asked_of, levels

WEEKS = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with what the task would mean for them, whether they are booked for it, and which
    of the skills that it asks for they lack."""

    member: int
    name: str
    role: str
    has_it: bool
    is_booked: bool
    chance: Chance
    lacks: list[Ability]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who could, the soonest first; all roles there are; the day on which it could begin; the
    skills that it asks for.

    Where somebody has all of these, only they could; else everybody, with what they lack."""

    candidates: list[Candidate]
    roles: list[str]
    role: str
    begins: date
    minutes: float
    asked: list[Ability]

    @property
    def is_nobody_skilled(self) -> bool:
        """Whether there are people, but none with every skill."""
        return bool(self.candidates) and all(one.lacks for one in self.candidates)


def who_could(task: Task, reader: Reader, *, role: str | None, today: date) -> Answer | None:
    """People of a role (empty for everybody; unsaid, that of who has it, or anybody with the
    skills that it asks for).

    None where there is no work left that anybody could do.
    """
    row = ScheduleRow.objects.filter(task=task, is_summary=False).first()
    part = _Part(task, [Part(one.member, one.percent) for one in helpers_on(task)])
    minutes = part.of(None)
    if row is None or minutes <= 0 or task.state == Task.State.DONE:
        return None
    begins = max(today, day_of(row.start, task.workspace) or today)
    first = monday_of(today)
    heat = heat_map(reader, task.workspace, Span(today, first, _weeks(begins, first)))
    asked = asked_of(task)
    wanted = role if role is not None else "" if asked else _role_of(task, heat.people)
    known = levels({one.skill for one in asked}) if asked else {}
    people = [
        (line, [one for one in asked if not one.is_met_by(known.get(int(line.who), {}))])
        for line in heat.people
        if not wanted or line.role.casefold() == wanted.casefold()
    ]
    skilled = [(line, lacks) for line, lacks in people if not lacks]
    release = (begins - today).days
    found = [
        _candidate(line, task, Demand(release, 0, part.of(int(line.who))), today, lacks)
        for line, lacks in skilled or people
    ]
    found.sort(key=lambda one: (len(one.lacks), one.chance.beside or date.max, one.name))
    roles = [line.name for line in heat.roles]
    return Answer(found, roles, wanted, begins, minutes, asked)


@dataclass(frozen=True, slots=True)
class _Part:
    """What is left of a task for the one responsible, beside those who help on it."""

    task: Task
    helpers: Sequence[Part]

    def of(self, member: int | None) -> float:
        """Minutes, for this person: who helped and is responsible helps no more."""
        task = self.task
        others = [one for one in self.helpers if one.member is None or one.member != member]
        own, _theirs = parts_left(
            task.duration_minutes, task.work_minutes, task.percent_complete, others,
            is_elapsed=task.is_elapsed,
        )  # fmt: skip
        return own


def _weeks(begins: date, first: date) -> int:
    return WEEKS + (begins - first).days // 7


def _role_of(task: Task, people: list[Line]) -> str:
    """The role of whoever has it."""
    return next((line.role for line in people if line.who == str(task.assignee_id)), "")


def _candidate(
    line: Line, task: Task, work: Demand, today: date, lacks: list[Ability]
) -> Candidate:
    """What is booked softly may still go; for who has the task it is asked as if they had not.
    Hours booked on the task's project are for it, unless what stands there is reckoned with it."""
    others = [one for one in line.standing if one.piece.is_hard and not _is(one.piece, task)]
    booked = [
        one
        for one in others
        if one.piece.kind == "booking" and one.piece.project == task.project_id
    ]
    has_it = line.who == str(task.assignee_id)
    beside = others if has_it else beside_own_bookings(others, work, task.project_id, today)
    found = chance(others, line.room, work, today, beside)
    return Candidate(int(line.who), line.name, line.role, has_it, bool(booked), found, lacks)


def _is(piece: Piece, task: Task) -> bool:
    of_task = piece.project, piece.number
    return piece.kind == "task" and of_task == (task.project_id, task.number)
