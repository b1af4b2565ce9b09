"""The panels of a project's overview: pages join by URL, and each app answers for its own."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.lib.register import Register
from rapport.projects.models import Project, Task


@dataclass(frozen=True, slots=True)
class Panel:
    """A card fetched by `hx-get`; its route takes the slug and the project's `key`.

    The answer is the card itself. `side` puts it into the narrow column.
    """

    order: int
    title: str | Promise
    url_name: str
    permission: Permission
    side: bool = False


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel as the template asks for it."""

    title: str | Promise
    url: str
    side: bool


# Of the overview; and of a task's page, where routes take `slug`, `key` and `number`.
_panels, _on_tasks = Register[Panel](), Register[Panel]()
register, register_on_task = _panels.add, _on_tasks.add


def shown(slug: str, project: Project, *, role: str) -> list[ShownPanel]:
    """The panels of a project that this role may see."""
    return addressed(_panels, role, {"slug": slug, "key": project.key})


def shown_on_task(slug: str, task: Task, *, role: str) -> list[ShownPanel]:
    """The panels of a task that this role may see."""
    names = {"slug": slug, "key": task.project.key, "number": task.number}
    return addressed(_on_tasks, role, names)


def addressed(panels: Register[Panel], role: str, names: dict[str, Any]) -> list[ShownPanel]:
    """The panels of a register that this role may see, with the addresses these names make."""
    return [
        ShownPanel(panel.title, reverse(panel.url_name, kwargs=names), panel.side)
        for panel in panels.held_by(role)
    ]
