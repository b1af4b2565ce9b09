"""Parse what a person asks about one more project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.planning.template_forms import DatedForm


class EffectForm(DatedForm):
    """From which day or until which, and who takes which role of the shape chosen before."""

    shape = forms.CharField(widget=forms.HiddenInput)


class ShapeForm(forms.Form):
    """Which shape."""

    shape = forms.ChoiceField(label=_("Of the shape of"))

    def __init__(self, *args: Any, shapes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shape"].choices = shapes  # type: ignore[attr-defined]
