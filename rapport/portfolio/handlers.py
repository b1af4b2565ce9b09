"""Who asks for proposals gets them from the worker."""

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.events.operations.jobs import enqueue
from rapport.portfolio.events import LEVELLING_ASKED
from rapport.portfolio.tasks import level


@on(LEVELLING_ASKED)
def work_it_out(event: Event) -> None:
    """One job a levelling, however often it is asked for."""
    enqueue(
        level,
        workspace_id=event.workspace_id,
        at=event.at,
        unique_key=f"levelling:{event.subject_id}",
        levelling=event.subject_id,
    )
