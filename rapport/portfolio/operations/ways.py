"""Note another way to do a task, take it, go back to the ordinary one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.offers import Written
from rapport.portfolio.events import WAY_LEFT, WAY_NOTED, WAY_TAKEN
from rapport.portfolio.models import Way
from rapport.portfolio.queries.offered import FIELDS
from rapport.projects.models import Project, Task
from rapport.projects.operations.acts import changed
from rapport.workspaces.operations import bin
from rapport.workspaces.operations.numbers import next_number

MOST = 10


class WayRefused(Refused):
    """The task cannot be done so."""


@dataclass(frozen=True, slots=True)
class NewWay:
    """Another way: what is different, in words or not, how long it takes, our work, its price."""

    kind: str
    duration_minutes: int
    work_minutes: int = 0
    price: int = 0
    what: str = ""


@transaction.atomic
def note(task: Task, new: NewWay, *, by: Acts, at: datetime) -> Way:
    """Note a way; nothing changes until it is taken."""
    if new.duration_minutes <= 0:
        raise WayRefused(_("Say how long it takes."))
    is_ours = new.kind != Way.Kind.SUBCONTRACT
    if is_ours and new.work_minutes <= 0:
        raise WayRefused(_("Say how much work of your people it is."))
    if Way.objects.live().filter(task=task).count() >= MOST:
        raise WayRefused(_("A task has %(n)s ways at most.") % {"n": MOST})
    noted: Way = Way.objects.create(
        workspace=task.workspace, task=task, number=next_number(task.workspace, "way"),
        kind=new.kind, what=new.what.strip(), duration_minutes=new.duration_minutes,
        work_minutes=new.work_minutes if is_ours else 0, price=new.price, created_at=at,
    )  # fmt: skip
    facts = {
        "number": noted.number, "task": task.pk, "kind": noted.kind, "price": noted.price,
        "duration": noted.duration_minutes, "work": noted.work_minutes,
    }  # fmt: skip
    publish(WAY_NOTED, subject=noted, by=by, at=at, facts=facts)
    return noted


@transaction.atomic
def take(way: Way, *, by: Acts, at: datetime) -> bool:
    """Let the task be done in this way. Taking the one that is taken changes nothing.

    Where another was taken, what the task was before that one is what comes back.
    """
    task = _held(way)
    if way.taken_at is not None:
        return False
    if way.binned_at is not None or task.binned_at is not None:
        raise WayRefused(_("It is in the bin."))
    if task.state == Task.State.DONE:
        raise WayRefused(_("The task is done."))
    other = Way.objects.filter(task=task).exclude(taken_at=None).first()
    if other is not None:
        other.task = task
        go_back(other, by=by, at=at)
    values = _values(way, task)
    was = {name: getattr(task, name) for name in values}
    Way.objects.filter(pk=way.pk).update(taken_at=at, was=was)
    way.taken_at, way.was = at, was
    changed(task, values, by=by, at=at)
    _tell(WAY_TAKEN, way, by=by, at=at)
    return True


@transaction.atomic
def go_back(way: Way, *, by: Acts, at: datetime) -> bool:
    """Let the task be done in the ordinary way again; what was changed on it since stays."""
    task = _held(way)
    if way.taken_at is None:
        return False
    values = _values(way, task)
    was: dict[str, Any] = way.was or {}
    back = {name: was[name] for name, value in values.items() if getattr(task, name) == value}
    Way.objects.filter(pk=way.pk).update(taken_at=None, was=None)
    way.taken_at = way.was = None
    changed(task, back, by=by, at=at)
    _tell(WAY_LEFT, way, by=by, at=at)
    return True


@transaction.atomic
def delete(way: Way, *, by: Acts, at: datetime) -> None:
    """Move a way to the bin; one that is taken is left first."""
    go_back(way, by=by, at=at)
    bin.put(way, by=by, at=at)


@transaction.atomic
def note_as_written(project: Project, written: Written, at: datetime) -> None:
    """Note the ways of a plan for the tasks of one that begins like it; one that was taken is. What
    tells it is the beginning of that plan."""
    new = [(task, said) for task, ways in written.items() for said in ways]
    first = next_number(project.workspace, "way", count=len(new))
    Way.objects.bulk_create(
        Way(
            workspace_id=project.workspace_id, number=number, task_id=task, created_at=at,
            **{name: said[name] for name in FIELDS}, **_taken(said, at),
        )
        for number, (task, said) in enumerate(new, first)
    )  # fmt: skip


def _taken(said: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Of one that was taken: what the task goes back to. Given to others, it is nobody's then."""
    if "before" not in said:
        return {}
    nobody = {} if said["kind"] != Way.Kind.SUBCONTRACT else {"assignee_id": None}
    return {"taken_at": at, "was": {**said["before"], **nobody}}


def _held(way: Way) -> Task:
    """Both read anew, which nobody else changes until the transaction ends."""
    task = way.task
    held = Way.objects.select_for_update().get(pk=way.pk)
    way.taken_at, way.was, way.binned_at = held.taken_at, held.was, held.binned_at
    rows = Task.objects.select_for_update().select_related(None)
    fresh: Task = rows.get(pk=task.pk)
    for name in ("duration_minutes", "work_minutes", "assignee_id", "state", "binned_at"):
        setattr(task, name, getattr(fresh, name))
    return task


def _values(way: Way, task: Task) -> dict[str, Any]:
    """What the task is in this way: given to others, it is nobody's of ours."""
    who = {} if way.is_ours else {"assignee_id": None}
    return {"duration_minutes": way.duration_minutes, "work_minutes": way.work_minutes, **who}


def _tell(verb: str, way: Way, *, by: Acts, at: datetime) -> None:
    publish(verb, subject=way, by=by, at=at, facts={"number": way.number, "task": way.task_id})
