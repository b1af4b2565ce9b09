"""What promise dates assume of a project: how uncertain, and how much of it together."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.planning.events import PLAN_ASSUMED
from rapport.planning.models import Assumptions
from rapport.planning.models.assumptions import LEAST, MOST
from rapport.projects.models import Project
from rapport.projects.operations.taking_back import own_act, said_before


@dataclass(frozen=True, slots=True)
class Assumed:
    """See `Assumptions`; as it stands here it is what is usual."""

    together_percent: int | None = None
    least_percent: int = LEAST
    most_percent: int = MOST
    ignores_history: bool = False


@transaction.atomic
def assume(project: Project, assumed: Assumed, *, by: Acts, at: datetime) -> int | None:
    """Assume this from now on. Returns the number of the act; None where it is so already."""
    row, _made = Assumptions.objects.get_or_create(
        project=project, defaults={"workspace": project.workspace}
    )
    wanted = asdict(assumed)
    return _set(row, {k: v for k, v in wanted.items() if getattr(row, k) != v}, by=by, at=at)


@transaction.atomic
def undo(project: Project, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own act within the hour, unless it was changed again since."""
    event = own_act(PLAN_ASSUMED, project, act, by=by, at=at)
    row = Assumptions.objects.filter(project=project).first() or Assumptions(project=project)
    _set(row, said_before(row, event), by=by, at=at)


def _set(row: Assumptions, values: Mapping[str, Any], *, by: Acts, at: datetime) -> int | None:
    if not values:
        return None
    was = {name: getattr(row, name) for name in values}
    Assumptions.objects.filter(pk=row.pk).update(**values)
    facts = {"was": was, "now": dict(values)}
    return publish(PLAN_ASSUMED, subject=row.project, by=by, at=at, facts=facts).pk
