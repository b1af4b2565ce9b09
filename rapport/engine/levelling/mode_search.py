"""Levelling activities with several modes by search, in compiled code.

A genetic algorithm over an order of the activities and a mode for each (Hartmann 2001), every
child made to fit the stocks, scheduled serially, and justified backward and forward (Valls,
Ballestin and Quintanilla 2005). Now and then an activity takes the mode that is done first (Lova,
Tormos, Cervantes and Barber 2009). Of equal lengths the one whose activities finish earlier, by
the sum of cubes, is the better: it leaves more room for the next improvement.
"""

import ctypes
from collections.abc import Callable
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from rapport.engine.native.library import load

from .mode_tables import Tables, tables
from .modes import worthwhile
from .problem import Answer, Problem
from .ways import horizon, ways
from .windows import windows

SOURCE = Path(__file__).with_name("modes.c")
Int32, Int64, UInt64, Handle = ctypes.c_int32, ctypes.c_int64, ctypes.c_uint64, ctypes.c_void_p
NEVER = 2**31 - 1
SLICE = 2_000  # schedules between two looks at the clock
SMALLEST, LARGEST = 30, 200  # populations
AGE = 400  # schedules for each member of a population


@cache
def kernel() -> ctypes.CDLL | None:
    """The compiled search, if it was built and can be loaded."""
    library = load(SOURCE)
    if library is None:
        return None
    library.modes_open.argtypes = (ctypes.POINTER(Tables), Int32, Int32, UInt64)
    library.modes_open.restype = Handle
    library.modes_run.argtypes = (Handle, Int64)
    library.modes_run.restype = Int64
    library.modes_best.argtypes = (Handle, ctypes.POINTER(Int32), ctypes.POINTER(Int32))
    library.modes_best.restype = Int32
    library.modes_close.argtypes = (Handle,)
    library.modes_close.restype = None
    return library


def searchable(problem: Problem) -> bool:
    """Whether `search` can look at this: it was built, no greatest lags, and not too long."""
    waiting = TopologicalSorter(dict.fromkeys(range(len(problem.activities)), ()))
    for rule in problem.precedences:
        waiting.add(rule.after, rule.before)
    try:
        waiting.prepare()
    except CycleError:
        return False
    return bool(problem.activities) and kernel() is not None and 2 * horizon(problem) < NEVER


def search(
    problem: Problem,
    *,
    schedules: int,
    seed: int = 0,
    enough: Callable[[], bool] = lambda: False,
) -> Answer | None:
    """The best answer of so many schedules, to a problem that is `searchable`.

    The same seed gives the same answer, unless `enough` ends the search before its time. `None`
    means that none was found. Raises `Infeasible` when there is no answer and that is plain.
    """
    kept, library = worthwhile(problem), kernel()
    frame = windows(problem, ways(problem, kept, horizon(problem)))
    if not library:
        raise OSError("The search for modes was not built.")
    table = tables(problem, kept, frame)
    size = max(SMALLEST, min(LARGEST, schedules // AGE))
    handle = library.modes_open(table, frame.bound, size, seed % 2**64)
    if not handle:
        raise MemoryError
    starts, modes = ((Int32 * len(problem.activities))() for _ in range(2))
    try:
        for made in range(0, schedules, SLICE):
            until = min(schedules, made + SLICE)
            if library.modes_run(handle, until) < until or enough():
                break
        makespan = library.modes_best(handle, starts, modes)
    finally:
        library.modes_close(handle)
    if makespan == NEVER:
        return None
    places = [mode for modes in kept for mode in modes]
    return Answer(tuple(starts), tuple(places[mode] for mode in modes), makespan, frame.bound)
