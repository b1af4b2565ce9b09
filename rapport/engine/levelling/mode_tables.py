"""A problem with several modes as the compiled search reads it: flat tables of whole numbers."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .limits import Limit, limits
from .modes import Kept, consumed, demanded
from .problem import Problem
from .ways import horizon
from .windows import Windows

Int32 = ctypes.c_int32
NUMBERS = ("count", "limits", "stocks", "steps", "leads")
TABLES = (
    *("mode_at", "duration", "demand", "consumes", "release", "calendar", "tail"),
    *("before_at", "before", "before_lag", "after_at", "after", "after_lag"),
    *("step_time", "step_room", "stock"),
    *("period_at", "period_from", "period_to", "period_worked"),
)

Columns = dict[str, Sequence[int]]


class Tables(ctypes.Structure):
    """The structure `Problem` of modes.c."""

    _fields_ = (
        *((name, Int32) for name in NUMBERS),
        *((name, ctypes.POINTER(Int32)) for name in TABLES),
    )


@dataclass(frozen=True, slots=True)
class _Lane:
    """A limit, and the resource it comes from."""

    resource: int
    limit: Limit
    activities: frozenset[int]


def tables(problem: Problem, kept: Kept, frame: Windows) -> Tables:
    """The tables of the problem with nothing but the kept modes. They own what they point to."""
    lanes = tuple(_lanes(problem))
    chosen = {
        **_modes(problem, kept, lanes),
        **_arcs(problem, "before", backward=False),
        **_arcs(problem, "after", backward=True),
        **_room(lanes),
        **_calendars(problem),
        "release": [max(0, one.release) for one in problem.activities],
        "calendar": [-1 if one.calendar is None else one.calendar for one in problem.activities],
        "tail": frame.tails,
        "stock": problem.stocks,
    }
    return Tables(
        count=len(problem.activities),
        limits=len(lanes),
        stocks=len(problem.stocks),
        steps=len(chosen["step_time"]),
        leads=any(rule.lag < 0 for rule in problem.precedences),
        **{name: (Int32 * max(1, len(chosen[name])))(*chosen[name]) for name in TABLES},
    )


def _lanes(problem: Problem) -> Iterator[_Lane]:
    end = horizon(problem)
    for place in range(len(problem.resources)):
        for limit in limits(problem, place, end):
            yield _Lane(place, limit, frozenset(limit.activities))


def _modes(problem: Problem, kept: Kept, lanes: tuple[_Lane, ...]) -> Columns:
    modes = [
        (place, problem.activities[place].modes[mode])
        for place, places in enumerate(kept)
        for mode in places
    ]
    return {
        "mode_at": _offsets(kept),
        "duration": [mode.duration for _, mode in modes],
        "demand": [
            demanded(mode, lane.resource) if place in lane.activities else 0
            for place, mode in modes
            for lane in lanes
        ],
        "consumes": [
            consumed(mode, stock) for _, mode in modes for stock in range(len(problem.stocks))
        ],
    }


def _arcs(problem: Problem, name: str, *, backward: bool) -> Columns:
    """Of every activity those it waits for, or those that wait for it, with their lags."""
    found: list[list[tuple[int, int]]] = [[] for _ in problem.activities]
    for rule in problem.precedences:
        here, there = (rule.before, rule.after) if backward else (rule.after, rule.before)
        found[here].append((there, rule.lag))
    flat = [arc for arcs in found for arc in arcs]
    return {
        f"{name}_at": _offsets(found),
        name: [there for there, _ in flat],
        f"{name}_lag": [lag for _, lag in flat],
    }


def _room(lanes: tuple[_Lane, ...]) -> Columns:
    """What there is of each limit, step by step."""
    edges = {edge for lane in lanes for taken in lane.limit.taken for edge in taken[:2]}
    steps = sorted(edges | {0})
    room = []
    for step in steps:
        for lane in lanes:
            taken = (number for begin, end, number in lane.limit.taken if begin <= step < end)
            room.append(lane.limit.capacity - sum(taken))
    return {"step_time": steps, "step_room": room}


def _calendars(problem: Problem) -> Columns:
    """Of every calendar the periods from slot 0 on, and what was worked before each."""
    calendars = [
        [(max(0, begin), end) for begin, end in periods if max(0, begin) < end]
        for periods in problem.calendars
    ]
    lengths = [[end - begin for begin, end in periods] for periods in calendars]
    return {
        "period_at": _offsets(calendars),
        "period_from": [begin for periods in calendars for begin, _ in periods],
        "period_to": [end for periods in calendars for _, end in periods],
        "period_worked": [done for one in lengths for done in [0, *accumulate(one)][:-1]],
    }


def _offsets(lists: Sequence[Sequence[object]]) -> list[int]:
    return [0, *accumulate(map(len, lists))]
