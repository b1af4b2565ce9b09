"""What promises listen to."""

from django.utils.translation import ngettext

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.projects import companions
from rapport.projects.events import PROJECT_MERGED, TASKS_LEFT
from rapport.projects.operations import following
from rapport.promises.models import Promise


def _said(n: int) -> str:
    return ngettext("%(n)d promise", "%(n)d promises", n) % {"n": n}


def _open(rows: companions.Rows) -> companions.Rows:
    return rows.filter(binned_at=None, state=Promise.State.OPEN)


companions.register(companions.Companion(10, Promise, _said, is_clients=True))
companions.belongs(companions.Belonging(10, Promise, _said, _open))


@on(TASKS_LEFT, inline=True)
def go_along(event: Event) -> None:
    """A promise that is compared with a task belongs to the project of the task."""
    following.with_tasks(Promise, event)


@on(PROJECT_MERGED, inline=True)
def join(event: Event) -> None:
    """What is still to be kept goes along; what was settled stays with the old project."""
    following.with_project(Promise, event)
