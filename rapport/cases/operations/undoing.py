"""An answer that did not leave after all: the clock that stood still for it comes back."""

from datetime import datetime

from django.db import transaction

from rapport.cases.operations import clock, closing
from rapport.cases.queries.leaving import stood_still_in_vain
from rapport.events.actor import SYSTEM


@transaction.atomic
def after_no_reply(conversation_id: int, *, at: datetime) -> None:
    """It was taken back, or nobody got it; unless another one is leaving. A complaint that was
    closed on it is open again: it was closed without an answer."""
    rows = stood_still_in_vain(at).filter(conversation=conversation_id)
    for case in rows.select_related("conversation", "workspace"):
        clock.come_back(case, at=at)
        if not case.is_open and closing.owes_answer(case, at=at):
            closing.reopen(case, by=SYSTEM, at=at)


@transaction.atomic
def after_stuck_replies(*, at: datetime) -> None:
    """Answers that do not leave (no server, mail held back) stop no clock for long."""
    stuck = stood_still_in_vain(at).filter(closed_at=None)
    for case in stuck.select_related("conversation", "workspace"):
        clock.come_back(case, at=at)
