"""The rows the compiled passes read and write, field by field as in `passes.c`."""

import ctypes
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[Any]

NOBODY = -1
LEAF, GATE, END = range(3)
KINDS = {"FS": 0, "SS": 1, "FF": 2, "SF": 3}
CONSTRAINTS = {
    kind: code
    for code, kind in enumerate(("ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"))
}
REASONS = ("start", "link", "constraint", "actual", "manual", "children")
QUESTIONS = ("worked", "start_of", "finish_of")

ACTIVE, MANUAL = 1, 2
DELAYED = 2048
# Moments of a task: field of the plan, field of the row, what says that there is one.
MOMENTS = (
    ("start", "pinned_start", 4),
    ("finish", "pinned_finish", 8),
    ("constraint_at", "constraint_at", 16),
    ("deadline", "deadline", 32),
    ("actual_start", "actual_start", 64),
    ("actual_finish", "actual_finish", 128),
    ("stop", "stop", 256),
    ("resume", "resume", 512),
)
REMAINS = 1024


def _row(*columns: tuple[str, str]) -> np.dtype[Any]:
    return np.dtype([(name, kind) for kind, some in columns for name in some.split()])


NODE = _row(
    ("i4", "flags side time own parent parts"),
    ("i8", "length early_start early_finish late_start late_finish"),
    ("i4", "constraint other driver reason has_asked moved"),
    ("i8", "start finish asked_start"),
    ("i8", "pinned_start pinned_finish constraint_at deadline"),
    ("i8", "actual_start actual_finish stop resume remaining delay"),
    ("i4", "part left lefts unused"),
)
WHOLE = np.dtype((np.void, NODE.itemsize))  # a node as bytes, which are copied faster
EDGE = _row(("i8", "lag"), ("i4", "source target kind elapsed"))
PART = _row(("i8", "length wait since left"), ("i4", "time unused"))
INDEX = _row(("i8", "from"), ("i4", "steps shift"))
TABLE = np.dtype(
    [("period", "i8"), ("by_time", INDEX), ("by_work", INDEX), ("count", "i8"), ("until", "i8")]
)


class State(ctypes.Structure):
    """A network as the passes hold it; arrays are passed by their addresses."""

    _fields_ = (
        *((name, ctypes.c_int64) for name in ("plan_start", "plan_finish")),
        *((name, ctypes.c_int64) for name in ("start", "finish", "asked")),
        *((name, ctypes.c_void_p) for name in ("answer", "table", "node", "edge", "part")),
        *((name, ctypes.c_void_p) for name in ("in_at", "in_", "out_at", "out")),
        *((name, ctypes.c_void_p) for name in ("child_at", "child", "order", "seen")),
        *((name, ctypes.c_int32) for name in ("tasks", "nodes", "edges", "from_finish")),
        *((name, ctypes.c_int32) for name in ("honor", "own_ends", "any_late")),
        *((name, ctypes.c_int32) for name in ("phase", "at", "lacking", "question")),
    )


@dataclass(frozen=True, slots=True)
class Dates:
    """Where everything stands, in ticks: the project, and column by column its tasks.

    A column is in the plan's order. The driver is the place of a task there, or -1; the reason
    is a place in `REASONS`.
    """

    project_start: int
    project_finish: int
    start: Rows
    finish: Rows
    early_start: Rows
    early_finish: Rows
    late_start: Rows
    late_finish: Rows
    total_slack: Rows
    free_slack: Rows
    driver: Rows
    reason: Rows

    def columns(self) -> tuple[Rows, ...]:
        """Column by column, in the order above."""
        return tuple(getattr(self, field.name) for field in fields(self)[2:])

    def at(self, places: Rows) -> "Dates":
        """Those of some tasks."""
        some = (column[places] for column in self.columns())
        return Dates(self.project_start, self.project_finish, *some)
