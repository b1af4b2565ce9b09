"""Moves that would free everybody from being in two places, worked out and checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.problem import Infeasible
from rapport.engine.levelling.within import Means, within
from rapport.portfolio import choosing, giving
from rapport.portfolio.case import Case, Job
from rapport.portfolio.choosing import Chosen
from rapport.portfolio.giving import Given
from rapport.portfolio.queries.cases import Changes, Look, case_of, changed, looks
from rapport.portfolio.repair import Reason, Repair, repaired

# Rules of the plans beyond simple links may push a task further: then it is tried from there.
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Touch:
    """A promise that would be kept on another day than as things stand."""

    promise: int
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """One task to begin no earlier than a moment (where `ties` says so), to be given to somebody
    else, or to be done in another way; and what that does by itself."""

    task: int
    project: int
    start: datetime
    finish: datetime
    to_start: datetime
    to_finish: datetime
    reason: Reason
    ties: bool
    given: Given | None
    chosen: Chosen | None
    touches: list[Touch]


@dataclass(frozen=True, slots=True)
class Proposed:
    """All of them; how many tasks follow; the last day of all work, the first possible, and the
    last day of the shortest order that was found, which moves more."""

    moves: list[Proposal]
    follow: int
    touches: list[Touch]
    ends: date
    bound: date
    shortest: date
    projects: list[int]


def proposed(*, today: date, seconds: float, clock: Callable[[], float]) -> Proposed | None:
    """Work it out for all running projects; None when no plan has anything open."""
    found = looks(today=today)
    case = case_of(found, today=today)
    if not case.jobs:
        return None
    answer = _answer(case, found)
    after = {look.project.pk: look.moved(answer.needed_of(look)) for look in answer.looks}
    moves = [
        _proposal(answer, look, pk, after[look.project.pk])
        for look in found
        for pk in answer.said_of(look)
    ]
    repair = answer.repair
    bound, shortest = _least(repair, seconds, clock) if moves else _as_it_is(repair)
    return Proposed(
        sorted(moves, key=lambda one: (one.start, one.task)),
        _following(repair.case, found, after, {one.task for one in moves}),
        [touch for look in found for touch in _touches(look, after[look.project.pk])],
        _day(case, repair.answer.makespan), _day(case, bound), _day(case, shortest),
        [look.project.pk for look in found],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Answer:
    """The plans with what is given away or done otherwise, the answer upon them, what has to be
    said in each plan."""

    repair: Repair
    looks: list[Look]
    needed: Mapping[int, Mapping[int, datetime]]
    given: Mapping[int, Given]
    chosen: Mapping[int, Chosen]

    def needed_of(self, look: Look) -> Mapping[int, datetime]:
        """When tasks of a plan are to begin at the earliest."""
        return self.needed.get(look.project.pk, {})

    def said_of(self, look: Look) -> list[int]:
        """The tasks of a plan of which anything is proposed."""
        others = [pk for pk in (*self.given, *self.chosen) if str(pk) in look.of]
        return list(dict.fromkeys((*self.needed_of(look), *others)))

    def changes(self, pk: int) -> Changes:
        """What one of these tasks would be."""
        fields = _changes(self.given, self.chosen).get(pk)
        return {pk: fields} if fields else {}


def _answer(case: Case, found: list[Look]) -> _Answer:
    """With tasks in other hands or done otherwise where that spares something, the plans' own
    rules included."""
    repair, needed = _repaired(case, found)
    given = giving.given(repair)
    if giving.unable(case, given):
        given = {}
    chosen = choosing.chosen(giving.in_hands(case, given))
    changes = _changes(given, chosen)
    if changes:
        looks = [changed(look, changes, today=case.today) for look in found]
        other = case_of(looks, today=case.today, changes=changes)
        there, said = _repaired(other, looks)
        if giving.cost(there, len(changes)) < giving.cost(repair, 0):
            return _Answer(there, looks, said, given, chosen)
    return _Answer(repair, found, needed, {}, {})


def _changes(given: Mapping[int, Given], chosen: Mapping[int, Chosen]) -> Changes:
    """The fields that tasks would have."""
    found: dict[int, dict[str, Any]] = {
        pk: {"assignee_id": one.member, "assignee_name": ""} for pk, one in given.items()
    }
    for pk, way in chosen.items():
        values = {"duration_minutes": way.option.minutes, "work_minutes": way.option.work}
        nobody = {} if way.option.is_ours else {"assignee_id": None}
        found[pk] = found.get(pk, {}) | values | nobody
    return found


def _repaired(case: Case, found: list[Look]) -> tuple[Repair, dict[int, dict[int, datetime]]]:
    """An answer that the plans themselves agree with, as far as a few rounds bring it."""
    repair, needed = _round(case, found)
    for _ in range(ROUNDS):
        pushed = _pushed(repair, found, needed)
        if not pushed:
            break
        case = replace(case, not_before={**case.not_before, **pushed})
        repair, needed = _round(case, found)
    return repair, needed


def _round(case: Case, found: list[Look]) -> tuple[Repair, dict[int, dict[int, datetime]]]:
    repair = repaired(case)
    moved = {job.pk: job for job in repair.moved()}
    needed = {}
    for look in found:
        ours = [moved[pk] for pk in map(int, look.of) if pk in moved]
        if ours:
            needed[look.project.pk] = _needed(repair, look, ours)
    return repair, needed


def _needed(repair: Repair, look: Look, moved: list[Job]) -> dict[int, datetime]:
    """What must be said: tasks that wait for others of these move by themselves."""
    asked = repair.case.not_before
    said = {
        job.pk: repair.start(job.pk)
        for job in moved
        if job.pk not in asked and repair.why(job.pk).why != "waits"
    }
    alone = look.moved(said)
    short = {
        job.pk: repair.start(job.pk)
        for job in moved
        if alone.of[str(job.pk)].start.date() < repair.start(job.pk).date()
    }
    return said | short


def _pushed(
    repair: Repair, found: list[Look], needed: Mapping[int, Mapping[int, datetime]]
) -> dict[int, datetime]:
    """Tasks that the plans begin on a later day than the answer does."""
    later = {}
    for look in found:
        there = look.moved(needed.get(look.project.pk, {}))
        for uid, where in there.of.items():
            place = repair.case.places.get(int(uid))
            if place is None or repair.case.jobs[place].stays:
                continue
            if where.start.date() > max(repair.start(int(uid)).date(), repair.case.today):
                later[int(uid)] = where.start
    return later


def _proposal(answer: _Answer, look: Look, pk: int, after: Look) -> Proposal:
    before, then, ties = look.of[str(pk)], after.of[str(pk)], pk in answer.needed_of(look)
    given, chosen = answer.given.get(pk), answer.chosen.get(pk)
    alone = changed(look, answer.changes(pk), today=answer.repair.case.today)
    if ties:
        alone = alone.moved({pk: answer.repair.start(pk)})
    why = given.reason if given else Reason("late") if chosen else answer.repair.why(pk)
    return Proposal(
        pk, look.project.pk, before.start, before.finish, then.start, then.finish, why, ties,
        given, chosen, _touches(look, alone),
    )  # fmt: skip


def _touches(look: Look, after: Look) -> list[Touch]:
    """Our open promises on the project or its tasks that would be kept on another day."""
    found = []
    for pk, task in look.promises:
        if task is None:
            days = look.placed.finish.date(), after.placed.finish.date()
        elif str(task) in look.of:
            days = look.of[str(task)].finish.date(), after.of[str(task)].finish.date()
        else:
            continue
        if days[0] != days[1]:
            found.append(Touch(pk, *days))
    return found


def _least(repair: Repair, seconds: float, clock: Callable[[], float]) -> tuple[int, int]:
    """The proved bound of the last finish, and that of the shortest order found. Where others help,
    the bound is that of their parts by themselves, and the order is the one that moves least."""
    answer = repair.answer
    try:
        short = within(replace(repair.problem, together=()), seconds, Means(clock))
    except Infeasible:
        short = None
    if short is None:
        return answer.bound, answer.makespan
    if broken(repair.problem, short):
        return max(answer.bound, min(short.bound, answer.makespan)), answer.makespan
    return max(answer.bound, short.bound), min(answer.makespan, short.makespan)


def _as_it_is(repair: Repair) -> tuple[int, int]:
    return repair.answer.bound, repair.answer.makespan


def _following(case: Case, found: list[Look], after: Mapping[int, Look], said: set[int]) -> int:
    """How many tasks move because they wait for those."""
    return sum(
        after[look.project.pk].of[uid].start.date() != where.start.date()
        for look in found
        for uid, where in look.of.items()
        if int(uid) in case.places and int(uid) not in said
    )


def _day(case: Case, slot: int) -> date:
    """The day that a finish is on."""
    return case.day(max(0, slot - 1))
