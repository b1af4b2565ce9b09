"""What follows from what happened."""

from rapport.clients import events
from rapport.clients.models import Contact
from rapport.clients.operations import contacts, sign_in
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.workspaces.operations import bin

# Deleting the row would leave the person in mails, comments and answers.
bin.before_letting_go(Contact, contacts.erase)


@on(events.CONTACT_KEY_REQUESTED)
def send_requested_key(event: Event) -> None:
    """Mail the key somebody asked for; asked for by nobody we know, nothing happens."""
    people = Contact.objects.live().filter(erased_at=None).select_related("workspace")
    contact = people.filter(pk=event.facts["contact_id"]).first()
    if contact is None:
        return
    try:
        sign_in.send_key(contact, next_path=event.facts["next_path"], at=event.at)
    except sign_in.TooManyKeys:
        return
