"""Small marks on tasks, wherever a list of them is drawn: upper apps say what they know."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.projects.models import Project


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon, and what it says; `of` finds the ids of the tasks of a project that bear it."""

    icon: str
    label: str | Promise
    of: Callable[[Project], Collection[int]]


_marks: list[Mark] = []


def register(mark: Mark) -> None:
    """Add a mark; once is enough."""
    if mark not in _marks:
        _marks.append(mark)


def borne_in(project: Project) -> list[tuple[Mark, Collection[int]]]:
    """Each mark with the ids of the tasks that bear it, in one query a mark."""
    return [(mark, mark.of(project)) for mark in _marks]
