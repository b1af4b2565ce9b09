"""What timesheets listen to."""

from django.utils.translation import ngettext

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.projects import companions
from rapport.projects.events import PROJECT_MERGED, TASKS_LEFT
from rapport.projects.operations import following
from rapport.timesheets.models import TimeEntry


def _said(n: int) -> str:
    return ngettext("%(n)d time entry", "%(n)d time entries", n) % {"n": n}


companions.register(companions.Companion(40, TimeEntry, _said))
companions.belongs(companions.Belonging(40, TimeEntry, _said, companions.everything))


@on(TASKS_LEFT, inline=True)
def go_along(event: Event) -> None:
    """Time spent on a task belongs to the project of the task."""
    following.with_tasks(TimeEntry, event)


@on(PROJECT_MERGED, inline=True)
def join(event: Event) -> None:
    """Time goes where the work is; budgets stay."""
    following.with_project(TimeEntry, event)
