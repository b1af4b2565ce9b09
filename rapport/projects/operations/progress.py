"""How far a task is: its state, and the percentage done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.events.actor import Acts
from rapport.lib.visibility import Turn
from rapport.projects import events
from rapport.projects.models import Project, Task
from rapport.projects.operations.acts import told

ALL = 100
State = Task.State


def set_state(task: Task, state: str, *, by: Acts, at: datetime) -> int | None:
    """Move a task to another column of the board. Doing notes its start, done its finish.

    Returns the number of the act, None when nothing changed; so do the others here.
    """
    with transaction.atomic():
        was = _snapshot(task)
        if not _write(task, _in_state(task, state, at), at):
            return None
        facts = {"state": state, "was": {str(task.pk): was}}
        return told(_verb(was["state"], state), task, by=by, at=at, facts=facts)


def set_state_of(
    project: Project, tasks: Sequence[Task], state: str, *, by: Acts, at: datetime
) -> int | None:
    """Move several tasks of a project to another column, as one act."""
    with transaction.atomic():
        was = {}
        for task in tasks:
            before = _snapshot(task)
            if _write(task, _in_state(task, state, at), at):
                was[str(task.pk)] = before
        if not was:
            return None
        facts = {"field": "state", "now": state, "was": was}
        return told(events.TASKS_CHANGED, project, by=by, at=at, facts=facts)


def set_percent(task: Task, percent: int, *, by: Acts, at: datetime) -> int | None:
    """Say how much is done. All done is done; the first bit notes the start."""
    if percent >= ALL:
        return set_state(task, State.DONE, by=by, at=at)
    with transaction.atomic():
        was = _snapshot(task)
        state = task.state if percent == 0 or task.state == State.WAITING else State.DOING
        values = _in_state(task, State.TODO if state == State.DONE else state, at)
        if not _write(task, values | {"percent_complete": percent}, at):
            return None
        facts = {"state": str(task.state), "percent": percent, "was": {str(task.pk): was}}
        return told(_verb(was["state"], task.state), task, by=by, at=at, facts=facts)


def put_back(task: Task, was: dict[str, Any], *, now: str, at: datetime) -> bool:
    """Undo a change of state: what was noted comes back, unless the task has moved on since."""
    values = {name: was[name] for name in ("state", "percent_complete", "turn")}
    for name in ("actual_start", "actual_finish"):
        values[name] = datetime.fromisoformat(was[name]) if was[name] else None
    return task.state == now and _write(task, values, at)


def _in_state(task: Task, state: str, at: datetime) -> dict[str, Any]:
    """The fields of a task once it is in a state."""
    values: dict[str, Any] = {"state": state}
    if state == State.DONE and task.state != State.DONE:
        values |= {"percent_complete": ALL, "actual_finish": at, "turn": Turn.NOBODY}
    elif state != State.DONE:
        values["actual_finish"] = None
        if task.state == State.DONE:
            values |= {"percent_complete": 0, "turn": Turn.US}
        if state == State.DOING and task.actual_start is None:
            values["actual_start"] = at
        elif state == State.TODO:
            values["actual_start"] = None
    return values


def _write(task: Task, values: dict[str, Any], at: datetime) -> bool:
    differing = {name: value for name, value in values.items() if getattr(task, name) != value}
    if "turn" in differing:
        differing["turn_since"] = at
    rows = Task.objects.live().filter(pk=task.pk, state=task.state)
    if not differing or not rows.update(**differing):
        return False
    for name, value in differing.items():
        setattr(task, name, value)
    return True


def _snapshot(task: Task) -> dict[str, Any]:
    """What an undo needs: codes, numbers and moments."""
    return {
        "state": str(task.state),
        "percent_complete": task.percent_complete,
        "turn": str(task.turn),
        "actual_start": task.actual_start.isoformat() if task.actual_start else None,
        "actual_finish": task.actual_finish.isoformat() if task.actual_finish else None,
    }


def _verb(was: str, state: str) -> str:
    if was == state:
        return events.TASK_PROGRESSED
    if state == State.DONE:
        return events.TASK_COMPLETED
    if was == State.DONE:
        return events.TASK_REOPENED
    return events.TASK_STARTED if state == State.DOING else events.TASK_PROGRESSED
