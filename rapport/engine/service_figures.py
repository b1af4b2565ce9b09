"""How soon clients were answered, from finished exchanges. Pure.

| figure        | of which conversations | what it is                                          |
|---------------|------------------------|-----------------------------------------------------|
| first reply   | answered ones          | working minutes from the client's first message to  |
|               |                        | our first reply                                     |
| resolution    | closed ones            | working minutes from there to the last closing      |
| one-touch     | closed with a reply    | share closed by one reply and never opened again    |
|               |                        | (first contact resolution)                          |
| reopened      | ever closed ones       | share opened again at least once                    |

Percentiles are nearest ranks: a value that really happened, never one between two.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import ceil
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One conversation that a client began. None is: not yet."""

    began_at: datetime
    first_reply: int | None
    resolution: int | None
    replies: int
    reopened: int

    @property
    def was_closed(self) -> bool:
        """Closed now, or at some time."""
        return self.resolution is not None or self.reopened > 0

    @property
    def is_one_touch(self) -> bool:
        """One reply, closed, and that was it."""
        return self.resolution is not None and self.replies == 1 and not self.reopened


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the slow end of some durations; `count` says how much they rest on."""

    count: int
    median: int | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded; None of nothing."""
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of some conversations."""

    conversations: int
    first_reply: Spread
    resolution: Spread
    one_touch: Share
    reopened: Share


def figures(exchanges: Sequence[Exchange]) -> Figures:
    """As the table says."""
    closed = [one for one in exchanges if one.resolution is not None and one.replies]
    ever = [one for one in exchanges if one.was_closed]
    return Figures(
        conversations=len(exchanges),
        first_reply=spread(one.first_reply for one in exchanges),
        resolution=spread(one.resolution for one in exchanges),
        one_touch=Share(sum(one.is_one_touch for one in closed), len(closed)),
        reopened=Share(sum(one.reopened > 0 for one in ever), len(ever)),
    )


def by(exchanges: Iterable[tuple[Key, Exchange]]) -> dict[Key, Figures]:
    """The figures of each group."""
    groups: dict[Key, list[Exchange]] = {}
    for key, exchange in exchanges:
        groups.setdefault(key, []).append(exchange)
    return {key: figures(group) for key, group in groups.items()}


def spread(durations: Iterable[int | None]) -> Spread:
    """Nearest ranks of those that are known."""
    known = sorted(minutes for minutes in durations if minutes is not None)
    return Spread(len(known), rank(known, 50), rank(known, 90))


def rank(ordered: Sequence[int], percent: int) -> int | None:
    """The smallest value that at least so many per cent do not exceed."""
    return ordered[ceil(len(ordered) * percent / 100) - 1] if ordered else None


def hours(moments: Iterable[datetime], zone: tzinfo) -> list[list[int]]:
    """How many fall into each hour of each weekday, Monday first, as clocks of the zone show."""
    grid = [[0] * 24 for _ in range(7)]
    for moment in moments:
        here = moment.astimezone(zone)
        grid[here.weekday()][here.hour] += 1
    return grid
