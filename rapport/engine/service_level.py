"""The clock of a service level: how long a case took, when an answer and its solution are due.

A clock counts open minutes from a start and stands still in its pauses. What a client is owed is
a first answer, an answer whenever they write again, a word from time to time, and the solution;
each is a number of minutes on the same clock. A due moment that was reached before a pause stays
where it was. Opening a case again is one more pause.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from rapport.engine.business_time import NeverOpen, OpeningHours, add_working, working_minutes

Stretch = tuple[datetime, datetime]
Reply = Literal["first", "next", "every"]


@dataclass(frozen=True, slots=True)
class Clock:
    """Since when it counts, the pauses so far in their order, and since when it stands."""

    start: datetime
    pauses: tuple[Stretch, ...] = ()
    stands_since: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse pauses that no clock could have taken."""
        last = None
        for stood, went_on in self.pauses:
            if went_on < stood or (last is not None and stood < last):
                raise ValueError("Pauses must follow each other.")
            last = went_on
        if last is not None and self.stands_since is not None and self.stands_since < last:
            raise ValueError("A clock cannot stand since before its last pause ended.")

    def stand(self, at: datetime) -> "Clock":
        """Stand still from now on, though not before it last went on; one that stands keeps
        since when."""
        if self.stands_since is not None:
            return self
        return replace(self, stands_since=max(at, self.pauses[-1][1]) if self.pauses else at)

    def go_on(self, at: datetime) -> "Clock":
        """Run again, though not before it stood; one that runs is unchanged."""
        if self.stands_since is None:
            return self
        pause = (self.stands_since, max(at, self.stands_since))
        return replace(self, pauses=(*self.pauses, pause), stands_since=None)

    def since(self, start: datetime) -> "Clock":
        """The same pauses, counted from another start."""
        return replace(self, start=start)


def elapsed(clock: Clock, hours: OpeningHours, at: datetime) -> int:
    """Open minutes in which it ran until a moment; never negative."""
    return sum(working_minutes(*span, hours) for span in _running(clock, at))


def remaining(clock: Clock, minutes: int, hours: OpeningHours, at: datetime) -> int:
    """What is left of so many minutes; negative once they are used up and it runs on."""
    return minutes - elapsed(clock, hours, at)


def due(clock: Clock, minutes: int, hours: OpeningHours) -> datetime | None:
    """The earliest moment at which so many minutes have run.

    None while the clock stands before that, and where the hours never open.
    """
    left = minutes
    begin = clock.start
    for stood, went_on in _ends(clock):
        worked = working_minutes(begin, stood, hours) if begin < stood else 0
        if worked >= left:
            return _after(begin, left, hours)
        left -= worked
        if went_on is None:
            return None
        begin = max(begin, went_on)
    return _after(begin, left, hours)


@dataclass(frozen=True, slots=True)
class Level:
    """What was agreed, in open minutes; None is not agreed."""

    first: int | None = None
    next: int | None = None
    every: int | None = None
    solved: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How a case has gone: its clock, whether the client had an answer, since when they wait for
    another, and when we last said something."""

    clock: Clock
    is_answered: bool = False
    waits_since: datetime | None = None
    word_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """An answer that is owed: which one, since when, and how many minutes it may take."""

    reply: Reply
    since: datetime
    minutes: int
    due: datetime | None


def owed_reply(course: Course, level: Level, hours: OpeningHours) -> Owed | None:
    """The answer that is due soonest; None when the client waits for none."""
    asked = [
        Owed(reply, since, minutes, due(course.clock.since(since), minutes, hours))
        for reply, since, minutes in _promised(course, level)
    ]
    return min(asked, key=_soonest, default=None)


def _promised(course: Course, level: Level) -> Iterator[tuple[Reply, datetime, int]]:
    start = course.clock.start
    if not course.is_answered and level.first is not None:
        yield "first", start, level.first
    if course.is_answered and course.waits_since is not None and level.next is not None:
        yield "next", course.waits_since, level.next
    if level.every is not None:
        yield "every", course.word_at or start, level.every


def _soonest(owed: Owed) -> tuple[bool, float]:
    """By its moment; what stands still without one comes last."""
    return owed.due is None, owed.due.timestamp() if owed.due else owed.minutes


def _running(clock: Clock, at: datetime) -> Iterator[Stretch]:
    """The stretches in which it ran until a moment."""
    begin = clock.start
    for stood, went_on in _ends(clock):
        if begin < min(stood, at):
            yield begin, min(stood, at)
        if went_on is None:
            return
        begin = max(begin, went_on)
    if begin < at:
        yield begin, at


def _ends(clock: Clock) -> Sequence[tuple[datetime, datetime | None]]:
    """When it stood, and when it went on; it has not yet where that is None."""
    if clock.stands_since is None:
        return clock.pauses
    return (*clock.pauses, (clock.stands_since, None))


def _after(begin: datetime, minutes: int, hours: OpeningHours) -> datetime | None:
    try:
        return add_working(begin, minutes, hours)
    except NeverOpen:
        return None
