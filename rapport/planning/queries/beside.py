"""Today's plan and several scenarios of it, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.lib.reader import Reader
from rapport.planning.models import Scenario
from rapport.planning.queries.looking import Look, Outcome, Side, glass_of
from rapport.planning.queries.scenario_hours import Rest
from rapport.planning.queries.versions import Version, versions
from rapport.projects.models import Project
from rapport.promises.models import Promise


@dataclass(frozen=True, slots=True)
class Column:
    """Today (no scenario), or a scenario: its dates and cost, all its work in minutes, and how far
    that is from the budget. `circle`: its tasks would wait for each other."""

    scenario: Scenario | None
    side: Side
    work: int
    rest: Rest | None
    circle: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise of ours that is not the same everywhere, with what becomes of it in each column."""

    promise: Promise
    outcomes: list[Outcome]

    @property
    def told(self) -> list[tuple[Outcome, bool]]:
        """Each outcome, and whether it is too late."""
        return [(one, one.is_late(self.promise.due_on)) for one in self.outcomes]


@dataclass(frozen=True, slots=True)
class Beside:
    """The columns, today first, and the promises that differ between them."""

    columns: list[Column]
    promises: list[Kept]

    @property
    def has_costs(self) -> bool:
        """Whether anything costs something in any of them."""
        return any(column.side.cost for column in self.columns)


def beside(
    project: Project, scenarios: Sequence[Scenario], reader: Reader, *, at: datetime
) -> Beside | None:
    """All on the same runs; None for a plan without tasks. Takes tenths of a second.

    Raises `PlanError` with a sentence when a tried plan cannot be dated at all.
    """
    found = versions(project, scenarios, at=at)
    if not found[0].plan.tasks:
        return None
    glass = glass_of(project, reader)
    looks = [glass(version) for version in found]
    columns = [
        _column(project, scenario, version, look)
        for scenario, version, look in zip((None, *scenarios), found, looks, strict=True)
    ]
    return Beside(columns, _differing(glass.promises, looks))


def _column(project: Project, scenario: Scenario | None, version: Version, look: Look) -> Column:
    work = sum(one.minutes for one in version.work())
    left = None if project.budget_minutes is None else project.budget_minutes - work
    rest = None if left is None else Rest(abs(left), left < 0)
    return Column(scenario, look.side, work, rest, bool(version.circle))


def _differing(promises: Sequence[Promise], looks: Sequence[Look]) -> list[Kept]:
    found = []
    for promise in promises:
        outcomes = [look.outcomes[promise.pk] for look in looks if promise.pk in look.outcomes]
        if len(outcomes) == len(looks) and any(one != outcomes[0] for one in outcomes):
            found.append(Kept(promise, outcomes))
    return found
