"""The board's columns."""

from dataclasses import dataclass

from rapport.projects.models import Project, Task
from rapport.projects.queries.overview import leaves

SHOWN, DONE_SHOWN = 100, 50


@dataclass(frozen=True, slots=True)
class Column:
    """A state, its tasks in the order people gave them, and how many there are in all."""

    state: str
    label: str
    tasks: list[Task]
    total: int

    @property
    def hidden(self) -> int:
        """How many are left out."""
        return self.total - len(self.tasks)


def columns(project: Project) -> list[Column]:
    """All columns; a long one shows its first cards."""
    tasks = (
        leaves(project)
        .select_related("assignee__user", "parent")
        .order_by("board_position", "position")
    )
    by_state: dict[str, list[Task]] = {state: [] for state in Task.State.values}
    for task in tasks:
        by_state[task.state].append(task)
    return [
        Column(state, str(label), _shown(state, by_state[state]), len(by_state[state]))
        for state, label in Task.State.choices
    ]


def _shown(state: str, tasks: list[Task]) -> list[Task]:
    return tasks[: DONE_SHOWN if state == Task.State.DONE else SHOWN]
