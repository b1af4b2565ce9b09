"""Links between tasks: what waits for what."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.projects import events
from rapport.projects.durations import NO_LAG, Lag
from rapport.projects.models import Dependency, Task
from rapport.projects.operations.acts import told


class LinkRefused(Refused):
    """These two tasks cannot be linked."""


def link(
    predecessor: Task,
    successor: Task,
    *,
    kind: str = Dependency.Kind.FS,
    lag: Lag = NO_LAG,
    by: Acts,
    at: datetime,
) -> Dependency:
    """Let a task wait for another of the same project. A circle is refused by the plan."""
    if predecessor.pk == successor.pk:
        raise LinkRefused(_("A task cannot wait for itself."))
    if predecessor.project_id != successor.project_id:
        raise LinkRefused(_("Only tasks of the same project can be linked."))
    try:
        with transaction.atomic():
            made: Dependency = Dependency.objects.create(
                workspace=successor.workspace,
                project=successor.project,
                predecessor=predecessor,
                successor=successor,
                kind=kind,
                **lag_values(lag),
            )
            told(events.TASK_LINKED, successor, by=by, at=at, facts=_facts(made))
    except IntegrityError as error:
        names = {"one": predecessor.name, "other": successor.name}
        raise LinkRefused(_("“%(other)s” waits for “%(one)s” already.") % names) from error
    return made


@transaction.atomic
def unlink(dependency: Dependency, *, by: Acts, at: datetime) -> None:
    """Let a task no longer wait. Unlinking twice changes nothing."""
    task, predecessor = dependency.successor, dependency.predecessor_id
    gone, _counts = Dependency.objects.filter(pk=dependency.pk).delete()
    if gone:
        told(events.TASK_UNLINKED, task, by=by, at=at, facts={"predecessor": predecessor})


@transaction.atomic
def change(dependency: Dependency, *, kind: str, lag: Lag, by: Acts, at: datetime) -> None:
    """Change how a task waits, and how long beyond."""
    values = {"kind": kind, **lag_values(lag)}
    held = Dependency.objects.select_for_update().get(pk=dependency.pk)
    if (held.kind, held.lag) != (kind, lag):
        Dependency.objects.filter(pk=dependency.pk).update(**values)
        for name, value in values.items():
            setattr(dependency, name, value)
        task, facts = dependency.successor, _facts(dependency)
        told(events.TASK_LINK_CHANGED, task, by=by, at=at, facts=facts)


def lag_values(lag: Lag) -> dict[str, Any]:
    """A lag as the fields of a link."""
    return {
        "lag_minutes": lag.minutes,
        "lag_percent": lag.percent,
        "lag_is_elapsed": lag.is_elapsed,
    }


def _facts(link: Dependency) -> dict[str, object]:
    facts = {"predecessor": link.predecessor_id, "kind": str(link.kind)}
    if link.lag_percent is None:
        facts["lag"] = round(link.lag_minutes)
    else:
        facts["percent"] = round(link.lag_percent)
    return facts | ({"elapsed": True} if link.lag_is_elapsed else {})
