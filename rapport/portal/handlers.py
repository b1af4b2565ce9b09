"""What the portal listens to."""

from datetime import timedelta

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.events.operations.jobs import enqueue
from rapport.portal.tasks import tell_requests

# What is asked within this time goes out together.
BUNDLED = timedelta(minutes=10)


@on("question.asked", "deliverable.submitted")
def tell_later(event: Event) -> None:
    """Ten minutes after the first request one mail tells of all of them."""
    contact = event.facts.get("contact")
    if contact is not None:
        enqueue(
            tell_requests,
            workspace_id=event.workspace_id,
            at=event.at,
            run_at=event.at + BUNDLED,
            unique_key=f"requests:{contact}",
            contact=contact,
        )
