"""Form fields for amounts that people write in their own way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.ui import money

LONGEST = 40


class MoneyField(forms.CharField):
    """An amount of money; cleans to minor units of the currency, or None when left empty."""

    default_error_messages = {"amount": _("Write an amount like 1200 or 89.50.")}

    def __init__(self, *, currency: str, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"inputmode": "decimal"}))
        super().__init__(max_length=LONGEST, **options)
        self.currency = currency

    def clean(self, value: Any) -> int | None:
        """Minor units."""
        text = super().clean(value)
        try:
            return money.read(text, self.currency) if text else None
        except money.NoAmount as error:
            raise forms.ValidationError(self.error_messages["amount"], code="amount") from error

    def prepare_value(self, value: Any) -> Any:
        """What was typed, or an amount as one would type it."""
        return money.written(value, self.currency) if isinstance(value, int) else value
