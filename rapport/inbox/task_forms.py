"""Parse what somebody makes of a message: every choice comes from what they may see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import Message
from rapport.inbox.operations.task_ties import Wanted
from rapport.lib.reader import Reader
from rapport.lib.visibility import Visibility
from rapport.projects.forms import YEARS, PersonField
from rapport.projects.models import Project
from rapport.projects.operations.tasks import NewTask
from rapport.projects.queries.people import assignable

LONGEST_DESCRIPTION = 20_000


class TaskOfMessageForm(forms.Form):
    """A task that a message asks for."""

    name = forms.CharField(
        label=_("What is to be done"), max_length=300, widget=forms.TextInput({"autofocus": True})
    )
    project = forms.ModelChoiceField(
        Project.everywhere.none(), label=_("Project"), to_field_name="key"
    )
    assignee = PersonField(label=_("Who does it"))
    due_on = forms.DateField(
        label=_("Done by"), required=False, validators=YEARS,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    description = forms.CharField(
        label=_("Description"), required=False, max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("A link to the message is put below it."),
    )  # fmt: skip
    shown = forms.BooleanField(
        label=_("Client sees this"), required=False,
        help_text=_("In the portal, with its description."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, reader: Reader, message: Message) -> None:
        """Filled in with what the message says; its own project comes first."""
        talk = message.conversation
        initial = {
            "name": (message.subject or talk.subject)[:300],
            "project": talk.project.key if talk.project else None,
            "description": (message.visible_text or message.text)[:LONGEST_DESCRIPTION].strip(),
        }
        super().__init__(data, initial=initial)
        rows = Project.objects.visible_to(reader).active().select_related("client")
        self.fields["project"].queryset = rows.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["assignee"].queryset = assignable(reader)  # type: ignore[attr-defined]

    def wanted(self, link: str) -> Wanted:
        """What the form says, with the way back to the message."""
        said = self.cleaned_data
        sees = Visibility.CLIENT if said["shown"] else Visibility.INTERNAL
        return Wanted(
            NewTask(said["name"], visibility=sees),
            description="\n\n".join(text for text in (said["description"].strip(), link) if text),
            assignee=said["assignee"],
            due_on=said["due_on"],
        )
