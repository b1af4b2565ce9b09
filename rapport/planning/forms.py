"""What the import page sends."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.clients.models import Client
from rapport.projects.forms import KEY, DurationField, StrictForm
from rapport.projects.models import Project

PROMISE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*[:,;]?\s+(\S.*)")
MOST_PROMISES, LONGEST_PROMISE = 50, 300


class PromisesField(forms.CharField):
    """One promise a line: the day, then what was promised."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """[{what, due_on}], days as ISO text."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_PROMISES:
            raise forms.ValidationError(_("At most %(n)d promises at once.") % {"n": MOST_PROMISES})
        return [_promise(line) for line in lines]


def _promise(line: str) -> dict[str, Any]:
    found = PROMISE.fullmatch(line)
    try:
        if found is None:
            raise ValueError
        day = date.fromisoformat(found[1])
    except ValueError as error:
        sentence = _("“%(line)s” is no promise: write the day and what, 2026-04-01 Beta.")
        raise forms.ValidationError(sentence % {"line": line[:80]}) from error
    return {"what": found[2][:LONGEST_PROMISE], "due_on": day.isoformat(), "contact": None}


class ImportForm(StrictForm):
    """A file, where its plan goes, and what was before."""

    file = forms.FileField(label=gettext_lazy("The plan's file"))
    project = forms.ModelChoiceField(
        Project.everywhere.none(), label=gettext_lazy("Into this project"), required=False,
        to_field_name="key",
        empty_label=gettext_lazy("a new one"),
    )  # fmt: skip
    client = forms.ModelChoiceField(
        Client.everywhere.none(), label=gettext_lazy("A new project is for"), required=False,
        empty_label=gettext_lazy("choose a client"),
        to_field_name="key",
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Name of the new project"), max_length=200, required=False,
        help_text=gettext_lazy("Left empty, the file's own name."),
    )  # fmt: skip
    key = forms.CharField(
        label=gettext_lazy("Its short name"), max_length=8, required=False, validators=[KEY]
    )
    taken_over_on = forms.DateField(
        label=gettext_lazy("Taken over on"), required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("When the work began elsewhere; else leave it empty."),
    )  # fmt: skip
    spent_before = DurationField(label=gettext_lazy("Spent until then"), required=False)
    promises = PromisesField(
        label=gettext_lazy("Promised until then"), required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One a line: 2026-04-01 Beta release"),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, projects: Any, clients: Any) -> None:
        super().__init__(data, files)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say where the plan goes."""
        said = super().clean()
        if not said.get("project") and not said.get("client") and "project" in said:
            self.add_error("client", _("Choose a client for the new project, or a project."))
        return said

    def wishes(self) -> dict[str, Any]:
        """What the form says beyond the file, as plain JSON."""
        said = self.cleaned_data
        day = said["taken_over_on"]
        return {
            "name": said["name"],
            "key": said["key"],
            "taken_over_on": day.isoformat() if day else "",
            "spent_before_minutes": said["spent_before"] or 0,
            "promises": said["promises"],
        }
