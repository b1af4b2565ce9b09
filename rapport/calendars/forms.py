"""Parse what a person typed about working time."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.calendars.models import Weekday
from rapport.calendars.operations.hours import Period
from rapport.calendars.queries.public_holidays import countries, public_holidays, subdivisions
from rapport.engine.plan import Periods

SLOTS = 2  # a day is split once, before and after lunch, unless more is asked for
MOST_SLOTS = 6
LAST_MINUTE = 1439
MIDNIGHT, NOON, END_OF_DAY = time(), time(12), time(23, 59)
YEARS = 3  # this one and the next two


class WeekForm(forms.Form):
    """From and to, twice a weekday or as often as a calendar needs."""

    def __init__(self, *args: Any, slots: int = SLOTS, **kwargs: Any) -> None:
        """Two times for every slot of every day, named by both."""
        super().__init__(*args, **kwargs)
        self.slots = range(1, slots + 1)
        for day, slot in self._places():
            for end, label in (("starts", _("from")), ("ends", _("to"))):
                says = {"type": "time", "aria-label": f"{Weekday(day).label}, {label} {slot}"}
                widget = forms.TimeInput(attrs=says, format="%H:%M")
                self.fields[f"d{day}_{slot}_{end}"] = forms.TimeField(
                    label=label, required=False, widget=widget
                )

    def days(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Each weekday's name with its four fields, for the table."""
        for day in Weekday:
            ends = ("starts", "ends")
            names = [f"d{day.value}_{slot}_{end}" for slot in self.slots for end in ends]
            yield str(day.label), [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """A period needs both of its ends."""
        said = super().clean() or {}
        for day, slot in self._places():
            starts, ends = said.get(f"d{day}_{slot}_starts"), said.get(f"d{day}_{slot}_ends")
            if (starts is None) != (ends is None):
                name = f"d{day}_{slot}_{'starts' if starts is None else 'ends'}"
                if name not in self.errors:
                    message = _("%(day)s: say both when work starts and when it ends.")
                    raise ValidationError(message % {"day": Weekday(day).label})
        return said

    def periods(self) -> list[Period]:
        """What was filled in, as values; work over midnight ends on the next day."""
        said = self.cleaned_data
        found = (
            (day, said[f"d{day}_{n}_starts"], said[f"d{day}_{n}_ends"]) for day, n in self._places()
        )
        return [
            period
            for day, starts, ends in found
            if starts is not None
            for period in _by_day(day, starts, ends)
        ]

    def _places(self) -> Iterator[tuple[int, int]]:
        return ((day.value, slot) for day in Weekday for slot in self.slots)


class HolidayForm(forms.Form):
    """One day off."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    name = forms.CharField(label=_("Name"), max_length=120)


class CountryForm(forms.Form):
    """The public holidays of a country, or of a part of it."""

    country = forms.ChoiceField(label=_("Country"))
    subdivision = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, fetch: str, **kwargs: Any) -> None:
        """Offer the regions of the chosen country; `fetch` is where the form comes from again."""
        super().__init__(*args, **kwargs)
        chosen = self.data.get("country") if self.is_bound else self.initial.get("country")
        self._offer("country", [("", str(_("Please choose"))), *countries(get_language() or "en")])
        self._offer("subdivision", [("", _("All of the country")), *subdivisions(chosen or "")])
        self.fields["country"].widget.attrs |= {
            "hx-get": fetch,
            "hx-target": "#country-form",
            "hx-select": "#country-form",
            "hx-swap": "outerHTML",
        }

    def days(self, since: date, language: str) -> dict[date, str]:
        """The holidays that were asked for, from a day on, of that year and the next two."""
        said, years = self.cleaned_data, range(since.year, since.year + YEARS)
        found = public_holidays(said["country"], said["subdivision"], years, language)
        return {day: name for day, name in found.items() if day >= since}

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices


def slots_of(week: Iterable[Periods], asked: str | None = None) -> int:
    """How many periods a day the form offers: as many as a day has, or as are asked for."""
    wanted = int(asked) if asked and asked.isdecimal() and len(asked) < 3 else 0
    return max(SLOTS, min(wanted, MOST_SLOTS), *(len(periods) for periods in week))


def filled(week: Iterable[Periods], slots: int = SLOTS) -> dict[str, time]:
    """The form's values for a week; what a day has beyond its slots is joined to the last."""
    values: dict[str, time] = {}
    for day, periods in enumerate(week, 1):
        shown = periods
        if len(periods) > slots:
            shown = (*periods[: slots - 1], (periods[slots - 1][0], periods[-1][1]))
        for slot, (starts, ends) in enumerate(shown, 1):
            values[f"d{day}_{slot}_starts"] = _time(starts)
            values[f"d{day}_{slot}_ends"] = _time(ends)
    return values


def _by_day(day: int, starts: time, ends: time) -> Iterator[Period]:
    """Over midnight goes what begins after noon and ends by noon; 9 to 5 is a slip of the hand."""
    is_over_midnight = ends == MIDNIGHT or ends <= NOON < starts
    if not is_over_midnight:
        yield Period(day, starts, ends)
        return
    yield Period(day, starts, END_OF_DAY)
    if ends != MIDNIGHT:
        yield Period(day % 7 + 1, MIDNIGHT, ends)


def _time(minute: int) -> time:
    minute = min(minute, LAST_MINUTE)
    return time(minute // 60, minute % 60)
