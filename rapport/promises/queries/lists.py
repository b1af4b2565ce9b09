"""Which promises a list shows, and in which order."""

from datetime import date

from django.db.models import QuerySet

from rapport.lib.reader import Reader
from rapport.promises.models import Promise
from rapport.promises.models.promise import PromiseQuerySet

STATES = {
    "kept": [Promise.State.KEPT, Promise.State.LATE],
    "broken": [Promise.State.BROKEN],
}


def narrowed(
    reader: Reader, *, show: str, client: str, project: str, today: date
) -> PromiseQuerySet:
    """Live promises this reader sees, by state, client key and project key."""
    rows: PromiseQuerySet = Promise.objects.visible_to(reader).live()
    if show == "open":
        rows = rows.open()
    elif show == "overdue":
        rows = rows.overdue(today)
    elif show in STATES:
        rows = rows.filter(state__in=STATES[show])
    if client:
        rows = rows.filter(client__key=client)
    if project:
        rows = rows.filter(project__key=project)
    return rows


def listed(rows: PromiseQuerySet, *, newest_first: bool = False) -> QuerySet[Promise]:
    """With what a row shows; what is due first stands first."""
    order = ("-due_on", "-number") if newest_first else ("due_on", "number")
    return rows.select_related("client", "project", "contact", "made_by__user").order_by(*order)
