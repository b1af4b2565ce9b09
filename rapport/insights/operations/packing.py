"""Keep each day's facts in one row: what changes marks its day, and marked days are packed anew."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Length

from rapport.insights.models import ConversationFact, PackedDay
from rapport.insights.models.packed import STALE
from rapport.insights.queries import packed
from rapport.workspaces.models import Workspace


def mark(workspace: Workspace, days: Collection[int]) -> None:
    """Facts of these days have changed; in the transaction of what changed them."""
    PackedDay.objects.bulk_create(
        [PackedDay(workspace=workspace, day=day, layout=STALE) for day in sorted(days)],
        update_conflicts=True,
        unique_fields=["workspace", "day"],
        update_fields=["layout"],
    )


def pack() -> int:
    """Pack what is marked or of an older layout in the open workspace; returns how many days."""
    days = list(
        PackedDay.objects.exclude(layout=packed.LAYOUT)
        .order_by("-day")
        .values_list("day", flat=True)
    )
    for day in days:
        _pack(day)
    return len(days)


def mark_wrong(workspace: Workspace) -> int:
    """Mark the packed days that have more or fewer facts by now: what is deleted for good takes its
    fact along and says nothing. Returns how many there were."""
    facts = ConversationFact.objects.order_by().values("day").annotate(n=Count("pk"))
    there = dict(facts.values_list("day", "n"))
    rows = PackedDay.objects.filter(layout=packed.LAYOUT).annotate(size=Length("columns"))
    sizes = rows.values_list("day", "size")
    wrong = {day for day, size in sizes if size != there.get(day, 0) * packed.ROW.itemsize}
    mark(workspace, wrong)
    return len(wrong)


@transaction.atomic
def _pack(day: int) -> None:
    """Whoever marks it meanwhile waits, and marks what was packed."""
    row = PackedDay.objects.select_for_update().filter(day=day).first()
    if row is None:
        return
    _seconds, rows = packed.of_days(ConversationFact.objects.all(), [day])
    if not len(rows):
        row.delete()
        return
    PackedDay.objects.filter(pk=row.pk).update(layout=packed.LAYOUT, columns=rows.tobytes())
