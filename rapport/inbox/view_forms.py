"""A saved view's name and whom it is for: parsing only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models.saved_view import LONGEST_VIEW_NAME
from rapport.inbox.operations.saved_views import Kept
from rapport.lib.roles import EVERYONE, Role

ROLES = [(role.value, role.label) for role in Role if role in EVERYONE]


class ViewForm(forms.Form):
    """What it is called; and, for whoever may share, with whom."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_VIEW_NAME)
    is_shared = forms.BooleanField(label=_("Others see it too"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Only these roles"), choices=ROLES, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: everybody."),
    )  # fmt: skip

    def __init__(self, *args: Any, may_share: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_share:
            del self.fields["is_shared"], self.fields["roles"]

    @property
    def kept(self) -> Kept:
        """As operations take it."""
        said = self.cleaned_data
        return Kept(said["name"], bool(said.get("is_shared")), said.get("roles", ()))
