"""Give out running numbers without gaps or doubles."""

from django.db import transaction
from django.db.models import F

from rapport.workspaces.models import RunningNumber, Workspace


@transaction.atomic
def next_number(workspace: Workspace, series: str, *, count: int = 1) -> int:
    """Reserve `count` numbers of a series; returns the first. Held until the transaction ends."""
    RunningNumber.objects.get_or_create(workspace_id=workspace.pk, series=series)
    row = RunningNumber.objects.filter(workspace_id=workspace.pk, series=series)
    row.update(last=F("last") + count)
    return row.get().last - count + 1
