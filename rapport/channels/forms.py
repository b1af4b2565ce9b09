"""What people type about channels: parsing only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.channels import wording
from rapport.channels.models import Channel
from rapport.clients.models import Contact
from rapport.integrations import http
from rapport.integrations.providers.records import Field


class ChannelForm(forms.Form):
    """A name, and what the vendor's account needs. An empty secret keeps the one that is there."""

    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(self, *args: Any, channel: Channel, **options: Any) -> None:
        options["initial"] = {"name": channel.name, **channel.details}
        super().__init__(*args, **options)
        self.channel = channel
        for field in channel.speaks.fields:
            if field.is_made_up and channel.pk is not None:
                continue
            self.fields[field.name] = self._field(field)

    @property
    def given(self) -> dict[str, str]:
        """What was filled in about the account."""
        names = {field.name for field in self.channel.speaks.fields}
        return {name: text for name, text in self.cleaned_data.items() if name in names}

    def clean_url(self) -> str:
        """An address that may be asked at all."""
        url = str(self.cleaned_data["url"])
        if url:
            try:
                http.check_url(url)
            except http.Unreachable as error:
                raise ValidationError(_("This is no web address that we could send to.")) from error
        return url

    def _field(self, field: Field) -> forms.CharField:
        is_new = self.channel.pk is None
        hint = wording.HINTS.get((self.channel.provider, field.name), "")
        if field.is_secret and not hint:
            hint = wording.MADE_UP if field.is_made_up else wording.KEPT
        widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if field.is_secret else None
        return forms.CharField(
            label=str(wording.LABELS[field.name]),
            required=field.is_required and not field.is_made_up and (is_new or not field.is_secret),
            max_length=500,
            help_text=str(hint),
            widget=widget,
        )


class BindForm(forms.Form):
    """Who it is."""

    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        label=_("Person"), queryset=Contact.everywhere.none()
    )

    def __init__(self, *args: Any, contacts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
