"""Count how often clients write."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from rapport.clients.models import Client
from rapport.engine.rhythm import rhythm
from rapport.insights.models import ClientRhythm, ConversationFact
from rapport.workspaces.models import Workspace

LOOKS_BACK = timedelta(days=365)


@transaction.atomic
def count(workspace: Workspace, *, at: datetime) -> int:
    """All clients of the workspace, from the last year; returns of how many a rhythm is known.

    The days are those on which they began a conversation or last wrote in one.
    """
    found = [
        ClientRhythm(
            workspace=workspace, client_id=client, last_on=known.last, gaps=known.gaps,
            usual_days=known.usual,
            silent_from=known.last + timedelta(days=known.alarm + 1),
        )
        for client, days in _days(workspace, at).items()
        if (known := rhythm(days))
    ]  # fmt: skip
    ClientRhythm.objects.exclude(client__in=[row.client_id for row in found]).delete()
    ClientRhythm.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["client"],
        update_fields=["last_on", "gaps", "usual_days", "silent_from"],
    )
    return len(found)


def _days(workspace: Workspace, at: datetime) -> dict[int, set[date]]:
    zone = ZoneInfo(workspace.time_zone)
    days: dict[int, set[date]] = defaultdict(set)
    rows = ConversationFact.objects.filter(
        last_in_at__gt=at - LOOKS_BACK, conversation__client__in=Client.objects.live()
    )
    for client, began, last in rows.values_list(
        "conversation__client", "began_at", "last_in_at"
    ).iterator():
        days[client].update(moment.astimezone(zone).date() for moment in (began, last))
    return days
