"""Parts of the client page that other apps bring: each is a URL that answers a fragment."""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise

from rapport.clients.models import Client
from rapport.lib.permissions import Permission


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page. Its URL takes `slug` and the client's `key`; 204 says «nothing»."""

    order: int
    label: str | Promise
    url_name: str
    permission: Permission
    place: Literal["main", "side"] = "side"


@dataclass(frozen=True, slots=True)
class PanelHere:
    """A panel on one client's page."""

    label: str | Promise
    url: str
    place: str


_panels: list[Panel] = []


def panel(entry: Panel) -> None:
    """Add a part to the client page; called once from the app's urls module."""
    if all(known.url_name != entry.url_name for known in _panels):
        _panels.append(entry)
        _panels.sort(key=lambda known: known.order)


def panels_for(client: Client, slug: str, role: str) -> list[PanelHere]:
    """The parts that somebody of this role may see of this client's page."""
    return [
        PanelHere(
            entry.label,
            reverse(entry.url_name, kwargs={"slug": slug, "key": client.key}),
            entry.place,
        )
        for entry in _panels
        if entry.permission.held_by(role)
    ]
