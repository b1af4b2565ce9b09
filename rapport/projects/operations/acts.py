"""How every act on a task ends: the plan's revision rises and one event is published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.projects.events import REPLANS, TASK_CHANGED
from rapport.projects.models import Project, Task


def told(
    verb: str,
    subject: Project | Task,
    *,
    by: Acts,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Publish an act; where it may move dates, raise the plan's revision first.

    Returns the number of the act, by which `several.undo` finds it again.
    """
    if verb in REPLANS:
        project_id = subject.pk if isinstance(subject, Project) else subject.project_id
        Project.objects.filter(pk=project_id).update(plan_revision=F("plan_revision") + 1)
    return publish(verb, subject=subject, by=by, at=at, facts=facts).pk


def changed(task: Task, values: Mapping[str, Any], *, by: Acts, at: datetime) -> bool:
    """Set fields of a live task where they differ, as one act. Says whether anything did."""
    differing = {name: value for name, value in values.items() if getattr(task, name) != value}
    if not differing or not Task.objects.live().filter(pk=task.pk).update(**differing):
        return False
    for name, value in differing.items():
        setattr(task, name, value)
    told(TASK_CHANGED, task, by=by, at=at, facts={"fields": sorted(differing)})
    return True
