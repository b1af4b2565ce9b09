"""The ways to do the tasks of a project, as promise dates and costs reckon with them."""

from collections.abc import Collection
from typing import Any

from rapport.planning.offers import Offer
from rapport.portfolio.models import Way
from rapport.projects.models import Project

FIELDS = ("kind", "what", "duration_minutes", "work_minutes", "price")
BEFORE = ("duration_minutes", "work_minutes")


def offered(project: Project) -> list[Offer]:
    """All that are noted, in one query."""
    rows = Way.objects.live().filter(task__project=project, task__binned_at=None).order_by("pk")
    return [
        Offer(way.pk, way.task_id, way.duration_minutes, way.work_minutes, way.price,
              is_taken=way.taken_at is not None)
        for way in rows
    ]  # fmt: skip


def named(pks: Collection[int]) -> dict[int, str]:
    """What they are called."""
    return {way.pk: str(way) for way in Way.objects.live().filter(pk__in=pks)}


def written(project: Project) -> dict[int, list[dict[str, Any]]]:
    """All that is known of each, by task; of a taken one the ordinary duration and work as well,
    but nobody's name."""
    rows = Way.objects.live().filter(task__project=project, task__binned_at=None).order_by("pk")
    found: dict[int, list[dict[str, Any]]] = {}
    for way in rows:
        said = {name: getattr(way, name) for name in FIELDS}
        if way.was is not None:
            said["before"] = {name: way.was[name] for name in BEFORE}
        found.setdefault(way.task_id, []).append(said)
    return found
