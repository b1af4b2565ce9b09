"""The tabs of a project's pages: each app adds its own, from its urls module."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.lib.register import Register
from rapport.projects.models import Project


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a project; its route takes the workspace's slug and the project's `key`."""

    order: int
    label: str | Promise
    url_name: str
    permission: Permission
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class ShownTab:
    """A tab as the template draws it."""

    label: str | Promise
    url: str
    here: bool
    shortcut: str


_tabs = Register[Tab]()
_pages: dict[str, str] = {}


def register(tab: Tab) -> None:
    """Add a tab; once is enough. Overview is 10, Plan 20, Board 30."""
    _tabs.add(tab)
    return_to(tab.url_name)


def return_to(url_name: str) -> None:
    """Let forms come back to this page of a project, by the last word of its route."""
    _pages[url_name.rsplit(".", 1)[-1]] = url_name


def shown(slug: str, project: Project, *, role: str, here: str) -> list[ShownTab]:
    """The tabs this role may open; `here` is the route of the page being shown."""
    return [
        ShownTab(
            tab.label,
            reverse(tab.url_name, kwargs={"slug": slug, "key": project.key}),
            tab.url_name == here,
            tab.shortcut,
        )
        for tab in _tabs.held_by(role)
    ]


def page_of(last_word: str, *, default: str) -> str:
    """The route of a page by its last word (`plan` of `planning.plan`), else the default."""
    return _pages.get(last_word, default)
