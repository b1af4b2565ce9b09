"""What past work of the firm took, against what it was estimated at before it began."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rapport.calendars.queries.working_time import UID, working_calendar
from rapport.engine.calendar import Calendars, WorkCalendar
from rapport.engine.simulation.history import Label, PastTask
from rapport.planning.models import BaselineRow
from rapport.planning.own_calendar import own_calendar
from rapport.planning.queries.kinds_of_work import kinds_of_work
from rapport.projects.models import Project, Task
from rapport.resourcing.queries.hours import differing
from rapport.workspaces.models import Workspace

# The work done last says most; more of it teaches little.
MOST = 5_000


def past_tasks(workspace: Workspace) -> list[PastTask]:
    """Finished tasks of the open workspace that stood in a baseline before they began.

    A plan's own durations are no estimates: people correct them when the work is done. Both
    amounts are minutes of the working time of whoever did it, so that a part of the week does
    not count as an overrun.
    """
    zone = ZoneInfo(workspace.time_zone)

    def local(at: datetime) -> datetime:
        return at.astimezone(zone).replace(tzinfo=None)

    finished = _finished()
    hours = _Hours(start.date() for *_, start, _finish in finished)
    estimates = _estimates({project for _task, project, *_ in finished})
    kinds = kinds_of_work(task__actual_finish__isnull=False)
    found = []
    for task, project, number, person, start, finish in finished:
        estimate = _before(estimates.get((project, number), []), start)
        actual = hours.of(person).minutes_between(local(start), local(finish))
        if estimate and actual > 0:
            label = Label(kinds.get(task, ""), str(person or ""))
            found.append(PastTask(estimate, actual, label, str(project)))
    return found


class _Hours:
    """When people work, and worked since the first of these days."""

    def __init__(self, days: Iterable[date]) -> None:
        everybody = working_calendar()
        usual = [periods or () for periods in everybody.days]
        first = min(days, default=date.max)
        own = differing(usual, first=first, last=date.max)
        self._uids = {member: str(member) for member in own}
        self._calendars = Calendars(
            (everybody, *(own_calendar(str(who), UID, hours) for who, hours in own.items()))
        )

    def of(self, person: int | None) -> WorkCalendar:
        """The hours of a person."""
        return self._calendars.calendar(self._uids.get(person or 0, UID))


def _finished() -> list[tuple[int, int, int, int | None, datetime, datetime]]:
    rows = Task.objects.live().filter(is_elapsed=False, is_milestone=False)
    done = rows.exclude(actual_start=None).exclude(actual_finish=None).order_by("-actual_finish")
    return list(
        done.values_list("pk", "project", "number", "assignee", "actual_start", "actual_finish")[
            :MOST
        ]
    )


def _estimates(projects: set[int]) -> dict[tuple[int, int], list[tuple[datetime, int]]]:
    """By project and task number, what each baseline said, the earliest first."""
    rows = BaselineRow.objects.filter(
        baseline__project__in=projects, baseline__binned_at=None, duration_minutes__gt=0
    )
    found: dict[tuple[int, int], list[tuple[datetime, int]]] = {}
    for project, number, at, minutes in rows.order_by("baseline__taken_at").values_list(
        "baseline__project", "task_number", "baseline__taken_at", "duration_minutes"
    ):
        found.setdefault((project, number), []).append((at, minutes))
    return found


def _before(said: list[tuple[datetime, int]], start: datetime) -> int:
    """The last estimate from before the work began; 0 where there is none."""
    earlier = [minutes for at, minutes in said if at <= start]
    return earlier[-1] if earlier else 0


def labels_of(project: Project) -> dict[str, Label]:
    """What kind of work the open tasks of a project are and who does them, by task as the engine
    names it."""
    rows = Task.objects.open().filter(project=project).values_list("pk", "assignee_id")
    kinds = kinds_of_work(task__project=project)
    return {str(pk): Label(kinds.get(pk, ""), str(member or "")) for pk, member in rows}
