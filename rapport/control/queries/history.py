"""How far each task was at each moment, read back from the stream."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from rapport.engine.earned_value.curves import Progress
from rapport.events.models import Event
from rapport.planning.queries.frame import Frame
from rapport.projects import events
from rapport.projects.models import Project
from rapport.projects.queries.transfers import told_in

VERBS = (
    events.TASK_STARTED, events.TASK_PROGRESSED, events.TASK_COMPLETED, events.TASK_REOPENED,
    events.TASKS_CHANGED,
)  # fmt: skip
PHYSICAL = "physical_percent"
ALL = 100

Steps = dict[int, list[tuple[datetime, int]]]


def progress_of(
    project: Project, tasks: Iterable[dict[str, Any]], frame: Frame, now: datetime
) -> Iterator[Progress]:
    """The reports on each task, in local times.

    An act tells how far a task was before it: after it, it was as far as the next act says, and
    after the last one as far as it is. Of what nobody told us, because it was brought in from
    elsewhere, the finish is known, or else only that it is so far now. Work that is under way and
    measured by sight is as far as was seen.
    """
    listed = list(tasks)
    told = _told(project)
    seen = _seen(project) if any(task[PHYSICAL] is not None for task in listed) else {}
    for task in listed:
        by_sight = task[PHYSICAL] is not None and task["percent_complete"] < ALL
        steps = (seen if by_sight else told).get(task["pk"], [])
        last = task[PHYSICAL] if by_sight else task["percent_complete"]
        percents = [percent for _at, percent in steps[1:]] + [last]
        moments = [frame.local(at) for at, _percent in steps]
        if not steps:
            moments = [frame.local(task["actual_finish"]) or now]
        elif steps[0][1]:
            moments, percents = [_begun(task, frame, now), *moments], [steps[0][1], *percents]
        for at, percent in zip(moments, percents, strict=True):
            if at is not None and (percent or len(moments) > 1):
                yield Progress(str(task["pk"]), at, Decimal(percent))


def _begun(task: dict[str, Any], frame: Frame, now: datetime) -> datetime:
    """What was done before the first act we know of was done when the task came here."""
    return frame.local(task["actual_start"]) or frame.local(task["created_at"]) or now


def _seen(project: Project) -> Steps:
    """By task: when somebody said how much of it is there, and what was said until then."""
    rows = Event.objects.in_workspace(project.workspace_id).filter(
        project_id__in=told_in(project), verb=events.TASK_CHANGED
    )
    found: Steps = {}
    for at, facts in rows.order_by("at", "id").values_list("at", "facts"):
        if PHYSICAL in facts.get("fields", ()):
            for pk, was in facts["was"].items():
                found.setdefault(int(pk), []).append((at, was[PHYSICAL] or 0))
    return found


def _told(project: Project) -> Steps:
    """By task: when something was said of its progress, and how far it was until then."""
    rows = Event.objects.in_workspace(project.workspace_id).filter(
        project_id__in=told_in(project), verb__in=VERBS
    )
    found: Steps = {}
    for at, facts in rows.order_by("at", "id").values_list("at", "facts"):
        if facts.get("field", "state") != "state":
            continue
        for pk, was in facts.get("was", {}).items():
            if isinstance(was, dict) and "percent_complete" in was:
                found.setdefault(int(pk), []).append((at, was["percent_complete"]))
    return found
