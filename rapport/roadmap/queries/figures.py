"""The figures of projects side by side, and what they come to together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Cast
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from rapport.lib.reader import Reader
from rapport.projects.models import Project, Task
from rapport.roadmap.queries.standing import Given, Standing, standings
from rapport.timesheets.models import TimeEntry

ALL = 100
WORST_FIRST = ("bad", "warn", "good")
# Minutes of work in a task: what runs around the clock keeps nobody busy unless it says so.
WORK = Cast(
    Case(
        When(work_minutes__isnull=False, then=F("work_minutes")),
        When(is_elapsed=True, then=Value(0)),
        default=F("duration_minutes"),
        output_field=IntegerField(),
    ),
    BigIntegerField(),
)
NO_TASKS = {"done": 0, "total": 0, "overdue": 0, "work": 0, "worked": 0}


@dataclass(frozen=True, slots=True)
class Figures:
    """One project: its tasks by count and by work, the minutes spent, and where it stands."""

    standing: Standing
    done: int
    total: int
    overdue: int
    work: int
    worked: float
    spent: int

    @property
    def project(self) -> Project:
        """Whose figures these are."""
        return self.standing.project

    @property
    def open(self) -> int:
        """Tasks that are not done."""
        return self.total - self.done

    @property
    def percent(self) -> int:
        """How far it is, by work."""
        return _percent([self])

    @property
    def is_over_budget(self) -> bool:
        """Whether more was spent than there is."""
        return bool(self.project.budget_minutes and self.spent > self.project.budget_minutes)


@dataclass(frozen=True, slots=True)
class RollUp:
    """What projects come to together: of days the latest, of figures the sum."""

    figures: Sequence[Figures]

    @property
    def first(self) -> date | None:
        """When the first of them begins."""
        return min((one.project.starts_on for one in self.figures), default=None)

    @property
    def planned(self) -> date | None:
        """When the last of them ends as planned."""
        return _latest(one.standing.planned for one in self.figures)

    @property
    def expected(self) -> date | None:
        """When the last of them is expected to end."""
        return _latest(one.standing.expected for one in self.figures)

    @property
    def likely(self) -> date | None:
        """By when each of them is done in eight of ten runs; as expected where none was made."""
        if not any(one.standing.likely for one in self.figures):
            return None
        return _latest(one.standing.likely or one.standing.expected for one in self.figures)

    @property
    def is_late(self) -> bool:
        """Whether it is expected to end later than planned."""
        return bool(self.planned and self.expected and self.expected > self.planned)

    @property
    def percent(self) -> int:
        """How far all of it is, by work."""
        return _percent(self.figures)

    @property
    def open(self) -> int:
        """Tasks that are not done."""
        return sum(one.open for one in self.figures)

    @property
    def overdue(self) -> int:
        """Of these, how many should have been done by now."""
        return sum(one.overdue for one in self.figures)

    @property
    def promises(self) -> list[Given]:
        """Open promises of ours, the nearest first."""
        given = [promise for one in self.figures for promise in one.standing.promises]
        return sorted(given, key=lambda promise: promise.due)

    @property
    def late_promises(self) -> int:
        """How many of them are late, or will be."""
        return sum(promise.tone == "bad" for promise in self.promises)

    @property
    def spent(self) -> int:
        """Minutes."""
        return sum(one.spent for one in self.figures)

    @property
    def budget(self) -> int:
        """Minutes, of those that have a budget."""
        return sum(one.project.budget_minutes or 0 for one in self.figures)

    @property
    def without_budget(self) -> int:
        """How many have none."""
        return sum(one.project.budget_minutes is None for one in self.figures)

    @property
    def active(self) -> int:
        """How many are planned or under way."""
        going = (Project.State.PLANNED, Project.State.ACTIVE)
        return sum(one.project.state in going for one in self.figures)

    @property
    def worst(self) -> Standing | None:
        """The standing that decides how all of it stands; of what is done none."""
        going = [one.standing for one in self.figures if one.project.state != Project.State.DONE]
        return min(going, key=lambda one: WORST_FIRST.index(one.tone), default=None)

    @property
    def tone(self) -> str:
        """What the clients will feel."""
        return self.worst.tone if self.worst else ""

    @property
    def word(self) -> str:
        """The same in a word."""
        if self.worst:
            return self.worst.word
        return _("done") if self.figures else _("no projects")


def figures_of(projects: Sequence[Project], reader: Reader, at: datetime) -> list[Figures]:
    """In the order of the projects; a fixed number of queries, however many."""
    ids = [project.pk for project in projects]
    tasks, spent = _tasks(ids, at), _spent(ids, reader)
    return [
        Figures(
            standing,
            **tasks.get(standing.project.pk, NO_TASKS),
            spent=spent.get(standing.project.pk, 0) + standing.project.spent_before_minutes,
        )
        for standing in standings(projects, reader, at)
    ]


def _tasks(ids: list[int], at: datetime) -> dict[int, dict[str, Any]]:
    is_done = Q(state=Task.State.DONE)
    is_late = Q(deadline__lt=localdate(at)) | Q(schedule__finish__lt=at)
    rows = Task.objects.filter(project__in=ids).leaves().order_by().values("project")
    counted = rows.annotate(
        total=Count("pk"),
        done=Count("pk", filter=is_done),
        overdue=Count("pk", filter=is_late & ~is_done),
        work=Sum(WORK, output_field=BigIntegerField()),
        worked=Sum(WORK * F("percent_complete"), output_field=BigIntegerField()),
    )
    return {row.pop("project"): row for row in counted}


def _spent(ids: list[int], reader: Reader) -> dict[int, int]:
    """All there is; a guest counts their own."""
    rows = TimeEntry.objects.visible_to(reader).live().filter(project__in=ids).order_by()
    return dict(rows.values("project").annotate(sum=Sum("minutes")).values_list("project", "sum"))


def _percent(figures: Sequence[Figures]) -> int:
    """By work; by count where none of it takes any."""
    work = sum(one.work for one in figures)
    if work:
        return int(sum(one.worked for one in figures) / work)
    total = sum(one.total for one in figures)
    return sum(one.done for one in figures) * ALL // total if total else 0


def _latest(days: Any) -> date | None:
    return max((day for day in days if day), default=None)
