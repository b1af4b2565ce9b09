"""Parse what a person typed about a scenario."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.planning.models.scenario import LONGEST_NAME
from rapport.planning.what_if import Edit
from rapport.projects.durations import lag_of, minutes_of
from rapport.projects.models import Dependency, Project, Task
from rapport.projects.queries.people import assignable

LONGEST_TASK = 300
AN_HOUR = 60
MOST_OVERTIME = 8


class ScenarioForm(forms.Form):
    """A new scenario."""

    name = forms.CharField(
        label=_("What if …"), max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"placeholder": _("testing takes a week longer")}),
    )  # fmt: skip


class EditForm(forms.Form):
    """One edit to try; which of the fields below the second count depends on the kind."""

    KINDS = [
        ("duration", _("takes another time")), ("assigned", _("is done by somebody else")),
        ("shared", _("is shared with one more person")),
        ("overtime", _("is done with overtime")), ("not_before", _("begins no earlier than")),
        ("soonest", _("begins as soon as it can")), ("linked", _("waits for")),
        ("unlinked", _("no longer waits for")), ("left_out", _("is left out")),
        ("followed", _("is followed by a new task")),
    ]  # fmt: skip

    task = forms.ModelChoiceField(
        label=_("Task"), queryset=Task.everywhere.none(), to_field_name="number"
    )
    kind = forms.ChoiceField(label=_("What changes"), choices=KINDS)
    name = forms.CharField(label=_("New task"), required=False, max_length=LONGEST_TASK)
    length = forms.CharField(
        label=_("Duration"), required=False, max_length=40, help_text=_("Like 3d or 4h.")
    )
    member = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Member.everywhere.none(),
        required=False,
        empty_label=_("nobody"),
    )
    hours = forms.FloatField(
        label=_("Hours more a day"), required=False, min_value=0.5, max_value=MOST_OVERTIME,
        initial=2, widget=forms.NumberInput(attrs={"step": "0.5"}),
    )  # fmt: skip
    day = forms.DateField(
        label=_("Day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    other = forms.ModelChoiceField(
        label=_("Other task"), queryset=Task.everywhere.none(), required=False,
        to_field_name="number",
    )  # fmt: skip
    link = forms.ChoiceField(
        label=_("How it waits"), choices=Dependency.Kind, required=False, initial="FS"
    )
    lag = forms.CharField(
        label=_("How long beyond"), required=False, max_length=40,
        help_text=_("Like 2d, -4h, 3ed or 50%; nothing for at once."),
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, reader: Reader, **kwargs: Any) -> None:
        """Offer the open tasks of the project, and the people who may do them."""
        super().__init__(*args, **kwargs)
        rows = Task.objects.open().filter(project=project).order_by("position")
        for name, choices in (("task", rows), ("other", rows), ("member", assignable(reader))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
            field.queryset = choices

    def clean(self) -> dict[str, Any]:
        """The fields that the kind needs must be there."""
        said = super().clean() or {}
        for check in NEEDS.get(said.get("kind", ""), ()):
            check(self, said)
        return said

    def edit(self) -> Edit:
        """What was filled in, as a value: what the kind does not ask for is left out."""
        said = self.cleaned_data
        kind, task = said["kind"], said["task"]
        asked = {name: said[name] for name in SAID.get(kind, ())}
        if "member" in asked:
            asked["member"] = asked["member"].pk if asked["member"] else None
        if "other" in asked:
            asked["other"] = asked["other"].pk
        if kind == "shared":
            asked["name"] = (gettext("%(task)s, second part") % {"task": task.name})[-LONGEST_TASK:]
        return Edit(kind, task.pk, **asked)

    def _duration(self, said: dict[str, Any]) -> None:
        try:
            said["minutes"] = minutes_of(said.get("length", ""))
        except ValueError:
            self.add_error("length", _("Write a duration like 3d or 4h."))

    def _overtime(self, said: dict[str, Any]) -> None:
        if said.get("hours"):
            said["minutes"] = round(said["hours"] * AN_HOUR)
        elif "hours" not in self.errors:
            self.add_error("hours", _("Say how many hours more a day."))

    def _lag(self, said: dict[str, Any]) -> None:
        said["link"] = said.get("link") or Dependency.Kind.FS.value
        try:
            lag_of(said.get("lag", ""))
        except ValueError:
            self.add_error("lag", _("Write the wait like 2d, -4h, 3ed or 50%."))


Check = Callable[[EditForm, dict[str, Any]], None]


def _needs(name: str, complaint: str | LazyText) -> Check:
    def check(form: EditForm, said: dict[str, Any]) -> None:
        if not said.get(name) and name not in form.errors:
            form.add_error(name, str(complaint))

    return check


_other = _needs("other", _("Choose the task it waits for."))
NEEDS: dict[str, tuple[Check, ...]] = {
    "duration": (EditForm._duration,),
    "shared": (_needs("member", _("Choose who shares the work.")),),
    "overtime": (EditForm._overtime,),
    "not_before": (_needs("day", _("Choose a day.")),),
    "linked": (_other, EditForm._lag),
    "unlinked": (_other,),
    "followed": (_needs("name", _("Give the new task a name.")), EditForm._duration),
}
# What an edit of a kind keeps of the form.
SAID: dict[str, tuple[str, ...]] = {
    "duration": ("minutes",),
    "assigned": ("member",),
    "shared": ("member",),
    "overtime": ("minutes",),
    "not_before": ("day",),
    "linked": ("other", "link", "lag"),
    "unlinked": ("other",),
    "followed": ("name", "minutes", "member"),
}
