"""Records follow tasks, and merged projects, to another project."""

from django.db.models import F, Q

from rapport.events.actor import SYSTEM
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.projects import companions, events
from rapport.projects.companions import Companion, kind_of
from rapport.projects.models import Dependency, Project, Task


def with_tasks(event: Event) -> None:
    """After `tasks.left`: records of tasks that went go along. What hangs on several may have gone
    with the last of them: it is noted, and with `undone` it comes back."""
    for companion in companions.known():
        if companion.wholly and event.facts.get("undone"):
            _come_back(companion, event)
        _go_along(companion, event)


def _come_back(companion: Companion, event: Event) -> None:
    """With any of its tasks comes what went when these left."""
    went, rows = event.facts["to"], companion.model._default_manager
    noted = _noted(event, went, kind_of(companion.model))
    gone = rows.filter(pk__in=noted, project=event.project_id)
    companion.hang(gone, _tasks_of(went)).update(project=went)


def _go_along(companion: Companion, event: Event) -> None:
    """Asking twice changes nothing."""
    went, rows = event.facts["to"], companion.model._default_manager
    going = companion.going(rows.filter(project=event.project_id), _tasks_of(went))
    if companion.wholly is None:
        going.update(project=went)
    elif ids := list(going.values_list("pk", flat=True)):
        rows.filter(pk__in=ids).update(project=went)
        _note(event, kind_of(companion.model), ids)


def _tasks_of(project: int) -> companions.Tasks:
    return Task.objects.filter(project=project).values("pk")


def gather_stragglers(event: Event) -> None:
    """What somebody else was writing in the very moment of `tasks.left` did not know of it: records
    go along now, and links between the two projects are gone."""
    for companion in companions.known():
        _go_along(companion, event)
    both = (event.project_id, event.facts["to"])
    rows = Dependency.objects.filter(project__in=both)
    astray = ~Q(predecessor__project=F("project")) | ~Q(successor__project=F("project"))
    Dependency.objects.filter(
        pk__in=list(rows.filter(astray).values_list("pk", flat=True))
    ).delete()


def with_project(event: Event) -> None:
    """After `project.merged`: some go along, and which is noted; with `undone` these come back."""
    for belonging in companions.belongings():
        _join(belonging, event)


def _join(belonging: companions.Belonging, event: Event) -> None:
    rows = belonging.model._default_manager
    went, here = event.facts["to"], event.project_id or 0
    if event.facts.get("undone"):
        ids = _noted(event, here, belonging.kind)
        rows.filter(pk__in=ids, project=went).update(project=here)
        return
    ids = list(belonging.goes(belonging.of(here)).values_list("pk", flat=True))
    if ids:
        rows.filter(pk__in=ids).update(project=went)
        _note(event, belonging.kind, ids)


def _note(event: Event, kind: str, ids: list[int]) -> None:
    facts = {"kind": kind, "ids": ids, "act": event.pk}
    subject = Project.objects.get(pk=event.project_id)
    publish(events.RECORDS_FOLLOWED, subject=subject, by=SYSTEM, at=event.at, facts=facts)


def _noted(event: Event, project: int, kind: str) -> list[int]:
    """What followed out of a project by the act that this one takes back."""
    act = event.facts["undone"]
    told = Event.objects.in_workspace(event.workspace_id).filter(
        project_id=project, pk__gt=act, verb=events.RECORDS_FOLLOWED
    )
    return [
        pk
        for note in told
        if (note.facts["act"], note.facts["kind"]) == (act, kind)
        for pk in note.facts["ids"]
    ]
