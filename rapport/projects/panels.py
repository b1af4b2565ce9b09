"""The panels of a project's overview: pages join by URL, and each app answers for its own."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.projects.models import Project


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


def register(panel: Panel) -> None:
    """Add a panel; once is enough."""
    if all(known.url_name != panel.url_name for known in _panels):
        _panels.append(panel)
        _panels.sort(key=lambda known: known.order)


def shown(slug: str, project: Project, *, role: str) -> list[ShownPanel]:
    """The panels this role may see."""
    return [
        ShownPanel(
            panel.title,
            reverse(panel.url_name, kwargs={"slug": slug, "key": project.key}),
            panel.side,
        )
        for panel in _panels
        if panel.permission.held_by(role)
    ]
