"""Let the work that is overdue go on from a day: rescheduling of what remains, as one act."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.engine.plan import Task
from rapport.events.actor import Acts
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.events import REMAINING_WORK_MOVED
from rapport.planning.models import TaskTiming, WorkShare
from rapport.planning.operations import scheduling
from rapport.planning.queries.frame import Frame
from rapport.planning.queries.remaining_work import remaining_work
from rapport.projects.models import Project
from rapport.projects.models import Task as ProjectTask
from rapport.projects.operations.acts import all_as_told

# Where what is moved is kept: on the task, beside it, on the shares of its work.
KINDS: Mapping[str, type[models.Model]] = {
    "task": ProjectTask, "timing": TaskTiming, "share": WorkShare,
}  # fmt: skip

Values = dict[str, Any]
# By kind, and then by primary key.
Edits = dict[str, dict[int, Values]]


class NotUndone(Refused):
    """The act cannot be taken back."""


@transaction.atomic
def go_on_from(project: Project, day: date, *, by: Acts, at: datetime) -> int | None:
    """Let what should have begun before a day begin on it, and what has begun go on then.

    Nothing else moves but what waits for it. Returns the number of the act; None when nothing is
    overdue.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    remaining = remaining_work(project, day)
    if remaining is None:
        return None
    edits = _edits(project, remaining.tasks, remaining.frame)
    was = {kind: _read(kind, rows) for kind, rows in edits.items()}
    _write(edits)
    facts = {"day": day.isoformat(), "was": _told(was), "now": _told(edits)}
    act = publish(REMAINING_WORK_MOVED, subject=project, by=by, at=at, facts=facts)
    scheduling.outdate(project, at=at)
    return act.pk


@transaction.atomic
def undo(project: Project, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own act within the hour; what was changed again since stays as it is."""
    acts = Event.objects.in_workspace(project.workspace_id).undoable(by, at=at)
    event = acts.filter(pk=act, verb=REMAINING_WORK_MOVED, project_id=project.pk).first()
    if event is None or "undone" in event.facts:
        raise NotUndone(_("This cannot be undone any more."))
    back = _unchanged(event)
    if not any(back.values()):
        raise NotUndone(_("This was changed again since, so it stays as it is."))
    _write(back)
    facts = {"undone": event.pk, "was": {}, "now": _told(back)}
    publish(REMAINING_WORK_MOVED, subject=project, by=by, at=at, facts=facts)
    scheduling.outdate(project, at=at)


def _edits(project: Project, tasks: Any, frame: Frame) -> Edits:
    edits: Edits = {kind: {} for kind in KINDS}
    for task in tasks:
        pk = int(task.uid)
        if task.actual_start or task.manual:
            edits["timing"][pk] = _timing(task, frame)
        else:
            at = task.constraint_at.replace(tzinfo=frame.zone)
            edits["task"][pk] = {"constraint": task.constraint, "constraint_at": at}
    begun = [pk for pk, values in edits["timing"].items() if "resumes_at" in values]
    _make_timings(project, edits["timing"])
    shares = WorkShare.objects.filter(timing__in=begun).exclude(resumes_at=None)
    edits["share"] = {pk: {"resumes_at": None} for pk in shares.values_list("pk", flat=True)}
    return edits


def _timing(task: Task, frame: Frame) -> Values:
    def stored(local: datetime | None) -> datetime | None:
        return local.replace(tzinfo=frame.zone) if local else None

    if not task.actual_start:
        return {"fixed_start": stored(task.start), "fixed_finish": stored(task.finish)}
    return {
        "fixed_start": None, "fixed_finish": None, "stopped_at": None,
        "resumes_at": stored(task.resume), "remaining_minutes": None,
    }  # fmt: skip


def _make_timings(project: Project, tasks: Mapping[int, Values]) -> None:
    there = set(TaskTiming.objects.filter(task__in=tasks).values_list("pk", flat=True))
    TaskTiming.objects.bulk_create(
        TaskTiming(workspace_id=project.workspace_id, project=project, task_id=pk)
        for pk in tasks
        if pk not in there
    )


def _read(kind: str, wanted: Mapping[int, Values]) -> dict[int, Values]:
    rows = KINDS[kind]._default_manager.in_bulk(list(wanted))
    return {pk: {name: getattr(rows[pk], name) for name in wanted[pk]} for pk in wanted}


def _write(edits: Edits) -> None:
    for kind, rows in edits.items():
        for pk, values in rows.items():
            KINDS[kind]._default_manager.filter(pk=pk).update(**values)


def _unchanged(event: Event) -> Edits:
    """What was there before, of the rows that are still as the act left them."""
    found: Edits = {}
    for kind, model in KINDS.items():
        now = event.facts["now"].get(kind, {})
        rows = model._default_manager.in_bulk([int(pk) for pk in now])
        same = {
            pk: row for pk, row in rows.items()
            if all_as_told({name: getattr(row, name) for name in now[str(pk)]}) == now[str(pk)]
        }  # fmt: skip
        fields = {field.attname: field for field in model._meta.concrete_fields}
        found[kind] = {
            pk: {name: fields[name].to_python(value) for name, value in was.items()}
            for pk in same
            if (was := event.facts["was"][kind][str(pk)])
        }
    return found


def _told(edits: Edits) -> dict[str, dict[str, Values]]:
    return {
        kind: {str(pk): all_as_told(values) for pk, values in rows.items()}
        for kind, rows in edits.items()
        if rows
    }
