"""What else can be done with a contact: links that upper apps put on their page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rapport.clients.models import Contact
from rapport.lib.permissions import Permission
from rapport.lib.register import Register


@dataclass(frozen=True, slots=True)
class ContactAction:
    """A link on a contact's page; its URL takes `slug`, the client's `key` and the `pk`."""

    label: str | Promise
    icon: str
    url_name: str
    permission: Permission
    order: int = 0


@dataclass(frozen=True, slots=True)
class ActionHere:
    """A link on one contact's page."""

    label: str | Promise
    icon: str
    url: str


_actions = Register[ContactAction]()
register = _actions.add


def actions_for(contact: Contact, slug: str, role: str) -> list[ActionHere]:
    """The links that somebody of this role may follow from this contact's page."""
    where = {"slug": slug, "key": contact.client.key, "pk": contact.pk}
    return [
        ActionHere(action.label, action.icon, reverse(action.url_name, kwargs=where))
        for action in _actions.held_by(role)
    ]
