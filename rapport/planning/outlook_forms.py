"""What a person asks of an outlook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.projects.forms import YEARS
from rapport.ui.fields import MoneyField

MOST_DAYS = 60


class DaysForm(forms.Form):
    """How many days are to be won?"""

    days = forms.IntegerField(label=_("Days earlier"), min_value=1, max_value=MOST_DAYS)


class BothForm(forms.Form):
    """How sure are a day and a budget together?"""

    day = forms.DateField(
        label=_("Done by"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=YEARS,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, currency: str, **options: Any) -> None:
        """Ask in the workspace's currency."""
        super().__init__(data, **options)
        self.fields["budget"] = MoneyField(label=_("Budget"), currency=currency)
