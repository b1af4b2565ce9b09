"""Parse what a person typed about a scenario."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.planning.models.scenario import LONGEST_NAME
from rapport.planning.what_if import Edit
from rapport.projects.durations import minutes_of
from rapport.projects.models import Project, Task


class ScenarioForm(forms.Form):
    """A new scenario."""

    name = forms.CharField(
        label=_("What if …"), max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"placeholder": _("testing takes a week longer")}),
    )  # fmt: skip


class EditForm(forms.Form):
    """One edit to try; which of the last three fields counts depends on the kind."""

    KINDS = [
        ("duration", _("takes another time")), ("not_before", _("begins no earlier than")),
        ("left_out", _("is left out")), ("unlinked", _("no longer waits for")),
    ]  # fmt: skip

    task = forms.ModelChoiceField(
        label=_("Task"), queryset=Task.everywhere.none(), to_field_name="number"
    )
    kind = forms.ChoiceField(label=_("What changes"), choices=KINDS)
    length = forms.CharField(
        label=_("Duration"), required=False, max_length=40, help_text=_("Like 3d or 4h.")
    )
    day = forms.DateField(
        label=_("Day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    other = forms.ModelChoiceField(
        label=_("Other task"), queryset=Task.everywhere.none(), required=False,
        to_field_name="number",
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        """Offer the open tasks of the project."""
        super().__init__(*args, **kwargs)
        rows = Task.objects.open().filter(project=project).order_by("position")
        for name in ("task", "other"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """The field that the kind needs must be there."""
        said = super().clean() or {}
        kind = said.get("kind")
        if kind == "duration":
            said["minutes"] = self._minutes(said.get("length", ""))
        elif kind == "not_before" and not said.get("day"):
            self.add_error("day", _("Choose a day."))
        elif kind == "unlinked" and not said.get("other"):
            self.add_error("other", _("Choose the task it waits for."))
        return said

    def _minutes(self, said: str) -> int:
        try:
            return minutes_of(said)
        except ValueError:
            self.add_error("length", _("Write a duration like 3d or 4h."))
            return 0

    def edit(self) -> Edit:
        """What was filled in, as a value."""
        said = self.cleaned_data
        other = said["other"].pk if said["kind"] == "unlinked" else 0
        day = said["day"] if said["kind"] == "not_before" else None
        return Edit(said["kind"], said["task"].pk, said.get("minutes", 0), day, other)
