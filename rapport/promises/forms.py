"""Parse what a person typed about a promise; every choice comes from what they may see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Client, Contact
from rapport.inbox.models import Message
from rapport.lib.reader import Reader
from rapport.lib.visibility import Visibility
from rapport.projects.models import Project
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
    shown = forms.BooleanField(label=_("The client sees it in the portal"), required=False)
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

    SHOWN = [("open", _("Open")), ("overdue", _("Overdue")), ("kept", _("Kept")),
             ("broken", _("Broken")), ("all", _("All"))]  # fmt: skip

    show = forms.ChoiceField(choices=SHOWN, required=False)
    client = forms.CharField(max_length=8, required=False)
    project = forms.CharField(max_length=8, required=False)
