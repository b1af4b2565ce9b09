"""The seals of baselines: a chain in each project, witnessed by the workspace's stream."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from rapport.events.models import Event
from rapport.planning.events import BASELINE_TAKEN
from rapport.planning.models import Baseline
from rapport.planning.queries.kept_rows import KeptRow, kept_rows
from rapport.projects.models import Project

GENESIS = "0" * 64


def digest(baseline: Baseline, rows: Iterable[KeptRow]) -> str:
    """SHA-256 over whose baseline it is, who took it and when, the one before, and every row."""
    head = [
        baseline.project_id, baseline.number, _moment(baseline.taken_at), baseline.taken_by_id,
        baseline.tasks, _moment(baseline.finish), baseline.previous_digest,
    ]  # fmt: skip
    lines = [json.dumps(head, separators=(",", ":"))]
    lines += [
        f"{row.task_number},{_moment(row.start)},{_moment(row.finish)},{row.duration_minutes},"
        f"{row.work_minutes},{row.percent}"
        for row in rows
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def last_digest(project: Project) -> str:
    """The end of a project's chain; what lies in the bin is part of it."""
    newest = Baseline.objects.filter(project=project).newest_first()
    return newest.values_list("digest", flat=True).first() or GENESIS


def holding(project: Project, baselines: Collection[Baseline]) -> set[int]:
    """The ids of the baselines whose seal holds, recomputed from their rows: two queries.

    The stream is asked for the digests, so that one that was let go from the bin breaks nothing
    and one that was rewritten together with its digest is found all the same.
    """
    told = dict(_told(project))
    kept = kept_rows(baselines)
    return {
        baseline.pk
        for baseline in baselines
        if baseline.digest == told.get(baseline.number) == digest(baseline, kept[baseline.pk])
        and baseline.previous_digest == told.get(baseline.number - 1, GENESIS)
    }


def _told(project: Project) -> Iterable[tuple[int, str]]:
    """The number and the digest of every baseline that was ever taken of a project."""
    events = Event.objects.in_workspace(project.workspace_id).filter(
        verb=BASELINE_TAKEN, project_id=project.pk
    )
    for facts in events.values_list("facts", flat=True):
        yield facts["number"], facts["digest"]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
