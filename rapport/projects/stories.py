"""What the client's timeline tells of projects and tasks."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.projects import events as verbs
from rapport.projects.models import Project, Task
from rapport.workspaces.models import Workspace

TASKS = {
    verbs.TASK_COMPLETED: gettext_lazy("“%(name)s” is done"),
    verbs.TASK_REOPENED: gettext_lazy("“%(name)s” was taken up again"),
}
STATES = {
    Project.State.PLANNED: gettext_lazy("%(name)s is planned"),
    Project.State.ACTIVE: gettext_lazy("%(name)s is under way"),
    Project.State.PAUSED: gettext_lazy("%(name)s is paused"),
    Project.State.DONE: gettext_lazy("%(name)s is finished"),
}

BEGAN = gettext_lazy("%(name)s began")
MERGED = {
    "merged": gettext_lazy("%(name)s has gone into another project"),
    "parted": gettext_lazy("%(name)s stands by itself again"),
}


@tells(verbs.PROJECT_CREATED, verbs.PROJECT_STATE_CHANGED, verbs.PROJECT_MERGED)
def project_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """Projects that began, paused or ended."""
    ids = {event.subject_id for event in events}
    found = {row.pk: row for row in Project.objects.visible_to(reader).live().filter(pk__in=ids)}
    slug, lines = _slug(reader), {}
    for event in events:
        project = found.get(event.subject_id)
        if project:
            said = MERGED.get(_which(event), STATES.get(event.facts.get("state", ""), BEGAN))
            url = reverse("projects.project", kwargs={"slug": slug, "key": project.key})
            lines[event.pk] = Line(said % {"name": project.name}, url=url, icon="projects")
    return lines


@tells(*TASKS, verbs.TASK_TURN_CHANGED)
def task_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """Tasks that were done, or went over to the client and back."""
    ids = {event.subject_id for event in events}
    rows = Task.objects.visible_to(reader).live().filter(pk__in=ids).select_related("project")
    found, slug, lines = {task.pk: task for task in rows}, _slug(reader), {}
    for event in events:
        task = found.get(event.subject_id)
        said = TASKS.get(event.verb) or _turned(event.facts.get("turn", ""))
        if task and said:
            names = {"slug": slug, "key": task.project.key, "number": task.number}
            url = reverse("projects.task", kwargs=names)
            lines[event.pk] = Line(said % {"name": task.name}, url=url, icon="task")
    return lines


def _which(event: Event) -> str:
    if event.verb != verbs.PROJECT_MERGED:
        return ""
    return "parted" if "undone" in event.facts else "merged"


def _turned(turn: str) -> str:
    return {
        "client": _("“%(name)s” waits for the client"),
        "us": _("“%(name)s” is back with us"),
    }.get(turn, "")


def _slug(reader: Reader) -> str:
    return Workspace.objects.values_list("slug", flat=True).get(pk=reader.workspace_id)
