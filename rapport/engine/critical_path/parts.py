"""The work of teams, who does how much and what is left of it, as rows that tasks point to."""

from collections.abc import Sequence

import numpy as np

from .amounts import whole
from .rows import PART, Rows

COLUMNS = ("length", "wait", "since", "left", "time")


class Parts:
    """Rows that only grow; what is kept is among them once it is settled."""

    def __init__(self) -> None:
        self.rows: Rows = np.zeros(0, PART)
        self._kept: list[tuple[int, ...]] = []

    def keep(self, parts: Sequence[tuple[int, ...]]) -> tuple[int, int]:
        """Take parts in, in the order of `COLUMNS`; says where they will stand and how many."""
        first = len(self.rows) + len(self._kept)
        self._kept += parts
        return first, len(parts)

    def settle(self) -> None:
        """Put what was kept among the rows."""
        kept, self._kept = self._kept, []
        if not kept:
            return
        added = np.zeros(len(kept), PART)
        for name, column in zip(COLUMNS, whole(kept).T, strict=True):
            added[name] = column
        self.rows = np.append(self.rows, added)
