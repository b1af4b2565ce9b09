"""What follows here from acts elsewhere."""

from rapport.channels.operations import carrying, erasing, handles
from rapport.clients.models import Contact
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.inbox import events as inbox_events

# Whatever process writes or sends an answer needs to know its way.
carrying.register()


@on(inbox_events.PARTICIPANT_CONFIRMED, inline=True)
def know_the_address_too(event: Event) -> None:
    """Whoever is vouched for in a conversation need not be again in the next one."""
    handles.vouched_for(event.subject_id, event.facts["participant"])


@on("contact.erased", inline=True)
def forget_the_person(event: Event) -> None:
    """In the same transaction, while the row still stands."""
    if contact := Contact.objects.filter(pk=event.subject_id).first():
        erasing.erase(contact)
