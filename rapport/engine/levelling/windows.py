"""Between which slots an activity can begin, as far as precedences alone tell.

Longest paths in the graph of precedences (Bartusch, Moehring and Radermacher 1988): a lag from
the later activity back to the earlier is an arc like any other, and a circle along which more
must be waited than nothing at all is a contradiction.
"""

from dataclasses import dataclass

from .problem import Infeasible, Problem
from .ways import Way

SHOWN = 8  # activities of a circle that fit a sentence


@dataclass(frozen=True, slots=True)
class Windows:
    """Of every activity: the earliest start, and the least from its start to the last finish."""

    earliest: tuple[int, ...]
    tails: tuple[int, ...]

    @property
    def bound(self) -> int:
        """No answer finishes before this slot."""
        both = zip(self.earliest, self.tails, strict=True)
        return max((head + tail for head, tail in both), default=0)


def windows(problem: Problem, ways: tuple[tuple[Way, ...], ...]) -> Windows:
    """The windows of every activity done in one of `ways`; raises `Infeasible` for a circle."""
    for place, choices in enumerate(ways):
        if not choices:
            raise Infeasible(f"Activity {place} cannot be finished before its calendar ends.")
    spans = [min(way.span for way in choices) for choices in ways]
    _heads(problem, spans)
    return Windows(_starts(problem, ways), _tails(problem, spans))


def _heads(problem: Problem, spans: list[int]) -> None:
    """Refuse circles: longest paths still grow after as many rounds as there are activities."""
    heads = [0] * len(spans)
    cause: dict[int, int] = {}
    for _ in range(len(spans) + 1):
        changed = -1
        for rule in problem.precedences:
            earliest = heads[rule.before] + spans[rule.before] + rule.lag
            if earliest > heads[rule.after]:
                heads[rule.after], cause[rule.after] = earliest, rule.before
                changed = rule.after
        if changed < 0:
            return
    raise Infeasible(_circle(cause, changed, len(spans)))


def _circle(cause: dict[int, int], inside: int, count: int) -> str:
    for _ in range(count):
        inside = cause[inside]
    names = [inside]
    while cause[names[-1]] != inside:
        names.append(cause[names[-1]])
    names.reverse()
    shown = [str(name) for name in (names if len(names) <= SHOWN else names[: SHOWN - 1])]
    if len(names) > SHOWN:
        shown.append("…")
    return f"These activities wait for each other: {' → '.join((*shown, str(names[0])))}."


def _starts(problem: Problem, ways: tuple[tuple[Way, ...], ...]) -> tuple[int, ...]:
    starts = [
        _first(place, ways[place], max(0, activity.release))
        for place, activity in enumerate(problem.activities)
    ]
    moved = True
    while moved:
        moved = False
        for rule in problem.precedences:
            earliest = _finish(ways[rule.before], starts[rule.before]) + rule.lag
            if earliest > starts[rule.after]:
                starts[rule.after] = _first(rule.after, ways[rule.after], earliest)
                moved = True
    return tuple(starts)


def _first(place: int, choices: tuple[Way, ...], earliest: int) -> int:
    found = [start for way in choices if (start := way.first(earliest)) is not None]
    if not found:
        raise Infeasible(
            f"Activity {place} can begin at {earliest} at the earliest, too late to be finished."
        )
    return min(found)


def _finish(choices: tuple[Way, ...], earliest: int) -> int:
    return min(start + way.span for way in choices if (start := way.first(earliest)) is not None)


def _tails(problem: Problem, spans: list[int]) -> tuple[int, ...]:
    tails = list(spans)
    moved = True
    while moved:
        moved = False
        for rule in reversed(problem.precedences):
            tail = spans[rule.before] + rule.lag + tails[rule.after]
            if tail > tails[rule.before]:
                tails[rule.before], moved = tail, True
    return tuple(tails)


def narrowed(
    ways: tuple[tuple[Way, ...], ...], frame: Windows, finish: int
) -> tuple[tuple[Way, ...], ...]:
    """The ways that still allow the last finish at `finish`, with the starts that do.

    What an activity lasts longer than its shortest way is missing between its start and the end.
    """
    found = []
    for choices, head, tail in zip(ways, frame.earliest, frame.tails, strict=True):
        shortest = min(way.span for way in choices)
        clipped = (way.between(head, finish - tail - way.span + shortest) for way in choices)
        found.append(tuple(way for way in clipped if way.starts))
    return tuple(found)
