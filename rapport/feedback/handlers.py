"""What feedback listens to."""

from datetime import timedelta

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.events.operations.jobs import enqueue
from rapport.feedback.operations.answering import erase_sentences
from rapport.feedback.tasks import ask_how_it_went

# Long enough to undo a closing by mistake.
PAUSE = timedelta(minutes=5)


@on("case.closed")
def ask_later(event: Event) -> None:
    """A closed case is asked about a little later; imported history never."""
    if not event.facts.get("history"):
        enqueue(
            ask_how_it_went,
            workspace_id=event.workspace_id,
            at=event.at,
            run_at=event.at + PAUSE,
            unique_key=f"csat:{event.subject_id}",
            case=event.subject_id,
        )


@on("contact.erased", inline=True)
def erase_words(event: Event) -> None:
    """What an erased person wrote goes; how they felt stays a number."""
    erase_sentences(event.subject_id)
