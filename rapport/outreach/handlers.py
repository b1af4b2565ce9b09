"""What outreach listens to."""

from django.utils.translation import ngettext

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.outreach.models import Question
from rapport.outreach.operations.asking import erase_answers
from rapport.projects import companions
from rapport.projects.events import TASKS_LEFT


@on("contact.erased", inline=True)
def erase_words(event: Event) -> None:
    """What an erased person answered goes with them."""
    erase_answers(event.subject_id)


def _said(n: int) -> str:
    return ngettext("%(n)d question to the client", "%(n)d questions to the client", n) % {"n": n}


companions.register(companions.Companion(30, Question, _said, is_clients=True))


@on(TASKS_LEFT, inline=True)
def go_along(event: Event) -> None:
    """A question about a task belongs to the project of the task."""
    companions.follow(Question, event)
