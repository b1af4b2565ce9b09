"""Note what may happen to a project, and what would follow."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.events import RISK_CHANGED, RISK_NOTED
from rapport.planning.models import Risk, RiskTask
from rapport.projects.models import Project, Task
from rapport.projects.operations.taking_back import NotUndone, own_act
from rapport.workspaces.operations import bin
from rapport.workspaces.operations.numbers import next_number

# At least, likely, at most.
Three = tuple[int | None, int | None, int | None]
NOTHING: Three = (None, None, None)
# A page shows them all, and each is simulated with every run.
MOST = 200


class TooManyRisks(Refused):
    """The project has as many risks as it can hold."""


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What is said of a risk: minutes of work that each of the tasks takes more, minor units."""

    name: str
    percent: int
    tasks: frozenset[int] = frozenset()
    delay: Three = NOTHING
    cost: Three = NOTHING

    def fields(self) -> dict[str, Any]:
        """As a risk keeps them."""
        ends = ("least", "likely", "most")
        amounts = {"delay": self.delay, "cost": self.cost}
        return {"name": self.name.strip(), "percent": self.percent} | {
            f"{kind}_{end}": amount
            for kind, three in amounts.items()
            for end, amount in zip(ends, three, strict=True)
        }


@transaction.atomic
def note(project: Project, said: RiskFacts, *, by: Member, at: datetime) -> Risk:
    """Note that something may happen. Raises `TooManyRisks`."""
    number = next_number(project.workspace, "risk")
    if Risk.objects.live().filter(project=project).count() >= MOST:
        raise TooManyRisks(_("A project holds no more than %(n)s risks.") % {"n": MOST})
    risk: Risk = Risk.objects.create(
        workspace_id=project.workspace_id, project=project, number=number, noted_by=by,
        noted_at=at, **said.fields(),
    )  # fmt: skip
    _touch(risk, said.tasks)
    publish(RISK_NOTED, subject=risk, by=by, at=at, facts={"number": number})
    return risk


@transaction.atomic
def change(risk: Risk, said: RiskFacts, *, by: Acts, at: datetime) -> int | None:
    """Say otherwise what may happen, or what would follow.

    Returns the number of the act where it can be taken back: words do not go into the stream.
    """
    now = said.fields() | {"tasks": sorted(said.tasks)}
    was = _held(risk)
    fields = sorted(name for name, value in now.items() if was[name] != value)
    if not fields:
        return None
    facts: dict[str, Any] = {"number": risk.number, "fields": fields}
    if can_be_undone := "name" not in fields:
        facts |= {side: {name: all_[name] for name in fields}
                  for side, all_ in (("was", was), ("now", now))}  # fmt: skip
    _write(risk, {name: now[name] for name in fields})
    act = publish(RISK_CHANGED, subject=risk, by=by, at=at, facts=facts).pk
    return act if can_be_undone else None


@transaction.atomic
def undo(risk: Risk, event_id: int, *, by: Member, at: datetime) -> None:
    """Take back one's own change; what was changed again since stays as it is."""
    event = own_act(RISK_CHANGED, risk, event_id, by=by, at=at)
    held = _held(risk)
    now = event.facts.get("now") if event else None
    if event is None or not now or any(held[name] != value for name, value in now.items()):
        raise NotUndone(_("This cannot be undone any more."))
    _write(risk, event.facts["was"])
    facts = {"number": risk.number, "fields": sorted(now), "was": now, "now": event.facts["was"]}
    publish(RISK_CHANGED, subject=risk, by=by, at=at, facts=facts)


def throw_away(risk: Risk, *, by: Acts, at: datetime) -> None:
    """Put it into the bin: it does not count while it lies there."""
    bin.put(risk, by=by, at=at)


def _held(risk: Risk) -> dict[str, Any]:
    """What is kept of a risk, read anew."""
    Risk.objects.select_for_update().get(pk=risk.pk)
    row: dict[str, Any] = Risk.objects.values(*RiskFacts("", 0).fields()).get(pk=risk.pk)
    tasks = RiskTask.objects.filter(risk=risk).values_list("task_id", flat=True)
    return row | {"tasks": sorted(tasks)}


def _write(risk: Risk, values: dict[str, Any]) -> None:
    plain = {name: value for name, value in values.items() if name != "tasks"}
    if plain:
        Risk.objects.filter(pk=risk.pk).update(**plain)
    if "tasks" in values:
        RiskTask.objects.filter(risk=risk).exclude(task__in=values["tasks"]).delete()
        _touch(risk, values["tasks"])


def _touch(risk: Risk, tasks: Collection[int]) -> None:
    """Those that are touched already stay so; one that is gone by now cannot be."""
    held = set(RiskTask.objects.filter(risk=risk).values_list("task_id", flat=True))
    there = Task.objects.filter(project=risk.project_id, pk__in=set(tasks) - held)
    RiskTask.objects.bulk_create(
        RiskTask(workspace_id=risk.workspace_id, risk=risk, task_id=pk)
        for pk in there.order_by("pk").values_list("pk", flat=True)
    )
