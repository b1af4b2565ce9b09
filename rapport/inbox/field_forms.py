"""A custom field as an admin defines it: parsing only."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import CustomField
from rapport.inbox.operations.custom_fields import Definition


class FieldForm(forms.Form):
    """What it is called, what can be chosen, and when it is asked for."""

    name = forms.CharField(label=_("Name"), max_length=60)
    choices = forms.CharField(
        label=_("Choices, one a line"), required=False, max_length=5_000,
        widget=forms.Textarea({"rows": 5}), help_text=_("Only for “One of several”."),
    )  # fmt: skip
    is_required = forms.BooleanField(label=_("To be filled in before closing"), required=False)
    only_cases = forms.BooleanField(label=_("Only for cases"), required=False)

    @property
    def definition(self) -> Definition:
        """As operations take it."""
        said = self.cleaned_data
        lines = tuple(said["choices"].splitlines())
        return Definition(said["name"], lines, said["is_required"], said["only_cases"])


class NewFieldForm(FieldForm):
    """Its kind is said once."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CustomField.Kind)
    field_order = ("name", "kind", "choices", "is_required", "only_cases")
