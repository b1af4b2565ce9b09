"""How new conversations are given out: parsing only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.models import Rota


class RotaForm(forms.Form):
    """The way, and among whom."""

    way = forms.ChoiceField(
        label=_("New conversations are given out"), choices=Rota.Way, widget=forms.RadioSelect
    )
    members: forms.ModelMultipleChoiceField[Member] = forms.ModelMultipleChoiceField(
        label=_("Among"), queryset=Member.everywhere.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["members"].queryset = people  # type: ignore[attr-defined]
