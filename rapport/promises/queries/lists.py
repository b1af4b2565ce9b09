"""Which promises a list shows, and in which order."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from rapport.lib.reader import Reader
from rapport.promises import forecasts
from rapport.promises.models import Promise
from rapport.promises.models.promise import PromiseQuerySet
from rapport.workspaces.models import Workspace

STATES = {
    "kept": [Promise.State.KEPT, Promise.State.LATE],
    "broken": [Promise.State.BROKEN],
}


A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; keys of a client and a project, empty for all of them."""

    show: str = "open"
    client: str = ""
    project: str = ""


def narrowed(
    reader: Reader, filters: Filters, workspace: Workspace, *, today: date
) -> PromiseQuerySet:
    """Live promises this reader sees, by state, client key and project key."""
    rows: PromiseQuerySet = Promise.objects.visible_to(reader).live()
    if filters.client:
        rows = rows.filter(client__key=filters.client)
    if filters.project:
        rows = rows.filter(project__key=filters.project)
    if filters.show == "open":
        return rows.open()
    if filters.show == "risk":
        return forecasts.at_risk(rows, workspace, today=today)
    if filters.show == "soon":
        return rows.open().filter(due_on__range=(today, today + A_WEEK))
    if filters.show == "overdue":
        return rows.overdue(today)
    return rows.filter(state__in=STATES[filters.show]) if filters.show in STATES else rows


def listed(rows: PromiseQuerySet, *, newest_first: bool = False) -> QuerySet[Promise]:
    """With what a row shows; what is due first stands first."""
    order = ("-due_on", "-number") if newest_first else ("due_on", "number")
    joined = rows.select_related("client", "project", "contact", "made_by__user",
                                 "message__conversation")  # fmt: skip
    return joined.order_by(*order)
