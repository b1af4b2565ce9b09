"""The risks of a project with what each does to the date and the cost that can be promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from rapport.planning.models import Risk, RiskTask
from rapport.planning.queries.outlook import LIKELY, Outlook
from rapport.projects.models import Project
from rapport.workspaces.models.seen import SeenByStaff

NAMED = 2


@dataclass(frozen=True, slots=True)
class Without:
    """The 80 % day without a risk, how many days earlier that is, and how much it saves of the
    80 % cost."""

    day: date
    days: int
    saved: int


@dataclass(frozen=True, slots=True)
class ShownRisk:
    """A risk, the tasks it would delay, and what is won without it, where that was reckoned."""

    risk: Risk
    tasks: Sequence[str]
    without: Without | None

    @property
    def more(self) -> int:
        """How many of the tasks a line has no room for."""
        return max(0, len(self.tasks) - NAMED)


def risks_of(project: Project, outlook: Outlook | None) -> list[ShownRisk]:
    """All that may happen to a project, those that delay most first; in two queries."""
    return _shown(Risk.objects.live().filter(project=project), outlook)


def shown_risk(risk: Risk, outlook: Outlook | None) -> ShownRisk:
    """The same of one of them."""
    [found] = _shown(Risk.objects.filter(pk=risk.pk), outlook)
    return found


def _shown(rows: SeenByStaff, outlook: Outlook | None) -> list[ShownRisk]:
    touched: dict[int, list[str]] = {}
    live = RiskTask.objects.filter(risk__in=rows, task__binned_at=None)
    touches = live.filter(task__project=F("risk__project"))
    ordered = touches.order_by("task__position", "pk").values_list("risk_id", "task__name")
    for risk, name in ordered:
        touched.setdefault(risk, []).append(name)
    without = _without(outlook) if outlook else {}
    found = [ShownRisk(row, touched.get(row.pk, []), without.get(row.pk)) for row in rows]
    return sorted(found, key=_weight)


def _without(outlook: Outlook) -> dict[int, Without]:
    likely, cost = outlook.finish.likely, outlook.cost
    spent = cost.amount(LIKELY) if cost else 0
    found = {}
    for pk, moment, amount in outlook.kept.reliefs:
        day = outlook.finish.local(moment).date()
        found[pk] = Without(day, max(0, (likely - day).days), max(0, spent - amount))
    return found


def _weight(one: ShownRisk) -> tuple[int, int, int, int]:
    days, saved = (one.without.days, one.without.saved) if one.without else (0, 0)
    return -days, -saved, -one.risk.percent, one.risk.number
