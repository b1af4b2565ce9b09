"""What outreach listens to."""

from django.utils.translation import ngettext

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.outreach.models import Question
from rapport.outreach.operations.asking import erase_answers
from rapport.projects import companions


@on("contact.erased", inline=True)
def erase_words(event: Event) -> None:
    """What an erased person answered goes with them."""
    erase_answers(event.subject_id)


def _said(n: int) -> str:
    return ngettext("%(n)d question to the client", "%(n)d questions to the client", n) % {"n": n}


def _open(rows: companions.Rows) -> companions.Rows:
    return rows.filter(binned_at=None, answered_at=None)


companions.register(companions.Companion(30, Question, _said, is_clients=True))
companions.belongs(companions.Belonging(30, Question, _said, _open))
