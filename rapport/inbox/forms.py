"""What people type about mail: parsing only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import getaddresses
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Client
from rapport.inbox.models import Mailbox, Message
from rapport.projects.models import Project

MOST_RECIPIENTS = 50
# Between addresses; what stands in quotes is a name, whatever signs are in it.
_SEPARATORS = re.compile(r'("(?:[^"\\]|\\.){0,998}")|\s*[,;\n\r][\s,;]*')
# What a name may not hold unless it stands in quotes (RFC 5322).
_SPECIAL = re.compile(r'[()<>\[\]:;@\\,"]')
People = tuple[tuple[str, str], ...]


def people(text: str) -> People:
    """«Ines Prado <ines@…>, tom@…» as pairs; refuses what is no address."""
    found: dict[str, str] = {}
    text = _SEPARATORS.sub(lambda found: found[1] or ", ", text).strip(" ,\t")
    for name, email in getaddresses([text]) if text else ():
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValidationError(
                _("“%(text)s” is not an e-mail address."),
                params={"text": (email or name or _wrong_part(text))[:200]},
            ) from error
        found.setdefault(email, name.strip())
    if len(found) > MOST_RECIPIENTS:
        raise ValidationError(_("These are too many recipients for one mail."))
    return tuple((name, email) for email, name in found.items())


def _wrong_part(text: str) -> str:
    """The part of a list that is no address, as it was typed."""
    parts = [part.strip() for part in text.split(",")]
    return next((part for part in parts if not getaddresses([part])[0][1]), text)


def said(pairs: Iterable[Iterable[str]]) -> str:
    """Pairs as a person would type them; `people` reads out of it what went in."""
    return ", ".join(f"{_quoted(name)} <{email}>" if name else email for name, email in pairs)


def _quoted(name: str) -> str:
    if not _SPECIAL.search(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class PeopleField(forms.CharField):
    """One or more addresses, with or without names."""

    def clean(self, value: Any) -> Any:
        """Pairs of name and address."""
        return people(super().clean(value) or "")


class LetterForm(forms.Form):
    """What the composer sends."""

    text = forms.CharField(required=False, strip=False, max_length=500_000)
    kind = forms.ChoiceField(
        required=False, choices=[("reply", _("Reply")), ("note", _("Internal note"))]
    )
    to = PeopleField(required=False)
    cc = PeopleField(required=False)
    subject = forms.CharField(required=False, max_length=300)
    # Where there are both ways.
    by = forms.ChoiceField(required=False, choices=[("mail", ""), ("chat", "")])
    revision = forms.IntegerField(required=False, min_value=0)
    # The last message that its author has seen.
    after = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    @property
    def is_note(self) -> bool:
        """Whether it stays among us."""
        return bool(self.cleaned_data.get("kind") == "note")

    @property
    def message_kind(self) -> str:
        """The kind of message it becomes."""
        return Message.Kind.NOTE if self.is_note else Message.Kind.OUT


class NewMailForm(LetterForm):
    """A conversation that we begin."""

    to = PeopleField()
    subject = forms.CharField(max_length=300)


class MailboxForm(forms.ModelForm):  # type: ignore[type-arg]
    """A mailbox's servers. An empty password keeps the one that is there."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted and never shown again. Leave it empty to keep the saved one."),
    )

    class Meta:
        model = Mailbox
        fields = (
            "address", "name", "arrives_by", "sign_in", "username", "password",
            "imap_host", "imap_port", "imap_security", "imap_folder",
            "smtp_host", "smtp_port", "smtp_security", "smtp_without_sign_in",
            "known_clients_only", "plus_addresses", "catches_all", "trusted_authserv_id",
        )  # fmt: skip
        widgets = {"arrives_by": forms.RadioSelect}
        labels = {
            "imap_security": _("IMAP encryption"),
            "smtp_security": _("SMTP encryption"),
            "trusted_authserv_id": _("Name of your mail server in Authentication-Results"),
        }
        help_texts = {
            "username": _("Empty: the address itself."),
            "smtp_without_sign_in": _("Only for a server that asks for no password to send."),
            "known_clients_only": _("Mail of anybody else is not even fetched."),
            "plus_addresses": _(
                "If mail to name+word@your.domain arrives here, answers find their conversation "
                "even when a mail program drops its references."
            ),
            "catches_all": _(
                "A catch-all: whatever stands before the @, the mail arrives here. Projects can "
                "then be given addresses of any word."
            ),
            "trusted_authserv_id": _(
                "Its checks of senders (SPF, DKIM, DMARC) are believed; those of others are not. "
                "Microsoft 365 writes none: enter “unnamed”."
            ),
        }

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        if data and "arrives_by" not in data:
            # Who does not say it goes on as before.
            data = {**data.dict(), "arrives_by": options["instance"].arrives_by}
        super().__init__(data, *args, **options)

    def clean_trusted_authserv_id(self) -> str:
        """One word, as servers write it."""
        return str(self.cleaned_data["trusted_authserv_id"]).strip().lower()

    def clean_address(self) -> str:
        """One spelling."""
        return str(self.cleaned_data["address"]).strip().lower()


class LinkForm(forms.Form):
    """Whose conversation it is, and about which project."""

    client: forms.ModelChoiceField[Client] = forms.ModelChoiceField(
        label=_("Client"), queryset=Client.everywhere.none(), required=False
    )
    project: forms.ModelChoiceField[Project] = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.everywhere.none(), required=False
    )

    def __init__(self, *args: Any, clients: Any, projects: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
