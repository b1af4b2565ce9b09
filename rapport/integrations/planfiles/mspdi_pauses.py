"""The pauses of an assignment in a Microsoft Project XML file, by the pieces of its work.

A split task has no field of its own: between two pieces there is working time in which nothing
is done, left out or written as a piece of no work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.engine.calendar import WorkCalendar
from rapport.engine.plan import Split
from rapport.integrations.planfiles.mspdi_elements import Fields
from rapport.integrations.planfiles.mspdi_values import minutes, moment, number, whole

REMAINING, ACTUAL = 1, 2  # the pieces that say what is planned, and what was done
GRAIN = 0.5  # minutes within which two durations are the same


@dataclass(frozen=True, slots=True)
class Told:
    """What the pieces of one assignment say: its pauses and when each is over, how long the work
    takes without them, and whether as much of it is done each day."""

    pauses: tuple[Split, ...]
    over: tuple[datetime, ...]
    length: float
    is_even: bool

    def after(self, moment: datetime) -> float:
        """How long the pauses are that end later than this."""
        pairs = zip(self.pauses, self.over, strict=True)
        return sum(pause.gap_minutes for pause, over in pairs if over > moment)


@dataclass(frozen=True, slots=True)
class _Piece:
    start: datetime
    finish: datetime
    work: float


def told(fields: Fields, time: WorkCalendar, duration: float) -> Told | None:
    """The pauses by the calendar that the work counts in. None where the file gives no pieces, or
    none that tell how the work lies between its dates: of uneven work only the duration of its
    task shows that the gaps are all there is to it."""
    start, finish = moment(fields, "Start"), moment(fields, "Finish")
    pieces = sorted(_pieces(fields), key=lambda piece: piece.start)
    if start is None or finish is None or not pieces:
        return None
    pauses: list[Split] = []
    over: list[datetime] = []
    at, done = start, 0.0
    for piece in pieces:
        gap = time.minutes_between(at, piece.start) if at < piece.start else 0
        if gap > GRAIN and not done:
            return None
        if gap > GRAIN:
            pauses.append(Split(done, gap))
            over.append(piece.start)
        begin = max(at, piece.start)
        if begin < piece.finish:
            done += time.minutes_between(begin, piece.finish)
            at = piece.finish
    is_even = _is_even(pieces, number(fields, "Units", 1), time)
    if at < finish and time.minutes_between(at, finish) > GRAIN:
        return None
    is_whole = is_even or abs(done - duration) <= GRAIN
    return Told(tuple(pauses), tuple(over), done, is_even) if is_whole else None


def alike(one: Sequence[Split], other: Sequence[Split]) -> bool:
    """Whether these are the same pauses."""
    return len(one) == len(other) and all(
        abs(a.after_minutes - b.after_minutes) <= GRAIN
        and abs(a.gap_minutes - b.gap_minutes) <= GRAIN
        for a, b in zip(one, other, strict=True)
    )


def _pieces(fields: Fields) -> list[_Piece]:
    """Those in which something is done."""
    return [
        _Piece(start, finish, work)
        for piece in fields.all("TimephasedData")
        if whole(piece, "Type") in (REMAINING, ACTUAL)
        and (start := moment(piece, "Start"))
        and (finish := moment(piece, "Finish"))
        and start < finish
        and (work := minutes(piece, "Value") or 0) > 0
    ]


def _is_even(pieces: Sequence[_Piece], units: float, time: WorkCalendar) -> bool:
    return all(
        abs(piece.work - units * time.minutes_between(piece.start, piece.finish)) <= GRAIN
        for piece in pieces
    )
