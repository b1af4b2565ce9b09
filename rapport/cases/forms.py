"""Parse what a person typed about a case."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rapport.cases.models import Case, Priority
from rapport.cases.queries.targets import Aim


class CaseForm(forms.Form):
    """What a case is and how soon it must be solved."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Case.Kind, widget=forms.Select(attrs={"class": "input"})
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Priority.choices,
        coerce=int,
        initial=Priority.NORMAL,
        widget=forms.Select(attrs={"class": "input"}),
    )


class CloseForm(forms.Form):
    """Why it happened and what was done; both help the next time, neither is demanded."""

    cause = forms.CharField(
        label=_("Cause"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why it happened. Only your team sees this."),
    )
    cure = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FilterForm(forms.Form):
    """The closed list of ways to narrow the list of cases; they stand in the URL."""

    SHOWN = [("open", _("Open")), ("late", _("Target missed")), ("waiting", _("With the client")),
             ("mine", _("Mine")), ("closed", _("Closed"))]  # fmt: skip

    show = forms.ChoiceField(choices=SHOWN, required=False)
    kind = forms.ChoiceField(choices=[("", _("Every kind")), *Case.Kind.choices], required=False)
    priority = forms.TypedChoiceField(
        choices=[("", _("Every priority")), *Priority.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    client = forms.CharField(max_length=8, required=False)
    project = forms.CharField(max_length=8, required=False)


class TargetsForm(forms.Form):
    """First reply and resolution of each priority, in hours of business time."""

    def __init__(self, *args: Any, aims: Mapping[int, Aim], **kwargs: Any) -> None:
        """Two fields a priority, filled with what holds now."""
        super().__init__(*args, **kwargs)
        for priority in Priority:
            aim = aims[priority]
            self.fields[f"reply_{priority.value}"] = _hours(
                _now("%(priority)s: first reply") % {"priority": priority.label}, aim.reply
            )
            self.fields[f"resolve_{priority.value}"] = _hours(
                _now("%(priority)s: solved") % {"priority": priority.label}, aim.resolve
            )

    def pairs(self) -> list[list[forms.BoundField]]:
        """The fields of a priority, side by side."""
        return [[self[f"reply_{p.value}"], self[f"resolve_{p.value}"]] for p in Priority]

    def clean(self) -> dict[str, Any]:
        """Nothing is solved before it is answered."""
        said = super().clean() or self.cleaned_data
        for p in Priority:
            reply, resolve = said.get(f"reply_{p.value}"), said.get(f"resolve_{p.value}")
            if reply and resolve and resolve < reply:
                self.add_error(
                    f"resolve_{p.value}", _now("This must not be sooner than the first reply.")
                )
        return said

    def aims(self) -> dict[int, Aim]:
        """What was filled in, in minutes."""
        said = self.cleaned_data
        return {
            p.value: Aim(
                round(said[f"reply_{p.value}"] * 60), round(said[f"resolve_{p.value}"] * 60)
            )
            for p in Priority
        }


def _hours(label: str, minutes: int) -> forms.FloatField:
    return forms.FloatField(
        label=label, min_value=0.25, max_value=2000, initial=f"{minutes / 60:g}",
        help_text=_("hours of business time"),
        widget=forms.NumberInput(attrs={"step": "0.25"}),
    )  # fmt: skip
