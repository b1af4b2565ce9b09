"""The long plans this process dated last, as they stood when that was committed.

Only a memory: whoever takes a plan out of it has to find out what has happened since. It is taken
by one act at a time, and comes back with the act's commit, so that nothing that was rolled back
is ever remembered.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rapport.engine.critical_path.network import passes
from rapport.planning.dated_plan import DatedPlan
from rapport.planning.operations.rows import Moments
from rapport.planning.queries.engine_plan import ProjectPlan

FROM = 400  # tasks; a shorter plan is read as quickly
PLANS = 6


@dataclass(frozen=True, slots=True)
class Stood:
    """When that was: the round of reckoning, the plan's revision, and the act on it."""

    line: UUID
    round: int
    revision: int
    event: int


@dataclass(slots=True)
class Remembered:
    """A plan as it was dated; `terms` are all that its dates depend on beyond tasks and links.

    `moments` are those that were written of it so far.
    """

    found: ProjectPlan
    today: datetime
    terms: tuple[Any, ...]
    stood: Stood
    moments: Moments
    dated: DatedPlan | None = field(default=None)

    def dates(self) -> DatedPlan:
        """Its dates, reckoned when somebody edits it again."""
        if self.dated is None:
            self.dated = DatedPlan(self.found.plan, self.today)
        return self.dated


_plans: OrderedDict[tuple[str, int], Remembered] = OrderedDict()
_lock = Lock()


def is_worth(plan: ProjectPlan) -> bool:
    """Whether it is long, and can be dated quickly."""
    return len(plan.plan.tasks) >= FROM and passes() is not None


def take(project: int) -> Remembered | None:
    """What is remembered of a project's plan; it is forgotten until it is remembered anew."""
    with _lock:
        return _plans.pop(_key(project), None)


def remember(project: int, plan: Remembered) -> None:
    """Keep a plan once the act is committed; the one used longest ago goes."""
    key = _key(project)

    def keep() -> None:
        with _lock:
            _plans[key] = plan
            _plans.move_to_end(key)
            while len(_plans) > PLANS:
                _plans.popitem(last=False)

    transaction.on_commit(keep)


def _key(project: int) -> tuple[str, int]:
    return str(connection.settings_dict["NAME"]), project
