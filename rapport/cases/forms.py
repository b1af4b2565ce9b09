"""Parse what a person typed about a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.cases.models import Case, Priority


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
