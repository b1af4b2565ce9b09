"""The board: columns by state, and lanes across them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from rapport.projects.models import ColumnLimit, Helper, Project, Task
from rapport.projects.queries.overview import leaves

SHOWN, DONE_SHOWN = 100, 50
PERSON, PART = "person", "part"


@dataclass(frozen=True, slots=True)
class Column:
    """A state, how many tasks are in it, how many of them are shown and how many may be there."""

    state: str
    label: str
    total: int
    shown: int
    most: int | None

    @property
    def hidden(self) -> int:
        """How many are left out."""
        return self.total - self.shown

    @property
    def too_many(self) -> int:
        """How many more there are than may be."""
        return max(0, self.total - self.most) if self.most else 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one lane of a column, in the order people gave it."""

    column: Column
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the board; `key` is what its tasks share: a member's id, or a task's number."""

    key: str
    name: str
    cells: list[Cell]

    @property
    def total(self) -> int:
        """How many cards it shows."""
        return sum(len(cell.tasks) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """The columns, and the lanes that cross them: one without a name unless some were asked for."""

    columns: list[Column]
    lanes: list[Lane]

    def cards(self) -> Iterator[Task]:
        """Every task that it shows."""
        for lane in self.lanes:
            for cell in lane.cells:
                yield from cell.tasks


def board_of(project: Project, by: str = "") -> Board:
    """The board by person, by part of the outline, or in one piece. Long columns show their first
    cards."""
    tasks = (
        leaves(project)
        .select_related("assignee__user", "parent")
        .order_by("board_position", "position")
    )
    by_state: dict[str, list[Task]] = {state: [] for state in Task.State.values}
    for task in tasks:
        by_state[task.state].append(task)
    shown = {state: _shown(state, rows) for state, rows in by_state.items()}
    helpers = Prefetch(
        "helpers",
        Helper.objects.counting().select_related("member__user").order_by("pk"),
        to_attr="others",
    )
    prefetch_related_objects([task for rows in shown.values() for task in rows], helpers)
    columns = _columns(project, {state: len(rows) for state, rows in by_state.items()}, shown)
    return Board(columns, _lanes(columns, shown, by))


def _columns(
    project: Project, totals: dict[str, int], shown: dict[str, list[Task]]
) -> list[Column]:
    limits = dict(ColumnLimit.objects.filter(project=project).values_list("state", "most"))
    return [
        Column(state, str(label), totals[state], len(shown[state]), limits.get(state))
        for state, label in Task.State.choices
    ]


def _lanes(columns: Sequence[Column], shown: dict[str, list[Task]], by: str) -> list[Lane]:
    if by not in OF:
        return [Lane("", "", [Cell(one, shown[one.state]) for one in columns])]
    found: dict[_Name, dict[str, list[Task]]] = {}
    for state, tasks in shown.items():
        for task in tasks:
            found.setdefault(OF[by](task), {}).setdefault(state, []).append(task)
    return [
        Lane(name.key, name.text, [Cell(one, found[name].get(one.state, [])) for one in columns])
        for name in sorted(found)
    ]


@dataclass(frozen=True, slots=True, order=True)
class _Name:
    """What a lane is called, and where it stands: what belongs to nobody comes last."""

    is_nobodys: bool
    place: int
    text: str
    key: str


def _person(task: Task) -> _Name:
    """A member's lane; a name that a plan brought along has one of its own."""
    if task.assignee:
        return _Name(False, 0, task.assignee.name, str(task.assignee.pk))
    if task.assignee_name:
        return _Name(False, 1, task.assignee_name, f"name:{task.assignee_name}")
    return _Name(True, 0, _("Nobody"), "")


def _part(task: Task) -> _Name:
    """The lane of what the task is a part of, in the order of the plan."""
    if task.parent is None:
        return _Name(True, 0, _("On its own"), "")
    return _Name(False, task.parent.position, task.parent.name, str(task.parent.number))


OF: dict[str, Callable[[Task], _Name]] = {PERSON: _person, PART: _part}


def _shown(state: str, tasks: list[Task]) -> list[Task]:
    return tasks[: DONE_SHOWN if state == Task.State.DONE else SHOWN]
