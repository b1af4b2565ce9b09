"""Tasks of a plan file that went to another project since they came in here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapport.projects.models import FormerPlace, Project, Task
from rapport.projects.queries.incoming import IncomingLink, IncomingTask
from rapport.projects.queries.marks import name_of


@dataclass(frozen=True, slots=True)
class Staying:
    """What of a file concerns the project itself; `gone` are the tasks that are elsewhere now."""

    tasks: list[IncomingTask]
    links: list[IncomingLink]
    gone: list[Task]


def staying(
    project: Project, tasks: Sequence[IncomingTask], links: Sequence[IncomingLink]
) -> Staying:
    """Leave out what went to another project, and the links to it: it is planned there. What the
    file has under such a task stands under the nearest that is still here."""
    gone = _gone(project)
    parents = {task.uid: task.parent for task in tasks}
    rest = [
        replace(task, parent=_above(task.uid, parents, gone))
        for task in tasks
        if task.uid not in gone
    ]
    held = [link for link in links if not {link.predecessor, link.successor} & gone.keys()]
    return Staying(rest, held, [gone[task.uid] for task in tasks if task.uid in gone])


def _gone(project: Project) -> dict[str, Task]:
    here = Task.objects.filter(project=project).exclude(imported_uid="")
    known = set(here.values_list("imported_uid", flat=True))
    places = FormerPlace.objects.filter(project=project).exclude(task__project=project)
    listed = list(places.select_related("task__project").order_by("pk"))
    named = {name_of(project, place.number): place.task for place in listed}
    came = {place.imported_uid: place.task for place in listed if place.imported_uid}
    return named | {uid: task for uid, task in came.items() if uid not in known}


def _above(uid: str, parents: Mapping[str, str | None], gone: Mapping[str, Task]) -> str | None:
    parent = parents.get(uid)
    seen = {uid}
    while parent is not None and parent in gone and parent not in seen:
        seen.add(parent)
        parent = parents.get(parent)
    return parent
