"""In whose hands a task is: who does it, and whose turn it is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.projects import events
from rapport.projects.models import Project, Task
from rapport.projects.operations.acts import told


@transaction.atomic
def assign(task: Task, member: Member | None, *, by: Acts, at: datetime) -> int | None:
    """Give a task to somebody, or to nobody. Returns the number of the act, None without one."""
    was = task.assignee_id
    if not _give(task, member.pk if member else None):
        return None
    facts = {"member": task.assignee_id, "was": {str(task.pk): was}}
    return told(events.TASK_ASSIGNED, task, by=by, at=at, facts=facts)


@transaction.atomic
def assign_all(
    project: Project, tasks: Sequence[Task], member: Member | None, *, by: Acts, at: datetime
) -> int | None:
    """Give several tasks of a project to somebody, as one act."""
    was, now = {}, member.pk if member else None
    for task in tasks:
        before = task.assignee_id
        if _give(task, now):
            was[str(task.pk)] = before
    if not was:
        return None
    facts = {"field": "assignee", "now": now, "was": was}
    return told(events.TASKS_CHANGED, project, by=by, at=at, facts=facts)


def give_back(task: Task, was: int | None, *, now: int | None) -> bool:
    """Undo an assignment, unless somebody else has the task by now."""
    return task.assignee_id == now and _give(task, was)


@transaction.atomic
def set_turn(task: Task, turn: str, *, by: Acts, at: datetime) -> None:
    """Say whose move it is. The clock of the side that had it stops."""
    was, rows = task.turn, Task.objects.live().filter(pk=task.pk)
    if rows.exclude(turn=turn).update(turn=turn, turn_since=at):
        task.turn, task.turn_since = turn, at
        facts = {"turn": turn, "was": {str(task.pk): str(was)}}
        told(events.TASK_TURN_CHANGED, task, by=by, at=at, facts=facts)


def _give(task: Task, member: int | None) -> bool:
    rows = Task.objects.live().filter(pk=task.pk, assignee=task.assignee_id)
    if task.assignee_id == member and not task.assignee_name:
        return False
    if not rows.update(assignee=member, assignee_name=""):
        return False
    task.assignee_id, task.assignee_name = member, ""
    return True
