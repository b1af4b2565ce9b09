"""What people type about further addresses and mail providers: parsing only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import Mailbox, MailHook


class AliasForm(forms.Form):
    """A word, where people want to choose it, and the mailbox that carries it."""

    word = forms.CharField(
        label=_("Word"), required=False, max_length=40,
        help_text=_("Empty: one that nobody guesses. A chosen one is easier to say, and to guess."),
    )  # fmt: skip
    mailbox: forms.ModelChoiceField[Mailbox] = forms.ModelChoiceField(
        label=_("Mailbox"), queryset=Mailbox.everywhere.none(), required=False
    )

    def __init__(self, *args: Any, boxes: list[Mailbox], **options: Any) -> None:
        super().__init__(*args, **options)
        self.boxes = boxes
        rows = Mailbox.objects.filter(pk__in=[box.pk for box in boxes])
        self.fields["mailbox"].queryset = rows  # type: ignore[attr-defined]

    @property
    def carrier(self) -> Mailbox:
        """The chosen mailbox, else the first."""
        chosen: Mailbox | None = self.cleaned_data.get("mailbox")
        return chosen or self.boxes[0]


class FurtherAddressForm(forms.Form):
    """An address whose mail arrives in a mailbox too."""

    address = forms.EmailField(
        label=_("Address"), max_length=320,
        help_text=_("Mail to it already arrives here; Rapport learns that it is yours."),
    )  # fmt: skip


class MailHookForm(forms.Form):
    """Who sends. An empty key keeps the one that is there."""

    provider = forms.ChoiceField(label=_("Provider"), choices=MailHook.Provider.choices)
    key = forms.CharField(
        label=_("The provider's own key"), required=False, max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Mailgun: the signing key of its webhooks. Brevo: an API key, for the files of mails. "
            "The others need none. Kept encrypted and never shown again."
        ),
    )  # fmt: skip
