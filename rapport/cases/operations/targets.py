"""Set how soon we answer and solve."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rapport.cases import events
from rapport.cases.models import Target
from rapport.cases.queries.targets import Aim
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.workspaces.models import Workspace


@transaction.atomic
def set_targets(workspace: Workspace, aims: Mapping[int, Aim], *, by: Acts, at: datetime) -> None:
    """Set the targets by priority. They hold for cases opened, or brought back, from now on."""
    for priority, aim in aims.items():
        Target.objects.update_or_create(
            workspace=workspace,
            priority=priority,
            defaults={"reply_minutes": aim.reply, "resolve_minutes": aim.resolve},
        )
    facts = {str(priority): [aim.reply, aim.resolve] for priority, aim in aims.items()}
    publish(events.TARGETS_SET, subject=workspace, by=by, at=at, facts=facts)
