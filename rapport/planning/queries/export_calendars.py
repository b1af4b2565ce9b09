"""A plan's calendars under the uids they had in the file they came from."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rapport.calendars.queries.working_time import UID
from rapport.engine.plan import Plan, Task
from rapport.planning.models import PlanCalendar
from rapport.projects.models import Project

STANDARD = "Standard"  # what Project calls the calendar of everybody


def with_calendars_of_files(project: Project, plan: Plan) -> Plan:
    """The plan with those uids, so that a file that comes back finds its calendars here.

    The workspace's hours go along only where something counts in them.
    """
    uids = _uids(project)
    return replace(
        plan,
        calendar=uids.get(plan.calendar, plan.calendar),
        tasks=tuple(_counted(task, uids) for task in plan.tasks),
        calendars=tuple(
            replace(
                calendar,
                uid=uids.get(calendar.uid, calendar.uid),
                name=calendar.name or STANDARD,
                base=uids.get(calendar.base or "", calendar.base),
            )
            for calendar in plan.calendars
            if calendar.uid != UID or UID in _used(plan)
        ),
    )


def _uids(project: Project) -> Mapping[str, str]:
    """The uid in the file by the one here; one that came from nowhere gets one of words."""
    rows = PlanCalendar.objects.filter(project=project).values_list("pk", "imported_uid")
    return {str(pk): uid or f"new-{pk}" for pk, uid in rows}


def _counted(task: Task, uids: Mapping[str, str]) -> Task:
    if not task.calendar and not task.assignments:
        return task
    return replace(
        task,
        calendar=uids.get(task.calendar or "", task.calendar),
        assignments=tuple(
            replace(part, calendar=uids.get(part.calendar or "", part.calendar))
            for part in task.assignments
        ),
    )


def _used(plan: Plan) -> frozenset[str | None]:
    return frozenset(_uses(plan))


def _uses(plan: Plan) -> Iterator[str | None]:
    yield plan.calendar
    yield from (calendar.base for calendar in plan.calendars)
    for task in plan.tasks:
        yield task.calendar
        yield from (part.calendar for part in task.assignments)
