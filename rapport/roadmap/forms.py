"""Parse what a person asks about one more project, and says of a programme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.planning.template_forms import DatedForm
from rapport.projects.forms import PersonField, StrictForm
from rapport.projects.models import Programme
from rapport.projects.models.programme import LONGEST_NAME
from rapport.projects.operations.programmes import ProgrammeDetails
from rapport.projects.queries.people import assignable


class EffectForm(DatedForm):
    """From which day or until which, and who takes which role of the shape chosen before."""

    shape = forms.CharField(widget=forms.HiddenInput)


class ShapeForm(forms.Form):
    """Which shape."""

    shape = forms.ChoiceField(label=_("Of the shape of"))

    def __init__(self, *args: Any, shapes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shape"].choices = shapes  # type: ignore[attr-defined]


class ProgrammeForm(StrictForm):
    """A programme as a whole."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    lead = PersonField(label=_("Lead"))
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, data: Any = None, *, programme: Programme | None = None) -> None:
        names = ("name", "lead", "description")
        initial = {name: getattr(programme, name) for name in names} if programme else None
        super().__init__(data, initial=initial)
        self.fields["lead"].queryset = assignable()  # type: ignore[attr-defined]

    def details(self) -> ProgrammeDetails:
        """What the form says."""
        return ProgrammeDetails(**self.cleaned_data)
