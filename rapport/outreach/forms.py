"""Parse what a person typed about a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Contact
from rapport.outreach.operations.asking import LONGEST_ANSWER, NewQuestion
from rapport.projects.models import Project, Task


class QuestionForm(forms.Form):
    """A question to somebody at the project's client."""

    contact = forms.ModelChoiceField(label=_("Whom"), queryset=Contact.everywhere.none())
    text = forms.CharField(label=_("Question"), max_length=500)
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. They can always write their own."),
    )
    why = forms.CharField(label=_("Why we ask"), required=False, max_length=300)
    needed_by = forms.DateField(
        label=_("Needed by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    task = forms.ModelChoiceField(
        label=_("What waits for it"),
        queryset=Task.everywhere.none(),
        required=False,
        to_field_name="number",
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        """People of the project's client and open tasks of the project alone."""
        super().__init__(*args, **kwargs)
        self.project = project
        people = Contact.objects.live().filter(client=project.client_id).order_by("name")
        self._offer("contact", people)
        tasks = Task.objects.open().filter(project=project).order_by("position")
        self._offer("task", tasks)

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = rows

    def question(self) -> NewQuestion:
        """What was filled in, as a value."""
        said = dict(self.cleaned_data)
        options = tuple(said.pop("options").splitlines())
        return NewQuestion(**said, options=options, project=self.project)


class AnswerForm(forms.Form):
    """One of the options, or free words."""

    option = forms.CharField(required=False, max_length=500)
    words = forms.CharField(required=False, max_length=LONGEST_ANSWER)

    def answer(self) -> str:
        """What was written counts before what was chosen; both when both say something."""
        option, words = self.cleaned_data["option"], self.cleaned_data["words"]
        return f"{option}: {words}" if option and words else option or words
