"""How a plan is reckoned: forward or backward, and what counts as critical."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.planning.events import PLAN_RULES_CHANGED
from rapport.planning.models import PlanRules
from rapport.planning.operations import scheduling
from rapport.projects.models import Project
from rapport.projects.operations.acts import all_as_told
from rapport.projects.operations.taking_back import own_act, said_before


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Backward from `finish_at`, or forward without it; up to which slack a task is critical, in
    working minutes; whether each end of the plan has a critical path of its own."""

    finish_at: datetime | None = None
    critical_slack_minutes: float = 0
    has_several_critical_paths: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the rules."""
        return asdict(self) | {"is_from_finish": self.finish_at is not None}


@transaction.atomic
def reckon(project: Project, how: Reckoning, *, by: Acts, at: datetime) -> int | None:
    """Reckon a plan so from now on. Returns the number of the act; None where it is so already."""
    rules, _made = PlanRules.objects.get_or_create(
        project=project, defaults={"workspace": project.workspace}
    )
    differing = {name: value for name, value in how.values.items() if getattr(rules, name) != value}
    if how.finish_at is None and not rules.is_from_finish:
        differing.pop("finish_at", None)  # what a file named as the finish stays known
    return _set(rules, differing, by=by, at=at) if differing else None


@transaction.atomic
def undo(project: Project, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own act within the hour, unless it was changed again since."""
    event = own_act(PLAN_RULES_CHANGED, project, act, by=by, at=at)
    rules = PlanRules.objects.filter(project=project).first() or PlanRules(project=project)
    _set(rules, said_before(rules, event), by=by, at=at)


def _set(rules: PlanRules, values: Mapping[str, Any], *, by: Acts, at: datetime) -> int:
    was = {name: getattr(rules, name) for name in values}
    PlanRules.objects.filter(pk=rules.pk).update(**values)
    facts = {"was": all_as_told(was), "now": all_as_told(values)}
    act = publish(PLAN_RULES_CHANGED, subject=rules.project, by=by, at=at, facts=facts)
    scheduling.outdate(rules.project, at=at)
    return act.pk
