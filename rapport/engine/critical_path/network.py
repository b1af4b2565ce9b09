"""A plan made ready for the critical path method, to be walked again after every edit."""

import ctypes
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from rapport.engine import ticks
from rapport.engine.graph import Graph
from rapport.engine.native.library import load
from rapport.engine.plan import Plan, PlanError, Schedule, Task

from .links import LinkRows
from .results import Write, columns_of, moments_of, schedule_of
from .rows import CONSTRAINTS, END, GATE, LEAF, NOBODY, NODE, WHOLE, Dates, Rows, State
from .tasks import TaskRows

SOURCE = Path(__file__).with_name("passes.c")
OUTLINE = ("parent", "other", "side")
COLUMNS = 10  # of `Dates`
LISTS = ("in_at", "in_", "out_at", "out", "child_at", "child", "order", "seen")


@cache
def passes() -> ctypes.CDLL | None:
    """The compiled passes, if they were built and can be loaded."""
    library = load(SOURCE)
    if library:
        for function in (library.network_order, library.network_run):
            function.argtypes, function.restype = (ctypes.POINTER(State),), ctypes.c_int32
    return library


class Network:
    """A plan compiled once. An edit changes the numbers of one task; `run` dates all of them.

    Raises `CircularDependency` and `PlanError` as `schedule` does, and `OSError` where the passes
    were not built.
    """

    def __init__(self, plan: Plan) -> None:
        library = passes()
        if not library:
            raise OSError("The critical path was not compiled.")
        self._library, self.plan, self.tasks = library, plan, list(plan.tasks)
        self._rows = TaskRows(plan)
        self._places = dict(zip([task.uid for task in plan.tasks], count()))
        if len(self._places) < len(plan.tasks):
            raise PlanError("Two tasks of the plan have the same id.")
        self._nodes = _nested(self._rows.of(plan.tasks), _parents(plan.tasks, self._places))
        self._links = LinkRows(plan.links, self._places, self._nodes)
        self._state, self._lists = State(), self._listed()
        self._tell()
        if not library.network_order(self._state):
            Graph(plan)  # names the circle
            raise PlanError("These tasks wait for each other.")

    def edit(self, task: Task) -> None:
        """Take another version of a task that stands where it stood, active as it was."""
        at = self._places[task.uid]
        was = self.tasks[at]
        if (was.parent, was.active) != (task.parent, task.active):
            raise ValueError("A task that moves in the outline makes another network.")
        row = self._rows.of([task])[0]
        self.tasks[at] = task
        for place in {at, int(self._nodes["other"][at])}:
            for name in OUTLINE:
                row[name] = self._nodes[name][place]
            self._nodes[place] = row
        self._links.measure(self._nodes)
        self._tell_of_tasks()

    def change_duration(self, uid: str, minutes: float) -> None:
        """Let a task without assignments take so long."""
        self.edit(replace(self.tasks[self._places[uid]], duration_minutes=minutes))

    def run(self) -> Dates:
        """Walk forward and backward, place, and reckon slack."""
        state, tables = self._state, self._rows.tables
        state.phase = state.at = 0
        answer = np.empty((COLUMNS, len(self.tasks)), np.int64)
        state.answer, state.table = answer.ctypes.data, tables.rows.ctypes.data
        while not self._library.network_run(state):
            tables.lengthen(state.lacking, state.question, state.asked)
        return Dates(state.start, state.finish, *answer)

    def schedule(self) -> Schedule:
        """Run, and say where every task stands."""
        return schedule_of(self.plan, self.tasks, self.run(), self.summaries)

    def columns(
        self, dates: Dates, places: Rows, write: Write = moments_of
    ) -> tuple[list[Any], ...]:
        """Where the tasks at these places stand by a run: the columns of `ScheduledTask`."""
        return columns_of(self.plan, self.tasks, dates, self.summaries, places, write)

    def place(self, uid: str) -> int:
        """Which of the tasks it is."""
        return self._places[uid]

    @property
    def summaries(self) -> Rows:
        """Which of the tasks have others under them."""
        found: Rows = self._nodes["side"][: len(self.tasks)] == GATE
        return found

    def _listed(self) -> dict[str, Rows]:
        nodes, edges = len(self._nodes), len(self._links.rows)
        lengths = (nodes + 1, edges, nodes + 1, edges, nodes + 1, nodes, nodes, nodes)
        return {n: np.empty(length, np.int32) for n, length in zip(LISTS, lengths, strict=True)}

    def _tell(self) -> None:
        """Give the passes their numbers and the addresses of the rows."""
        plan, state = self.plan, self._state
        state.plan_start = ticks.from_datetime(plan.start)
        if plan.from_finish and plan.finish:
            state.from_finish, state.plan_finish = 1, ticks.from_datetime(plan.finish)
        state.honor, state.own_ends = plan.honor_constraints, plan.multiple_critical_paths
        state.node, state.edge = self._nodes.ctypes.data, self._links.rows.ctypes.data
        state.tasks, state.nodes = len(self.tasks), len(self._nodes)
        state.edges = len(self._links.rows)
        for name, held in self._lists.items():
            setattr(state, name, held.ctypes.data)
        self._tell_of_tasks()

    def _tell_of_tasks(self) -> None:
        late = self._nodes["constraint"] == CONSTRAINTS["ALAP"]
        self._state.any_late = bool(late.any())
        self._state.part = self._rows.parts.rows.ctypes.data


def _parents(tasks: Sequence[Task], places: dict[str, int]) -> Rows:
    find = places.get
    parents = [find(task.parent, NOBODY) if task.parent else NOBODY for task in tasks]
    found = np.array(parents, np.int32)
    found[found == np.arange(len(tasks))] = NOBODY
    return found


def _nested(rows: Rows, parents: Rows) -> Rows:
    """The rows with their place in the outline, and after them the ends of the summaries."""
    size = len(rows)
    rows["parent"], rows["other"], rows["side"] = parents, np.arange(size), LEAF
    gates = np.unique(parents[parents != NOBODY])
    rows["side"][gates] = GATE
    rows["other"][gates] = size + np.arange(len(gates))
    whole = rows.view(WHOLE)
    nodes = np.concatenate([whole, whole[gates]]).view(NODE)
    nodes["side"][size:], nodes["other"][size:] = END, gates
    return nodes
