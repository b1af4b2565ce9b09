"""Levelling by search: a good answer at once, and how far from the best it can be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from .bounds import bound
from .direction import Directions, directions
from .generation import NEVER
from .genetic import Search
from .modes import worthwhile
from .native import CompiledSearch, kernel
from .problem import Answer, Problem
from .rules import rules
from .ways import horizon, ways
from .windows import windows

SLICE = 2_000  # schedules a search makes between two looks at the clock
SMALLEST, LARGEST = 30, 600  # populations
AGE = 1_200  # schedules for each member of a population


def level(
    problem: Problem,
    *,
    schedules: int = 20_000,
    seed: int = 0,
    searches: int = 1,
    enough: Callable[[], bool] = lambda: False,
) -> Answer | None:
    """The best answer of so many schedules in all, made by so many searches side by side.

    Every activity has one mode and no lag is negative. The same seed gives the same answer,
    unless `enough` ends the search before its time. `None` means that no order was found in
    which all finish before their calendars end. Raises `Infeasible` when there is no answer.
    """
    if not one_mode(problem):
        raise ValueError("Levelling by search is for one mode and lags that are not negative.")
    frame = windows(problem, ways(problem, worthwhile(problem), horizon(problem)))
    least = bound(problem, frame)
    course = directions(problem)
    islands = [
        _search(course, least, schedules // searches, seed + number) for number in range(searches)
    ]
    if problem.activities:
        _run(islands, least, schedules // searches, enough)
    return _answer(course, min(islands, key=lambda one: one.best), least)


def one_mode(problem: Problem) -> bool:
    """Whether `level` can answer this."""
    return all(len(activity.modes) == 1 for activity in problem.activities) and all(
        rule.lag >= 0 for rule in problem.precedences
    )


def _search(course: Directions, least: int, schedules: int, seed: int) -> Search | CompiledSearch:
    size = max(SMALLEST, min(LARGEST, schedules // AGE))
    kind = CompiledSearch if kernel() and course.horizon < NEVER else Search
    return kind(course, rules(course.forward), least, size, seed)


def _run(
    islands: list[Search | CompiledSearch],
    least: int,
    schedules: int,
    enough: Callable[[], bool],
) -> None:
    with ThreadPoolExecutor(len(islands)) as threads:
        for made in range(0, schedules, SLICE):
            until = min(schedules, made + SLICE)
            list(threads.map(lambda one, until=until: one.run(until), islands))
            if enough() or min(one.best for one in islands) <= least:
                return


def _answer(course: Directions, found: Search | CompiledSearch, least: int) -> Answer | None:
    if not course.places:
        return Answer((), (), 0, 0)
    if found.best >= NEVER:
        return None
    starts = dict(zip(course.places, found.starts, strict=True))
    count = len(starts)
    return Answer(tuple(starts[one] for one in range(count)), (0,) * count, found.best, least)
