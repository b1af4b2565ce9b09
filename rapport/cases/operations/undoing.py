"""An answer that did not leave after all: the clock that stood still for it comes back."""

from datetime import datetime

from django.db import transaction

from rapport.cases.operations import clock
from rapport.cases.queries.leaving import stood_still_in_vain


@transaction.atomic
def after_no_reply(conversation_id: int, *, at: datetime) -> None:
    """It was taken back, or nobody got it; unless another one is leaving."""
    rows = stood_still_in_vain(at).filter(conversation=conversation_id)
    for case in rows.select_related("conversation", "workspace"):
        clock.come_back(case, at=at)


@transaction.atomic
def after_stuck_replies(*, at: datetime) -> None:
    """Answers that do not leave (no server, mail held back) stop no clock for long."""
    for case in stood_still_in_vain(at).select_related("conversation", "workspace"):
        clock.come_back(case, at=at)
