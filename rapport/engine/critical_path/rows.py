"""The rows the compiled passes read and write, field by field as in `passes.c`."""

import ctypes
from dataclasses import dataclass
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


def _row(long: str, short: str) -> np.dtype[Any]:
    return np.dtype([(name, "i8") for name in long.split()] + [(n, "i4") for n in short.split()])


NODE = _row(
    "length pinned_start pinned_finish constraint_at deadline"
    " actual_start actual_finish stop resume remaining delay"
    " early_start early_finish late_start late_finish start finish"
    " asked_start total_slack free_slack",
    "time own part parts left lefts parent other flags constraint side"
    " driver reason has_asked moved unused",
)
EDGE = _row("lag", "source target kind elapsed")
PART = _row("length wait since left", "time unused")
TABLE = _row("start end done until", "count near")


class State(ctypes.Structure):
    """A network as the passes hold it; arrays are passed by their addresses."""

    _fields_ = (
        *((name, ctypes.c_int64) for name in ("plan_start", "plan_finish")),
        *((name, ctypes.c_int64) for name in ("start", "finish", "asked")),
        *((name, ctypes.c_void_p) for name in ("table", "node", "edge", "part")),
        *((name, ctypes.c_void_p) for name in ("in_at", "in_", "out_at", "out")),
        *((name, ctypes.c_void_p) for name in ("child_at", "child", "order", "waiting")),
        *((name, ctypes.c_int32) for name in ("tasks", "nodes", "edges", "from_finish")),
        *((name, ctypes.c_int32) for name in ("honor", "own_ends", "any_late")),
        *((name, ctypes.c_int32) for name in ("phase", "at", "lacking", "question")),
    )


@dataclass(frozen=True, slots=True)
class Dates:
    """Where everything stands, in ticks.

    `tasks` has a row for each task in the plan's order: start and finish, early and late ones,
    total and free slack, the driver's place in the plan or -1, and the code of the reason.
    """

    start: int
    finish: int
    tasks: Rows
