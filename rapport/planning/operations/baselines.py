"""Keep a plan as it stands, to be measured by later."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.engine.plan import PlanError
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.events import BASELINE_RENAMED, BASELINE_TAKEN
from rapport.planning.models import Baseline, BaselineRow, PlanState
from rapport.planning.operations.scheduling import reschedule
from rapport.planning.queries.baseline_seals import digest, last_digest
from rapport.planning.queries.kept_rows import KeptRow, kept_rows, rows_now
from rapport.projects.models import Project
from rapport.workspaces.operations import bin
from rapport.workspaces.operations.numbers import next_number

BATCH = 1_000


class NothingToKeep(Refused):
    """The plan has no task with dates."""


@transaction.atomic
def take(project: Project, name: str, *, by: Acts, at: datetime) -> Baseline:
    """Keep the plan as it stands. The same plan by the same name is kept once.

    Raises `NothingToKeep` when there is no task with dates.
    """
    return keep(project, name, dated_rows(project, at=at), by=by, at=at)


def dated_rows(project: Project, *, at: datetime) -> list[KeptRow]:
    """The plan as it stands; a long one that waits for the worker is dated first."""
    revision = Project.objects.filter(pk=project.pk).values("plan_revision")
    if not PlanState.objects.filter(project=project, revision__in=revision).exists():
        with suppress(PlanError), transaction.atomic():
            reschedule(project, at=at)
    return rows_now(project)


@transaction.atomic
def keep(
    project: Project, name: str, rows: Sequence[KeptRow], *, by: Acts, at: datetime
) -> Baseline:
    """Keep these rows, which the plan had a moment ago, as the project's newest baseline."""
    if not rows:
        sentence = _("There is nothing to keep yet: the plan has no task with dates.")
        raise NothingToKeep(sentence)
    # Held first: it keeps two baselines from following the same predecessor.
    Project.objects.select_for_update().get(pk=project.pk)
    rows_before = Baseline.objects.filter(project=project).newest_first()
    newest: Baseline | None = rows_before.first()
    if newest is not None and _is_as(newest, name, rows):
        return newest
    made = _written(project, name, rows, by=by, at=at)
    facts = {
        "number": made.number,
        "tasks": made.tasks,
        "finish": made.finish.isoformat(),
        "digest": made.digest,
    }
    publish(BASELINE_TAKEN, subject=made, by=by, at=at, facts=facts)
    return made


@transaction.atomic
def rename(baseline: Baseline, name: str, *, by: Acts, at: datetime) -> None:
    """Call a baseline otherwise; its seal does not cover the name."""
    if Baseline.objects.filter(pk=baseline.pk).exclude(name=name).update(name=name):
        baseline.name = name
        facts = {"number": baseline.number}
        publish(BASELINE_RENAMED, subject=baseline, by=by, at=at, facts=facts)


def discard(baseline: Baseline, *, by: Acts, at: datetime) -> None:
    """Move a baseline to the bin. The chain goes on behind it."""
    bin.put(baseline, by=by, at=at)


def _is_as(newest: Baseline, name: str, rows: Sequence[KeptRow]) -> bool:
    if newest.binned_at is not None or newest.name != name:
        return False
    return kept_rows([newest])[newest.pk] == list(rows)


def _written(
    project: Project, name: str, rows: Sequence[KeptRow], *, by: Acts, at: datetime
) -> Baseline:
    made = Baseline(
        workspace_id=project.workspace_id,
        project=project,
        number=next_number(project.workspace, f"baseline:{project.pk}"),
        name=name,
        taken_at=at.astimezone(UTC),
        taken_by_id=by.pk if by.actor_kind == "member" else None,
        tasks=len(rows),
        finish=max(row.finish for row in rows),
        previous_digest=last_digest(project),
    )
    made.digest = digest(made, rows)
    made.save(force_insert=True)
    owned = {"workspace_id": project.workspace_id, "baseline_id": made.pk}
    BaselineRow.objects.bulk_create(
        (BaselineRow(**owned, **row._asdict()) for row in rows), batch_size=BATCH
    )
    return made
