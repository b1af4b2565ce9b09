"""What the page of a new way sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.portfolio.models import Way
from rapport.portfolio.models.way import LONGEST_WAY
from rapport.portfolio.operations.ways import NewWay
from rapport.projects.forms import DurationField, StrictForm
from rapport.ui import money


class WayForm(StrictForm):
    """Another way to do a task, with its price in the workspace's currency."""

    kind = forms.ChoiceField(
        label=_("What is different"), choices=Way.Kind, widget=forms.RadioSelect
    )
    what = forms.CharField(
        label=_("In words"), max_length=LONGEST_WAY, required=False,
        help_text=_("Who else helps, or who does it."),
    )  # fmt: skip
    duration = DurationField(label=_("Takes"), help_text=_("Like 3d or 4h."))
    work = DurationField(
        label=_("Work of your people"), required=False,
        help_text=_("All hours together, like 40h; nothing where it is given to others."),
    )  # fmt: skip
    price = forms.CharField(
        label=_("What it costs on top"), max_length=30, required=False,
        help_text=_("Left empty, nothing."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, currency: str) -> None:
        super().__init__(data)
        self.currency = currency
        self.fields["price"].label = f"{self.fields['price'].label} ({currency})"

    def clean_price(self) -> int:
        """Minor units."""
        text = self.cleaned_data["price"].strip()
        try:
            return money.read(text, self.currency) if text else 0
        except money.NoAmount as error:
            raise forms.ValidationError(_("Write an amount like 1200 or 89.50.")) from error

    def way(self) -> NewWay:
        """What was filled in, as a value."""
        said = self.cleaned_data
        return NewWay(
            said["kind"], said["duration"] or 0, said["work"] or 0, said["price"], said["what"]
        )
