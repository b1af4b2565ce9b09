"""How far each task was at each moment, read back from the stream."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

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

# When something was said, in the order of the stream, and how far it was until then.
Said = list[tuple[tuple[datetime, int], int | None]]
Steps = list[tuple[datetime, int]]


def progress_of(
    project: Project, tasks: Iterable[dict[str, Any]], frame: Frame, now: datetime
) -> Iterator[Progress]:
    """The reports on each task, in local times.

    An act tells how far a task was before it: after it, it was as far as the next act says, and
    after the last one as far as it is. Of what nobody told us, because it was brought in from
    elsewhere, the finish is known, or else only that it is so far now. Work that is under way and
    measured by sight is as far as was seen, from the act on that said so and until it is unsaid.
    """
    told, seen = _told(project), _seen(project)
    for task in tasks:
        last = _far(task["percent_complete"], task[PHYSICAL])
        steps = _steps(task, told.get(task["pk"], []), seen.get(task["pk"], []))
        percents = [percent for _at, percent in steps[1:]] + [last]
        moments = [frame.local(at) for at, _percent in steps]
        if not steps:
            moments = [frame.local(task["actual_finish"]) or now]
        elif steps[0][1]:
            moments, percents = [_begun(task, frame, now), *moments], [steps[0][1], *percents]
        for at, percent in zip(moments, percents, strict=True):
            if at is not None and (percent or len(moments) > 1):
                yield Progress(str(task["pk"]), at, Decimal(percent))


def _far(percent: int, seen: int | None) -> int:
    """How far a task is, by sight where that was said of work under way."""
    return percent if seen is None or percent >= ALL else seen


def _steps(task: dict[str, Any], told: Said, seen: Said) -> Steps:
    """When a task got on, and how far it was until then: read backwards from how far it is."""
    percent, sight = task["percent_complete"], task[PHYSICAL]
    steps: dict[datetime, int] = {}
    if sight is not None and percent < ALL and not seen:
        return []
    listed = [(*one, False) for one in told] + [(*one, True) for one in seen]
    for (at, _order), before, is_sight in sorted(listed, key=lambda one: one[0], reverse=True):
        percent, sight = (percent, before) if is_sight else (before or 0, sight)
        steps[at] = _far(percent, sight)
    return sorted(steps.items())


def _begun(task: dict[str, Any], frame: Frame, now: datetime) -> datetime:
    """What was done before the first act we know of was done when the task came here."""
    return frame.local(task["actual_start"]) or frame.local(task["created_at"]) or now


def _seen(project: Project) -> dict[int, Said]:
    """By task: when somebody said how much of it is there, or took that back, and what was said
    until then."""
    acts, found = dict[int, int | None](), dict[int, Said]()
    rows = _stream(project).filter(verb=events.TASK_CHANGED, facts__now__has_key=PHYSICAL)
    for pk, at, facts in rows.values_list("pk", "at", "facts"):
        acts[pk] = facts["now"][PHYSICAL]
        for task, was in facts["was"].items():
            found.setdefault(int(task), []).append(((at, pk), was[PHYSICAL]))
    if not acts:
        return found
    undone = _stream(project).filter(verb=events.TASKS_CHANGED, facts__undone__in=list(acts))
    for pk, at, facts in undone.values_list("pk", "at", "facts"):
        for task in facts["tasks"]:
            found.setdefault(task, []).append(((at, pk), acts[facts["undone"]]))
    return found


def _told(project: Project) -> dict[int, Said]:
    """By task: when something was said of its progress, and how far it was until then."""
    found: dict[int, Said] = {}
    rows = _stream(project).filter(verb__in=VERBS)
    for pk, at, facts in rows.values_list("pk", "at", "facts"):
        if facts.get("field", "state") != "state":
            continue
        for task, was in facts.get("was", {}).items():
            if isinstance(was, dict) and "percent_complete" in was:
                found.setdefault(int(task), []).append(((at, pk), was["percent_complete"]))
    return found


def _stream(project: Project) -> "QuerySet[Event]":
    """The acts on the tasks of a project, in the other projects too that they were in before."""
    rows = Event.objects.in_workspace(project.workspace_id)
    return rows.filter(project_id__in=told_in(project)).order_by("at", "id")
