"""What resourcing listens to."""

from django.utils.translation import ngettext

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.projects import companions
from rapport.projects.events import PROJECT_MERGED
from rapport.projects.operations import following
from rapport.resourcing.models import Booking


def _said(n: int) -> str:
    return ngettext("%(n)d booking", "%(n)d bookings", n) % {"n": n}


companions.belongs(companions.Belonging(50, Booking, _said, companions.everything))


@on(PROJECT_MERGED, inline=True)
def join(event: Event) -> None:
    """Hours that are kept for a project are kept for the one it went into."""
    following.with_project(Booking, event)
