"""What past work of the firm took, against what it was estimated at before it began."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rapport.calendars.queries.working_time import UID, working_calendar
from rapport.engine.calendar import Calendars
from rapport.engine.simulation.history import Label, PastTask
from rapport.planning.models import BaselineRow
from rapport.projects.models import Project, Task
from rapport.workspaces.models import Workspace

# The work done last says most; more of it teaches little.
MOST = 5_000


def past_tasks(workspace: Workspace) -> list[PastTask]:
    """Finished tasks of the open workspace that stood in a baseline before they began.

    A plan's own durations are no estimates: people correct them when the work is done. Both
    amounts are minutes of the workspace's working time.
    """
    zone = ZoneInfo(workspace.time_zone)
    hours = Calendars((working_calendar(),)).calendar(UID)

    def local(at: datetime) -> datetime:
        return at.astimezone(zone).replace(tzinfo=None)

    finished = _finished()
    estimates = _estimates({project for project, *_ in finished})
    found = []
    for project, number, person, start, finish in finished:
        estimate = _before(estimates.get((project, number), []), start)
        actual = hours.minutes_between(local(start), local(finish))
        if estimate and actual > 0:
            label = Label(person=str(person or ""))
            found.append(PastTask(estimate, actual, label, str(project)))
    return found


def _finished() -> list[tuple[int, int, int | None, datetime, datetime]]:
    rows = Task.objects.live().filter(is_elapsed=False, is_milestone=False)
    done = rows.exclude(actual_start=None).exclude(actual_finish=None).order_by("-actual_finish")
    return list(
        done.values_list("project", "number", "assignee", "actual_start", "actual_finish")[:MOST]
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


def people_of(project: Project) -> dict[str, str]:
    """Who does the open tasks of a project, by task as the engine names it."""
    rows = Task.objects.open().filter(project=project).exclude(assignee=None)
    return {str(pk): str(member) for pk, member in rows.values_list("pk", "assignee_id")}
