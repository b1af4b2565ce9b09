"""What deliverables listen to, and what they answer for."""

from rapport.delivery.operations.erasing import erase_comments
from rapport.delivery.queries.files import sees_file
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.files import access

access.rule(sees_file)


@on("contact.erased", inline=True)
def erase_words(event: Event) -> None:
    """The words of an erased person go; that they decided stays."""
    erase_comments(event.subject_id)
