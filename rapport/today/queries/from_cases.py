"""Cases that must be answered or solved."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.calendars.queries.working_time import opening_hours
from rapport.cases.models import Case
from rapport.cases.queries.clock import ClockState, state_of
from rapport.today.queries.need import Desk, Felt, Need
from rapport.today.queries.open_records import SOON
from rapport.ui import words

MOST = 50


def needs(desk: Desk) -> Iterator[Need]:
    """Open cases on our turn whose first reply or solution is due soon or late."""
    due = [case for case in desk.cases if _is_due(case, desk.at + SOON)]
    mine = [case for case in due[:MOST] if desk.is_mine(case.conversation.assignee_id)]
    hours = opening_hours(mine[0].workspace) if mine else None
    for case in mine:
        yield _need(case, desk, state_of(case, hours, desk.at) if hours else ClockState("none"))


def _is_due(case: Case, soon: datetime) -> bool:
    if case.kind == Case.Kind.COMPLAINT or (case.resolve_due and case.resolve_due < soon):
        return True
    return case.first_replied_at is None and bool(case.reply_due and case.reply_due < soon)


def _need(case: Case, desk: Desk, clock: ClockState) -> Need:
    who = case.client or case.reporter or case.reference
    why = [_clock(clock), words.beginning(case.conversation.preview, 90)]
    return Need(
        felt=_felt(case, desk),
        since=clock.due or case.opened_at,
        title=_("%(who)s — %(kind)s: %(subject)s")
        % {
            "who": who,
            "kind": case.get_kind_display().lower(),
            "subject": case.conversation.subject or _("(no subject)"),
        },
        why=" · ".join(filter(None, why)),
        action=_("Solve") if case.first_replied_at else _("Reply"),
        url=reverse(
            "inbox.conversation", kwargs={"slug": desk.slug, "number": case.conversation.number}
        ),
    )


def _clock(clock: ClockState) -> str:
    """In working time, as the case itself says it."""
    if clock.minutes_left is None:
        return ""
    time = {"time": words.working_duration(clock.minutes_left)}
    if clock.standing == "reply":
        said = _("First reply %(time)s late") if clock.missed else _("First reply in %(time)s")
    else:
        said = _("Solution %(time)s late") if clock.missed else _("Solution in %(time)s")
    return said % time


def _felt(case: Case, desk: Desk) -> Felt:
    is_complaint = case.kind == Case.Kind.COMPLAINT
    if is_complaint and case.first_replied_at is None:
        return Felt.COMPLAINT_UNANSWERED
    unanswered = case.first_replied_at is None and case.reply_due and case.reply_due < desk.at
    if unanswered or (case.resolve_due and case.resolve_due < desk.at):
        return Felt.TARGET_MISSED
    return Felt.COMPLAINT if is_complaint else Felt.REPLY_DUE
