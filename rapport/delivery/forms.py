"""Parse what a person typed about a deliverable."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Contact
from rapport.delivery.models import Deliverable
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.lib.reader import Reader
from rapport.projects.models import Project, Task


class DeliverableForm(forms.Form):
    """What it is and who decides."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("What to look at"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The client reads this. A link is fine."),
    )
    contact = forms.ModelChoiceField(
        label=_("Who decides"),
        queryset=Contact.everywhere.none(),
        required=False,
        help_text=_("This person gets a mail when you hand it over."),
    )
    due_on = forms.DateField(
        label=_("Answer wanted by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    task = forms.ModelChoiceField(
        label=_("Task"), queryset=Task.everywhere.none(), required=False, to_field_name="number"
    )

    def __init__(self, *args: Any, project: Project, reader: Reader, **kwargs: Any) -> None:
        """People of the project's client and tasks of the project alone."""
        super().__init__(*args, **kwargs)
        people = Contact.objects.live().filter(client=project.client_id).order_by("name")
        tasks = Task.objects.visible_to(reader).live().filter(project=project)
        self._offer("contact", people)
        self._offer("task", tasks.order_by("position"))

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = rows

    def facts(self) -> DeliverableFacts:
        """What was filled in."""
        return DeliverableFacts(**self.cleaned_data)


def facts_of(deliverable: Deliverable) -> dict[str, Any]:
    """What the form shows of a deliverable that is there."""
    return {
        "name": deliverable.name,
        "description": deliverable.description,
        "contact": deliverable.contact_id,
        "due_on": deliverable.due_on,
        "task": deliverable.task.number if deliverable.task else None,
    }
