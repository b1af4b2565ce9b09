"""Serial schedule generation (Kelley 1963): one by one, each as early as what is there allows.

The profile of what is left is a list of steps, each linked to the next. An activity looks from
the step at which its last predecessor finishes, not from the beginning.

`kernel.c` says the same for speed; `tests/engine/levelling` holds the two together.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from .direction import Direction, Periods

NEVER = 2**31 - 1


@dataclass(slots=True)
class Schedule:
    """Where everything was placed; `last` is the last finish, `NEVER` if something has no place."""

    start: list[int]
    finish: list[int]
    last: int


def generate(direction: Direction, order: Sequence[int], floor: int = 0) -> Schedule:
    """Place the activities in this order, predecessors first, none before `floor`."""
    profile = _Profile(direction)
    start, finish, ends = ([0] * len(order) for _ in range(3))
    last = floor
    for one in order:
        if one in direction.led:
            continue  # it is placed with its leader
        begin, first = max(floor, direction.release[one]), 0
        for before, lag in direction.before[one]:
            if finish[before] + lag > begin:
                begin, first = finish[before] + lag, ends[before]
        if direction.led and direction.parts[one]:
            placed = profile.place_all(one, begin, first)
        else:
            placed = [(one, *profile.place(one, begin, first))]
        for other, *place in placed:
            start[other], finish[other], ends[other] = place
            if finish[other] == NEVER:
                return Schedule(start, finish, NEVER)
            last = max(last, finish[other])
    return Schedule(start, finish, last)


@dataclass(slots=True)
class _Profile:
    """What is left, from `time[k]` to that of step `after[k]`, which was part of `step[k]`."""

    direction: Direction
    time: list[int] = field(init=False)
    after: list[int] = field(init=False)
    step: list[int] = field(init=False)
    room: list[int] = field(init=False)

    def __post_init__(self) -> None:
        steps = self.direction.capacity.steps
        self.time = [*(step.time for step in steps), NEVER]
        self.after = [*range(1, len(steps) + 1), -1]
        self.step = list(range(len(steps) + 1))
        self.room = [*(step.room for step in steps), 0]

    def place(self, one: int, begin: int, first: int) -> tuple[int, int, int]:
        """Start, finish, and the step that begins at the finish; none of them before `begin`."""
        duration, periods = self.direction.duration[one], self._periods(one)
        if not duration:
            return begin, begin, first
        while (begin := opening(periods, begin)) < NEVER:
            end = closing(periods, begin, duration)
            if end >= NEVER:
                break
            while self.time[self.after[first]] <= begin:
                first = self.after[first]
            before, at = self._reach(one, first, end)
            if self.time[at] >= end:
                return begin, end, self._take(one, (begin, end), (first, before, at))
            first = self.after[at]
            begin = self.time[first]
        return NEVER, NEVER, first

    def place_all(self, leader: int, begin: int, first: int) -> list[tuple[int, int, int, int]]:
        """The same of an activity and those that begin with it, as early as all of them fit."""
        calendars, parts = self.direction.periods, self.direction.parts[leader]
        team = [(leader, self._periods(leader)), *((one, calendars[by]) for one, by in parts)]
        while (begin := opening(team[0][1], begin)) < NEVER:
            for one, periods in team:
                start = opening(periods, begin)
                ready = self._ready(one, start, first)
                if ready != start or ready == NEVER:
                    begin = back(periods, ready)
                    break
            else:
                starts = [(one, opening(periods, begin)) for one, periods in team]
                return [(one, *self._lay(one, start, first)) for one, start in starts]
        return [(leader, NEVER, NEVER, first)]

    def _ready(self, one: int, start: int, first: int) -> int:
        """`start` if it fits from there, else a later slot before which it does not."""
        begin = opening(self._periods(one), start)
        if begin != start or begin == NEVER:
            return begin
        end = closing(self._periods(one), start, self.direction.duration[one])
        if end == NEVER:
            return NEVER
        _before, at = self._reach(one, self._at(start, first), end)
        return start if self.time[at] >= end else self.time[self.after[at]]

    def _lay(self, one: int, start: int, first: int) -> tuple[int, int, int]:
        end = closing(self._periods(one), start, self.direction.duration[one])
        first = self._at(start, first)
        return start, end, self._take(one, (start, end), (first, *self._reach(one, first, end)))

    def _at(self, slot: int, first: int) -> int:
        """The step in which a slot lies, at or after another."""
        while self.time[self.after[first]] <= slot:
            first = self.after[first]
        return first

    def _periods(self, one: int) -> Periods:
        return self.direction.periods[self.direction.calendar[one]]

    def _needed(self, one: int, at: int) -> int:
        there = self.direction.capacity
        if there.steps[self.step[at]].open[self.direction.calendar[one]]:
            return there.working[one]
        return there.resting[one]

    def _reach(self, one: int, at: int, end: int) -> tuple[int, int]:
        """The last step in which it fits on the way to `end`, and the one after that."""
        guard, before = self.direction.capacity.lanes.guard, at
        while self.time[at] < end and (self.room[at] - self._needed(one, at)) & guard == guard:
            before, at = at, self.after[at]
        return before, at

    def _take(self, one: int, span: tuple[int, int], found: tuple[int, int, int]) -> int:
        first, before, stop = found
        if self.time[stop] > span[1]:
            stop = self._split(before, span[1])
        if self.time[first] < span[0]:
            first = self._split(first, span[0])
        while first != stop:
            self.room[first] -= self._needed(one, first)
            first = self.after[first]
        return stop

    def _split(self, at: int, time: int) -> int:
        fresh = len(self.time)
        self.time.append(time)
        self.after.append(self.after[at])
        self.step.append(self.step[at])
        self.room.append(self.room[at])
        self.after[at] = fresh
        return fresh


def opening(periods: Periods, slot: int) -> int:
    """The first slot from `slot` on that is worked. No periods: always."""
    if not periods:
        return slot
    at = bisect_right(periods, slot, key=lambda period: period[1])
    return max(slot, periods[at][0]) if at < len(periods) else NEVER


def back(periods: Periods, slot: int) -> int:
    """The first slot from which on nothing is worked before `slot`. No periods: that slot."""
    if not periods or slot == NEVER:
        return slot
    at = bisect_left(periods, slot, key=lambda period: period[1])
    if at < len(periods) and periods[at][0] < slot:
        return slot
    return periods[at - 1][1] if at else 0


def closing(periods: Periods, slot: int, duration: int) -> int:
    """When work that begins in a worked slot is done."""
    if not periods:
        return slot + duration
    begin, _, worked = periods[bisect_right(periods, slot, key=lambda period: period[1])]
    done = worked + slot - begin + duration
    at = bisect_left(periods, done, key=lambda period: period[2] + period[1] - period[0])
    return periods[at][0] + done - periods[at][2] if at < len(periods) else NEVER
