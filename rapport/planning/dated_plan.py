"""A plan with its dates, to be edited and dated again: a few milliseconds for 10,000 tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.engine import ticks
from rapport.engine.critical_path.network import Network
from rapport.engine.critical_path.results import Write, moments_of
from rapport.engine.critical_path.rows import Dates
from rapport.engine.plan import Link, Plan, Task
from rapport.planning.expectation import is_open, moved_to

Rows = NDArray[Any]
EARLY, REASONS = ("early_start", "early_finish"), ("driver", "reason")
ROOM = ("late_start", "late_finish", "total_slack", "free_slack")
MANY = 300  # tasks; a new network is made sooner than so many are edited


@dataclass(frozen=True, slots=True)
class Standing:
    """By which dates the tasks stand, and the finishes to be expected."""

    dates: Dates
    expected: Rows

    def differences(self, other: "Standing") -> "Differences":
        """What is another, of which task."""
        mine, theirs = self.dates, other.dates
        moved = (mine.start != theirs.start) | (mine.finish != theirs.finish)
        dates, reasons, room = moved.copy(), np.zeros_like(moved), self.expected != other.expected
        for names, found in ((EARLY, dates), (REASONS, reasons), (ROOM, room)):
            for name in names:
                found |= getattr(mine, name) != getattr(theirs, name)
        return Differences(moved, dates, reasons, room)


@dataclass(frozen=True, slots=True)
class Differences:
    """Of which tasks the start or finish, any early date, the reasons, what room they have."""

    moved: Rows
    dates: Rows
    reasons: Rows
    room: Rows

    def any(self) -> Rows:
        """Of which anything."""
        found: Rows = self.dates | self.reasons | self.room
        return found


class DatedPlan:
    """Where every task of a plan stands, and is to be expected as of a day.

    Gives the dates that `schedule_anyway` and `as_of` give for a plan without a circle; raises
    what the engine raises. Needs the compiled passes.
    """

    def __init__(self, plan: Plan, today: datetime) -> None:
        self._plan = plan
        self._network = Network(plan)
        self._ahead: Network | None = None
        self._moved: frozenset[int] = frozenset()
        self._today = today
        self._open = np.array([is_open(task) for task in plan.tasks], bool)
        self._started = np.array([task.actual_start is not None for task in plan.tasks], bool)
        self.standing = self._run(today, ())

    @property
    def tasks(self) -> Sequence[Task]:
        """The tasks as they are now."""
        return self._network.tasks

    def task(self, uid: str) -> Task:
        """One of them."""
        return self._network.tasks[self._network.place(uid)]

    def places(self, uids: Iterable[str]) -> list[int]:
        """Which of the tasks these are."""
        return [self._network.place(uid) for uid in uids]

    @property
    def links(self) -> tuple[Link, ...]:
        """What waits for what."""
        return self._plan.links

    def relink(self, links: tuple[Link, ...]) -> None:
        """Let other tasks wait for each other; dated by the next `edit`."""
        self._plan = replace(self._plan, tasks=tuple(self.tasks), links=links)
        self._network, self._ahead = Network(self._plan), None

    def edit(self, tasks: Iterable[Task], today: datetime) -> None:
        """Take other versions of some tasks and date all.

        Raises `ValueError` for a task that moves in the outline.
        """
        edited = []
        for task in tasks:
            place = self._network.place(task.uid)
            self._network.edit(task)
            self._open[place] = is_open(task)
            self._started[place] = task.actual_start is not None
            edited.append(place)
        self.standing = self._run(today, edited)

    def columns(self, places: Rows, write: Write = moments_of) -> tuple[list[Any], ...]:
        """The columns of `ScheduledTask` for the tasks at these places, and after them when each
        is to be expected to finish; moments are said by `write`."""
        standing = self.standing
        expected = write(standing.expected[places])
        return (*self._network.columns(standing.dates, places, write), expected)

    def ends(self) -> tuple[datetime, datetime]:
        """The finish of the plan, and the one to be expected."""
        last = [self.standing.dates.project_finish, int(self.standing.expected.max())]
        finish, expected = moments_of(np.array(last))
        return finish, expected

    def _run(self, today: datetime, edited: Iterable[int]) -> Standing:
        dates = self._network.run()
        return Standing(dates, self._expected(dates, today, edited))

    def _expected(self, dates: Dates, today: datetime, edited: Iterable[int]) -> Rows:
        """The finish of each task if what is overdue begins, or goes on, today."""
        late = self._overdue(dates, ticks.from_datetime(today))
        if not late:
            self._ahead = None
            return dates.finish
        touched = (late ^ self._moved) | set(edited)
        is_same_day, self._moved, self._today = today == self._today, late, today
        if self._ahead is None or not is_same_day or len(touched) > MANY:
            return self._ahead_of(today).run().finish
        for place in touched:
            task = self.tasks[place]
            wanted = moved_to(today, task) if place in late else task
            if self._ahead.tasks[place] != wanted:
                self._ahead.edit(wanted)
        return self._ahead.run().finish

    def _ahead_of(self, today: datetime) -> Network:
        tasks = list(self.tasks)
        for place in self._moved:
            tasks[place] = moved_to(today, tasks[place])
        self._ahead = Network(replace(self._plan, tasks=tuple(tasks)))
        return self._ahead

    def _overdue(self, dates: Dates, today: int) -> frozenset[int]:
        due = np.where(self._started, dates.finish, dates.start)
        late = (due < today) & self._open & ~self._network.summaries
        return frozenset(np.flatnonzero(late).tolist())
