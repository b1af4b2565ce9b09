"""Where a task stands in the outline: move it, indent it, outdent it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.projects import events
from rapport.projects.models import Project, Task
from rapport.projects.operations.acts import told
from rapport.projects.outline import Outline
from rapport.projects.queries.outlines import outline_of

PARENT = "UPDATE projects_task SET parent_id = %s WHERE id = %s"
PLACE = "UPDATE projects_task SET position = %s WHERE id = %s"


class NoPlace(Refused):
    """The task cannot stand there."""


def insert(task: Task, *, parent: Task | None, after: Task | None) -> None:
    """Give a new task its place: after a sibling, else last under its parent."""
    outline = _locked(task.project)
    siblings = [pk for pk in outline.children(parent.pk if parent else None) if pk != task.pk]
    last = siblings[-1] if siblings else None
    _put(task, outline, parent.pk if parent else None, after.pk if after else last)


@transaction.atomic
def move(task: Task, parent: Task | None, after: Task | None, *, by: Acts, at: datetime) -> None:
    """Put a task under a parent (none: at the top), after a sibling (none: first)."""
    _move(task, _locked(task.project), _pk(parent), _pk(after), by=by, at=at)


@transaction.atomic
def indent(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Put a task under the one above it."""
    outline = _locked(task.project)
    siblings = outline.children(outline.parent(task.pk))
    above = _live(siblings[: siblings.index(task.pk)])
    if not above:
        raise NoPlace(_("There is no task above “%(name)s” to put it under.") % {"name": task.name})
    children = outline.children(above[-1])
    return _move(task, outline, above[-1], children[-1] if children else None, by=by, at=at)


@transaction.atomic
def outdent(task: Task, *, by: Acts, at: datetime) -> int | None:
    """Take a task out from under its parent; it comes next after it."""
    outline = _locked(task.project)
    parent = outline.parent(task.pk)
    if parent is None:
        raise NoPlace(_("“%(name)s” stands at the top already.") % {"name": task.name})
    return _move(task, outline, outline.parent(parent), parent, by=by, at=at)


@transaction.atomic
def step(task: Task, *, by_rows: int, by: Acts, at: datetime) -> int | None:
    """Move a task, with all under it, before the sibling above it (-1) or after the next (1)."""
    outline = _locked(task.project)
    parent = outline.parent(task.pk)
    siblings = _live(outline.children(parent))
    here = siblings.index(task.pk)
    there = here + by_rows
    if not 0 <= there < len(siblings):
        raise NoPlace(_("“%(name)s” is at the end of its level.") % {"name": task.name})
    after = siblings[there] if by_rows > 0 else siblings[there - 1] if there else None
    return _move(task, outline, parent, after, by=by, at=at)


def put_back(task: Task, was: list[int | None], *, now: list[int | None]) -> bool:
    """Undo a move, unless the task has been moved again since."""
    outline = _locked(task.project)
    if place_in(outline, task.pk) != now or (was[0] is not None and not _live([was[0]])):
        return False
    return _put(task, outline, *was)


def insert_last(project: Project, made: Sequence[Task]) -> None:
    """Give new tasks their places: the last ones of the plan, at the top of the outline."""
    outline = _locked(project)
    new = {task.pk for task in made}
    old = [pk for pk in outline.order() if pk not in new]
    renumber(project, [*old, *(task.pk for task in made)])


def _live(pks: Sequence[int]) -> list[int]:
    live = set(Task.objects.live().filter(pk__in=pks).values_list("pk", flat=True))
    return [pk for pk in pks if pk in live]


def place_in(outline: Outline, pk: int) -> list[int | None]:
    """Under whom a task stands, and after which sibling."""
    parent = outline.parent(pk)
    siblings = outline.children(parent)
    here = siblings.index(pk)
    return [parent, siblings[here - 1] if here else None]


def family(task: Task) -> list[int]:
    """The ids of a task and of all under it."""
    return outline_of(task.project).family(task.pk)


def arrange(project: Project, outline: Outline, parents: Mapping[int, int | None]) -> None:
    """Give many tasks their parents and all their places at once; the caller publishes."""
    if parents:
        with connection.cursor() as cursor:
            cursor.executemany(PARENT, [(parent, pk) for pk, parent in parents.items()])
    renumber(project, outline.order())


def _pk(task: Task | None) -> int | None:
    return task.pk if task else None


def _locked(project: Project) -> Outline:
    """The outline, which nobody else changes until the transaction ends."""
    Project.objects.select_for_update().filter(pk=project.pk).values_list("pk").first()
    return outline_of(project)


def _move(
    task: Task, outline: Outline, parent: int | None, after: int | None, *, by: Acts, at: datetime
) -> int | None:
    was = place_in(outline, task.pk)
    if not _put(task, outline, parent, after):
        return None
    facts = {"parent": parent, "was": {str(task.pk): was}, "now": place_in(outline, task.pk)}
    return told(events.TASK_MOVED, task, by=by, at=at, facts=facts)


def _put(task: Task, outline: Outline, parent: int | None, after: int | None) -> bool:
    before = (task.parent_id, outline.order())
    try:
        outline.move(task.pk, parent, after)
    except ValueError as error:
        sentence = _("“%(name)s” cannot stand under itself.") % {"name": task.name}
        raise NoPlace(sentence) from error
    order = outline.order()
    Task.objects.filter(pk=task.pk).update(parent=parent)
    task.parent_id = parent
    renumber(task.project, order)
    return before != (parent, order)


def renumber(project: Project, order: list[int]) -> None:
    """Put all tasks into this order, writing only those whose place differs."""
    known = dict(Task.objects.filter(project=project).values_list("pk", "position"))
    moved = [(place, pk) for place, pk in enumerate(order, 1) if known[pk] != place]
    if moved:
        with connection.cursor() as cursor:
            cursor.executemany(PLACE, moved)
