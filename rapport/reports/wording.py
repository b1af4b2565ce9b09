"""Each fact as one sentence, in the reader's language."""

from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from rapport.reports.facts import Fact
from rapport.ui import words

TITLES: dict[str, str | Promise] = {
    "progress": _("Where we stand"),
    "changed": _("What changed"),
    "promises": _("What we promised"),
    "risks": _("Risks"),
    "turn": _("Whose turn it is"),
    "hours": _("Hours"),
}

SENTENCES: dict[str, str | Promise] = {
    "tasks": _("%(done)s of %(all)s tasks are done."),
    "no_plan": _("There is no plan yet."),
    "finish": _("We expect to finish on %(day)s."),
    "milestone_done": _("Reached: %(name)s."),
    "milestone_ahead": _("%(name)s is planned for %(day)s."),
    "milestone_late": _("%(name)s was planned for %(day)s and is not reached yet."),
    "nothing": _("Nothing to report."),
    "promise_moved": _("Moved: %(what)s, from %(was)s to %(day)s."),
    "finish_moved": _("The expected finish moved from %(was)s to %(day)s."),
    "completed": _("Done: %(name)s."),
    "approved": _("Approved: %(name)s, version %(version)s."),
    "refused": _("Not accepted: %(name)s, version %(version)s."),
    "submitted": _("Handed over for approval: %(name)s, version %(version)s."),
    "answered": _("Answered: %(text)s"),
    "case_opened": _("New %(kind)s: %(subject)s."),
    "case_closed": _("Solved: %(subject)s."),
    "promise_open": _("%(what)s: promised for %(day)s."),
    "promise_on_course": _("%(what)s: promised for %(day)s, expected on %(planned)s."),
    "promise_at_risk": _("%(what)s: promised for %(day)s, but expected on %(planned)s."),
    "promise_overdue": _("%(what)s: promised for %(day)s, and late."),
    "promise_kept": _("Kept: %(what)s."),
    "promise_kept_late": _("Delivered late: %(what)s, promised for %(day)s."),
    "promise_broken": _("Not kept: %(what)s, promised for %(day)s."),
    "promise_kept_by_client": _("Received from you: %(what)s."),
    "promise_kept_late_by_client": _("Received from you: %(what)s, agreed for %(day)s."),
    "promise_broken_by_client": _("Not received from you: %(what)s, agreed for %(day)s."),
    "client_promise": _("From you: %(what)s, for %(day)s."),
    "risk": "%(text)s",
    "wait_approval": _("Your approval: %(name)s, for %(days)s."),
    "wait_answer": _("Your answer: %(text)s, for %(days)s."),
    "wait_task": _("With you: %(name)s, for %(days)s."),
    "wait_us": _("With us: %(name)s, for %(days)s."),
    "wait_nobody": _("Nobody is waiting for the other side."),
    "spent": _("%(time)s of work in this period."),
    "spent_total": _("%(time)s of work so far."),
    "spent_budget": _("%(time)s of work so far, of %(budget)s planned."),
}

KINDS: dict[str, str | Promise] = {
    "question": _("question"),
    "request": _("request"),
    "incident": _("incident"),
    "problem": _("problem"),
    "complaint": _("complaint"),
}

_days = ngettext_lazy("%(n)s working day", "%(n)s working days", "n")
_less = _("less than a day")


def sentence(fact: Fact) -> str:
    """The fact in words. Unknown values of an old snapshot stay as they were."""
    template = str(SENTENCES[fact.code])
    return template % {name: _value(name, value) for name, value in fact.values.items()}


def title(section: str) -> str:
    """The heading of a section."""
    return str(TITLES[section])


def day(value: date) -> str:
    """A date as reports write it."""
    return format_date(value, "long", locale=words.date_locale())


def _value(name: str, value: Any) -> str:
    if name in ("day", "planned", "was"):
        return day(date.fromisoformat(value))
    if name in ("time", "budget"):
        return _hours(value)
    if name == "days":
        return str(_days % {"n": value}) if value else str(_less)
    if name == "kind":
        return str(KINDS.get(value, value))
    return str(value)


def _hours(minutes: int) -> str:
    return words.working_duration(minutes, minutes_a_day=10**9)
