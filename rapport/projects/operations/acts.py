"""How every act on a task ends: the plan's revision rises and one event is published."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import F

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.projects.events import REPLANS, TASK_CHANGED
from rapport.projects.models import Project, Task

WORDS = frozenset({"name", "description"})


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


def changed(task: Task, values: Mapping[str, Any], *, by: Acts, at: datetime) -> int | None:
    """Set fields of a live task where they differ, as one act.

    Returns the number of the act where it can be taken back: words do not go into the stream.
    """
    differing = {name: value for name, value in values.items() if getattr(task, name) != value}
    if not differing or not Task.objects.live().filter(pk=task.pk).update(**differing):
        return None
    facts: dict[str, Any] = {"fields": sorted(differing)}
    if can_be_undone := WORDS.isdisjoint(differing):
        was = all_as_told({name: getattr(task, name) for name in differing})
        facts |= {
            "was": {str(task.pk): was},
            "now": all_as_told(differing),
        }
    for name, value in differing.items():
        setattr(task, name, value)
    act = told(TASK_CHANGED, task, by=by, at=at, facts=facts)
    return act if can_be_undone else None


def put_back(task: Task, was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Undo a change of fields, unless one of them has been changed again since."""
    if any(as_told(getattr(task, name)) != value for name, value in now.items()):
        return False
    fields = {field.attname: field for field in Task._meta.concrete_fields}
    values = {name: fields[name].to_python(value) for name, value in was.items()}
    return bool(Task.objects.live().filter(pk=task.pk).update(**values))


def all_as_told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields by their names, as the stream keeps them."""
    return {name: as_told(value) for name, value in values.items()}


def as_told(value: Any) -> Any:
    """A value as the stream keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
