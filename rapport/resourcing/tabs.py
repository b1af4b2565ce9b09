"""The tabs of the pages about capacity: each app adds its own, from its urls module."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rapport.lib.permissions import Permission
from rapport.lib.register import Register


@dataclass(frozen=True, slots=True)
class Tab:
    """A page about capacity; its route takes the workspace's slug alone."""

    order: int
    label: str | Promise
    url_name: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class ShownTab:
    """A tab as the template draws it."""

    label: str | Promise
    url: str
    here: bool


_tabs = Register[Tab]()
register = _tabs.add


def shown(slug: str, *, role: str, here: str) -> list[ShownTab]:
    """The tabs this role may open; `here` is the route of the page being shown."""
    return [
        ShownTab(tab.label, reverse(tab.url_name, args=[slug]), tab.url_name == here)
        for tab in _tabs.held_by(role)
    ]
