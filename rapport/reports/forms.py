"""Parsing of the report's form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.reports.models import StatusReport


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person adds to the facts. Saved by an operation, never by the form."""

    class Meta:
        model = StatusReport
        fields = [
            "since", "until", "summary", "next_steps", "risks", "internal_risks",
            "internal_remarks",
        ]  # fmt: skip
        widgets = {
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "summary": forms.Textarea(attrs={"rows": 4}),
            "next_steps": forms.Textarea(attrs={"rows": 3}),
            "risks": forms.Textarea(attrs={"rows": 2}),
            "internal_risks": forms.Textarea(attrs={"rows": 2}),
            "internal_remarks": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {"risks": _("One a line."), "internal_risks": _("One a line.")}
