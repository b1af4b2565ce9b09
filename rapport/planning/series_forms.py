"""How a task comes back, as its page sends it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.calendars.models import Weekday
from rapport.planning.models import TaskSeries
from rapport.planning.models.series import MOST
from rapport.planning.queries.series import LONGEST_NAME
from rapport.projects.durations import Length, length_of, written
from rapport.projects.forms import SEEN_BY, YEARS, PersonField, StrictForm
from rapport.projects.models import Task

UNITS = (
    ("daily", _("days")), ("weekly", _("weeks")), ("monthly", _("months")), ("yearly", _("years")),
)  # fmt: skip
WEEKDAYS = [(value - 1, label) for value, label in Weekday.choices]
PLACES = (
    ("day", _("On the same day of the month as the first")), ("1", _("On the first")),
    ("2", _("On the second")), ("3", _("On the third")), ("4", _("On the fourth")),
    ("5", _("On the last")),
)  # fmt: skip
ANY = ("any", _("weekday, Monday to Friday"))


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput({"type": "date"}), validators=YEARS, **more
    )


class SeriesForm(StrictForm):
    """A rule, its end, and what each time is like."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    every = forms.IntegerField(label=_("Every"), min_value=1, max_value=99)
    unit = forms.ChoiceField(label=_("Days, weeks, months or years"), choices=UNITS)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"), choices=WEEKDAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Which day of the month"), choices=PLACES, required=False)
    which = forms.ChoiceField(
        label=_("Which weekday"), required=False,
        choices=[ANY, *((str(value), label) for value, label in WEEKDAYS)],
    )  # fmt: skip
    since = _day(_("From"))
    until = _day(_("Until"), required=False)
    times = forms.IntegerField(
        label=_("How many times"), required=False, min_value=1, max_value=MOST,
        error_messages={"max_value": _("A task comes back at most %(limit_value)s times.")},
    )  # fmt: skip
    on_day_off = forms.ChoiceField(
        label=_("If nobody works on that day"), choices=TaskSeries.OnDayOff.choices
    )
    duration = forms.CharField(label=_("Duration"), max_length=40)
    assignee = PersonField(label=_("Who does it"))
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=SEEN_BY)

    def __init__(self, data: Any, *, people: Any, initial: Any) -> None:
        super().__init__(data, initial=initial)
        self.fields["assignee"].queryset = people  # type: ignore[attr-defined]

    def clean_duration(self) -> Length:
        """In working time, or around the clock."""
        try:
            return length_of(self.cleaned_data["duration"])
        except ValueError as error:
            said = _("Write a duration like 3d, 4h or, around the clock, 3ed.")
            raise forms.ValidationError(said) from error

    def clean(self) -> dict[str, Any]:
        """An end there must be, and after the beginning."""
        said = super().clean()
        if not (said.get("until") or said.get("times") or self.errors):
            self.add_error("until", _("Say until when it comes back, or how many times."))
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end must come after the beginning."))
        return said

    def series(self) -> TaskSeries:
        """What the form says, as a series that is kept nowhere yet."""
        said = self.cleaned_data
        length: Length = said["duration"]
        return TaskSeries(
            rule=_rule(said), since=said["since"], until=said["until"], times=said["times"],
            on_day_off=said["on_day_off"], name=said["name"], duration_minutes=length.minutes,
            is_elapsed=length.is_elapsed, is_milestone=not length.minutes,
            assignee=said["assignee"], visibility=said["visibility"],
        )  # fmt: skip


def _rule(said: dict[str, Any]) -> dict[str, Any]:
    """The words of a recurrence, as the series keeps them."""
    since: date = said["since"]
    rule: dict[str, Any] = {"kind": said["unit"], "every": said["every"]}
    if said["unit"] == "weekly":
        return rule | {"weekdays": sorted(said["weekdays"]) or [since.weekday()]}
    if said["unit"] == "yearly":
        return rule | {"day": since.day, "month": since.month}
    if said["unit"] == "daily":
        return rule
    if said["place"] in ("", "day"):
        return rule | {"day": since.day}
    any_of_them = said["which"] in ("", "any")
    weekdays = list(range(5)) if any_of_them else [int(said["which"])]
    return rule | {"position": int(said["place"]), "weekdays": weekdays}


def filled(series: TaskSeries) -> dict[str, Any]:
    """What the form shows of a series."""
    rule = series.rule
    weekdays = rule.get("weekdays", [])
    position = rule.get("position")
    return {
        "name": series.name, "every": rule["every"], "unit": rule["kind"], "weekdays": weekdays,
        "place": str(position) if position else "day",
        "which": str(weekdays[0]) if position and len(weekdays) == 1 else "any",
        "since": series.since.isoformat(), "until": series.until and series.until.isoformat(),
        "times": series.times, "on_day_off": series.on_day_off,
        "duration": written(Length(series.duration_minutes, series.is_elapsed)),
        "assignee": series.assignee_id, "visibility": series.visibility,
    }  # fmt: skip


def proposed(task: Task, first: date, finish: date | None) -> TaskSeries:
    """Each week until the plan ends, or ten times where it ends no later; like the task itself."""
    goes_on = finish is not None and finish > first
    return TaskSeries(
        rule={"kind": "weekly", "every": 1, "weekdays": [first.weekday()]}, since=first,
        until=finish if goes_on else None, times=None if goes_on else 10,
        name=task.name[:LONGEST_NAME], duration_minutes=task.duration_minutes,
        is_elapsed=task.is_elapsed, is_milestone=task.is_milestone, assignee=task.assignee,
        visibility=task.visibility,
    )  # fmt: skip
