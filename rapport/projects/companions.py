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
# Tasks by their ids, or a query of these.
Tasks = Any


def on_their_task(rows: Rows, tasks: Tasks) -> Rows:
    """Those whose task is one of these."""
    return rows.filter(task__in=tasks)


def without_task(rows: Rows) -> Rows:
    """Those of the project as a whole."""
    return rows.filter(task=None)


def kind_of(model: type[models.Model]) -> str:
    """What the stream calls a kind of record."""
    return model._meta.label_lower


@dataclass(frozen=True, slots=True)
class Companion:
    """A kind of record of a `project` that hangs on a `task`; `said` tells how many of them there
    are. What `is_clients` was said to a client or by one: it never goes to a project of another.

    A kind that may hang on several tasks says which of its rows `hang` on some of those that go,
    which of these hang on them `wholly` and go along, and which hang on none (`apart`).
    """

    order: int
    model: type[models.Model]
    said: Callable[[int], str]
    is_clients: bool = False
    hang: Callable[[Rows, Tasks], Rows] = on_their_task
    wholly: Callable[[Rows, Tasks], Rows] | None = None
    apart: Callable[[Rows], Rows] = without_task

    def of(self, tasks: Sequence[int]) -> Rows:
        """Those that go along with these tasks."""
        return self.going(self.model._default_manager.all(), tasks)

    def going(self, rows: Rows, tasks: Tasks) -> Rows:
        """Of these rows, those that go along with tasks."""
        found = self.hang(rows, tasks)
        return self.wholly(found, tasks) if self.wholly else found


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
        return kind_of(self.model)

    def of(self, project: int) -> Rows:
        """All of a project, but for those that go along with its tasks anyway."""
        rows: Rows = self.model._default_manager.filter(project=project)
        companion = _companions.get(self.model._meta.label)
        return companion.apart(rows) if companion else rows


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
