"""What the pages of a project's calendars send."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.calendars.forms import WeekForm, filled
from rapport.calendars.operations.hours import check
from rapport.calendars.queries.working_time import week_of
from rapport.engine.plan import CalendarException, Periods, Recurrence
from rapport.lib.refusal import Refused
from rapport.projects.forms import StrictForm

REPEATS = (
    ("", _("once")),
    ("weekly", _("every week")),
    ("monthly", _("every month")),
    ("yearly", _("every year")),
)
MOST_DAYS = 366 * 30


class NewCalendarForm(StrictForm):
    """A calendar by its name."""

    name = forms.CharField(label=_("Name"), max_length=120)


class CalendarForm(WeekForm):
    """The name of a calendar and its week."""

    name = forms.CharField(label=_("Name"), max_length=120)

    def clean(self) -> dict[str, Any]:
        """The week must be one that can be worked."""
        said = super().clean()
        if not self.errors:
            try:
                check(sorted(self.periods()))
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return said

    def week(self) -> tuple[Periods, ...]:
        """The periods of each day."""
        return week_of(
            (period.weekday, period.starts, period.ends) for period in sorted(self.periods())
        )


def calendar_form(data: Any, name: str, week: tuple[Periods, ...]) -> CalendarForm:
    """The form of a calendar, with as many periods a day as it has, and one to add."""
    slots = max(2, *(len(periods) for periods in week))
    return CalendarForm(data, slots=slots, initial=filled(week, slots) | {"name": name})


class ExceptionForm(StrictForm):
    """Days on which a calendar is worked otherwise."""

    name = forms.CharField(label=_("What"), max_length=120, required=False)
    first = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}),
        help_text=_("Left empty, that one day. What repeats needs it."),
    )  # fmt: skip
    repeats = forms.ChoiceField(label=_("How often"), choices=REPEATS, required=False)
    starts = forms.TimeField(
        label=_("Worked from"), required=False, widget=forms.TimeInput({"type": "time"}),
        help_text=_("Both empty: a day off."),
    )  # fmt: skip
    ends = forms.TimeField(
        label=_("Worked to"), required=False, widget=forms.TimeInput({"type": "time"})
    )

    def clean(self) -> dict[str, Any]:
        """Days and hours must follow each other."""
        said = super().clean()
        first, last = said.get("first"), said.get("last")
        if first and last and not first <= last <= date.fromordinal(first.toordinal() + MOST_DAYS):
            self.add_error("last", _("The last day must come after the first, within 30 years."))
        if said.get("repeats") and not last:
            self.add_error("last", _("Say until when it comes back."))
        starts, ends = said.get("starts"), said.get("ends")
        if (starts is None) != (ends is None) or (starts and ends and ends <= starts):
            self.add_error("ends", _("Say both when work starts and, later, when it ends."))
        return said

    def exception(self) -> CalendarException:
        """What was said, for the engine."""
        said = self.cleaned_data
        first: date = said["first"]
        periods: Periods = ()
        if said["starts"] is not None:
            periods = week_of([(1, said["starts"], said["ends"] or time(23, 59))])[0]
        return CalendarException(
            first, said["last"] or first, periods, _rule(said["repeats"], first), said["name"]
        )


def _rule(repeats: str, first: date) -> Recurrence | None:
    return {
        "weekly": Recurrence("weekly", weekdays=frozenset({first.weekday()})),
        "monthly": Recurrence("monthly", day=first.day),
        "yearly": Recurrence("yearly", day=first.day, month=first.month),
    }.get(repeats)
