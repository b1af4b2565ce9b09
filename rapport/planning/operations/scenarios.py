"""Try edits on a plan, and keep them or throw them away."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.events import SCENARIO_DRAFTED, SCENARIO_KEPT
from rapport.planning.models import Scenario
from rapport.planning.operations import scheduling, timings
from rapport.planning.what_if import Edit, read
from rapport.projects.models import Dependency, Project, Task
from rapport.projects.operations import dependencies, tasks
from rapport.workspaces.operations import bin
from rapport.workspaces.operations.numbers import next_number

MOST_EDITS = 100


class CannotTry(Refused):
    """The edit cannot be tried, or the scenario cannot be kept."""


@transaction.atomic
def draft(project: Project, name: str, *, by: Member, at: datetime) -> Scenario:
    """Begin a scenario without edits."""
    scenario: Scenario = Scenario.objects.create(
        workspace_id=project.workspace_id, project=project, name=name.strip(), made_by=by,
        made_at=at, number=next_number(project.workspace, f"scenario:{project.pk}"),
    )  # fmt: skip
    publish(SCENARIO_DRAFTED, subject=scenario, by=by, at=at, facts={"number": scenario.number})
    return scenario


@transaction.atomic
def try_edit(scenario: Scenario, edit: Edit) -> None:
    """Add an edit; one of the same kind of the same task takes the place of the earlier."""
    _hold(scenario)
    if not Task.objects.live().filter(project=scenario.project_id, pk=edit.task).exists():
        raise CannotTry(_("Choose a task of this plan."))
    same = (edit.kind, edit.task, edit.other)
    rest = [one for one in read(scenario.edits) if (one.kind, one.task, one.other) != same]
    if len(rest) >= MOST_EDITS:
        raise CannotTry(_("A scenario holds no more than %(n)s edits.") % {"n": MOST_EDITS})
    scenario.edits = [one.written() for one in (*rest, edit)]
    scenario.save(update_fields=["edits"])


@transaction.atomic
def take_out(scenario: Scenario, place: int) -> None:
    """Take the edit at a place out again; one that is gone stays gone."""
    _hold(scenario)
    scenario.edits = [one for at, one in enumerate(scenario.edits) if at != place]
    scenario.save(update_fields=["edits"])


@transaction.atomic
def keep(scenario: Scenario, *, by: Member, at: datetime) -> None:
    """Make the edits those of the plan, all or none. A kept scenario stays as it is.

    Raises `CannotTry` when a task is gone or the plan would have no dates.
    """
    won = Scenario.objects.filter(pk=scenario.pk, kept_at=None).update(kept_at=at)
    if not won:
        return
    edits = read(scenario.edits)
    found = Task.objects.live().filter(project=scenario.project_id)
    known = found.select_related("project__workspace", "workspace").in_bulk(
        [edit.task for edit in edits]
    )
    with scheduling.postponed():
        for edit in edits:
            if edit.task not in known:
                raise CannotTry(_("A task of this scenario is not in the plan any more."))
            _apply(known[edit.task], edit, by, at)
    scheduling.outdate(scenario.project, at=at)
    publish(SCENARIO_KEPT, subject=scenario, by=by, at=at, facts={"number": scenario.number})


def throw_away(scenario: Scenario, *, by: Member, at: datetime) -> None:
    """Put it into the bin; the plan never knew of it."""
    bin.put(scenario, by=by, at=at)


def _apply(task: Task, edit: Edit, by: Acts, at: datetime) -> None:
    if edit.kind == "duration":
        tasks.set_duration(task, edit.minutes, by=by, at=at)
    elif edit.kind == "left_out":
        timings.leave_out(task, by=by, at=at)
    elif edit.kind == "not_before" and edit.day:
        zone = ZoneInfo(task.workspace.time_zone)
        day = datetime.combine(edit.day, time(), zone)
        tasks.constrain(task, Task.Constraint.SNET, day, by=by, at=at)
    elif edit.kind == "unlinked":
        rows = Dependency.objects.filter(successor=task, predecessor=edit.other)
        for link in rows.select_related("project", "predecessor", "successor", "workspace"):
            dependencies.unlink(link, by=by, at=at)


def _hold(scenario: Scenario) -> None:
    """Read it anew, which nobody else changes until the transaction ends; a kept one is fixed."""
    held = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if held.kept_at:
        raise CannotTry(_("This scenario was kept. Begin a new one."))
    scenario.edits = held.edits
