"""What promises listen to."""

from django.utils.translation import ngettext

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.projects import companions
from rapport.projects.events import TASKS_LEFT
from rapport.promises.models import Promise


def _said(n: int) -> str:
    return ngettext("%(n)d promise", "%(n)d promises", n) % {"n": n}


companions.register(companions.Companion(10, Promise, _said, is_clients=True))


@on(TASKS_LEFT, inline=True)
def go_along(event: Event) -> None:
    """A promise that is compared with a task belongs to the project of the task."""
    companions.follow(Promise, event)
