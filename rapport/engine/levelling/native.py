"""The genetic search in the compiled kernel: same seed, same answer as in Python, only sooner.

Other threads run while it does.
"""

import ctypes
import weakref
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.engine.native.library import load

from .direction import Direction, Directions
from .generation import NEVER
from .lanes import WORD

SOURCE = Path(__file__).with_name("kernel.c")
Table = NDArray[Any]
Int32, Int64, UInt64 = ctypes.c_int32, ctypes.c_int64, ctypes.c_uint64
NUMBERS = ("count", "words", "steps", "calendars")
TABLES = (
    *("duration", "release", "calendar", "before_at", "before", "lag"),
    *("working", "resting", "guard", "step_time", "step_room", "step_open"),
    *("period_at", "period_from", "period_to", "period_worked"),
)


class _Direction(ctypes.Structure):
    _fields_ = (
        *((name, Int32) for name in NUMBERS),
        *((name, ctypes.c_void_p) for name in TABLES),
    )


@cache
def kernel() -> ctypes.CDLL | None:
    """The compiled kernel, if it was built and can be loaded."""
    library = load(SOURCE)
    if library is None:
        return None
    direction, handle = ctypes.POINTER(_Direction), ctypes.c_void_p
    library.levelling_open.argtypes = (
        *(direction, direction, ctypes.c_void_p),
        *(Int32, Int32, Int32, Int32, UInt64),
    )
    library.levelling_open.restype = handle
    library.levelling_run.argtypes = (handle, Int64)
    library.levelling_run.restype = Int64
    library.levelling_best.argtypes = (handle, ctypes.POINTER(Int32))
    library.levelling_best.restype = Int32
    library.levelling_close.argtypes = (handle,)
    library.levelling_close.restype = None
    return library


class CompiledSearch:
    """`genetic.Search`, compiled. Wants a horizon below `NEVER`."""

    def __init__(
        self,
        course: Directions,
        rules: tuple[tuple[int, ...], ...],
        bound: int,
        size: int,
        seed: int,
    ) -> None:
        library = kernel()
        if not library:
            raise OSError("The levelling kernel was not built.")
        self._library, self._count = library, len(course.places)
        forward, backward, table = (
            _direction(course.forward),
            _direction(course.backward),
            np.array(rules, np.int32),
        )
        owned = (forward, backward, table)
        self._handle = library.levelling_open(
            *(forward[0], backward[0], table.ctypes.data, len(rules)),
            *(course.horizon, bound, size, seed & (2**WORD - 1)),
        )
        if not self._handle:
            raise MemoryError
        weakref.finalize(self, _close, self._handle, owned)
        self.made, self.best = 0, NEVER
        self.starts: tuple[int, ...] = ()

    def run(self, until: int) -> None:
        """Go on until so many schedules are made in all, or the bound is met."""
        self.made = self._library.levelling_run(self._handle, until)
        starts = (Int32 * self._count)()
        self.best = self._library.levelling_best(self._handle, starts)
        self.starts = tuple(starts) if self.best < NEVER else ()


def _close(handle: int, owned: object) -> None:
    library = kernel()
    if library:
        library.levelling_close(handle)


def _direction(one: Direction) -> tuple[_Direction, list[Table]]:
    """The structure the kernel reads, and the tables it points to, which must outlive it."""
    there, words = one.capacity, one.capacity.lanes.words
    links = [link for before in one.before for link in before]
    periods = [period for calendar in one.periods for period in calendar]
    tables = [
        *map(_int32, (one.duration, one.release, one.calendar)),
        *map(_int32, (_offsets(one.before), *_columns(links, 2))),
        *(_words(packed, words) for packed in (there.working, there.resting, [there.lanes.guard])),
        _int32([step.time for step in there.steps]),
        _words([step.room for step in there.steps], words),
        np.array([step.open for step in there.steps], np.uint8),
        *map(_int32, (_offsets(one.periods), *_columns(periods, 3))),
    ]
    numbers = (len(one.duration), words, len(there.steps), len(one.periods))
    return _Direction(*numbers, *(table.ctypes.data for table in tables)), tables


def _int32(numbers: Sequence[int]) -> Table:
    return np.array(numbers, np.int32)


def _words(packed: Sequence[int], words: int) -> Table:
    mask = 2**WORD - 1
    return np.array(
        [number >> WORD * word & mask for number in packed for word in range(words)], np.uint64
    )


def _offsets(lists: Sequence[Sequence[object]]) -> list[int]:
    return [0, *accumulate(map(len, lists))]


def _columns(rows: Sequence[Sequence[int]], width: int) -> list[list[int]]:
    return [[row[column] for row in rows] for column in range(width)]
