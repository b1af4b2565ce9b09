"""Whether somebody is there, and by when a visitor may count on an answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rapport.calendars.queries.working_time import holidays, opening_hours
from rapport.chat.models import Widget
from rapport.engine.business_time import NeverOpen, OpeningHours, add_working, working_minutes
from rapport.ui import words

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """In the visitor's language and time zone. It is an expectation, no promise."""

    is_there: bool
    sentence: str


def hours_of(widget: Widget) -> OpeningHours:
    """Its own where it has some, else the workspace's; holidays are the same for both."""
    if not widget.hours:
        return opening_hours(widget.workspace)
    days = tuple(tuple((opens, closes) for opens, closes in day) for day in widget.hours)
    zone = widget.time_zone or widget.workspace.time_zone
    return OpeningHours(days=days, holidays=holidays(), zone=zone)


def standing(widget: Widget, *, at: datetime) -> Standing:
    """By its hours; asked in the visitor's language and zone."""
    hours = hours_of(widget)
    is_there = working_minutes(at, at + _MINUTE, hours) > 0
    try:
        if is_there:
            by = _said(add_working(at, widget.answers_within, hours), at)
            return Standing(True, _("We answer by %(moment)s.") % {"moment": by})
        opens = _said(add_working(at, 1, hours) - _MINUTE, at)
    except NeverOpen:
        return Standing(False, _("Nobody is here just now. We answer by mail."))
    said = _("Nobody is here just now. We are back at work: %(moment)s.")
    return Standing(False, said % {"moment": opens})


def _said(moment: datetime, at: datetime) -> str:
    """Of today the hour is enough."""
    is_today = localtime(moment).date() == localtime(at).date()
    return words.when(moment, at) if is_today else words.moment(moment, at)
