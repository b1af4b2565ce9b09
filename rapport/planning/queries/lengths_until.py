"""How long tasks take that are to end on a given day."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from rapport.engine.calendar import WorkCalendar
from rapport.engine.plan import Link, Plan, Task
from rapport.lib.refusal import Refused
from rapport.planning.circles import schedule_anyway
from rapport.planning.queries.engine_plan import project_plan
from rapport.planning.queries.timings import hours_of
from rapport.projects.models import Project
from rapport.projects.models import Task as ProjectTask
from rapport.ui.words import exact

LATEST = time(23, 59)
# Where such a task begins hangs on where it ends.
FROM_THE_END = frozenset({"ALAP", "FNET", "FNLT", "MFO"})


class EndsTooEarly(Refused):
    """A task would end before it begins."""


def lengths_until(project: Project, days: Mapping[int, date]) -> dict[int, int]:
    """The minutes that let tasks end on these days, by task; left out are those that do anyway.

    Where one of them waits for another, it begins when that one ends on its day.
    """
    found = project_plan(project)
    rows = ProjectTask.objects.filter(pk__in=days).select_related("project")
    tasks = {str(task.pk): task for task in rows}
    hours = {uid: hours_of(task, found.frame, found.timings) for uid, task in tasks.items()}
    ends = {uid: _end_of(days[task.pk], task, hours[uid]) for uid, task in tasks.items()}
    starts = _starts(found.plan, ends)
    anyway = {
        uid
        for uid, task in tasks.items()
        if _end_from(starts[uid], task, hours[uid]).date() == days[task.pk]
    }
    ends = {uid: end for uid, end in ends.items() if uid not in anyway}
    starts = _starts(found.plan, ends) if anyway else starts
    return {
        tasks[uid].pk: _minutes(tasks[uid], starts[uid], end, hours[uid])
        for uid, end in ends.items()
    }


def _end_of(day: date, task: ProjectTask, hours: WorkCalendar) -> datetime:
    """The last moment of a day at which work can end, or of the last working day before it; around
    the clock at the same hour on any day."""
    end = hours.previous_working(datetime.combine(day + timedelta(days=1), time()))
    if task.is_elapsed and end.date() < day:
        return datetime.combine(day, end.time())
    return min(end, datetime.combine(day, LATEST))


def _end_from(start: datetime, task: ProjectTask, hours: WorkCalendar) -> datetime:
    if task.is_elapsed:
        return start + timedelta(minutes=task.duration_minutes)
    return hours.add(start, task.duration_minutes)


def _minutes(task: ProjectTask, start: datetime, end: datetime, hours: WorkCalendar) -> int:
    is_elapsed = task.is_elapsed
    spent = (end - start).total_seconds() / 60 if is_elapsed else hours.minutes_between(start, end)
    if spent <= 0:
        said = _("“%(name)s” cannot end on %(day)s: it begins later, or nobody works until then.")
        raise EndsTooEarly(said % {"name": task.name, "day": exact(end.date())})
    return round(spent)


def _starts(plan: Plan, ends: Mapping[str, datetime]) -> dict[str, datetime]:
    """When the tasks begin if each of those ends when it should."""
    pinned = _pinned(plan, ends)
    placed, _circle = schedule_anyway(pinned)
    return {task.uid: task.start for task in placed.tasks}


def _pinned(plan: Plan, ends: Mapping[str, datetime]) -> Plan:
    """The plan with each of those tasks in two: where it begins, and where it ends, fixed there.
    A plan that is laid backwards stays as it is."""
    if plan.from_finish:
        return plan
    starts = _usual_starts(plan, ends)
    tasks: list[Task] = []
    for task in plan.tasks:
        if task.uid not in ends:
            tasks.append(task)
            continue
        tasks.append(_begun(task, starts.get(task.uid)))
        tasks.append(_fixed(Task(_end(task.uid), parent=task.parent), ends[task.uid]))
    return replace(plan, tasks=tuple(tasks), links=tuple(_relinked(plan, ends)))


def _usual_starts(plan: Plan, ends: Mapping[str, datetime]) -> dict[str, datetime]:
    tied = {one.uid for one in plan.tasks if one.uid in ends and one.constraint in FROM_THE_END}
    if not tied:
        return {}
    placed, _circle = schedule_anyway(plan)
    return {task.uid: task.start for task in placed.tasks if task.uid in tied}


def _begun(task: Task, usual: datetime | None) -> Task:
    at_once = replace(
        task, duration_minutes=0, assignments=(), splits=(), remaining_minutes=None,
        percent_complete=0, stop=None, resume=None,
    )  # fmt: skip
    if usual is not None:
        return _fixed(at_once, usual)
    return replace(at_once, finish=task.start) if task.manual else at_once


def _fixed(task: Task, at: datetime) -> Task:
    return replace(task, constraint="ASAP", manual=True, start=at, finish=at)


def _relinked(plan: Plan, ends: Mapping[str, datetime]) -> Iterator[Link]:
    for link in plan.links:
        if link.successor in ends and link.kind in ("FF", "SF"):
            continue  # it speaks of the end, which is given
        if link.predecessor in ends and link.kind in ("FS", "FF"):
            yield replace(link, predecessor=_end(link.predecessor))
        else:
            yield link


def _end(uid: str) -> str:
    return f"end:{uid}"
