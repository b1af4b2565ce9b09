"""The list of projects: filtered, ordered, with how far each one is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from rapport.lib.reader import Reader
from rapport.projects.models import Project, Task

OPEN = (Project.State.PLANNED, Project.State.ACTIVE, Project.State.PAUSED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show. `state` is one of the states, `all`, or empty for those not done."""

    text: str = ""
    client: int | None = None
    lead: int | None = None
    state: str = ""
    # By its number.
    programme: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A project with how many of its tasks are done, of how many."""

    project: Project
    done: int
    total: int


def listed(reader: Reader, filters: Filters) -> "QuerySet[Project]":
    """Live projects that match, by client and name."""
    rows = (
        Project.objects.visible_to(reader)
        .live()
        .select_related("workspace", "client", "lead__user")
    )
    if filters.text:
        text = filters.text
        rows = rows.filter(
            Q(name__icontains=text) | Q(key__iexact=text) | Q(client__name__icontains=text)
        )
    if filters.client:
        rows = rows.filter(client=filters.client)
    if filters.lead:
        rows = rows.filter(lead=filters.lead)
    if filters.programme:
        rows = rows.filter(programme__number=filters.programme, programme__binned_at=None)
    if filters.state != "all":
        rows = rows.filter(state__in=[filters.state] if filters.state else OPEN)
    ordered: QuerySet[Project] = rows.order_by("client__name", "name", "pk")
    return ordered


def counted(projects: Iterable[Project]) -> list[Listed]:
    """These projects with their tasks counted, parts and not their sums, in one query."""
    found = list(projects)
    counts = (
        Task.objects.filter(project__in=[project.pk for project in found])
        .leaves()
        .values("project")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(state=Task.State.DONE)))
    )
    by_project = {row["project"]: (row["done"], row["total"]) for row in counts}
    return [Listed(project, *by_project.get(project.pk, (0, 0))) for project in found]
