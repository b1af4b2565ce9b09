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

Exchanges come as columns, so that a year of a large company is counted in one go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
# In place of minutes: it has not happened.
NEVER = -1
A_DAY, AN_HOUR = 86_400, 3_600
# The first of January 1970 was a Thursday; Monday is 0.
THURSDAY = 3
# Of a key of two numbers: the group above, the minutes below.
BELOW = 32


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Conversations that a client began, a column a figure: seconds since 1970, working minutes
    (`NEVER` where it has not happened), and how often."""

    began: Numbers
    first_reply: Numbers
    resolution: Numbers
    replies: Numbers
    reopened: Numbers

    def __len__(self) -> int:
        return len(self.began)

    @property
    def is_closed(self) -> Numbers:
        """Closed now."""
        closed: Numbers = self.resolution != NEVER
        return closed

    @property
    def is_one_touch(self) -> Numbers:
        """One reply, closed, and that was it."""
        only: Numbers = (self.replies == 1) & (self.reopened == 0)
        return self.is_closed & only


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


def figures(exchanges: Exchanges) -> Figures:
    """Of all of them."""
    [found] = by(exchanges, np.zeros(len(exchanges), np.int64), 1)
    return found


def by(exchanges: Exchanges, group: Numbers, groups: int) -> list[Figures]:
    """The figures of each of so many groups; `group` says of each exchange in which it is."""

    def count(chosen: Numbers) -> list[int]:
        return np.bincount(group[chosen], minlength=groups).tolist()  # type: ignore[no-any-return]

    answered = exchanges.is_closed & (exchanges.replies > 0)
    again = exchanges.reopened > 0
    return [
        Figures(n, first, resolution, Share(one, closed), Share(opened, ever))
        for n, first, resolution, one, closed, opened, ever in zip(
            count(np.ones(len(exchanges), bool)),
            _spreads(exchanges.first_reply, group, groups),
            _spreads(exchanges.resolution, group, groups),
            count(exchanges.is_one_touch),
            count(answered),
            count(again),
            count(exchanges.is_closed | again),
            strict=True,
        )
    ]


def _spreads(minutes: Numbers, group: Numbers, groups: int) -> list[Spread]:
    """Nearest ranks of what has happened, in each group: all are put in order at once."""
    happened = minutes != NEVER
    of = group[happened].astype(np.int64)
    ordered = np.sort((of << BELOW) | minutes[happened])
    counts = np.bincount(of, minlength=groups)
    first = np.cumsum(counts) - counts

    def ranks(percent: int) -> list[int | None]:
        places = first + -(-counts * percent // 100) - 1
        found = ordered[places[counts > 0]] & ((1 << BELOW) - 1)
        known = iter(found.tolist())
        return [next(known) if n else None for n in counts]

    return [
        Spread(int(n), median, p90)
        for n, median, p90 in zip(counts, ranks(50), ranks(90), strict=True)
    ]


def rank(ordered: Sequence[int], percent: int) -> int | None:
    """The smallest value that at least so many per cent do not exceed."""
    return ordered[ceil(len(ordered) * percent / 100) - 1] if ordered else None


def hours(began: Numbers, zone: tzinfo) -> list[list[int]]:
    """How many fall into each hour of each weekday, Monday first, as clocks of the zone show."""
    shown = local(began, zone)
    day, hour = shown // A_DAY, shown % A_DAY // AN_HOUR
    place = (day + THURSDAY) % 7 * 24 + hour
    return np.bincount(place, minlength=7 * 24).reshape(7, 24).tolist()


def local(moments: Numbers, zone: tzinfo) -> Numbers:
    """What clocks of the zone show at these seconds since 1970, as if they stood in UTC."""
    if not len(moments):
        return moments.astype(np.int64)
    changes, ahead = _clock_changes(int(moments.min()), int(moments.max()), zone)
    return moments + ahead[np.searchsorted(changes, moments, side="right")]


def _clock_changes(first: int, last: int, zone: tzinfo) -> tuple[Numbers, Numbers]:
    """The seconds at which clocks are put between two moments, and how far they are ahead of UTC
    before the first of them and after each. Clocks are put once a day at most."""
    days = range(first // A_DAY, last // A_DAY + 2)
    changes, ahead = [], [_ahead(days[0] * A_DAY, zone)]
    for day in days[1:]:
        after = _ahead(day * A_DAY, zone)
        if after != ahead[-1]:
            changes.append(_changed(day * A_DAY - A_DAY, day * A_DAY, zone))
            ahead.append(after)
    return np.array(changes, np.int64), np.array(ahead, np.int64)


def _changed(before: int, after: int, zone: tzinfo) -> int:
    """The first second at which clocks show what they show afterwards."""
    shown = _ahead(after, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if _ahead(middle, zone) == shown:
            after = middle
        else:
            before = middle
    return after


def _ahead(second: int, zone: tzinfo) -> int:
    offset = datetime.fromtimestamp(second, UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
