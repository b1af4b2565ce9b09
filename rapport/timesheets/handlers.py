"""What timesheets listen to."""

from django.utils.translation import ngettext

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.projects import companions
from rapport.projects.events import TASKS_LEFT
from rapport.timesheets.models import TimeEntry


def _said(n: int) -> str:
    return ngettext("%(n)d time entry", "%(n)d time entries", n) % {"n": n}


companions.register(companions.Companion(40, TimeEntry, _said))


@on(TASKS_LEFT, inline=True)
def go_along(event: Event) -> None:
    """Time spent on a task belongs to the project of the task."""
    companions.follow(TimeEntry, event)
