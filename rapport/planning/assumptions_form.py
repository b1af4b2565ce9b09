"""Parse what promise dates shall assume."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.planning.models import Assumptions
from rapport.planning.models.assumptions import LEAST, MOST, MOST_TOGETHER
from rapport.planning.operations.assumptions import Assumed
from rapport.projects.forms import StrictForm

FARTHEST = 1000  # percent


class AssumptionsForm(StrictForm):
    """How uncertain the tasks are, and how much of it they have in common."""

    least = forms.IntegerField(
        label=_("At least, percent of the plan"), min_value=1, max_value=100,
        help_text=_("What a task takes at the least and at the most that nobody estimated."),
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("At most, percent of the plan"), min_value=100, max_value=FARTHEST
    )
    together = forms.IntegerField(
        label=_("Overrun together, %"), required=False, min_value=0, max_value=MOST_TOGETHER,
        help_text=_(
            "0: each task is late for itself; the more, the more one cause makes all of them late. "
            "Left empty, it is what past work teaches, else 30."
        ),
    )  # fmt: skip
    learns = forms.BooleanField(
        label=_("Learn from finished work"), required=False,
        help_text=_("Untick it for a project that is unlike any before."),
    )  # fmt: skip

    @classmethod
    def of(cls, known: Assumptions | None) -> "AssumptionsForm":
        """The form that says how it is now."""
        row = known or Assumptions(least_percent=LEAST, most_percent=MOST)
        return cls(
            initial={
                "least": row.least_percent,
                "most": row.most_percent,
                "together": row.together_percent,
                "learns": not row.ignores_history,
            }
        )

    def assumed(self) -> Assumed:
        """What was filled in, as a value."""
        said: dict[str, Any] = self.cleaned_data
        return Assumed(said["together"], said["least"], said["most"], not said["learns"])
