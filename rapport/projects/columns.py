"""Columns of the list of projects that upper apps fill: asked once a page, for all its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from rapport.projects.models import Project


@dataclass(frozen=True, slots=True)
class Cell:
    """A day, and a word beside it with its tone where something is to be noticed."""

    day: date
    word: str | Promise = ""
    tone: str = ""


Values = Callable[[Sequence[Project]], Mapping[int, Cell]]


@dataclass(frozen=True, slots=True)
class Column:
    """`values` answers by project id, in one query whatever the number of projects."""

    order: int
    label: str | Promise
    values: Values


_columns: list[Column] = []


def register(column: Column) -> None:
    """Add a column; once is enough."""
    if all(known.values is not column.values for known in _columns):
        _columns.append(column)
        _columns.sort(key=lambda known: known.order)


def labels() -> list[str | Promise]:
    """The headings, in order."""
    return [column.label for column in _columns]


def cells(projects: Sequence[Project]) -> dict[int, list[Cell | None]]:
    """For each project its cells, in the order of the headings."""
    answers = [column.values(projects) for column in _columns]
    return {project.pk: [answer.get(project.pk) for answer in answers] for project in projects}
