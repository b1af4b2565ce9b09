"""What the pages of baselines send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.planning.models.baseline import LONGEST_NAME
from rapport.projects.forms import StrictForm


class BaselineForm(StrictForm):
    """A baseline by its name."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
