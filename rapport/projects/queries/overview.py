"""A project at a glance."""

from dataclasses import dataclass

from django.db.models import Count, Q

from rapport.projects.models import Project, Task
from rapport.projects.models.task import TaskQuerySet

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Progress:
    """Tasks by where they are; `percent` is of those that stand at the bottom of the outline."""

    total: int
    done: int
    doing: int
    with_client: int

    @property
    def percent(self) -> int:
        """Done of all, in hundredths."""
        return round(self.done * 100 / self.total) if self.total else 0


def leaves(project: Project) -> TaskQuerySet:
    """Where the work of a project is done."""
    return Task.objects.filter(project=project).leaves()


def progress(project: Project) -> Progress:
    """How far a project is, by count."""
    state = Task.State
    counts = leaves(project).aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=state.DONE)),
        doing=Count("pk", filter=Q(state=state.DOING)),
        with_client=Count("pk", filter=Q(turn="client") & ~Q(state=state.DONE)),
    )
    return Progress(**counts)


def pressing(project: Project) -> list[Task]:
    """Open tasks with the client, or due soonest: what a lead asks about first."""
    rows = leaves(project).exclude(state=Task.State.DONE).select_related("assignee__user")
    rows = rows.filter(Q(turn="client") | Q(deadline__isnull=False) | Q(state=Task.State.DOING))
    return list(rows.order_by("deadline", "position")[:SHOWN])
