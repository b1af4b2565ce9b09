"""The day beside a task on a card, from upper apps that know one: asked once a page."""

from collections.abc import Callable, Collection, Mapping

from rapport.projects.columns import Cell
from rapport.projects.models import Project

Values = Callable[[Project, Collection[int]], Mapping[int, Cell]]
_values: list[Values] = []


def register(values: Values) -> None:
    """Ask for days here too; `values` answers by task id, in one query. Once is enough."""
    if values not in _values:
        _values.append(values)


def days_of(project: Project, tasks: Collection[int]) -> dict[int, Cell]:
    """By task id the day that is known, and what is to be noticed about it."""
    found: dict[int, Cell] = {}
    for values in _values:
        found |= values(project, tasks)
    return found
