"""Clients who have not written for unusually long, given their own rhythm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.insights.models import ClientRhythm
from rapport.workspaces.visible import VisibleTo

MOST = 50

SILENT = VisibleTo(
    lambda reader, today: (
        ClientRhythm.objects.visible_to(reader)
        .silent(today)
        .filter(client__binned_at=None)
        .select_related("client")
        .order_by("silent_from", "pk")[:MOST]
    )
)


@dataclass(frozen=True, slots=True)
class Silence:
    """A client, for how many days, and why that is unusual."""

    row: ClientRhythm
    days: int
    why: str


def silences(rows: Sequence[ClientRhythm] | QuerySet[ClientRhythm], today: date) -> list[Silence]:
    """In words."""
    return [_silence(row, (today - row.last_on).days) for row in rows]


def _silence(row: ClientRhythm, days: int) -> Silence:
    quiet = ngettext("nothing for %(n)s day", "nothing for %(n)s days", days) % {"n": days}
    usual = ngettext(
        "usually they write every day or every %(n)s day",
        "usually they write about every %(n)s days",
        row.usual_days,
    ) % {"n": row.usual_days}
    based = _("%(n)s gaps of the last year") % {"n": row.gaps}
    return Silence(row, days, f"{quiet} · {usual} ({based})")
