"""A signature as it is typed: parsing only."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import Mailbox
from rapport.inbox.models.signature import LONGEST_SIGNATURE


class SignatureForm(forms.Form):
    """For letters from where, in which language."""

    mailbox: forms.ModelChoiceField[Mailbox] = forms.ModelChoiceField(
        label=_("Mailbox"), queryset=Mailbox.everywhere.none(), required=False,
        empty_label=_("Any"),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of whoever reads it"), required=False,
        choices=[("", _("Any")), *settings.LANGUAGES],
    )  # fmt: skip
    text = forms.CharField(
        label=_("Signature"), required=False, max_length=LONGEST_SIGNATURE, strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Left empty, there is none for these letters."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Mailbox.objects.live().order_by("address")
        cast("forms.ModelChoiceField[Mailbox]", self.fields["mailbox"]).queryset = rows
