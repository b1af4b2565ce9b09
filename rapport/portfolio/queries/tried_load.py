"""Whose weeks a scenario makes too full, or frees, over all projects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rapport.lib.reader import Reader
from rapport.planning.models import Scenario
from rapport.planning.queries.versions import Version, versions
from rapport.portfolio.load import A_WEEK, SLIGHT, Piece, Span
from rapport.portfolio.queries.capacity import Line, drawn
from rapport.portfolio.queries.pieces import booked_weeks, open_tasks
from rapport.projects.models import Project
from rapport.resourcing.days import monday_of, today_of
from rapport.resourcing.queries.hours import everybody

FURTHEST = 104  # weeks


@dataclass(frozen=True, slots=True)
class Strain:
    """What of a week's work, in minutes, cannot be done in time: today, and if this was tried."""

    monday: date
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Strained:
    """Somebody whose over-booked weeks would be others."""

    member: str
    name: str
    weeks: list[Strain]

    @property
    def is_new(self) -> bool:
        """Whether nothing of it was too much before."""
        return all(week.before <= SLIGHT for week in self.weeks)

    @property
    def is_freed(self) -> bool:
        """Whether nothing of it would be too much any more."""
        return all(week.after <= SLIGHT for week in self.weeks)

    @property
    def is_mixed(self) -> bool:
        """Whether some weeks would be fuller and others less full."""
        return len({week.after > week.before for week in self.weeks}) > 1

    @property
    def is_worse(self) -> bool:
        """Whether it would be more in all."""
        return sum(week.after - week.before for week in self.weeks) > 0


@dataclass(frozen=True, slots=True)
class TriedLoad:
    """Those whose weeks differ, the worst first, and how many are over-booked either way."""

    people: list[Strained]
    before: int
    after: int


def tried_load(scenario: Scenario, reader: Reader, *, at: datetime) -> TriedLoad:
    """What the scenario means for people's weeks, in a fixed number of queries.

    Raises `PlanError` when the tried plan has no dates.
    """
    project = scenario.project
    today = today_of(project.workspace, at=at)
    others = [
        piece
        for piece in open_tasks(reader, project.workspace, today=today)
        if piece.project != project.pk
    ]
    running = Project.objects.active().filter(pk=project.pk).exists()
    sides = [
        list(_pieces(version, project, today)) if running else []
        for version in versions(project, [scenario], at=at)
    ]
    first = monday_of(today)
    last = max((piece.last for pieces in (others, *sides) for piece in pieces), default=today)
    span = Span(today, first, min(FURTHEST, (last - first).days // A_WEEK + 2))
    known = everybody(today, max(last, span.end))
    booked = booked_weeks(reader, known.workspace, today=today, until=last)
    now, then = (drawn(span, known, [*others, *pieces, *booked]).people for pieces in sides)
    return TriedLoad(_strained(now, then), _over(now), _over(then))


def _pieces(version: Version, project: Project, today: date) -> Iterator[Piece]:
    """What is left of the project's tasks, as the heat map reckons it."""
    for one in version.work():
        if one.left > 0:
            first = max(today, one.first)
            yield Piece(
                "task", one.task, one.name, project.pk, project.key, project.name, one.member, "",
                first, max(first, one.last), one.left,
            )  # fmt: skip


def _strained(now: Iterable[Line], then: Iterable[Line]) -> list[Strained]:
    was = {line.who: line for line in now}
    found = [
        Strained(line.who, line.name, weeks)
        for line in then
        if (weeks := list(_weeks(was.get(line.who), line)))
    ]
    return sorted(found, key=lambda one: (not one.is_worse, one.weeks[0].monday, one.name))


def _weeks(was: Line | None, line: Line) -> Iterator[Strain]:
    before = was.weeks if was else [None] * len(line.weeks)
    for earlier, week in zip(before, line.weeks, strict=True):
        late = earlier.late if earlier else 0
        if abs(week.late - late) > SLIGHT:
            yield Strain(week.monday, late, week.late)


def _over(people: Iterable[Line]) -> int:
    return len([line for line in people if line.first_over])
