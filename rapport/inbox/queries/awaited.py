"""Which clients wait for our answer, and since when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.clients.models import Client
from rapport.clients.signals import Look, Mark
from rapport.inbox.models import Conversation
from rapport.lib.visibility import Turn
from rapport.ui import words


def pressing(look: Look) -> QuerySet[Any]:
    """Clients who wait for us, the longest first; imported history asks for nothing."""
    rows = Conversation.objects.visible_to(look.reader).waiting_on(Turn.US)
    rows = rows.filter(is_history=False, client__isnull=False)
    found: QuerySet[Any] = rows.values("client").annotate(felt=Min("turn_since")).order_by()
    return found


def marks(clients: Sequence[Client], look: Look) -> Mapping[int, Mark]:
    """How many conversations wait, and for how long the oldest does."""
    found = pressing(look).filter(client__in=[client.pk for client in clients])
    return {
        row["client"]: Mark(_said(row["n"], words.distance(row["felt"], look.at)), "warn")
        for row in found.annotate(n=Count("pk"))
    }


def _said(count: int, since: str) -> str:
    if count == 1:
        return _("Waiting for us: wrote %(since)s") % {"since": since}
    said = ngettext(
        "%(n)s conversation waits for us, the oldest %(since)s",
        "%(n)s conversations wait for us, the oldest %(since)s",
        count,
    )
    return said % {"n": count, "since": since}
