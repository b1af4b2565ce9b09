"""What hangs on tasks and goes along with them to another project: each app names its own.

An app registers each of its kinds of records, and mends them in an inline listener of
`tasks.left`: what has a task belongs to the project of the task.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import models

from rapport.events.models import Event
from rapport.projects.models import Task


@dataclass(frozen=True, slots=True)
class Companion:
    """A kind of record with a `task` and a `project`; `said` tells how many of them there are.

    What `is_clients` was said to a client or by one: it never goes to a project of another.
    """

    order: int
    model: type[models.Model]
    said: Callable[[int], str]
    is_clients: bool = False

    def of(self, tasks: Sequence[int]) -> models.QuerySet[models.Model]:
        """Those that hang on these tasks."""
        return self.model._default_manager.filter(task__in=tasks)


_companions: dict[str, Companion] = {}


def register(companion: Companion) -> None:
    """Add a kind; once is enough."""
    _companions[companion.model._meta.label] = companion


def known() -> Iterator[Companion]:
    """All kinds, in their order."""
    return iter(sorted(_companions.values(), key=lambda one: one.order))


def follow(model: type[models.Model], event: Event) -> None:
    """After `tasks.left`: records of tasks that went go along. Asking twice changes nothing."""
    went, here = event.facts["to"], event.project_id
    there = Task.objects.filter(project=went).values("pk")
    model._default_manager.filter(project=here, task__in=there).update(project=went)
