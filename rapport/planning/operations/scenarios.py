"""Try edits on a plan, and keep them or throw them away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.circles import schedule_anyway
from rapport.planning.events import (
    SCENARIO_DRAFTED,
    SCENARIO_KEPT,
    SCENARIO_TAKEN_BACK,
    TASK_TIMED,
)
from rapport.planning.models import Scenario
from rapport.planning.operations import scheduling, timings
from rapport.planning.operations.keeping import write_down
from rapport.planning.queries.engine_plan import Stored, plan_of, stored
from rapport.planning.queries.trying import missing, tried
from rapport.planning.what_if import OF_WORK, Edit, read
from rapport.projects.models import Project, Task
from rapport.projects.operations import several
from rapport.workspaces.operations import bin
from rapport.workspaces.operations.numbers import next_number

# More people, or longer days, make only work shorter: not a wait, and not a moment.
LONGER_DAYS = ("shared", "overtime")
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
    _check(scenario, edit)
    rest = [one for one in read(scenario.edits) if one.place != edit.place]
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
def keep(scenario: Scenario, *, by: Member, at: datetime) -> int | None:
    """Make the edits those of the plan, all or none. A kept scenario stays as it is.

    Returns the number of the act, None when it was kept before. Raises `CannotTry` when a task is
    gone or the plan would have no dates.
    """
    project = scenario.project
    Project.objects.select_for_update().get(pk=project.pk)
    won = Scenario.objects.filter(pk=scenario.pk, kept_at=None).update(kept_at=at)
    if not won:
        return None
    edits, before = read(scenario.edits), stored(project)
    if missing(before, edits):
        raise CannotTry(_("A task of this scenario is not in the plan any more."))
    people = {edit.member for edit in edits if edit.member}
    if Member.objects.active().filter(pk__in=people).count() < len(people):
        raise CannotTry(_("Somebody of this scenario is not here any more."))
    after = tried(project, before, edits, at=at)
    if _circle(project, after) and not _circle(project, before):
        raise CannotTry(_("With these edits tasks would wait for each other."))
    with scheduling.postponed():
        acts = write_down(project, before, after, by=by, at=at)
    scheduling.outdate(project, at=at)
    facts = {"number": scenario.number, "acts": acts}
    return publish(SCENARIO_KEPT, subject=scenario, by=by, at=at, facts=facts).pk


@transaction.atomic
def take_back(scenario: Scenario, act: int, *, by: Member, at: datetime) -> None:
    """Undo one's own keeping within the hour; what others changed since stays as it is."""
    acts = Event.objects.in_workspace(scenario.workspace_id)
    mine = acts.undoable(by, at=at)
    event = mine.filter(pk=act, verb=SCENARIO_KEPT, subject_id=scenario.pk).first()
    kept = Scenario.objects.filter(pk=scenario.pk).exclude(kept_at=None)
    if event is None or not kept.update(kept_at=None):
        raise CannotTry(_("This cannot be undone any more."))
    done = acts.in_bulk(event.facts["acts"])
    with scheduling.postponed():
        for number in reversed(event.facts["acts"]):
            _undo(scenario.project, done[number], by, at)
    scheduling.outdate(scenario.project, at=at)
    facts = {"number": scenario.number, "undone": event.pk}
    publish(SCENARIO_TAKEN_BACK, subject=scenario, by=by, at=at, facts=facts)


def throw_away(scenario: Scenario, *, by: Member, at: datetime) -> None:
    """Put it into the bin; the plan never knew of it."""
    bin.put(scenario, by=by, at=at)


def _circle(project: Project, rows: Stored) -> tuple[str, ...]:
    return schedule_anyway(plan_of(project, rows).plan)[1]


def _undo(project: Project, act: Event, by: Member, at: datetime) -> None:
    if act.verb == TASK_TIMED:
        task = Task.objects.select_related("project__workspace").get(pk=act.subject_id)
        timings.undo(task, act.pk, by=by, at=at)
    else:
        several.undo(project, act.pk, by=by, at=at)


def _check(scenario: Scenario, edit: Edit) -> None:
    rows = Task.objects.live().filter(project=scenario.project_id)
    task = rows.filter(pk=edit.task).first()
    if task is None or (edit.other and not rows.filter(pk=edit.other).exists()):
        raise CannotTry(_("Choose a task of this plan."))
    if edit.other == edit.task:
        raise CannotTry(_("A task cannot wait for itself."))
    if edit.kind in OF_WORK and rows.filter(parent=task).exists():
        raise CannotTry(_("“%(name)s” is the sum of others. Choose one of them.") % {"name": task})
    if edit.kind in LONGER_DAYS and (task.is_elapsed or not task.duration_minutes):
        raise CannotTry(_("More hands do not make “%(name)s” shorter.") % {"name": task})


def _hold(scenario: Scenario) -> None:
    """Read it anew, which nobody else changes until the transaction ends; a kept one is fixed."""
    held = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if held.kept_at:
        raise CannotTry(_("This scenario was kept. Begin a new one."))
    scenario.edits = held.edits
