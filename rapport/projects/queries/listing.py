"""The list of projects: filtered, ordered, with how far each one is."""

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


def listed(reader: Reader, filters: Filters) -> "QuerySet[Project]":
    """Live projects that match, by client and name, with `done` and `total` tasks."""
    rows = Project.objects.visible_to(reader).live().select_related("client", "lead__user")
    if filters.text:
        text = filters.text
        rows = rows.filter(
            Q(name__icontains=text) | Q(key__iexact=text) | Q(client__name__icontains=text)
        )
    if filters.client:
        rows = rows.filter(client=filters.client)
    if filters.lead:
        rows = rows.filter(lead=filters.lead)
    if filters.state != "all":
        rows = rows.filter(state__in=[filters.state] if filters.state else OPEN)
    counted = Q(tasks__binned_at=None)
    counts: QuerySet[Project] = rows.annotate(
        total=Count("tasks", filter=counted),
        done=Count("tasks", filter=counted & Q(tasks__state=Task.State.DONE)),
    ).order_by("client__name", "name", "pk")
    return counts
