"""Modes that no best answer needs, found before any search.

Sprecher, Hartmann and Drexl (1997), "An exact algorithm for project scheduling with multiple
modes": a mode is non-executable if no answer can use it, inefficient if another mode of the same
activity is as short and asks for no more; a stock is redundant if it suffices whatever is chosen.
"""

from .problem import Infeasible, Mode, Problem

Kept = tuple[tuple[int, ...], ...]


def worthwhile(problem: Problem) -> Kept:
    """The places of the modes worth considering, activity by activity.

    Leaving out the others makes no best answer longer. Raises `Infeasible` when an activity has
    none left, or the leanest choice empties a stock.
    """
    kept = tuple(
        _fitting(problem, place, tuple(range(len(activity.modes))))
        for place, activity in enumerate(problem.activities)
    )
    while True:
        fewer = _affordable(problem, _efficient(problem, kept))
        if fewer == kept:
            return kept
        kept = fewer


def scarce(problem: Problem, kept: Kept) -> tuple[int, ...]:
    """The stocks that some choice of the kept modes would empty."""
    return tuple(
        place for place, stock in enumerate(problem.stocks) if _taken(problem, kept, place) > stock
    )


def _taken(problem: Problem, kept: Kept, stock: int) -> int:
    return sum(
        max(consumed(activity.modes[mode], stock) for mode in modes)
        for activity, modes in zip(problem.activities, kept, strict=True)
    )


def consumed(mode: Mode, stock: int) -> int:
    """What the mode takes from a stock."""
    return mode.consumes[stock] if mode.consumes else 0


def demanded(mode: Mode, resource: int) -> int:
    """What the mode needs of a resource while it is worked."""
    return mode.demand[resource] if mode.demand and mode.duration else 0


def _fitting(problem: Problem, place: int, modes: tuple[int, ...]) -> tuple[int, ...]:
    most = [
        max(one.capacity, *(number for _, _, number in one.absences), 0)
        for one in problem.resources
    ]
    left, complaint = [], f"Activity {place} has no mode."
    for mode in modes:
        asked = problem.activities[place].modes[mode]
        over = [
            resource
            for resource, most_there in enumerate(most)
            if demanded(asked, resource) > most_there
        ]
        if not over:
            left.append(mode)
            continue
        complaint = (
            f"Activity {place} needs {demanded(asked, over[0])} of resource {over[0]} "
            f"at a time, but there are never more than {most[over[0]]}."
        )
    if not left:
        raise Infeasible(complaint)
    return tuple(left)


def _efficient(problem: Problem, kept: Kept) -> Kept:
    """Without modes that another one is as good as; of equals the first stays."""
    left = []
    for activity, modes in zip(problem.activities, kept, strict=True):
        asks = {mode: _asks(problem, activity.modes[mode]) for mode in modes}
        left.append(
            tuple(
                mode
                for mode in modes
                if not any(_beats(asks, other, mode) for other in modes if other != mode)
            )
        )
    return tuple(left)


def _asks(problem: Problem, mode: Mode) -> tuple[int, ...]:
    return (
        mode.duration,
        *(demanded(mode, resource) for resource in range(len(problem.resources))),
        *(consumed(mode, stock) for stock in range(len(problem.stocks))),
    )


def _beats(asks: dict[int, tuple[int, ...]], other: int, mode: int) -> bool:
    no_more = all(a <= b for a, b in zip(asks[other], asks[mode], strict=True))
    return no_more and (asks[other] != asks[mode] or other < mode)


def _affordable(problem: Problem, kept: Kept) -> Kept:
    """Without modes that take so much that the leanest choice of the rest empties a stock."""
    for place, stock in enumerate(problem.stocks):
        least = [
            min(consumed(activity.modes[mode], place) for mode in modes)
            for activity, modes in zip(problem.activities, kept, strict=True)
        ]
        spare = stock - sum(least)
        if spare < 0:
            raise Infeasible(
                f"At least {sum(least)} are taken from stock {place}, which holds {stock}."
            )
        kept = tuple(
            tuple(mode for mode in modes if consumed(activity.modes[mode], place) - low <= spare)
            for activity, modes, low in zip(problem.activities, kept, least, strict=True)
        )
    return kept
