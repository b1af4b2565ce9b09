"""Parse from which day overdue work shall go on."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.projects.forms import StrictForm
from rapport.ui.words import long

FURTHEST = timedelta(days=366)


class RemainingForm(StrictForm):
    """The day; no earlier than the plan begins and no more than a year from today."""

    day = forms.DateField(
        label=_("It goes on from"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args: Any, begins: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begins, self._last = begins, today + FURTHEST

    def clean_day(self) -> date:
        """A day of the plan."""
        day: date = self.cleaned_data["day"]
        if not self._begins <= day <= self._last:
            span = {"first": long(self._begins), "last": long(self._last)}
            raise forms.ValidationError(gettext("Say a day from %(first)s to %(last)s.") % span)
        return day
