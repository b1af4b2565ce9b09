"""Who could do a task and what that would do to their weeks, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rapport.engine.workload import Demand, undone
from rapport.portfolio.load import A_WEEK, SLIGHT, Standing


@dataclass(frozen=True, slots=True)
class Strain:
    """So many minutes that could not be done in time in the week of a Monday."""

    monday: date
    minutes: float


@dataclass(frozen=True, slots=True)
class Chance:
    """When somebody would be done: in the time that they have left, and if it comes first.

    None where the days looked at do not suffice. `strain` is what coming first over-books.
    """

    beside: date | None
    first: date | None
    strain: list[Strain]

    @property
    def is_free(self) -> bool:
        """Whether coming first makes nothing else late."""
        return not self.strain


def chance(
    stands: Sequence[Standing],
    room: Sequence[int],
    work: Demand,
    today: date,
    beside: Sequence[Standing] | None = None,
) -> Chance:
    """What taking on this work means for somebody with these days and this work already; `beside`
    is what would stand beside it, where that is less."""
    late = undone([_demand(one, today) for one in stands], room)
    demands = [_demand(one, today) for one in (stands if beside is None else beside)]
    first = _when_first(room, work)
    strain = []
    if first is not None:
        due = Demand(work.release, first, work.minutes)
        strain = list(_strain(late, undone([*demands, due], room), today))
    done = _when_beside(demands, late, room, work)
    return Chance(_day(done, today), _day(first, today), strain)


def beside_own_bookings(
    stands: Sequence[Standing], work: Demand, project: int, today: date
) -> list[Standing]:
    """What stands, where the hours booked on the task's own project hold the task too."""
    left, found = work.minutes, []
    for one in sorted(stands, key=lambda one: one.piece.last):
        holds = one.piece.kind == "booking" and one.piece.project == project
        if holds and (one.piece.last - today).days >= work.release:
            taken = min(left, one.minutes)
            left -= taken
            share = 1 - taken / one.minutes
            one = replace(one, days={day: part * share for day, part in one.days.items()})
        if one.minutes > SLIGHT:
            found.append(one)
    return found


def _when_first(room: Sequence[int], work: Demand) -> int | None:
    """The day on which it is done if it comes before everything else."""
    left = work.minutes
    for day in range(work.release, len(room)):
        left -= room[day]
        if left <= SLIGHT:
            return day
    return None


def _when_beside(
    demands: list[Demand], late: Sequence[float], room: Sequence[int], work: Demand
) -> int | None:
    """The first day on which it can be due without making anything later than it is."""
    least, most = work.release, len(room)
    while least < most:
        day = (least + most) // 2
        with_it = undone([*demands, Demand(work.release, day, work.minutes)], room)
        if any(a > b + SLIGHT for a, b in zip(with_it, late, strict=True)):
            least = day + 1
        else:
            most = day
    return least if least < len(room) else None


def _strain(late: Sequence[float], with_it: Sequence[float], today: date) -> list[Strain]:
    """By week, where more is late at its end than was before; a week that only carries it on
    is left out."""
    found: list[Strain] = []
    last = 0.0
    sunday = A_WEEK - 1 - today.weekday()
    for day in range(sunday, len(late), A_WEEK):
        more = with_it[day] - late[day]
        if more > last + SLIGHT:
            found.append(Strain(today + timedelta(days=day - (A_WEEK - 1)), more))
        last = more
    return found


def _demand(one: Standing, today: date) -> Demand:
    release = max(0, (one.piece.first - today).days)
    return Demand(release, max(release, (one.piece.last - today).days), one.minutes)


def _day(number: int | None, today: date) -> date | None:
    return None if number is None else today + timedelta(days=number)
