"""Who asks for proposals gets them from the worker; ways to do a task have a say in its price."""

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.events.operations.jobs import enqueue
from rapport.planning.offers import Offering, offering
from rapport.planning.operations import stakes
from rapport.planning.tasks import reckon_soon
from rapport.portfolio.events import LEVELLING_ASKED, WAY_LEFT, WAY_NOTED, WAY_TAKEN
from rapport.portfolio.operations import ways
from rapport.portfolio.queries.offered import named, offered, written
from rapport.portfolio.tasks import level

WAYS = (WAY_NOTED, WAY_TAKEN, WAY_LEFT, "way.binned", "way.restored")

offering(Offering(offered, named, written, ways.note_as_written))


@on(*WAYS, inline=True)
def raise_the_stakes(event: Event) -> None:
    """A task can be done, or is done, in another way: days and the project have another price."""
    if event.project_id is not None:
        stakes.changed(event.project_id, workspace_id=event.workspace_id)


@on(*WAYS)
def look_ahead(event: Event) -> None:
    """What can be promised, and at which price, is reckoned anew."""
    reckon_soon(event)


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
