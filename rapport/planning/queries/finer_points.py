"""What the page of a task shows of its timing: its calendar, and what else decides its dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from rapport.planning.models import PlanCalendar, TaskTiming, WorkShare
from rapport.planning.queries.days import day_of
from rapport.planning.queries.timings import doer_of
from rapport.projects.durations import Length, written
from rapport.projects.models import Task
from rapport.ui.words import working_duration


@dataclass(frozen=True, slots=True)
class FinerPoints:
    """Calendars to choose from, and what of the timing is out of the ordinary."""

    calendar: int | None
    calendar_name: str
    calendars: list[tuple[str, str]]
    delay: float
    least: float | None
    most: float | None
    is_active: bool
    ignores_people: bool
    fixed: tuple[date | None, date | None] | None
    stopped: date | None
    resumes: date | None
    pauses: list[str]
    typed_pauses: str
    shares: list[str]

    @property
    def is_paused(self) -> bool:
        """Whether the work is interrupted anywhere."""
        return bool(self.pauses or self.resumes)


def finer_points(task: Task) -> FinerPoints:
    """Of one task, in a fixed number of queries."""
    rows = PlanCalendar.objects.filter(project=task.project).order_by("pk")
    calendars = [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
    row = TaskTiming.objects.filter(task=task).select_related("calendar").first()
    row = row or TaskTiming(task=task)
    under_way = task.actual_start is not None and task.actual_finish is None
    return FinerPoints(
        calendar=row.calendar_id,
        calendar_name=row.calendar.name if row.calendar else _("that of the plan"),
        calendars=[("", _("that of the plan")), *calendars],
        delay=row.delay_minutes,
        least=row.least_minutes,
        most=row.most_minutes,
        is_active=row.is_active,
        ignores_people=row.ignores_people,
        fixed=(_day(row.fixed_start, task), _day(row.fixed_finish, task))
        if row.fixed_start
        else None,
        stopped=_day(row.stopped_at, task) if under_way else None,
        resumes=_day(row.resumes_at, task) if under_way and _is_a_pause(row) else None,
        pauses=[pause_in_words(*pause) for pause in row.pauses],
        typed_pauses=typed_pauses(row.pauses),
        shares=_shares(row, task),
    )


def _is_a_pause(row: TaskTiming) -> bool:
    """Files say stop and resume of every task that has begun; a pause lies between days."""
    if row.stopped_at is None or row.resumes_at is None:
        return row.resumes_at is not None
    return (row.resumes_at - row.stopped_at).days >= 1


def _day(at: datetime | None, task: Task) -> date | None:
    return day_of(at, task.workspace)


def pause_in_words(after: float, gap: float) -> str:
    """When the work rests, and for how long."""
    said = {"work": working_duration(after), "pause": working_duration(gap)}
    return _("after %(work)s of work, %(pause)s") % said


def typed_pauses(pauses: Iterable[Sequence[float]]) -> str:
    """Pauses as people type them: 2d + 1w; 4d + 3h."""
    return "; ".join(
        " + ".join(written(Length(round(minutes))) for minutes in pause) for pause in pauses
    )


def _shares(row: TaskTiming, task: Task) -> list[str]:
    """Whose work takes its own time; nothing when somebody else does the task now."""
    if row.pk is None or row.ignores_shares:
        return []
    if row.shares_of != doer_of(task.assignee_id, task.assignee_name):
        return []
    shares = WorkShare.objects.filter(timing=row).select_related("calendar", "member__user")
    return [_share(share, row) for share in shares.order_by("position")]


def _share(share: WorkShare, row: TaskTiming) -> str:
    who = share.member.name if share.member else share.who or _("Somebody")
    said: dict[str, Any] = {"who": who, "time": working_duration(share.duration_minutes)}
    if share.calendar and not row.ignores_people:
        said["calendar"] = share.calendar.name
        return _("%(who)s: %(time)s in “%(calendar)s”") % said
    return _("%(who)s: %(time)s") % said
