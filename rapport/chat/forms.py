"""What people fill in about a widget, and what a visitor says of themselves: parsing only."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.chat.models import Widget

MOST_ORIGINS = 20
LONGEST_GREETING = 300
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


class WidgetForm(forms.Form):
    """The chat of a site, whole."""

    name = forms.CharField(
        label=_("Name"), max_length=80,
        help_text=_("For you to tell it by; visitors see the company's."),
    )  # fmt: skip
    origins = forms.CharField(
        label=_("Sites that may show it"), required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One address a line, as https://www.example.com. No other site can show it."
        ),
    )  # fmt: skip
    colour = forms.CharField(
        label=_("Colour"), max_length=7, widget=forms.TextInput(attrs={"type": "color"})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple,
        help_text=_("Each visitor is met in their own, where it is among these."),
    )  # fmt: skip
    answers_within = forms.TypedChoiceField(
        label=_("Answers within"), coerce=int,
        choices=[
            (15, _("15 minutes")), (30, _("30 minutes")), (60, _("an hour")),
            (120, _("2 hours")), (240, _("4 hours")), (480, _("8 hours")),
        ],
        help_text=_("Of working time. Visitors read by when they can count on an answer."),
    )  # fmt: skip
    is_in_portal = forms.BooleanField(
        label=_("Show it to signed-in clients in their portal too"), required=False
    )

    def __init__(self, *args: Any, widget: Widget, **options: Any) -> None:
        options["initial"] = {
            "name": widget.channel.name, "origins": "\n".join(widget.origins),
            "colour": widget.colour, "languages": widget.languages,
            "answers_within": widget.answers_within, "is_in_portal": widget.is_in_portal,
            **{f"greeting_{code}": text for code, text in widget.greetings.items()},
        }  # fmt: skip
        super().__init__(*args, **options)
        for code, name in settings.LANGUAGES:
            self.fields[f"greeting_{code}"] = forms.CharField(
                label=_("Greeting in %(language)s") % {"language": name}, required=False,
                max_length=LONGEST_GREETING, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def clean_colour(self) -> str:
        """As a browser's own picker gives it."""
        colour = str(self.cleaned_data["colour"])
        if not _COLOUR.fullmatch(colour):
            raise ValidationError(_("Choose a colour, as #0f6b66."))
        return colour.lower()

    def clean_origins(self) -> list[str]:
        """Scheme and host alone, each once."""
        lines = [line.strip() for line in self.cleaned_data["origins"].splitlines()]
        found = list(dict.fromkeys(_origin_of(line) for line in lines if line))
        if len(found) > MOST_ORIGINS:
            raise ValidationError(_("These are more sites than one chat can stand on."))
        return found

    def fill(self, widget: Widget) -> None:
        """Put what was filled in into the widget."""
        said = self.cleaned_data
        widget.colour, widget.origins = said["colour"], said["origins"]
        widget.languages = [code for code, _name in settings.LANGUAGES if code in said["languages"]]
        widget.answers_within, widget.is_in_portal = said["answers_within"], said["is_in_portal"]
        greetings = {code: said[f"greeting_{code}"].strip() for code, _name in settings.LANGUAGES}
        widget.greetings = {code: text for code, text in greetings.items() if text}


class ZoneForm(forms.Form):
    """Where the hours of a chat are those of the clock on the wall."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())],
    )


class AboutForm(forms.Form):
    """What a visitor says of themselves; all of it may be left out."""

    name = forms.CharField(required=False, max_length=80)
    email = forms.EmailField(required=False, max_length=254)


def _origin_of(line: str) -> str:
    """Raises for what is no site's address: it goes into a header of the policy."""
    said = _("%(line)s is no address of a site, as https://www.example.com.") % {"line": line[:80]}
    try:
        parts = urlsplit(line.lower())
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise ValidationError(said) from error
    host = parts.hostname or ""
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(host) or parts.username:
        raise ValidationError(said)
    return f"{parts.scheme}://{host}{port}"
