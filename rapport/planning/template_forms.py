"""Parse what a person says about templates, and about a plan that begins with one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.planning.models.plan_template import LONGEST_NAME
from rapport.planning.queries.shape_of import Doer
from rapport.projects.forms import YEARS, NamedForm, PersonField, StrictForm
from rapport.projects.queries.people import assignable

FORWARD, BACKWARD = "forward", "backward"
LONGEST_ROLE = 120
WAYS = [
    (FORWARD, _("It begins on this day")), (BACKWARD, _("It is done by this day")),
]  # fmt: skip


class TemplateForm(StrictForm):
    """The name of a template."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)


class NewTemplateForm(TemplateForm):
    """A template to be saved: its name, and a role for each who has tasks."""

    def __init__(self, *args: Any, doers: Sequence[Doer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._doers = doers
        for number, doer in enumerate(doers):
            self.fields[f"role_{number}"] = forms.CharField(
                label=doer.name, max_length=LONGEST_ROLE, initial=doer.role, required=False
            )

    def roles(self) -> dict[str, str]:
        """The role of each; none where it was left empty."""
        said = self.cleaned_data
        return {doer.key: said[f"role_{n}"].strip() for n, doer in enumerate(self._doers)}


class DatedForm(StrictForm):
    """From which day on, or until which, and who takes which role."""

    way = forms.ChoiceField(
        label=_("The day"), choices=WAYS, initial=FORWARD, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), validators=YEARS
    )

    def __init__(
        self,
        *args: Any,
        roles: Sequence[str],
        people: Mapping[str, int | None] | None = None,
        **kwargs: Any,
    ) -> None:
        """`people` are proposed for the roles."""
        super().__init__(*args, **kwargs)
        self._roles = roles
        for number, role in enumerate(roles):
            field = PersonField(label=role)
            field.initial = (people or {}).get(role)
            field.queryset = assignable()
            field.empty_label = _("nobody yet")
            self.fields[f"person_{number}"] = field

    @property
    def is_backward(self) -> bool:
        """Whether the day is the last one."""
        return bool(self.cleaned_data["way"] == BACKWARD)

    @property
    def chosen_day(self) -> date:
        """The day, first or last."""
        day: date = self.cleaned_data["day"]
        return day

    def people(self) -> Mapping[str, Member]:
        """Who takes which role, of those that somebody takes."""
        said = self.cleaned_data
        found = {role: said[f"person_{n}"] for n, role in enumerate(self._roles)}
        return {role: member for role, member in found.items() if member}


class StartForm(NamedForm, DatedForm):
    """A project that begins with a shape."""

    field_order = ["name", "key", "client", "way", "day"]

    def __init__(self, *args: Any, clients: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]
