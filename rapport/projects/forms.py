"""What the pages of projects send."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.lib.visibility import Visibility
from rapport.projects.durations import minutes_of
from rapport.projects.models import Project, Task
from rapport.projects.operations.projects import ProjectDetails
from rapport.projects.operations.tasks import NewTask
from rapport.projects.queries.people import assignable
from rapport.projects.written_days import FIRST_YEAR, LAST_YEAR

KEY = RegexValidator(
    r"^[A-Z][A-Z0-9]{0,7}$", _("Up to eight capital letters and digits, a letter first.")
)
SEEN_BY = [(Visibility.CLIENT, _("Client sees this")), (Visibility.INTERNAL, _("Internal"))]
ALWAYS_SENT = {"csrfmiddlewaretoken", "back", "again", "then"}
# Between these a plan can be dated.
YEARS = [
    MinValueValidator(date(FIRST_YEAR, 1, 1), _("Write a year from 1990 to 2100.")),
    MaxValueValidator(date(LAST_YEAR, 12, 31), _("Write a year from 1990 to 2100.")),
]


class StrictForm(forms.Form):
    """A form that takes what it asks for and refuses anything else that is sent along."""

    def clean(self) -> dict[str, Any]:
        """Refuse names that are no field of this form."""
        if set(self.data) - set(self.fields) - ALWAYS_SENT:
            raise forms.ValidationError(_("This form was sent with fields it does not have."))
        return super().clean() or {}


class DurationField(forms.CharField):
    """Working time as people write it; cleans to minutes, or None when left empty."""

    default_error_messages = {"duration": _("Write a duration like 3d, 4h or 2d 4h.")}

    def clean(self, value: Any) -> int | None:
        """Minutes."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return minutes_of(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["duration"]) from error


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member of the workspace, by name."""

    def __init__(self, *, label: Any, required: bool = False) -> None:
        super().__init__(Member.everywhere.none(), label=label, required=required)

    def label_from_instance(self, obj: Any) -> str:
        """The person's name."""
        return str(obj.name)


class NamedForm(StrictForm):
    """What a project is called, and whose it is."""

    name = forms.CharField(label=_("Name"), max_length=200)
    key = forms.CharField(
        label=_("Short name"), max_length=8, validators=[KEY],
        help_text=_("Stands in references: KTB in KTB-12."),
    )  # fmt: skip
    client = forms.ModelChoiceField(Client.everywhere.none(), label=_("Client"))


class ProjectForm(NamedForm):
    """A project as a whole."""

    starts_on = forms.DateField(
        label=_("Start"), widget=forms.DateInput({"type": "date"}), validators=YEARS
    )
    lead = PersonField(label=_("Lead"))
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=SEEN_BY)
    budget = DurationField(
        label=_("Hours budget"), required=False, help_text=_("For example 120h. Optional.")
    )
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, data: Any = None, *, clients: Any, project: Project | None = None) -> None:
        super().__init__(data, initial=_initial(project) if project else None)
        self.fields["lead"].queryset = assignable()  # type: ignore[attr-defined]
        if project:
            del self.fields["client"]
        else:
            self.fields["client"].queryset = clients  # type: ignore[attr-defined]

    def details(self) -> ProjectDetails:
        """What the form says."""
        said = dict(self.cleaned_data)
        said.pop("client", None)
        return ProjectDetails(budget_minutes=said.pop("budget"), **said)


def _initial(project: Project) -> dict[str, Any]:
    names = ("name", "key", "starts_on", "lead", "visibility", "description")
    budget = project.budget_minutes
    hours = {"budget": f"{budget / 60:g}h" if budget else ""}
    return {name: getattr(project, name) for name in names} | hours


class SplitForm(NamedForm):
    """A project that begins with tasks of another one."""

    starts_on = forms.DateField(
        label=_("Start"), widget=forms.DateInput({"type": "date"}), validators=YEARS
    )
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=SEEN_BY)

    def __init__(self, data: Any = None, *, clients: Any, source: Project, key: str = "") -> None:
        initial = {
            "client": source.client_id, "starts_on": source.starts_on, "key": key,
            "visibility": source.visibility,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]
        self._lead = source.lead

    def details(self) -> ProjectDetails:
        """What the form says; who leads the one project leads the other."""
        said = dict(self.cleaned_data)
        said.pop("client")
        return ProjectDetails(lead=self._lead, **said)


class NewTaskForm(StrictForm):
    """A task to be written down. Where it stands is chosen among the project's own tasks."""

    name = forms.CharField(
        label=_("What is to be done"), max_length=300, widget=forms.TextInput({"autofocus": True})
    )
    duration = DurationField(label=_("Duration"), required=False, help_text=_("3d, 4h or 2d 4h"))
    is_milestone = forms.BooleanField(label=_("A milestone: a moment, no work"), required=False)
    assignee = PersonField(label=_("Who does it"))
    parent = forms.ModelChoiceField(
        Task.everywhere.none(), label=_("Part of"), required=False, to_field_name="number"
    )
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=SEEN_BY)
    on = forms.DateField(
        label=_("Start no earlier than"), required=False, validators=YEARS,
        widget=forms.DateInput({"type": "date"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, tasks: Any, people: Any, on: str = "") -> None:
        super().__init__(data, initial={"duration": "1d", "on": on})
        self.fields["assignee"].queryset = people  # type: ignore[attr-defined]
        self.fields["parent"].queryset = tasks  # type: ignore[attr-defined]

    def task(self) -> NewTask:
        """What the form says."""
        said = dict(self.cleaned_data)
        minutes, on = said.pop("duration"), said.pop("on")
        return NewTask(duration_minutes=480 if minutes is None else minutes, not_before=on, **said)


class PersonOnProjectForm(StrictForm):
    """Somebody to be put on a project."""

    member = PersonField(label=_("Who"), required=True)
    part = forms.CharField(label=_("Their part"), max_length=120, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["member"].queryset = assignable()  # type: ignore[attr-defined]
