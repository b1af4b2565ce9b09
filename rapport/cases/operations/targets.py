"""Set how soon we answer and solve."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rapport.cases import events
from rapport.cases.models import Policy, Target
from rapport.cases.queries.targets import Aim
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.workspaces.models import Workspace


@transaction.atomic
def set_targets(workspace: Workspace, aims: Mapping[int, Aim], *, by: Acts, at: datetime) -> None:
    """Set the workspace's own targets by priority. They hold for cases opened from now on."""
    write(workspace, None, aims)
    publish(events.TARGETS_SET, subject=workspace, by=by, at=at, facts=told(aims))


def write(workspace: Workspace, policy: Policy | None, aims: Mapping[int, Aim]) -> None:
    """Write the targets of a policy, or the workspace's own; an empty aim removes the row."""
    for priority, aim in aims.items():
        if policy is not None and aim.is_empty:
            Target.objects.filter(policy=policy, priority=priority).delete()
            continue
        Target.objects.update_or_create(
            workspace=workspace,
            policy=policy,
            priority=priority,
            defaults={
                "reply_minutes": aim.reply, "resolve_minutes": aim.resolve,
                "next_minutes": aim.next, "every_minutes": aim.every,
                "acknowledge_minutes": aim.acknowledge,
            },
        )  # fmt: skip


def told(aims: Mapping[int, Aim]) -> dict[str, list[int | None]]:
    """The targets as facts: first reply, solution, next reply, regular word, acknowledgement."""
    return {
        str(p): [aim.reply, aim.resolve, aim.next, aim.every, aim.acknowledge]
        for p, aim in aims.items()
    }
