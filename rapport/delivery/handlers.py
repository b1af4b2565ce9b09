"""What deliverables listen to, and what they answer for."""

from django.utils.translation import ngettext

from rapport.delivery.models import Deliverable
from rapport.delivery.operations.erasing import erase_comments
from rapport.delivery.queries.files import sees_file
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.files import access
from rapport.projects import companions

access.rule(sees_file)


@on("contact.erased", inline=True)
def erase_words(event: Event) -> None:
    """The words of an erased person go; that they decided stays."""
    erase_comments(event.subject_id)


def _said(n: int) -> str:
    return ngettext("%(n)d deliverable", "%(n)d deliverables", n) % {"n": n}


def _in_work(rows: companions.Rows) -> companions.Rows:
    return rows.filter(binned_at=None).exclude(state=Deliverable.State.APPROVED)


companions.register(companions.Companion(20, Deliverable, _said, is_clients=True))
companions.belongs(companions.Belonging(20, Deliverable, _said, _in_work))
