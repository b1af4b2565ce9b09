"""Parts of a client's and a person's page that other apps bring: URLs that answer a fragment."""

from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse
from django.utils.functional import Promise

from rapport.clients.models import Client, Contact
from rapport.lib.permissions import Permission


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page; 204 says «nothing».

    Its URL takes `slug` and the client's `key`; on a person's page also their `pk`.
    """

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
_of_contacts: list[Panel] = []


def panel(entry: Panel) -> None:
    """Add a part to the client page; called once from the app's urls module."""
    _add(entry, _panels)


def contact_panel(entry: Panel) -> None:
    """Add a part to the page of a person; called once from the app's urls module."""
    _add(entry, _of_contacts)


def panels_for(client: Client, slug: str, role: str) -> list[PanelHere]:
    """The parts that somebody of this role may see of this client's page."""
    return _here(_panels, role, {"slug": slug, "key": client.key})


def panels_for_contact(contact: Contact, slug: str, role: str) -> list[PanelHere]:
    """The parts that somebody of this role may see of this person's page."""
    where = {"slug": slug, "key": contact.client.key, "pk": contact.pk}
    return _here(_of_contacts, role, where)


def _add(entry: Panel, panels: list[Panel]) -> None:
    if all(known.url_name != entry.url_name for known in panels):
        panels.append(entry)
        panels.sort(key=lambda known: known.order)


def _here(panels: list[Panel], role: str, where: dict[str, Any]) -> list[PanelHere]:
    return [
        PanelHere(entry.label, reverse(entry.url_name, kwargs=where), entry.place)
        for entry in panels
        if entry.permission.held_by(role)
    ]
