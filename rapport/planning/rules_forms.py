"""Parse how a plan shall be reckoned."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.planning.models import PlanRules
from rapport.planning.operations.rules import Reckoning
from rapport.projects.durations import Length, written
from rapport.projects.forms import DurationField, StrictForm

FORWARD, BACKWARD = "forward", "backward"
WAYS = [
    (FORWARD, _("Forward, from the project's first day")),
    (BACKWARD, _("Backward, from the day it must be done")),
]
END_OF_DAY = time(23, 59)
MOST_SLACK = 480 * 365


class RulesForm(StrictForm):
    """Forward or backward, and up to which slack a task is critical."""

    way = forms.ChoiceField(label=_("It is reckoned"), choices=WAYS, widget=forms.RadioSelect)
    finish = forms.DateField(
        label=_("Done on"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("Counts only backward: the plan then begins as late as it can."),
    )  # fmt: skip
    slack = DurationField(
        label=_("Critical up to a slack of"), required=False,
        help_text=_("0 for the critical path alone; 2d shows what is nearly critical too."),
    )  # fmt: skip
    several = forms.BooleanField(label=_("Each end has its own critical path"), required=False)

    @classmethod
    def of(cls, rules: PlanRules | None, zone: ZoneInfo) -> "RulesForm":
        """The form that says how it is now."""
        if rules is None:
            return cls(initial={"way": FORWARD, "slack": "0"})
        finish = rules.finish_at.astimezone(zone).date() if rules.finish_at else None
        return cls(
            initial={
                "way": BACKWARD if rules.is_from_finish and finish else FORWARD,
                "finish": finish,
                "slack": written(Length(round(rules.critical_slack_minutes))),
                "several": rules.has_several_critical_paths,
            }
        )

    def clean(self) -> dict[str, Any]:
        """Backward needs a day; nobody plans with years of slack."""
        said = super().clean()
        if said.get("way") == BACKWARD and not said.get("finish") and "finish" not in self.errors:
            self.add_error("finish", gettext("Say on which day it must be done."))
        finish = said.get("finish")
        if finish and not 1990 <= finish.year <= 2100:
            self.add_error("finish", gettext("Say a day from 1990 to 2100."))
        if (said.get("slack") or 0) > MOST_SLACK:
            self.add_error("slack", gettext("That is more than a year."))
        return said

    def reckoning(self, zone: ZoneInfo) -> Reckoning:
        """How the plan shall be reckoned."""
        said = self.cleaned_data
        is_backward = said["way"] == BACKWARD
        finish = datetime.combine(said["finish"], END_OF_DAY, zone) if is_backward else None
        return Reckoning(finish, float(said["slack"] or 0), said["several"])
