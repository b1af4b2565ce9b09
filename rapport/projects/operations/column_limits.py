"""Limit the work in progress: so many tasks in a column of the board at a time."""

from datetime import datetime

from django.db import transaction

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.projects.events import COLUMN_LIMITED
from rapport.projects.models import ColumnLimit, Project


@transaction.atomic
def limit(project: Project, state: str, most: int | None, *, by: Acts, at: datetime) -> int | None:
    """Let a column hold so many; None lifts the limit. Returns what it was before."""
    rows = ColumnLimit.objects.filter(project=project, state=state)
    was = rows.select_for_update().values_list("most", flat=True).first()
    if was == most:
        return was
    if most is None:
        rows.delete()
    else:
        ColumnLimit.objects.update_or_create(
            project=project,
            state=state,
            defaults={"most": most},
            create_defaults={"most": most, "workspace_id": project.workspace_id},
        )
    facts = {"state": state, "most": most, "was": was}
    publish(COLUMN_LIMITED, subject=project, by=by, at=at, facts=facts)
    return was
