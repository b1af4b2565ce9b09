"""What is asked on the side, and how departments are set up: parsing only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.forms import PeopleField
from rapport.inbox.models import Department

OUTSIDE, COLLEAGUES, DEPARTMENT = "outside", "colleagues", "department"
WITH = [
    (OUTSIDE, _("Somebody outside")),
    (COLLEAGUES, _("Colleagues")),
    (DEPARTMENT, _("A department")),
]
HOUR = 60


class SideForm(forms.Form):
    """Whom, about what, and the words."""

    to = PeopleField(label=_("To"), required=False)
    cc = PeopleField(label=_("Cc"), required=False)
    colleagues: forms.ModelMultipleChoiceField[Member] = forms.ModelMultipleChoiceField(
        label=_("Colleagues"), queryset=Member.everywhere.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.everywhere.none(), required=False,
        empty_label=_("Choose one"),
    )  # fmt: skip
    subject = forms.CharField(label=_("Subject"), max_length=300)
    text = forms.CharField(
        label=_("What you write"), strip=False, max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, whom: str, people: Any, departments: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.whom = whom
        self.fields["colleagues"].queryset = people  # type: ignore[attr-defined]
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        wanted = {OUTSIDE: ("to", "cc"), COLLEAGUES: ("colleagues",), DEPARTMENT: ("department",)}
        for name in ("to", "cc", "colleagues", "department"):
            if name not in wanted[whom]:
                del self.fields[name]
        self.fields[wanted[whom][0]].required = True


class DepartmentForm(forms.Form):
    """A team, and how soon it answers."""

    name = forms.CharField(label=_("Name"), max_length=80)
    hours = forms.IntegerField(
        label=_("Answers within (working hours)"), min_value=1, max_value=500, initial=8,
        help_text=_("In the hours of Settings: nights, weekends and holidays do not count."),
    )  # fmt: skip
    people: forms.ModelMultipleChoiceField[Member] = forms.ModelMultipleChoiceField(
        label=_("Who answers for it"), queryset=Member.everywhere.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """A name, not blanks."""
        name = str(self.cleaned_data["name"]).strip()
        if not name:
            raise ValidationError(_("Give it a name."))
        return name
