"""What follows here from acts elsewhere."""

from rapport.clients.models import Contact
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.inbox.operations import erasing, participants


@on("contact.created", "contact.changed")
def recognise_who_wrote_before(event: Event) -> None:
    """Mails that came before somebody was a contact are theirs now."""
    if contact := Contact.objects.live().filter(pk=event.subject_id).first():
        participants.recognise(contact)


@on("contact.erased", inline=True)
def forget_the_person(event: Event) -> None:
    """In the same transaction, while the row still bears the address."""
    if contact := Contact.objects.filter(pk=event.subject_id).first():
        erasing.erase(contact)
