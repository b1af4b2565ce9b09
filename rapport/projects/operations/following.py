"""Records follow tasks, and merged projects, to another project."""

from django.db.models import F, Q

from rapport.events.actor import SYSTEM
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.projects import companions, events
from rapport.projects.models import Dependency, Project, Task


def with_tasks(event: Event) -> None:
    """After `tasks.left`: records of tasks that went go along. Asking twice changes nothing."""
    went, here = event.facts["to"], event.project_id
    there = Task.objects.filter(project=went).values("pk")
    for companion in companions.known():
        rows = companion.hang(companion.model._default_manager.filter(project=here), there)
        rows.update(project=went)


def gather_stragglers(event: Event) -> None:
    """What somebody else was writing in the very moment of `tasks.left` did not know of it: records
    go along now, and links between the two projects are gone."""
    with_tasks(event)
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
    if undone := event.facts.get("undone"):
        ids = _noted(event, undone, belonging.kind)
        rows.filter(pk__in=ids, project=went).update(project=here)
        return
    ids = list(belonging.goes(belonging.of(here)).values_list("pk", flat=True))
    if ids:
        rows.filter(pk__in=ids).update(project=went)
        facts = {"kind": belonging.kind, "ids": ids, "act": event.pk}
        subject = Project.objects.get(pk=here)
        publish(events.RECORDS_FOLLOWED, subject=subject, by=SYSTEM, at=event.at, facts=facts)


def _noted(event: Event, act: int, kind: str) -> list[int]:
    told = Event.objects.in_workspace(event.workspace_id).filter(
        project_id=event.project_id, pk__gt=act, verb=events.RECORDS_FOLLOWED
    )
    return [
        pk
        for note in told
        if (note.facts["act"], note.facts["kind"]) == (act, kind)
        for pk in note.facts["ids"]
    ]
