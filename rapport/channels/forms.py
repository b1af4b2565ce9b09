"""What people type about channels: parsing only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from rapport.channels import wording
from rapport.channels.models import Call, Channel
from rapport.channels.operations.calls import MOST_MINUTES, Report
from rapport.clients.models import Contact
from rapport.inbox.moments import FURTHEST, MORNING
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


class CallForm(forms.Form):
    """What came of a call."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Call.Outcome.choices, initial="reached",
        widget=forms.RadioSelect,
    )  # fmt: skip
    is_incoming = forms.BooleanField(label=_("They called us"), required=False)
    text = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    after = forms.ChoiceField(
        label=_("And now"), initial="nobody", widget=forms.RadioSelect,
        choices=[
            ("nobody", _("Nothing: it is settled")),
            ("us", _("We follow up: it stays with me")),
            ("client", _("They come back to us")),
        ],
    )  # fmt: skip
    on_day = forms.DateField(
        label=_("Follow up on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("It leaves the list until that morning. Empty: it stays in the list."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=0, max_value=MOST_MINUTES,
        help_text=_("Empty: as long as the clock ran."),
    )  # fmt: skip

    @property
    def report(self) -> Report:
        """As the operation takes it."""
        said = self.cleaned_data
        return Report(
            said["outcome"], said["is_incoming"], said["text"], said["after"], said["minutes"],
            _morning_of(said["on_day"]) if said["after"] == "us" else None,
        )  # fmt: skip

    def clean_on_day(self) -> date | None:
        """A day that is still to come."""
        day: date | None = self.cleaned_data["on_day"]
        if day and day <= localdate():
            raise ValidationError(_("Choose a day after today."))
        if day and day >= localdate() + FURTHEST:
            raise ValidationError(_("That is more than a year away. Choose an earlier day."))
        return day


class TextForm(forms.Form):
    """A few words."""

    text = forms.CharField(
        label=_("Message"), max_length=20_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class BindForm(forms.Form):
    """Who it is."""

    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        label=_("Person"), queryset=Contact.everywhere.none()
    )

    def __init__(self, *args: Any, contacts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]


def _morning_of(day: date | None) -> datetime | None:
    """Where the writer is."""
    return datetime.combine(day, MORNING, tzinfo=get_current_timezone()) if day else None
