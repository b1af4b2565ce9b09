"""What a plan holds of tasks goes along with them to another project."""

from collections.abc import Sequence
from typing import Any

from rapport.events.actor import SYSTEM
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.planning.events import CALENDARS_COPIED
from rapport.planning.models import PlanCalendar, PlanRules, ScheduleRow, TaskTiming, WorkShare
from rapport.projects.models import Project, Task

SAME = ("name", "is_on_workspace", "days", "weeks", "exceptions")


def follow(event: Event) -> None:
    """After `tasks.left`: finer points go along, with the calendars that they count in. Rows of
    dates are gone: whoever dates the two plans next writes them anew."""
    here, went = event.project_id, event.facts["to"]
    moved = Task.objects.filter(project=went).values("pk")
    ScheduleRow.objects.filter(project=here, task__in=moved).delete()
    TaskTiming.objects.filter(project=here, task__in=moved).update(project=went)
    WorkShare.objects.filter(project=here, timing__in=moved).update(project=went)
    target = Project.objects.get(pk=went)
    copies = _carry_calendars(target)
    if copies:
        facts = {"calendars": copies, "act": event.pk}
        publish(CALENDARS_COPIED, subject=target, by=SYSTEM, at=event.at, facts=facts)
    if undone := event.facts.get("undone"):
        _let_go(event, undone)


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
    """Take away the copies that were made for tasks which have gone back, unless something else
    counts in them by now."""
    told = Event.objects.in_workspace(event.workspace_id).filter(
        project_id=event.project_id, pk__gt=undone, verb=CALENDARS_COPIED
    )
    for act in told:
        if act.facts["act"] == undone:
            _delete_unused(act.facts["calendars"])


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
