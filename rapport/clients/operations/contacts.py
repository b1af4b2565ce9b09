"""The people at a client: who they are, how they like to be spoken to, and to be forgotten."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rapport.clients import events
from rapport.clients.models import Client, Contact, SignInKey
from rapport.clients.operations import sight
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.reader import Detail
from rapport.lib.refusal import Refused


class AddressTaken(Refused):
    """A contact of this workspace has the address already."""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What we know of a person at a client."""

    name: str
    email: str
    phone: str = ""
    job_title: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    tone: str = ""
    detail: int = Detail.MILESTONES
    sees_company: bool = False
    decides_for_company: bool = False


@transaction.atomic
def create(client: Client, *, facts: ContactFacts, by: Acts, at: datetime) -> Contact:
    """Add a person at a client; one address is one person in a workspace."""
    try:
        with transaction.atomic():
            contact: Contact = Contact.objects.create(
                workspace_id=client.workspace_id, client=client, created_at=at, **_values(facts)
            )
    except IntegrityError:
        raise _taken(facts) from None
    publish(events.CONTACT_CREATED, subject=contact, by=by, at=at)
    return contact


@transaction.atomic
def change(contact: Contact, *, facts: ContactFacts, by: Acts, at: datetime) -> None:
    """Set what we know of a person. A new address ends their sessions: it is another mailbox."""
    values = _values(facts)
    changed = [name for name, value in values.items() if getattr(contact, name) != value]
    if not changed:
        return
    try:
        with transaction.atomic():
            Contact.objects.filter(pk=contact.pk, erased_at=None).update(**values)
    except IntegrityError:
        raise _taken(facts) from None
    for name in changed:
        setattr(contact, name, values[name])
    if "email" in changed:
        _end_sessions(contact)
    publish(events.CONTACT_CHANGED, subject=contact, by=by, at=at, facts={"fields": changed})
    if not {"sees_company", "decides_for_company"}.isdisjoint(changed):
        sight.changed(contact, by=by, at=at)


@transaction.atomic
def prefer(
    contact: Contact, *, language: str, time_zone: str, detail: int, by: Acts, at: datetime
) -> None:
    """Set how a person likes to be spoken to; the portal calls this for themselves."""
    wishes = {"language": language, "time_zone": time_zone, "detail": detail}
    changed = [name for name, value in wishes.items() if getattr(contact, name) != value]
    if not changed:
        return
    Contact.objects.filter(pk=contact.pk).update(**wishes)
    for name in changed:
        setattr(contact, name, wishes[name])
    publish(events.CONTACT_CHANGED, subject=contact, by=by, at=at, facts={"fields": changed})


@transaction.atomic
def erase(contact: Contact, *, by: Acts, at: datetime) -> None:
    """Forget a person: who they were, their keys and sessions. Erasing twice is erasing once.

    What upper apps copied is scrubbed by their inline listeners, which run before the row is
    emptied and so still find the address here. The events of the stream hold only the id.
    """
    if not Contact.objects.filter(pk=contact.pk, erased_at=None).update(erased_at=at):
        return
    publish(events.CONTACT_ERASED, subject=contact, by=by, at=at)
    SignInKey.objects.filter(contact=contact).delete()
    Contact.objects.filter(pk=contact.pk).update(
        name="",
        email="",
        phone="",
        job_title="",
        language="en",
        time_zone="UTC",
        tone="",
        last_seen_at=None,
        session_epoch=F("session_epoch") + 1,
    )
    contact.refresh_from_db()


def _values(facts: ContactFacts) -> dict[str, object]:
    return {**asdict(facts), "email": facts.email.strip().lower(), "name": facts.name.strip()}


def _end_sessions(contact: Contact) -> None:
    SignInKey.objects.filter(contact=contact).delete()
    Contact.objects.filter(pk=contact.pk).update(session_epoch=F("session_epoch") + 1)
    contact.refresh_from_db(fields=["session_epoch"])


def _taken(facts: ContactFacts) -> AddressTaken:
    return AddressTaken(
        _("%(email)s belongs to a contact already.") % {"email": facts.email.strip().lower()}
    )
