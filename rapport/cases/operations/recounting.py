"""Other hours, holidays or closed days: what is due follows."""

from datetime import datetime

from django.db import transaction

from rapport.cases.models import Case, Hours
from rapport.cases.operations import clock

AT_ONCE = 200


def recount(*, client: int | None = None, at: datetime) -> int:
    """Set anew what is due on the running cases of the open workspace, or on those of a client
    that count without its closed days; what stands still follows when it goes on. How many."""
    rows = Case.objects.open().filter(clock_from__isnull=False, paused_since=None)
    if client is not None:
        rows = rows.filter(client=client, hours__in=[Hours.THEIRS, Hours.BOTH])
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        _recount(ids[start : start + AT_ONCE], at)
    return len(ids)


@transaction.atomic
def _recount(ids: list[int], at: datetime) -> None:
    rows = Case.objects.open().filter(pk__in=ids, paused_since=None).select_related("workspace")
    for case in rows.select_for_update(of=("self",)).order_by("pk"):
        clock.aim(case, again_at=at)
        Case.objects.filter(pk=case.pk).update(**clock.values(case))
