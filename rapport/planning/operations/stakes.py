"""What is at stake beside the plan has changed: its outlook is not that of today any more."""

from django.db import transaction
from django.db.models import F

from rapport.planning.models import PlanStakes


@transaction.atomic
def changed(project_id: int, *, workspace_id: int) -> None:
    """Begin another round; the dates of the plan stay as they are."""
    PlanStakes.objects.get_or_create(project_id=project_id, workspace_id=workspace_id)
    PlanStakes.objects.filter(project=project_id).update(round=F("round") + 1)
