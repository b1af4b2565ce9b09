"""Parse what a client answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.feedback.operations.answering import LONGEST_SENTENCE
from rapport.feedback.scores import SCORES


class AnswerForm(forms.Form):
    """One of the five, and perhaps a sentence."""

    score = forms.TypedChoiceField(choices=list(SCORES.items()), coerce=int)
    sentence = forms.CharField(required=False, max_length=LONGEST_SENTENCE)


class HoldingForm(forms.Form):
    """Yes or no, and perhaps what happened."""

    ANSWERS = [("yes", _("Yes, it held")), ("no", _("No, it came back"))]

    held = forms.ChoiceField(choices=ANSWERS)
    sentence = forms.CharField(required=False, max_length=LONGEST_SENTENCE)
