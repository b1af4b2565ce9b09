"""A moment ahead, as somebody chooses it: by a name, or a day and hour."""

from datetime import datetime

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.inbox.moments import preset


class MomentForm(forms.Form):
    """`when` names a preset; else, or where it says "at", `at` is a day and hour in the person's
    own zone."""

    when = forms.CharField(required=False, max_length=20)
    at = forms.DateTimeField(
        label=gettext_lazy("Day and hour"), required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": gettext_lazy("This is no day and hour.")},
    )  # fmt: skip

    def moment(self, now: datetime) -> datetime:
        """What was chosen; a ValidationError says why it is no moment."""
        chosen: datetime | None = self.cleaned_data.get("at")
        if (named := self.cleaned_data.get("when")) and named != "at":
            chosen = preset(named, now, get_current_timezone())
        if chosen is None:
            raise forms.ValidationError(_("Choose a moment."))
        return chosen
