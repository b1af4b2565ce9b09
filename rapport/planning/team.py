"""Who a plan file gives a task to, as the one responsible and their helpers here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapport.engine.plan import Task
from rapport.integrations.planfiles.records import PlanTask
from rapport.projects.effort import ALL
from rapport.projects.queries.incoming import IncomingHelper

LONGEST_NAME, MOST_SHARE = 120, 5_000

Who = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Team:
    """A member or a name that is responsible, if anybody is, and those who help."""

    member: int | None
    name: str
    helpers: tuple[IncomingHelper, ...]


def team_of(
    task: PlanTask, exact: Task | None, people: Mapping[str, int | None], minutes: int
) -> Team:
    """The first member among them is responsible, else the first of all; each is named once.

    Where the file does not say which share of their time they give in these minutes, the work
    there is is shared evenly.
    """
    found: dict[Who, float] = {}
    for name, share in zip(task.assignees, _shares(task, exact, minutes), strict=True):
        member = people.get(name)
        who = (member, "" if member else name[:LONGEST_NAME])
        found[who] = found.get(who, 0) + share
    members = [who for who in found if who[0] is not None]
    first: Who = next(iter((*members, *found)), (None, ""))
    helpers = (_helper(*who, share) for who, share in found.items() if who != first)
    return Team(*first, tuple(helpers))


def _shares(task: PlanTask, exact: Task | None, minutes: int) -> Iterable[float]:
    """Of each, the share of their time that the task takes while it lasts."""
    if len(task.units) == len(task.assignees):
        return _whole(task, exact, minutes)
    each = task.work_minutes / minutes / len(task.assignees) if task.work_minutes and minutes else 1
    return [each] * len(task.assignees)


def _whole(task: PlanTask, exact: Task | None, minutes: int) -> Iterator[float]:
    """Units are of the time that somebody's own part takes."""
    parts: dict[str, list[float]] = {}
    for part in exact.assignments if exact else ():
        parts.setdefault(part.who, []).append(part.duration_minutes)
    for name, units in zip(task.assignees, task.units, strict=True):
        lengths = parts.get(name)
        length = lengths.pop(0) if lengths else minutes
        yield units * length / minutes if minutes else units


def _helper(member: int | None, name: str, share: float) -> IncomingHelper:
    return IncomingHelper(member, name, min(max(1, round(share * ALL)), MOST_SHARE))
