"""What a person says of a risk."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.planning.models import Risk
from rapport.planning.models.risk import LONGEST_NAME
from rapport.planning.operations.risks import RiskFacts, Three
from rapport.projects.durations import Length, written
from rapport.projects.forms import DurationField, StrictForm
from rapport.projects.models import Project, Task
from rapport.ui.fields import MoneyField

ENDS = ("least", "likely", "most")
COSTS = {
    "cost_likely": _("Cost, likely"), "cost_least": _("Cost, at least"),
    "cost_most": _("Cost, at most"),
}  # fmt: skip
SHOWN_AT_ONCE = 8


class TasksField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Tasks of the plan, by their names."""

    def label_from_instance(self, obj: Any) -> str:
        """As the plan has it."""
        return str(obj.name)


def _delay(label: Any, hint: Any = "") -> DurationField:
    return DurationField(label=label, required=False, max_length=40, help_text=hint)


class RiskForm(StrictForm):
    """What may happen, how likely, and what would follow; the cost for those who see money."""

    name = forms.CharField(label=_("What may happen"), max_length=LONGEST_NAME)
    percent = forms.IntegerField(
        label=_("How likely, in %"), min_value=1, max_value=99,
        help_text=_("What is certain belongs into the plan itself."),
    )  # fmt: skip
    tasks = TasksField(
        Task.everywhere.none(), label=_("Tasks it would delay"), required=False,
        to_field_name="number", widget=forms.SelectMultiple({"size": SHOWN_AT_ONCE}),
        help_text=_("Hold Ctrl or ⌘ to choose several."),
    )  # fmt: skip
    delay_likely = _delay(_("More work, likely"), _("On each of them, like 3d or 4h."))
    delay_least = _delay(_("More work, at least"))
    delay_most = _delay(_("More work, at most"))

    def __init__(
        self, data: Any = None, *, project: Project, has_costs: bool, risk: Risk | None = None
    ) -> None:
        """Offer the open tasks that are no sums, and those that it touches already."""
        super().__init__(data, initial=_said(risk, has_costs) if risk else None)
        self._risk = risk
        parts = Task.objects.live().filter(parent=OuterRef("pk"))
        mine = Task.objects.live().filter(project=project).filter(~Exists(parts))
        touched = Q(pk__in=risk.touches.values("task") if risk else [])
        field = self.fields["tasks"]
        assert isinstance(field, TasksField)  # noqa: S101 - narrows the type
        field.queryset = mine.filter(touched | Q(actual_finish=None)).order_by("position", "pk")
        if has_costs:
            currency = project.workspace.currency
            for name, label in COSTS.items():
                self.fields[name] = MoneyField(label=label, required=False, currency=currency)

    def clean(self) -> dict[str, Any]:
        """The least, the likely and the most follow each other; who delays says what."""
        said = super().clean()
        for kind in ("delay", "cost"):
            self._in_order(kind, said)
        if said.get("delay_likely") and not said.get("tasks") and "tasks" not in self.errors:
            self.add_error("tasks", gettext("Choose the tasks it would delay."))
        return said

    def _in_order(self, kind: str, said: dict[str, Any]) -> None:
        least, likely, most = (said.get(f"{kind}_{end}") for end in ENDS)
        if likely is None and (least is not None or most is not None):
            if f"{kind}_likely" not in self.errors:
                self.add_error(f"{kind}_likely", gettext("Say what is likely, too."))
        elif likely is not None and least is not None and least > likely:
            self.add_error(f"{kind}_least", gettext("This is more than what is likely."))
        elif likely is not None and most is not None and most < likely:
            self.add_error(f"{kind}_most", gettext("This is less than what is likely."))

    def facts(self) -> RiskFacts:
        """What was filled in, as a value; who sees no money leaves the cost as it is."""
        said = self.cleaned_data
        return RiskFacts(
            said["name"],
            said["percent"],
            frozenset(task.pk for task in said["tasks"]),
            _three("delay", said),
            _three("cost", said if "cost_likely" in self.fields else vars(self._risk or Risk())),
        )


def _three(kind: str, said: dict[str, Any]) -> Three:
    least, likely, most = (said[f"{kind}_{end}"] for end in ENDS)
    return least, likely, most


def _said(risk: Risk, has_costs: bool) -> dict[str, Any]:
    delays = {f"delay_{end}": getattr(risk, f"delay_{end}") for end in ENDS}
    touches = risk.touches.filter(task__project=risk.project_id)
    return {
        "name": risk.name,
        "percent": risk.percent,
        "tasks": list(touches.values_list("task__number", flat=True)),
        **{name: written(Length(one)) for name, one in delays.items() if one is not None},
        **({name: getattr(risk, name) for name in COSTS} if has_costs else {}),
    }
