"""The days of a project's client: in which calendar the work of theirs counts."""

from datetime import date
from typing import Any

from rapport.clients.models import Closure
from rapport.engine.plan import Calendar, CalendarException
from rapport.lib.visibility import Turn
from rapport.projects.models import Project
from rapport.workspaces.prepared import Question

UID = "client"

_CLOSURES = Question(
    lambda client, since: (
        Closure.objects.from_day(since)
        .filter(client=client)
        .values_list("first", "last", "client__name")
    )
)


def client_calendar(project: Project, base: str) -> Calendar | None:
    """The calendar `base` less the days on which the client is closed, in one query; None where
    nothing is known of such days. It has the client's name."""
    closed = _closures(project, project.starts_on)
    if not closed:
        return None
    off = tuple(CalendarException(first, last) for first, last, _name in closed)
    return Calendar(UID, closed[0][2], days=(None,) * 7, exceptions=off, base=base)


def is_ever_closed(project: Project) -> bool:
    """Whether any day is known, from the project's first on, on which its client is closed."""
    return bool(_closures(project, project.starts_on))


def is_theirs(turn: str, member: int | None, name: str) -> bool:
    """Whether a task is the client's to do: their turn, and nobody of ours has it in hand."""
    return turn == Turn.CLIENT and member is None and not name


def _closures(project: Project, since: date) -> list[Any]:
    return _CLOSURES(project.client_id, since)
