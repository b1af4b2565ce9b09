"""What hangs on tasks and projects and goes along to another project: each app names its own.

An app registers each of its kinds of records; `operations.following` mends them in the same
transaction: after `tasks.left` what has a task belongs to the project of the task, after
`project.merged` some of what a project has belongs to the other one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

Rows = models.QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Companion:
    """A kind of record with a `task` and a `project`; `said` tells how many of them there are.

    What `is_clients` was said to a client or by one: it never goes to a project of another.
    """

    order: int
    model: type[models.Model]
    said: Callable[[int], str]
    is_clients: bool = False

    def of(self, tasks: Sequence[int]) -> Rows:
        """Those that hang on these tasks."""
        return self.model._default_manager.filter(task__in=tasks)


_companions: dict[str, Companion] = {}


def register(companion: Companion) -> None:
    """Add a kind; once is enough."""
    _companions[companion.model._meta.label] = companion


def known() -> Iterator[Companion]:
    """All kinds, in their order."""
    return iter(sorted(_companions.values(), key=lambda one: one.order))


@dataclass(frozen=True, slots=True)
class Belonging:
    """A kind of record of a project as a whole; `goes` narrows it to those that go along when
    the project is merged into another. The rest stays with the old one, which stays readable."""

    order: int
    model: type[models.Model]
    said: Callable[[int], str]
    goes: Callable[[Rows], Rows]

    @property
    def kind(self) -> str:
        """Its name in the stream."""
        return self.model._meta.label_lower

    def of(self, project: int) -> Rows:
        """All of a project, but for those that go along with its tasks anyway."""
        rows: Rows = self.model._default_manager.filter(project=project)
        return rows.filter(task=None) if self.model._meta.label in _companions else rows


_belongings: dict[str, Belonging] = {}


def belongs(belonging: Belonging) -> None:
    """Add a kind of record of projects; once is enough."""
    _belongings[belonging.kind] = belonging


def belongings() -> Iterator[Belonging]:
    """All kinds, in their order."""
    return iter(sorted(_belongings.values(), key=lambda one: one.order))


def everything(rows: Rows) -> Rows:
    """All of it goes along."""
    return rows


def nothing(rows: Rows) -> Rows:
    """All of it stays."""
    return rows.none()
