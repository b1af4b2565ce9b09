"""What a plan holds of tasks goes along with them to another project."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from rapport.events.actor import SYSTEM
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.lib.visibility import Visibility
from rapport.planning.events import TASKS_SETTLED
from rapport.planning.models import (
    PlanCalendar,
    PlanRules,
    ScheduleRow,
    TaskCost,
    TaskSeries,
    TaskTiming,
    WorkShare,
)
from rapport.projects.models import Dependency, Project, Task

HOLD = 'UPDATE projects_task SET "constraint" = %s, constraint_at = %s WHERE id = %s'
SAME = ("name", "is_on_workspace", "days", "weeks", "exceptions")


def follow(event: Event) -> None:
    """After `tasks.left`: finer points go along, with the calendars that they count in. What no
    longer waits for anything begins no earlier than it would have. Rows of dates are gone:
    whoever dates the two plans next writes them anew."""
    here, went = event.project_id, event.facts["to"]
    undone = event.facts.get("undone")
    target = Project.objects.select_related("workspace").get(pk=went)
    moved = Task.objects.filter(project=went).values("pk")
    rows = ScheduleRow.objects.filter(project=here, task__in=moved)
    held = [] if undone else _hold(target, rows)
    rows.delete()
    TaskTiming.objects.filter(project=here, task__in=moved).update(project=went)
    WorkShare.objects.filter(project=here, timing__in=moved).update(project=went)
    TaskCost.objects.filter(project=here, task__in=moved).update(project=went)
    copies = _carry_calendars(target)
    hidden = _hide_series(moved) if event.facts["hidden"] else {}
    if copies or held or hidden:
        facts = {"calendars": copies, "held": held, "hidden": hidden, "act": event.pk}
        publish(TASKS_SETTLED, subject=target, by=SYSTEM, at=event.at, facts=facts)
    if undone:
        _let_go(event, undone)


def _hold(target: Project, rows: QuerySet[ScheduleRow]) -> list[int]:
    """Let tasks that have lost what they waited for keep the day they were planned for; else they
    would fall back to the first day of the project, perhaps long past. Returns which."""
    waiting = set(Dependency.objects.filter(project=target).values_list("successor_id", flat=True))
    parents = dict(Task.objects.filter(project=target).values_list("pk", "parent_id"))
    zone = ZoneInfo(target.workspace.time_zone)
    free = rows.filter(
        is_summary=False, task__constraint=Task.Constraint.ASAP, task__actual_start=None
    )
    starts = {
        pk: start
        for pk, start in free.values_list("task_id", "start")
        if start.astimezone(zone).date() > target.starts_on
        and waiting.isdisjoint(_line(pk, parents))
    }
    with connection.cursor() as cursor:
        stored = connection.ops.adapt_datetimefield_value
        values = [(Task.Constraint.SNET.value, stored(at), pk) for pk, at in starts.items()]
        cursor.executemany(HOLD, values)
    return sorted(starts)


def _hide_series(moved: QuerySet[Task, dict[str, Any]]) -> dict[str, list[int]]:
    """What comes back by a rule is for us alone too, where the tasks are; what was, by who saw."""
    rows = TaskSeries.objects.filter(summary__in=moved).exclude(visibility=Visibility.INTERNAL)
    seen: dict[str, list[int]] = {}
    for pk, visibility in rows.values_list("pk", "visibility"):
        seen.setdefault(visibility, []).append(pk)
    rows.update(visibility=Visibility.INTERNAL)
    return seen


def _line(pk: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """A task and those that it is part of."""
    while pk is not None:
        yield pk
        pk = parents.get(pk)


def _carry_calendars(target: Project) -> list[int]:
    """Let timings count in calendars of their own project: those that are the same there, else
    copies, of which the ids are returned."""
    timings = TaskTiming.objects.filter(project=target).exclude(calendar=None)
    shares = WorkShare.objects.filter(project=target).exclude(calendar=None)
    foreign = {
        pk
        for rows in (timings, shares)
        for pk in rows.exclude(calendar__project=target).values_list("calendar", flat=True)
    }
    carrying = _Carrying(target)
    for pk in sorted(foreign):
        mine = carrying.same_as(PlanCalendar.objects.get(pk=pk)).pk
        timings.filter(calendar=pk).update(calendar=mine)
        shares.filter(calendar=pk).update(calendar=mine)
    return carrying.made


class _Carrying:
    """Finds the calendars of a project that are the same as others, or makes them."""

    def __init__(self, target: Project) -> None:
        self._target, self.made = target, list[int]()
        self._held: list[PlanCalendar] = list(PlanCalendar.objects.filter(project=target))

    def same_as(self, other: PlanCalendar) -> PlanCalendar:
        """The project's own, with the same hours; what it is based on likewise."""
        base = self.same_as(other.base) if other.base else None
        wanted: dict[str, Any] = {name: getattr(other, name) for name in SAME}
        wanted["base_id"] = base.pk if base else None
        for held in self._held:
            if all(getattr(held, name) == value for name, value in wanted.items()):
                return held
        made: PlanCalendar = PlanCalendar.objects.create(
            workspace_id=self._target.workspace_id, project=self._target, **wanted
        )
        self._held.append(made)
        self.made.append(made.pk)
        return made


def _let_go(event: Event, undone: int) -> None:
    """Take away what was done for tasks that have gone back: the day that holds them, what was
    hidden, and copies of calendars in which nothing else counts by now."""
    told = Event.objects.in_workspace(event.workspace_id).filter(
        project_id=event.project_id, pk__gt=undone, verb=TASKS_SETTLED
    )
    for act in told:
        if act.facts["act"] == undone:
            held = Task.objects.filter(pk__in=act.facts["held"], project=event.facts["to"])
            held.filter(constraint=Task.Constraint.SNET).update(
                constraint=Task.Constraint.ASAP, constraint_at=None
            )
            _show_series(act.facts["hidden"])
            _delete_unused(act.facts["calendars"])


def _show_series(hidden: Mapping[str, Sequence[int]]) -> None:
    for visibility, series in hidden.items():
        rows = TaskSeries.objects.filter(pk__in=series, visibility=Visibility.INTERNAL)
        rows.update(visibility=visibility)


def _delete_unused(calendars: Sequence[int]) -> None:
    for pk in reversed(calendars):
        users = (
            TaskTiming.objects.filter(calendar=pk),
            WorkShare.objects.filter(calendar=pk),
            PlanRules.objects.filter(calendar=pk),
            PlanCalendar.objects.filter(base=pk),
        )
        if not any(rows.exists() for rows in users):
            PlanCalendar.objects.filter(pk=pk).delete()
