"""The ways to do the tasks of a project, as promise dates and costs reckon with them."""

from collections.abc import Collection

from rapport.planning.offers import Offer
from rapport.portfolio.models import Way
from rapport.projects.models import Project


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
