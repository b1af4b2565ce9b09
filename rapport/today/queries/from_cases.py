"""Cases that must be answered or solved."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.cases.models import Case
from rapport.cases.queries.clock import ClockState, state_of
from rapport.cases.queries.hours import book
from rapport.lib.felt import Felt
from rapport.today.queries.need import Desk, Need
from rapport.today.queries.open_records import SOON
from rapport.ui import words

MOST = 50
# What is due, in time and late.
SAID = {
    "acknowledge": (_("To be acknowledged in %(time)s"), _("Not acknowledged, %(time)s late")),
    "first": (_("First reply in %(time)s"), _("First reply %(time)s late")),
    "next": (_("Next reply in %(time)s"), _("Next reply %(time)s late")),
    "every": (_("A word in %(time)s"), _("A word %(time)s late")),
    "resolve": (_("Solution in %(time)s"), _("Solution %(time)s late")),
}


def needs(desk: Desk) -> Iterator[Need]:
    """Open cases on our turn whose first reply or solution is due soon or late."""
    due = [case for case in desk.cases if _is_due(case, desk.at + SOON)]
    mine = [case for case in due[:MOST] if desk.is_mine(case.conversation.assignee_id)]
    if not mine:
        return
    hours = book(mine[0].workspace, mine)
    for case in mine:
        yield _need(case, desk, state_of(case, hours(case), desk.at))


def _is_due(case: Case, soon: datetime) -> bool:
    return case.kind == Case.Kind.COMPLAINT or bool(case.due_at and case.due_at < soon)


def _need(case: Case, desk: Desk, clock: ClockState) -> Need:
    who = case.client or case.reporter or case.reference
    why = [_clock(clock), words.beginning(case.conversation.preview, 90)]
    return Need(
        felt=_felt(case, desk),
        since=clock.due or case.opened_at,
        title=gettext("%(who)s — %(kind)s: %(subject)s")
        % {
            "who": who,
            "kind": case.get_kind_display().lower(),
            "subject": case.conversation.subject or gettext("(no subject)"),
        },
        why=" · ".join(filter(None, why)),
        action=gettext("Reply")
        if clock.is_reply or not case.first_replied_at
        else gettext("Solve"),
        url=reverse(
            "inbox.conversation", kwargs={"slug": desk.slug, "number": case.conversation.number}
        ),
    )


def _clock(clock: ClockState) -> str:
    """In working time, as the case itself says it."""
    if clock.minutes_left is None:
        return ""
    time = {"time": clock.time}
    said = SAID[clock.standing][clock.missed]
    return str(said) % time


def _felt(case: Case, desk: Desk) -> Felt:
    is_complaint = case.kind == Case.Kind.COMPLAINT
    if is_complaint and case.first_replied_at is None:
        return Felt.COMPLAINT_UNANSWERED
    if case.due_at and case.due_at < desk.at:
        return Felt.TARGET_MISSED
    return Felt.COMPLAINT if is_complaint else Felt.REPLY_DUE
