"""Rows of standard normal numbers, one number a run.

Latin hypercube (McKay, Beckman and Conover 1979): the numbers of every row are the middles of as
many equally likely strata as there are runs, in an order of its own. The order hangs on the seed
and the name only, so that two versions of a plan are compared on common random numbers.
"""

from math import isqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rapport.engine.simulation.spreads import knots, normal_cdf

Reals32 = NDArray[np.float32]

SMALL, LARGE = 96, 256  # orders in the pool: enough that most names keep their pair


class NormalRows:
    """Rows by name. Their orders are pairs from a pool of orders, one after the other.

    Pairs are as good as orders drawn one by one, and far cheaper. A name whose pair is taken gets
    the next that is free.
    """

    def __init__(self, seed: int, runs: int, rows: int) -> None:
        self._size = SMALL if rows <= SMALL**2 // 4 else LARGE + isqrt(4 * rows)
        self._runs = runs
        random = np.random.default_rng(seed)
        self._orders = [random.permutation(runs) for _ in range(self._size)]
        middles = (np.arange(runs) + 0.5) / runs
        self._strata = np.interp(middles, normal_cdf(knots()), knots()).astype(np.float32)
        self._shuffled: dict[int, Reals32] = {}
        self._taken: set[int] = set()

    def named(self, name: str, deviation: float) -> Reals32:
        """The row of a name, which may be asked for once, with a standard deviation."""
        first, second = self._pair(name)
        if first not in self._shuffled:
            self._shuffled[first] = self._strata.take(self._orders[first])
        row = self._shuffled[first].take(self._orders[second])
        row *= np.float32(deviation)
        return row

    def lowest(self, name: str, share: float) -> NDArray[np.bool_]:
        """The runs, so large a share of all, in which the numbers of a name are lowest."""
        first, second = self._pair(name)
        ranks = self._orders[first].take(self._orders[second])
        return ranks < round(share * self._runs)

    def _pair(self, name: str) -> tuple[int, int]:
        pair = crc32(name.encode()) % self._size**2
        while pair in self._taken:
            pair = (pair + 1) % self._size**2
        self._taken.add(pair)
        return divmod(pair, self._size)
