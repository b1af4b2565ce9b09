"""Parsing of the preferences form."""

from django import forms

from rapport.notifications.models import Preference, Topic


class PreferenceForm(forms.Form):
    """One topic's choice."""

    topic = forms.ChoiceField(choices=Topic.choices)
    in_app = forms.BooleanField(required=False)
    mail = forms.ChoiceField(choices=Preference.Mail.choices)
