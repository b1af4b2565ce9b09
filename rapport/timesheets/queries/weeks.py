"""A person's week, and the time on a project or task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation
from rapport.projects.models import Project, Task
from rapport.timesheets.models import TimeEntry

RECENT = 8


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a week, with what was logged on it."""

    date: date
    entries: list[TimeEntry]

    @property
    def minutes(self) -> int:
        """All of the day."""
        return sum(entry.minutes for entry in self.entries)

    @property
    def total(self) -> int | None:
        """The minutes to show: none on a day without entries."""
        return self.minutes or None


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    days: list[Day]

    @classmethod
    def from_monday(cls, monday: date, entries: Sequence[TimeEntry] = ()) -> "Week":
        """The days from a Monday on, each with its entries."""
        dates = [monday + timedelta(days=number) for number in range(7)]
        return cls([Day(day, [entry for entry in entries if entry.day == day]) for day in dates])

    @property
    def minutes(self) -> int:
        """All of the week."""
        return sum(day.minutes for day in self.days)

    @property
    def name(self) -> str:
        """As in a URL: 2026-W10."""
        return name_of(self.days[0].date)

    @property
    def before(self) -> str:
        """The name of the week before."""
        return name_of(self.days[0].date - timedelta(days=7))

    @property
    def after(self) -> str:
        """The name of the week after."""
        return name_of(self.days[0].date + timedelta(days=7))


@dataclass(frozen=True, slots=True)
class Spent:
    """Time on a project or task: the sum, what it was before a take-over, the newest entries."""

    logged: int
    before: int
    recent: list[TimeEntry]

    @property
    def total(self) -> int:
        """Everything spent."""
        return self.logged + self.before


def name_of(day: date) -> str:
    """The ISO week of a day."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(name: str, *, today: date) -> date:
    """The Monday of a named week; of this week if the name is none."""
    year, _sign, week = name.partition("-W")
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return today - timedelta(days=today.weekday())


def week_of(member: Member, monday: date) -> Week:
    """What a member logged in the week of this Monday."""
    rows = _whole(TimeEntry.objects.live().filter(member=member))
    rows = rows.filter(day__range=(monday, monday + timedelta(days=6))).order_by("day", "pk")
    return Week.from_monday(monday, list(rows))


def on_project(project: Project, rows: "QuerySet[TimeEntry]") -> Spent:
    """Time on a project, of the entries the reader may see."""
    return _spent(rows.filter(project=project), project.spent_before_minutes)


def on_task(task: Task, rows: "QuerySet[TimeEntry]") -> Spent:
    """Time on a task, of the entries the reader may see."""
    return _spent(rows.filter(task=task), task.spent_before_minutes)


def on_conversation(conversation: Conversation, rows: "QuerySet[TimeEntry]") -> Spent:
    """Time on a conversation, of the entries the reader may see."""
    return _spent(rows.filter(conversation=conversation), 0)


def _spent(rows: "QuerySet[TimeEntry]", before: int) -> Spent:
    logged = rows.aggregate(sum=Sum("minutes"))["sum"] or 0
    recent = _whole(rows).select_related("member__user").order_by("-day", "-pk")[:RECENT]
    return Spent(logged, before, list(recent))


def _whole(rows: "QuerySet[TimeEntry]") -> "QuerySet[TimeEntry]":
    return rows.select_related("project__client", "task")
