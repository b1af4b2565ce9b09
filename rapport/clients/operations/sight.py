"""Who at a client sees the whole company's conversations, and who of them decides it.

The client decides: whoever decides for the company does so in the portal; our staff names them, and
can set it on their word.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.clients import events
from rapport.clients.models import Contact
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused


class NotTheirs(Refused):
    """Somebody who does not decide this."""


@transaction.atomic
def widen(contact: Contact, *, by: Acts, at: datetime) -> None:
    """They see the whole company's conversations from now on, but confidential ones."""
    _set(contact, "sees_company", True, by, at)


@transaction.atomic
def narrow(contact: Contact, *, by: Acts, at: datetime) -> None:
    """They see those alone in which they take part, from this moment on."""
    _set(contact, "sees_company", False, by, at)


@transaction.atomic
def entrust(contact: Contact, *, by: Acts, at: datetime) -> None:
    """They decide in the portal what their colleagues see."""
    _set(contact, "decides_for_company", True, by, at)


@transaction.atomic
def relieve(contact: Contact, *, by: Acts, at: datetime) -> None:
    """They decide it no more."""
    _set(contact, "decides_for_company", False, by, at)


def changed(contact: Contact, *, by: Acts, at: datetime) -> None:
    """Say how it is now, inside the act that set it."""
    facts = {"sees_company": contact.sees_company, "decides": contact.decides_for_company}
    publish(events.CONTACT_SIGHT_CHANGED, subject=contact, by=by, at=at, facts=facts)


def _set(contact: Contact, name: str, value: bool, by: Acts, at: datetime) -> None:
    _check(contact, by)
    here = Contact.objects.known().filter(pk=contact.pk).exclude(**{name: value})
    if here.update(**{name: value}):
        setattr(contact, name, value)
        changed(contact, by=by, at=at)


def _check(contact: Contact, by: Acts) -> None:
    """A contact decides for their own company alone, and only whoever is entrusted with it."""
    if by.actor_kind != "contact":
        return
    deciders = Contact.objects.known().filter(client=contact.client_id, decides_for_company=True)
    if not deciders.filter(pk=by.pk).exists():
        raise NotTheirs(_("Somebody else at your company decides this."))
