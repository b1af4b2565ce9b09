"""A label's name and colour: parsing only."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import Label
from rapport.inbox.models.label import LONGEST_LABEL


class LabelForm(forms.Form):
    """What it is called, and how it looks."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_LABEL)
    colour = forms.ChoiceField(label=_("Colour"), choices=Label.Colour)
