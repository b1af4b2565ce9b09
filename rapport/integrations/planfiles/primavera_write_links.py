"""A plan's links as Primavera has them: between activities alone, with lags in working time.

A link to a summary becomes links to all that is in it, as the engine reads it; one from a summary
comes from all of it, or from what begins first. A lag that runs around the clock, or that is a part
of a duration, becomes the working time that it is in this plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from rapport.engine.plan import Link, ScheduledTask, Task
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.primavera_write_calendars import ROUND_THE_CLOCK, Hours

ALL = 100


class Relations:
    """Writes the links of a plan whose tasks and dates are known."""

    def __init__(
        self,
        tasks: Mapping[str, Task],
        leaves: Mapping[str, Sequence[str]],
        placed: Mapping[str, ScheduledTask],
        hours: Hours,
    ) -> None:
        """`leaves` are the activities in each task: of one that is no summary, itself."""
        self._tasks, self._leaves, self._placed, self._hours = tasks, leaves, placed, hours

    def of(self, links: Sequence[Link], numbers: Mapping[str, str]) -> list[p6.Relation]:
        """All of them, each between two activities and of a kind once."""
        found: dict[tuple[str, str, str], p6.Relation] = {}
        for link in links:
            lag = self._lag(link)
            for before, after in self._ends(link):
                relation = p6.Relation(numbers[before], numbers[after], link.kind, lag)
                found.setdefault((before, after, link.kind), relation)
        return list(found.values())

    def _ends(self, link: Link) -> Iterator[tuple[str, str]]:
        befores = self._leaves.get(link.predecessor, ())
        afters = self._leaves.get(link.successor, ())
        if link.kind[0] == "S" and len(befores) > 1:
            befores = [min(befores, key=lambda uid: self._placed[uid].start)]
        return ((before, after) for before in befores for after in afters if before != after)

    def _lag(self, link: Link) -> float:
        if link.predecessor not in self._placed or link.successor not in self._placed:
            return 0
        if link.lag_kind == "percent":
            minutes = self._tasks[link.predecessor].duration_minutes * link.lag / ALL
            is_elapsed = link.lag_elapsed
        else:
            minutes, is_elapsed = link.lag, link.lag_kind == "elapsed"
        return self._in_working_time(link, minutes) if is_elapsed else minutes

    def _in_working_time(self, link: Link, minutes: float) -> float:
        after = self._tasks[link.successor]
        if after.elapsed:
            return minutes
        before = self._placed[link.predecessor]
        since: datetime = before.start if link.kind[0] == "S" else before.finish
        until = since + timedelta(minutes=minutes)
        return self._hours.between(since, until, after.calendar)


def calendar_of(task: Task) -> str | None:
    """The calendar that an activity counts in."""
    return ROUND_THE_CLOCK.uid if task.elapsed else task.calendar
