"""Form fields that several pages about people share."""

from typing import Any
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ZONES = sorted(name for name in available_timezones() if "/" in name and name[:4] != "Etc/")


class LanguageField(forms.ChoiceField):
    """One of the languages Rapport speaks."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Language"))
        super().__init__(choices=settings.LANGUAGES, **options)


class TimeZoneField(forms.ChoiceField):
    """A time zone by its city."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Time zone"))
        choices = [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in ZONES)]
        super().__init__(choices=choices, **options)


class CurrencyField(forms.CharField):
    """A currency by its three letters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Currency"))
        options.setdefault("help_text", _("Three letters, such as EUR or GBP."))
        super().__init__(min_length=3, max_length=3, **options)

    def clean(self, value: Any) -> str:
        """The code in capitals; refuses one that no country uses."""
        code = str(super().clean(value)).upper()
        if code not in list_currencies():
            raise ValidationError(_("There is no currency with this code."))
        return code
