"""How a mailbox acknowledges: parsing only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapport.inbox.operations.acknowledging import MOST_OF_A_TEXT


class AcknowledgingForm(forms.Form):
    """Whether, and a text for each language; an empty one is the usual one."""

    is_on = forms.BooleanField(label=_("Say that a new message has arrived"), required=False)

    def __init__(self, *args: Any, usual: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name, required=False, strip=True, max_length=MOST_OF_A_TEXT,
                widget=forms.Textarea(attrs={"rows": 6, "placeholder": usual[code]}),
            )  # fmt: skip

    @property
    def texts(self) -> dict[str, str]:
        """By language."""
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}
