"""Parse what a contact typed."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Contact
from rapport.lib.reader import Detail
from rapport.projects.models import Project

LONGEST_MESSAGE = 20_000


class AddressForm(forms.Form):
    """Who wants to sign in."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The six digits of the mail."""

    email = forms.EmailField(max_length=254, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": "8"}
        ),
    )

    def clean_code(self) -> str:
        """Digits alone: people paste spaces."""
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isdecimal())


class MessageForm(forms.Form):
    """A message to us; a new one may name a project."""

    project = forms.ModelChoiceField(
        label=_("About"),
        queryset=Project.everywhere.none(),
        required=False,
        to_field_name="key",
        empty_label=_("Something else"),
    )
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Message"), max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        """Projects of their own company alone."""
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = Project.objects.visible_to(contact.reader).order_by("name")


class ReplyForm(forms.Form):
    """One more message of a conversation."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecisionForm(forms.Form):
    """Approve or refuse the version that was looked at."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse")])
    version = forms.IntegerField(min_value=1, max_value=1_000_000)
    comment = forms.CharField(max_length=5000, required=False)


DETAILS = [
    (int(Detail.HEADLINE), _("The headline: one sentence")),
    (int(Detail.MILESTONES), _("Milestones and their dates")),
    (int(Detail.TASKS), _("Every task and its date")),
    (int(Detail.EVERYTHING), _("Everything, with who does it")),
]


class PreferencesForm(forms.Form):
    """How they like to be spoken to."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    detail = forms.TypedChoiceField(
        label=_("How much you want to see"),
        choices=DETAILS,
        coerce=int,
        widget=forms.RadioSelect,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(zone, zone) for zone in sorted(available_timezones())]
    )
