"""Links between tasks: what waits for what."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.projects import events
from rapport.projects.models import Dependency, Task
from rapport.projects.operations.acts import told


class LinkRefused(Refused):
    """These two tasks cannot be linked."""


def link(
    predecessor: Task,
    successor: Task,
    *,
    kind: str = Dependency.Kind.FS,
    lag_minutes: int = 0,
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
                lag_minutes=lag_minutes,
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
def change(dependency: Dependency, *, kind: str, lag_minutes: int, by: Acts, at: datetime) -> None:
    """Change how a task waits, and how long beyond."""
    rows = Dependency.objects.filter(pk=dependency.pk)
    if rows.exclude(kind=kind, lag_minutes=lag_minutes).update(kind=kind, lag_minutes=lag_minutes):
        dependency.kind, dependency.lag_minutes = kind, lag_minutes
        task, facts = dependency.successor, _facts(dependency)
        told(events.TASK_LINK_CHANGED, task, by=by, at=at, facts=facts)


def _facts(link: Dependency) -> dict[str, object]:
    return {"predecessor": link.predecessor_id, "kind": str(link.kind), "lag": link.lag_minutes}
