"""Take a plan from outside into a project: new tasks, changed ones, links; nothing twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from rapport.projects.models import Dependency, Helper, Project, Task
from rapport.projects.operations import placing
from rapport.projects.operations.dependencies import lag_values
from rapport.projects.outline import Outline
from rapport.projects.queries.incoming import FIELDS, Difference, IncomingLink, IncomingTask
from rapport.workspaces.operations.numbers import next_number

BATCH = 200


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How much came in. `ids` are the tasks of the file by their uid."""

    ids: Mapping[str, int]
    touched: frozenset[int]
    new: frozenset[int]
    created: int
    changed: int
    unchanged: int
    missing: int
    links_created: int
    links_changed: int

    @property
    def anything(self) -> bool:
        """Whether the project is another one now."""
        return bool(self.created or self.changed or self.links_created or self.links_changed)


@transaction.atomic
def take_in(
    project: Project, tasks: list[IncomingTask], found: Difference, *, at: datetime
) -> TakenIn:
    """Apply what differs. The caller publishes what this was: it is one act of a larger one."""
    by_uid = {uid: task.pk for uid, task in found.known.items()}
    by_uid |= _create(project, found.new, at=at)
    for pk, values in found.changed.items():
        Task.objects.filter(pk=pk).update(**values)
    if found.new or found.moved:
        _arrange(project, tasks, found, by_uid)
    _man(project, found, by_uid)
    _link(project, found, by_uid)
    touched = set(found.changed) | {by_uid[task.uid] for task in (*found.moved, *found.manned)}
    taken = TakenIn(
        ids={task.uid: by_uid[task.uid] for task in tasks},
        touched=frozenset(touched),
        new=frozenset(by_uid[task.uid] for task in found.new),
        created=len(found.new),
        changed=len(touched),
        unchanged=found.unchanged,
        missing=found.missing,
        links_created=len(found.new_links),
        links_changed=len(found.changed_links),
    )
    if taken.anything:
        rows = Project.objects.filter(pk=project.pk)
        rows.update(plan_revision=F("plan_revision") + 1)
    return taken


def _create(project: Project, tasks: Sequence[IncomingTask], *, at: datetime) -> dict[str, int]:
    if not tasks:
        return {}
    series = f"task:{project.pk}"
    first = next_number(project.workspace, series, count=len(tasks))
    made = Task.objects.bulk_create(
        (
            Task(
                workspace_id=project.workspace_id,
                project=project,
                number=number,
                imported_uid=task.uid,
                created_at=at,
                **{name: task.values[name] for name in FIELDS if name in task.values},
            )
            for number, task in enumerate(tasks, first)
        ),
        batch_size=BATCH,
    )
    return {task.imported_uid: task.pk for task in made}


def _arrange(
    project: Project, tasks: list[IncomingTask], found: Difference, by_uid: Mapping[str, int]
) -> None:
    """Put new and moved tasks where the file has them: after the sibling before them there."""
    rows = Task.objects.filter(project=project).order_by("position", "pk")
    held = list(rows.values_list("pk", "parent_id"))
    places = [
        (by_uid[task.uid], by_uid.get(task.parent) if task.parent else None) for task in tasks
    ]
    if len(held) == len(found.new):
        placing.arrange(project, Outline(places), dict(places))
        return
    outline = Outline(held)
    astray = {by_uid[task.uid] for task in (*found.new, *found.moved)}
    last: dict[int | None, int] = {}
    for pk, parent in places:
        if pk in astray:
            siblings = outline.children(parent)
            outline.move(pk, parent, last.get(parent, siblings[-1] if siblings else None))
        last[parent] = pk
    moved = {pk: parent for pk, parent in places if pk in astray}
    placing.arrange(project, outline, moved)


def _man(project: Project, found: Difference, by_uid: Mapping[str, int]) -> None:
    """Put those on the tasks whom the file has there."""
    Helper.objects.filter(task__in=[by_uid[task.uid] for task in found.manned]).delete()
    Helper.objects.bulk_create(
        (
            Helper(
                workspace_id=project.workspace_id, task_id=by_uid[task.uid],
                member_id=helper.member, name=helper.name, percent=helper.percent,
            )
            for task in (*found.new, *found.manned)
            for helper in task.helpers or ()
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _link(project: Project, found: Difference, by_uid: Mapping[str, int]) -> None:
    Dependency.objects.bulk_create(
        (_dependency(project, link, by_uid) for link in found.new_links), batch_size=BATCH
    )
    for pk, link in found.changed_links.items():
        Dependency.objects.filter(pk=pk).update(kind=link.kind, **lag_values(link.lag))


def _dependency(project: Project, link: IncomingLink, by_uid: Mapping[str, int]) -> Dependency:
    return Dependency(
        workspace_id=project.workspace_id,
        project=project,
        predecessor_id=by_uid[link.predecessor],
        successor_id=by_uid[link.successor],
        kind=link.kind,
        **lag_values(link.lag),
    )
