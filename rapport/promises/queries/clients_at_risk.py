"""Which clients we promised something that is overdue, or will be."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import ngettext

from rapport.clients.models import Client
from rapport.clients.signals import Look, Mark
from rapport.promises import forecasts
from rapport.promises.models import Promise


def pressing(look: Look) -> QuerySet[Any]:
    """Clients with a promise at risk, the one due first first."""
    rows = Promise.objects.visible_to(look.reader)
    risky = forecasts.at_risk(rows, look.workspace, today=look.today)
    found: QuerySet[Any] = risky.values("client").annotate(felt=Min("due_on")).order_by()
    return found


def marks(clients: Sequence[Client], look: Look) -> Mapping[int, Mark]:
    """How many are overdue, else how many will slip."""
    found = pressing(look).filter(client__in=[client.pk for client in clients])
    late = Count("pk", filter=Q(due_on__lt=look.today))
    return {
        row["client"]: Mark(_said(row["n"], row["late"]), "bad")
        for row in found.annotate(n=Count("pk"), late=late)
    }


def _said(count: int, late: int) -> str:
    if late:
        said = ngettext("%(n)s promise overdue", "%(n)s promises overdue", late)
        return said % {"n": late}
    return ngettext("%(n)s promise will slip", "%(n)s promises will slip", count) % {"n": count}
