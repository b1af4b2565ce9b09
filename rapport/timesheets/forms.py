"""Parse what a person typed about their time; choices come from what they may see."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import Conversation
from rapport.integrations.planfiles import amounts
from rapport.lib.keys import short_name_of
from rapport.lib.reader import Reader
from rapport.projects.models import Project, Task
from rapport.timesheets.models import TimeEntry, Unbilled
from rapport.timesheets.operations.entries import NewEntry


class MinutesField(forms.CharField):
    """Time as people write it: 1:30, 1.5, 1h 30m, 90m."""

    def clean(self, value: Any) -> int:
        """Minutes; a bare number is hours."""
        written = str(super().clean(value))
        try:
            return amounts.duration(written, unit=amounts.HOUR)
        except ValueError:
            raise ValidationError(_("Write the time as 1:30, 1.5 or 90m.")) from None

    def prepare_value(self, value: Any) -> Any:
        """Minutes as hours and minutes."""
        return f"{value // 60}:{value % 60:02}" if isinstance(value, int) else value


class BillingField(forms.ChoiceField):
    """Billable, or why not."""

    def __init__(self, **kwargs: Any) -> None:
        choices: list[tuple[str, Any]] = [("", _("Billable"))]
        choices += [(one.value, _("Not billed: %s") % one.label) for one in Unbilled]
        super().__init__(label=_("Billing"), choices=choices, required=False, **kwargs)


class EntryForm(forms.Form):
    """Time on a project, perhaps on a task of it."""

    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.everywhere.none(), to_field_name="key"
    )
    task = forms.ModelChoiceField(
        label=_("Task"), queryset=Task.everywhere.none(), required=False, to_field_name="number"
    )
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    minutes = MinutesField(label=_("Time"), max_length=20, help_text=_("Such as 1:30, 1.5 or 90m."))
    note = forms.CharField(label=_("What was done"), max_length=300, required=False)
    unbilled = BillingField()

    def __init__(self, *args: Any, reader: Reader, fetch: str = "", **kwargs: Any) -> None:
        """Offer the reader's projects, and the tasks of the one that is chosen.

        `fetch` is where the form comes from again when another project is chosen.
        """
        super().__init__(*args, **kwargs)
        projects = Project.objects.visible_to(reader).live().order_by("name")
        self._offer("project", projects)
        key = self.data.get("project") if self.is_bound else self.initial.get("project")
        tasks = Task.objects.visible_to(reader).live().filter(project__key=short_name_of(key))
        self._offer("task", tasks.order_by("name"))
        if fetch:
            self.fields["project"].widget.attrs |= {
                "hx-get": fetch,
                "hx-include": "closest form",
                "hx-target": "#time-form",
                "hx-select": "#time-form",
                "hx-swap": "outerHTML",
            }

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = rows

    def entry(self) -> NewEntry:
        """What was filled in, as a value."""
        return NewEntry(**self.cleaned_data)


class TalkTimeForm(forms.Form):
    """Time on a conversation, today or another day: on its project, or on one of its client's."""

    minutes = MinutesField(label=_("Time"), max_length=20)
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.everywhere.none(), to_field_name="key",
        empty_label=_("Which project?"), widget=forms.Select(attrs={"class": "input"}),
    )  # fmt: skip
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("What was done"), max_length=300, required=False)
    unbilled = BillingField()

    def __init__(
        self, *args: Any, reader: Reader, conversation: Conversation, **kwargs: Any
    ) -> None:
        """Offer the projects of the conversation's client that the reader sees."""
        super().__init__(*args, **kwargs)
        self.auto_id = "talk-time-%s"
        self.conversation = conversation
        projects = Project.objects.visible_to(reader).live().order_by("name")
        if conversation.client_id is not None:
            projects = projects.filter(client=conversation.client_id)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = projects
        if conversation.project is not None:
            self.initial.setdefault("project", conversation.project.key)

    def entry(self) -> NewEntry:
        """What was filled in, as a value."""
        return NewEntry(**self.cleaned_data, conversation=self.conversation)


def filled(entry: TimeEntry) -> dict[str, Any]:
    """The form's values for an entry that is there."""
    return {
        "project": entry.project.key,
        "task": entry.task.number if entry.task else None,
        "day": entry.day,
        "minutes": entry.minutes,
        "note": entry.note,
        "unbilled": entry.unbilled,
    }
