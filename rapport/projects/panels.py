"""The panels of a project's overview: pages join by URL, and each app answers for its own."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from rapport.lib.permissions import Permission
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


_panels: list[Panel] = []
_on_tasks: list[Panel] = []


def register(panel: Panel) -> None:
    """Add a panel to the overview; once is enough."""
    _add(panel, _panels)


def register_on_task(panel: Panel) -> None:
    """Add a panel to the page of a task; its route takes `slug`, `key` and `number`."""
    _add(panel, _on_tasks)


def _add(panel: Panel, panels: list[Panel]) -> None:
    if all(known.url_name != panel.url_name for known in panels):
        panels.append(panel)
        panels.sort(key=lambda known: known.order)


def shown(slug: str, project: Project, *, role: str) -> list[ShownPanel]:
    """The panels of a project that this role may see."""
    return _shown(_panels, role, {"slug": slug, "key": project.key})


def shown_on_task(slug: str, task: Task, *, role: str) -> list[ShownPanel]:
    """The panels of a task that this role may see."""
    names = {"slug": slug, "key": task.project.key, "number": task.number}
    return _shown(_on_tasks, role, names)


def _shown(panels: list[Panel], role: str, names: dict[str, Any]) -> list[ShownPanel]:
    return [
        ShownPanel(panel.title, reverse(panel.url_name, kwargs=names), panel.side)
        for panel in panels
        if panel.permission.held_by(role)
    ]
