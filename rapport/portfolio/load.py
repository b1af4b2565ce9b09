"""Load of people by week, as plain values: what stands in a week, and whether all of it fits.

What stands in a week is work spread over its days. Whether it fits is another question: work is
over-booked when what is due by then cannot be done by then in any order (`engine.workload`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from rapport.engine.workload import Demand, spread, undone

A_WEEK = 7
# Below a minute it is rounding.
SLIGHT = 1.0

Kind = Literal["task", "booking"]
MinutesOf = Callable[[date], int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Work on somebody's days: what is left of a task, or a week's hours booked on a project."""

    kind: Kind
    number: int
    name: str
    project: int
    key: str
    project_name: str
    member: int | None
    role: str
    first: date
    last: date
    minutes: float
    is_hard: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece with the part of it that counts, and where it stands day by day from today."""

    piece: Piece
    days: dict[int, float]

    @property
    def minutes(self) -> float:
        """All that counts of it."""
        return sum(self.days.values())


@dataclass(frozen=True, slots=True)
class Week:
    """What there is and what stands in one week, in minutes.

    `late` is due by the end of it, or was due before, and cannot be done by then; `late_with_soft`
    counts the soft bookings too. `due` is all that is due by then, from today on.
    """

    monday: date
    days: int
    capacity: int
    hard: float
    soft: float
    due: float
    late: float
    late_with_soft: float

    @property
    def is_over(self) -> bool:
        """Whether something cannot be done in time."""
        return self.late > SLIGHT

    @property
    def would_be_over(self) -> bool:
        """Whether that is so only if the soft bookings come."""
        return not self.is_over and self.late_with_soft > SLIGHT

    @property
    def fits(self) -> float:
        """How much of what is due by then can be done by then."""
        return self.due - self.late

    @property
    def load(self) -> float:
        """All that stands in it."""
        return self.hard + self.soft


@dataclass(frozen=True, slots=True)
class Span:
    """So many weeks from the Monday `first` on, seen from today."""

    today: date
    first: date
    weeks: int

    @property
    def mondays(self) -> list[date]:
        """Of the weeks that are shown."""
        return [self.first + timedelta(days=A_WEEK * number) for number in range(self.weeks)]

    @property
    def end(self) -> date:
        """The first day that is not shown."""
        return self.first + timedelta(days=A_WEEK * self.weeks)

    def days(self, monday: date) -> range:
        """The days of a week by their number from today, those before today left out."""
        begin = (monday - self.today).days
        return range(max(0, begin), max(0, begin + A_WEEK))


def capacity(minutes: MinutesOf, span: Span, pieces: Iterable[Piece]) -> list[int]:
    """Minutes of each day from today to the end of what is shown, or of the last piece."""
    last = max((piece.last for piece in pieces), default=span.end)
    count = (max(last + timedelta(days=1), span.end) - span.today).days
    return [minutes(span.today + timedelta(days=number)) for number in range(count)]


def standing(pieces: Iterable[Piece], room: Sequence[int], today: date) -> list[Standing]:
    """Where each piece stands. Hours booked on a project hold its tasks: of a booking only what
    the tasks of the same project leave of it counts beside them."""
    found, held = [], defaultdict[tuple[int, int], float](float)
    for piece in sorted(pieces, key=lambda one: (one.kind != "task", one.last, one.number)):
        days = spread(_demand(piece, today), room)
        if piece.kind == "task":
            for day, minutes in days.items():
                held[piece.project, _week(day, today)] += minutes
        else:
            days = _left(piece, days, held, today)
        if days:
            found.append(Standing(piece, days))
    return found


def weeks(all_standing: Sequence[Standing], room: Sequence[int], span: Span) -> list[Week]:
    """The weeks that are shown."""
    demands = [(one, _demand_of(one, span.today)) for one in all_standing]
    hard = [demand for one, demand in demands if one.piece.is_hard]
    late = undone(hard, room)
    late_with_soft = undone([demand for _, demand in demands], room)
    found = []
    for monday in span.mondays:
        days = span.days(monday)
        end = days.stop - 1
        found.append(
            Week(
                monday=monday,
                days=len(days),
                capacity=sum(room[days.start : days.stop]),
                hard=_minutes(all_standing, days, is_hard=True),
                soft=_minutes(all_standing, days, is_hard=False),
                due=sum(one.minutes for one in hard if one.due <= end),
                late=_at(late, end),
                late_with_soft=_at(late_with_soft, end),
            )
        )
    return found


def in_week(all_standing: Iterable[Standing], days: range) -> list[tuple[Standing, float]]:
    """What stands in these days, with how much of it, most first."""
    found = [(one, _within(one, days)) for one in all_standing]
    return sorted((one for one in found if one[1] > 0), key=lambda one: -one[1])


def _minutes(all_standing: Iterable[Standing], days: range, *, is_hard: bool) -> float:
    return sum(_within(one, days) for one in all_standing if one.piece.is_hard == is_hard)


def _within(one: Standing, days: range) -> float:
    return sum(minutes for day, minutes in one.days.items() if day in days)


def _at(late: Sequence[float], day: int) -> float:
    return late[day] if 0 <= day < len(late) else 0


def _demand(piece: Piece, today: date) -> Demand:
    release = max(0, (piece.first - today).days)
    return Demand(release, max(release, (piece.last - today).days), piece.minutes)


def _demand_of(one: Standing, today: date) -> Demand:
    return replace(_demand(one.piece, today), minutes=one.minutes)


def _week(day: int, today: date) -> int:
    return (day + today.weekday()) // A_WEEK


def _left(
    piece: Piece, days: dict[int, float], held: dict[tuple[int, int], float], today: date
) -> dict[int, float]:
    """What of a booked week the tasks of its project leave; a second booking gets the rest."""
    place = piece.project, _week(min(days), today)
    taken = min(held.get(place, 0.0), piece.minutes)
    if place in held:
        held[place] -= taken
    if piece.minutes - taken <= SLIGHT:
        return {}
    share = (piece.minutes - taken) / piece.minutes
    return {day: minutes * share for day, minutes in days.items()}
