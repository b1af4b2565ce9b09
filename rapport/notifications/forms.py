"""Parsing of what somebody chose about being reached."""

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.integrations.web_push import LONGEST_ENDPOINT, Subscription
from rapport.notifications.models import Attention, Preference, Topic
from rapport.notifications.models.attention import MOST_INTERRUPTIONS

MOST_DIGESTS = 6
CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class PreferenceForm(forms.Form):
    """One kind's choice."""

    topic = forms.ChoiceField(choices=Topic.choices)
    way = forms.ChoiceField(choices=Preference.Way.choices)


class DeviceForm(forms.Form):
    """A browser, as it names itself."""

    endpoint = forms.CharField(max_length=LONGEST_ENDPOINT)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)

    def subscription(self) -> Subscription:
        """What was sent, not yet looked at closely."""
        return Subscription(**self.cleaned_data)


class AttentionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The budget, the hours, and what an interruption does."""

    budget = forms.IntegerField(
        label=_("Interruptions a day at most"), min_value=0, max_value=MOST_INTERRUPTIONS
    )
    digests = forms.CharField(
        label=_("Digests at"),
        required=False,
        max_length=60,
        help_text=_("Times of day with commas between them, as in 09:00, 13:00. None: no digests."),
    )

    class Meta:
        model = Attention
        fields: ClassVar = [
            "budget", "digests", "quiet_from", "quiet_to", "urgent_breaks_through",
            "by_mail", "on_desktop", "with_sound", "push_says",
        ]  # fmt: skip
        widgets: ClassVar = {"quiet_from": CLOCK, "quiet_to": CLOCK}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["digests"] = ", ".join(self.instance.digests)

    def clean_digests(self) -> list[str]:
        """Each once, in order."""
        try:
            found = {
                _clock(part) for part in self.cleaned_data["digests"].split(",") if part.strip()
            }
        except ValueError:
            raise forms.ValidationError(_("Write each time as 09:00.")) from None
        if len(found) > MOST_DIGESTS:
            raise forms.ValidationError(
                _("That is more than %(n)s digests a day.") % {"n": MOST_DIGESTS}
            )
        return sorted(found)


def _clock(text: str) -> str:
    hour, _colon, minute = text.strip().partition(":")
    return time(int(hour), int(minute or 0)).strftime("%H:%M")
