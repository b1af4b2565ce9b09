"""Bin several tasks at once, and take back what was done to several."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.models import Event
from rapport.lib.refusal import Refused
from rapport.projects import events
from rapport.projects.models import Project, Task
from rapport.projects.operations import (
    hands,
    helping,
    merging,
    placing,
    progress,
    splitting,
    transfer,
    writing,
)
from rapport.projects.operations.acts import put_back, told

STATE_VERBS = (
    events.TASK_STARTED, events.TASK_PROGRESSED, events.TASK_COMPLETED, events.TASK_REOPENED,
)  # fmt: skip
UNDOABLE = (
    *STATE_VERBS, events.TASK_ASSIGNED, events.TASK_HELPED, events.TASK_CHANGED,
    events.TASKS_CHANGED, events.TASKS_BINNED, events.TASKS_WRITTEN, events.TASK_MOVED,
    events.TASK_CREATED, events.TASKS_LEFT, events.PROJECT_SPLIT, events.PROJECT_MERGED,
)  # fmt: skip

# Between two projects: each of these knows its way back.
BACK = {
    events.TASKS_LEFT: transfer.take_back, events.PROJECT_SPLIT: splitting.take_back,
    events.PROJECT_MERGED: merging.take_back,
}  # fmt: skip

# What else than fields the undoing of these changes.
ALSO = {events.TASK_MOVED: "moved", events.TASK_HELPED: "helped"}


class NotUndone(Refused):
    """The act cannot be taken back."""


@transaction.atomic
def put_in_bin(project: Project, tasks: Sequence[Task], *, by: Acts, at: datetime) -> int | None:
    """Move several tasks of a project, and all under them, to the bin."""
    ids = {pk for task in tasks for pk in placing.family(task)}
    going = list(Task.objects.live().filter(pk__in=ids).values_list("pk", flat=True))
    if not going:
        return None
    Task.objects.filter(pk__in=going).update(binned_at=at)
    return told(events.TASKS_BINNED, project, by=by, at=at, facts={"tasks": going})


@transaction.atomic
def undo(project: Project, event_id: int, *, by: Member, at: datetime) -> None:
    """Take back one's own act on tasks; what others changed since stays as it is."""
    acts = Event.objects.in_workspace(project.workspace_id).undoable(by, at=at)
    event = acts.filter(pk=event_id, project_id=project.pk, verb__in=UNDOABLE).first()
    if event is None or not _can_be_undone(event):
        raise NotUndone(_("This cannot be undone any more."))
    if event.verb in BACK:
        BACK[event.verb](project, event, by=by, at=at)
    elif event.verb == events.TASKS_BINNED:
        _restore(project, event, by=by, at=at)
    elif event.verb == events.TASK_CREATED:
        made = Task.objects.live().filter(pk=event.subject_id)
        put_in_bin(project, list(made), by=by, at=at)
    elif event.verb == events.TASKS_WRITTEN:
        _unwrite(project, event, by=by, at=at)
    else:
        _put_back(project, event, by=by, at=at)


def _unwrite(project: Project, event: Event, *, by: Acts, at: datetime) -> None:
    """Fields and links as they were, where nobody has changed them since; new tasks go."""
    facts, changed = event.facts, []
    for task in Task.objects.live().filter(project=project, pk__in=facts["was"]):
        pk = str(task.pk)
        if facts["was"][pk] and put_back(task, facts["was"][pk], facts["now"][pk]):
            changed.append(task.pk)
    linked = writing.put_back_links(project, facts["links"])
    made = Task.objects.live().filter(project=project, pk__in=facts["made"])
    binned = put_in_bin(project, list(made), by=by, at=at)
    if not (changed or linked or binned):
        raise NotUndone(_("This was changed again since, so it stays as it is."))
    if changed or linked:
        back = {
            "undone": event.pk, "tasks": sorted({*changed, *linked}), "made": [],
            "was": {str(pk): {} for pk in changed}, "links": {str(pk): [] for pk in linked},
        }  # fmt: skip
        told(events.TASKS_WRITTEN, project, by=by, at=at, facts=back)


def _can_be_undone(event: Event) -> bool:
    """Whether the act noted what was before, and is not an undoing itself."""
    known = {"was", "tasks", "number"} & event.facts.keys()
    return bool(known or event.verb in BACK) and "undone" not in event.facts


def _restore(project: Project, event: Event, *, by: Acts, at: datetime) -> None:
    rows = Task.objects.binned().filter(project=project, pk__in=event.facts["tasks"])
    if rows.update(binned_at=None):
        facts = {"tasks": event.facts["tasks"]}
        told(events.TASKS_RESTORED, project, by=by, at=at, facts=facts)


def _put_back(project: Project, event: Event, *, by: Acts, at: datetime) -> None:
    tasks = Task.objects.live().filter(project=project, pk__in=event.facts["was"])
    changed = [task.pk for task in tasks if _is_back(task, event, at=at)]
    if not changed:
        raise NotUndone(_("This was changed again since, so it stays as it is."))
    facts = {"undone": event.pk, "tasks": changed}
    if event.verb in ALSO:
        facts[ALSO[event.verb]] = True
    told(events.TASKS_CHANGED, project, by=by, at=at, facts=facts)


def _is_back(task: Task, event: Event, *, at: datetime) -> bool:
    """Make a task what it was before an act, unless it has been changed again since."""
    facts, before = event.facts, event.facts["was"][str(task.pk)]
    if event.verb == events.TASK_CHANGED:
        return put_back(task, before, facts["now"])
    if event.verb == events.TASK_HELPED:
        return helping.change_back(task, before, facts["now"])
    if event.verb == events.TASK_MOVED:
        return placing.put_back(task, before, now=facts["now"])
    if event.verb in STATE_VERBS or facts.get("field") == "state":
        return progress.put_back(task, before, now=facts.get("now", facts.get("state")), at=at)
    return hands.give_back(task, before, now=facts.get("now", facts.get("member")))
