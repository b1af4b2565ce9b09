"""What outreach listens to."""

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.outreach.operations.asking import erase_answers


@on("contact.erased", inline=True)
def erase_words(event: Event) -> None:
    """What an erased person answered goes with them."""
    erase_answers(event.subject_id)
