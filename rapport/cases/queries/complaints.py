"""Which clients have an open complaint."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import ngettext

from rapport.cases.models import Case
from rapport.clients.models import Client
from rapport.clients.signals import Look, Mark
from rapport.ui import words


def pressing(look: Look) -> QuerySet[Any]:
    """Clients with an open complaint, the oldest first."""
    rows = Case.objects.visible_to(look.reader).open()
    rows = rows.filter(kind=Case.Kind.COMPLAINT, client__isnull=False)
    found: QuerySet[Any] = rows.values("client").annotate(felt=Min("opened_at")).order_by()
    return found


def marks(clients: Sequence[Client], look: Look) -> Mapping[int, Mark]:
    """How many, and since when."""
    found = pressing(look).filter(client__in=[client.pk for client in clients])
    return {
        row["client"]: Mark(_said(row["n"], words.day(row["felt"], look.today)), "bad")
        for row in found.annotate(n=Count("pk"))
    }


def _said(count: int, since: str) -> str:
    said = ngettext("Complaint, %(since)s", "%(n)s complaints, the first %(since)s", count)
    return said % {"n": count, "since": since}
