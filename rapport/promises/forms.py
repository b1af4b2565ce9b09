"""Parse what a person typed about a promise; every choice comes from what they may see."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Client, Contact
from rapport.inbox.models import Message
from rapport.lib.keys import short_name_of
from rapport.lib.reader import Reader
from rapport.lib.visibility import Visibility
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise
from rapport.promises.operations.making import NewPromise


class PromiseForm(forms.Form):
    """A new promise."""

    what = forms.CharField(
        label=_("What is promised"),
        max_length=300,
        help_text=_("In words the client would use."),
    )
    due_on = forms.DateField(
        label=_("For which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    side = forms.ChoiceField(label=_("Who promised"), choices=Promise.Side, initial="us")
    client = forms.ModelChoiceField(
        label=_("Client"), queryset=Client.everywhere.none(), to_field_name="key"
    )
    contact = forms.ModelChoiceField(
        label=_("To whom"), queryset=Contact.everywhere.none(), required=False
    )
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.everywhere.none(), required=False, to_field_name="key"
    )
    task = forms.ModelChoiceField(
        label=_("Task it hangs on"),
        queryset=Task.everywhere.none(),
        required=False,
        to_field_name="number",
        help_text=_("The day the plan expects it stands beside the promise."),
    )
    shown = forms.BooleanField(label=_("Client sees this"), required=False)
    message = forms.ModelChoiceField(
        queryset=Message.everywhere.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Offer only what this reader may see."""
        super().__init__(*args, **kwargs)
        clients = Client.objects.visible_to(reader).live().order_by("name")
        self._offer("client", clients)
        self._offer("contact", Contact.objects.visible_to(reader).live().order_by("name"))
        self._offer("project", Project.objects.visible_to(reader).live().order_by("name"))
        self._offer("message", Message.objects.visible_to(reader))
        tasks = tied_to(reader, self.data.get("project") or self.initial.get("project", ""))
        self._offer("task", tasks)
        if not tasks.exists():
            self.fields["task"].widget = forms.HiddenInput()

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = rows

    def promise(self) -> NewPromise:
        """What was filled in, as a value."""
        said = dict(self.cleaned_data)
        shown = said.pop("shown")
        message = said["message"]
        return NewPromise(
            **said,
            visibility=Visibility.CLIENT if shown else Visibility.INTERNAL,
            said_at=message.written_at if message else None,
        )


def tied_to(reader: Reader, project_key: str) -> "QuerySet[Task]":
    """The tasks and milestones of a project that a promise can hang on."""
    key = short_name_of(project_key)
    tasks = Task.objects.visible_to(reader).open().filter(project__key=key)
    ordered: QuerySet[Task] = tasks.order_by("-is_milestone", "position")
    return ordered


class TaskForm(forms.Form):
    """The task whose forecast stands beside a promise."""

    task = forms.ModelChoiceField(
        label=_("Task it hangs on"),
        queryset=Task.everywhere.none(),
        required=False,
        to_field_name="number",
        empty_label=_("No task"),
    )

    def __init__(self, *args: Any, promise: Promise, reader: Reader, **kwargs: Any) -> None:
        """Tasks of the promise's own project; the one it hangs on also when it is done."""
        kwargs["initial"] = {"task": promise.task.number if promise.task else None}
        super().__init__(*args, **kwargs)
        key = promise.project.key if promise.project else ""
        field = self.fields["task"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = tied_to(reader, key) | Task.objects.visible_to(reader).live().filter(
            pk=promise.task_id
        )


class MoveForm(forms.Form):
    """Another day for a promise, and who agreed to it."""

    to = forms.DateField(
        label=_("New day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    consent = forms.ModelChoiceField(
        label=_("Who at the client agreed"),
        queryset=Contact.everywhere.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Without consent the earlier day stays the one that counts."),
    )

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        """Only people of this client can agree."""
        super().__init__(*args, **kwargs)
        field = self.fields["consent"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = Contact.objects.live().filter(client=promise.client_id).order_by("name")


class FilterForm(forms.Form):
    """The closed list of ways to narrow the list."""

    SHOWN = [("open", _("Open")), ("risk", _("At risk")), ("soon", _("Due within a week")),
             ("overdue", _("Overdue")), ("kept", _("Kept")), ("broken", _("Broken")),
             ("all", _("All"))]  # fmt: skip

    show = forms.ChoiceField(choices=SHOWN, required=False)
    client = forms.CharField(max_length=8, required=False)
    project = forms.CharField(max_length=8, required=False)
