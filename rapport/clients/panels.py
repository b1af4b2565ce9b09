"""Parts of a client's and a person's page that other apps bring: URLs that answer a fragment."""

from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse
from django.utils.functional import Promise

from rapport.clients.models import Client, Contact
from rapport.lib.permissions import Permission
from rapport.lib.register import Register


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


_panels, _of_contacts = Register[Panel](), Register[Panel]()
panel, contact_panel = _panels.add, _of_contacts.add


def panels_for(client: Client, slug: str, role: str) -> list[PanelHere]:
    """The parts that somebody of this role may see of this client's page."""
    return _here(_panels, role, {"slug": slug, "key": client.key})


def panels_for_contact(contact: Contact, slug: str, role: str) -> list[PanelHere]:
    """The parts that somebody of this role may see of this person's page."""
    where = {"slug": slug, "key": contact.client.key, "pk": contact.pk}
    return _here(_of_contacts, role, where)


def _here(panels: Register[Panel], role: str, where: dict[str, Any]) -> list[PanelHere]:
    return [
        PanelHere(entry.label, reverse(entry.url_name, kwargs=where), entry.place)
        for entry in panels.held_by(role)
    ]
