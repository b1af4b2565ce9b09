"""Which cases a list shows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from rapport.cases.models import Breach, Case
from rapport.cases.models.case import CaseQuerySet
from rapport.lib.reader import Reader


def narrowed(reader: Reader, chosen: Mapping[str, Any], *, at: datetime) -> CaseQuerySet:
    """Cases this reader sees, narrowed by the filters of the list, what is due next first."""
    rows = _shown(Case.objects.visible_to(reader).live(), chosen.get("show", ""), reader, at)
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("priority"):
        rows = rows.filter(priority=chosen["priority"])
    if chosen.get("client"):
        rows = rows.filter(client__key=chosen["client"])
    if chosen.get("project"):
        rows = rows.filter(project__key=chosen["project"])
    return rows.select_related(
        "client", "project", "reporter", "conversation__assignee__user"
    )  # fmt: skip


def _shown(rows: CaseQuerySet, show: str, reader: Reader, at: datetime) -> CaseQuerySet:
    if show == "closed":
        return rows.exclude(closed_at=None).order_by("-closed_at", "-number")
    if show == "late":
        return rows.breached(at).by_next_due()
    if show == "waiting":
        return rows.open().exclude(paused_since=None).by_next_due()
    if show == "unexplained":
        missed = Breach.objects.filter(case=OuterRef("pk"), reason="")
        return rows.filter(Exists(missed)).order_by("-opened_at", "-number")
    if show == "mine":
        return rows.open().filter(conversation__assignee=reader.member_id).by_next_due()
    return rows.open().by_next_due()
