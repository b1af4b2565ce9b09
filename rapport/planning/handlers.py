"""Dates follow every edit, in its own transaction."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.models import Member
from rapport.calendars.events import HOLIDAYS_CHANGED, HOURS_CHANGED
from rapport.clients.events import CLOSURE_NOTED, CLOSURES_TAKEN
from rapport.engine.plan import PlanError
from rapport.events.actor import SYSTEM
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.events.operations.jobs import enqueue
from rapport.events.operations.stream import publish
from rapport.files import disk
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.planning.events import (
    PLAN_ASSUMED,
    PLAN_FILLED,
    PLAN_IMPORT_ASKED,
    PLAN_IMPORT_SENT,
    PLAN_IMPORTED,
    PLAN_OUTDATED,
    PLAN_SCHEDULED,
    RISK_CHANGED,
    RISK_NOTED,
    SERIES_BEGUN,
    SERIES_CHANGED,
    SERIES_TAKEN_BACK,
    TASK_COSTED,
    TASK_TIMED,
)
from rapport.planning.models import Baseline, PlanImport, PlanState, Risk, Scenario, TaskTiming
from rapport.planning.operations import (
    plan_import,
    promise_odds,
    scheduling,
    stakes,
    transferring,
)
from rapport.planning.operations.scheduling import AT_ONCE, NoDates, Rescheduled
from rapport.planning.queries import client_hours, people_hours, promised, risk_tasks
from rapport.planning.reading import is_native
from rapport.planning.tasks import convert_plan, reckon_soon
from rapport.projects import companions, events
from rapport.projects.models import Project, Task
from rapport.projects.models.project import ProjectQuerySet
from rapport.promises import events as promise_events
from rapport.promises.forecasts import Forecaster, forecaster
from rapport.promises.models import Promise
from rapport.resourcing.events import ABSENCE_CHANGED, ABSENCE_NOTED, SHARE_SAID
from rapport.resourcing.models import Absence

forecaster(Forecaster(promised.expected_days, promised.is_late))

CLOSES = (
    events.TASK_LINKED, events.TASK_LINK_CHANGED, events.TASK_MOVED, events.TASK_RESTORED,
    events.TASKS_RESTORED, events.TASKS_WRITTEN, events.TASKS_CAME,
)  # fmt: skip
CLOSURES = (CLOSURE_NOTED, CLOSURES_TAKEN, "closure.binned", "closure.restored")
OWN_HOURS = (SHARE_SAID, ABSENCE_NOTED, ABSENCE_CHANGED, "absence.binned", "absence.restored")
# What is at stake beside the plan; no date moves by it.
STAKES = (PLAN_ASSUMED, TASK_COSTED, RISK_NOTED, RISK_CHANGED, "risk.binned", "risk.restored")


class CircleRefused(Refused):
    """The edit would let tasks wait for each other."""


@on(events.TASKS_LEFT, inline=True)
def go_along(event: Event) -> None:
    """What the plan holds of tasks follows them to another project, before either is dated."""
    transferring.follow(event)


@on(*events.REPLANS, inline=True)
def follow(event: Event) -> None:
    """Compute the dates anew; an edit that closes a circle is refused with the tasks' names."""
    if scheduling.is_postponed() or event.project_id is None:
        return
    project = Project.objects.select_related("workspace").get(pk=event.project_id)
    may_close = event.verb in CLOSES
    if not may_close and Task.objects.live().filter(project=project).count() > AT_ONCE:
        publish(PLAN_OUTDATED, subject=project, by=SYSTEM, at=event.at)
        return
    edited = event.subject_id if event.subject_kind == "projects.task" else None
    try:
        done = scheduling.reschedule(project, at=event.at, edited=edited, after=event)
    except PlanError as error:
        raise NoDates(str(error)) from error
    if may_close and _closed(done, event):
        raise CircleRefused(_sentence(done.circle))


@on(events.TASK_ASSIGNED, inline=True)
def work_by_other_hours(event: Event) -> None:
    """A task is dated anew when somebody with other hours does it."""
    if scheduling.is_postponed() or event.project_id is None:
        return
    shared = TaskTiming.objects.filter(task=event.subject_id).exclude(shares_of="")
    project = Project.objects.select_related("workspace").get(pk=event.project_id)
    hands = {event.facts["member"], *event.facts["was"].values()}
    differ = people_hours.differ(project, hands - {None}) or client_hours.is_ever_closed(project)
    if differ or shared.exists():
        scheduling.outdate(project, at=event.at)


@on(events.TASK_TURN_CHANGED, inline=True)
def work_by_the_clients_days(event: Event) -> None:
    """A task that becomes the client's, or ours, is dated anew where they are ever closed."""
    if scheduling.is_postponed() or event.project_id is None:
        return
    project = Project.objects.select_related("workspace").get(pk=event.project_id)
    if client_hours.is_ever_closed(project):
        scheduling.outdate(project, at=event.at)


@on(HOURS_CHANGED, HOLIDAYS_CHANGED)
def work_otherwise(event: Event) -> None:
    """Other hours or holidays: every plan that is not done has to be dated anew."""
    _outdate(Project.objects.live().exclude(state=Project.State.DONE), at=event.at)


@on(*OWN_HOURS)
def work_when_they_are_there(event: Event) -> None:
    """Somebody works another part of the week, or is away: the plans they have open tasks in."""
    if event.facts.get("fields") == ["role"]:
        return
    member: int | None = event.subject_id
    if event.verb != SHARE_SAID:
        absence = Absence.objects.filter(pk=event.subject_id)
        member = absence.values_list("member_id", flat=True).first()
    mine = Task.objects.open().filter(
        Q(assignee=member)
        | Q(timing__shares__member=member)
        | Q(helpers__member=member, helpers__percent__gt=0),
        project=OuterRef("pk"),
    )
    rows = Project.objects.live().exclude(state=Project.State.DONE)
    _outdate(rows.filter(Exists(mine)), at=event.at)


@on(*CLOSURES)
def work_when_the_client_is_there(event: Event) -> None:
    """A client is closed on other days: their plans in which something open is theirs to do."""
    theirs = Task.objects.open().filter(
        turn=Turn.CLIENT, assignee=None, assignee_name="", project=OuterRef("pk")
    )
    rows = Project.objects.live().exclude(state=Project.State.DONE)
    _outdate(rows.filter(Exists(theirs), client=event.client_id), at=event.at)


@on(PLAN_OUTDATED)
def catch_up(event: Event) -> None:
    """Date a long plan, unless a later edit has had it dated already."""
    project = Project.objects.select_related("workspace").get(pk=event.subject_id)
    dated = PlanState.objects.filter(project=project, revision=project.plan_revision)
    if not dated.exists():
        scheduling.reschedule(project, at=now())


@on(*STAKES, inline=True)
def raise_the_stakes(event: Event) -> None:
    """What a task costs, or what may happen, is another: the outlook is that of yesterday."""
    if event.project_id is not None:
        stakes.changed(event.project_id, workspace_id=event.workspace_id)


@on(
    *events.REPLANS, *STAKES, PLAN_OUTDATED, PLAN_SCHEDULED, PLAN_IMPORTED, PLAN_FILLED, TASK_TIMED,
    SERIES_BEGUN, SERIES_CHANGED, SERIES_TAKEN_BACK,
)  # fmt: skip
def look_ahead(event: Event) -> None:
    """The plan, or what is at stake, is another: so is what can be promised."""
    reckon_soon(event)


@on(promise_events.MADE, promise_events.MOVED)
def note_odds(event: Event) -> None:
    """Keep how sure the promised day was when it was given."""
    rows = Promise.objects.live().select_related("project__workspace", "task")
    promise = rows.filter(pk=event.subject_id).first()
    said = event.facts.get("to") or event.facts.get("due_on")
    if promise is not None and said:
        promise_odds.note(promise, due_on=date.fromisoformat(said), at=event.at)


@on(PLAN_IMPORT_SENT)
def read_long_plan(event: Event) -> None:
    """Rehearse a long import, or have it converted first; the page that waits for it looks again
    by itself."""
    waiting = PlanImport.objects.select_related(
        "workspace", "file", "project__workspace", "project__client__workspace", "client__workspace"
    )
    sent = waiting.filter(pk=event.subject_id).first()
    by = Member.objects.filter(pk=event.actor_id).first()
    if sent is None or by is None:
        return
    if is_native(disk.read(sent.file)):
        enqueue(convert_plan, workspace_id=sent.workspace_id, at=event.at, plan_import=sent.pk)
    else:
        plan_import.read_sent(sent, by=by, at=now())


@on(PLAN_IMPORT_ASKED)
def take_over(event: Event) -> None:
    """Apply a long import; what refuses it is noted on it, and the project stays as it was."""
    waiting = PlanImport.objects.select_related("file", "project__workspace", "client__workspace")
    asked = waiting.filter(pk=event.subject_id, state=PlanImport.State.WORKING).first()
    by = Member.objects.filter(pk=event.actor_id).first()
    if asked is None or by is None:
        return
    try:
        plan_import.apply(asked, by=by, at=now())
    except Refused as refusal:
        plan_import.fail(asked, str(refusal))


def _outdate(projects: ProjectQuerySet, *, at: datetime) -> None:
    found = list(projects)
    Project.objects.filter(pk__in=[project.pk for project in found]).update(
        plan_revision=F("plan_revision") + 1
    )
    for project in found:
        publish(PLAN_OUTDATED, subject=project, by=SYSTEM, at=at)


def _closed(done: Rescheduled, event: Event) -> bool:
    """Whether this edit closed the circle; one that was there before may stay."""
    involved = {event.subject_id, *event.facts.get("tasks", ())}
    new = set(done.circle) - set(done.was_circle)
    return bool(new) and not involved.isdisjoint(done.circle)


def _sentence(circle: list[int]) -> str:
    names = dict(Task.objects.filter(pk__in=circle).values_list("pk", "name"))
    path = " → ".join(f"“{names[pk]}”" for pk in (*circle, circle[0]))
    return _("These tasks would wait for each other: %(path)s.") % {"path": path}


def _said_baseline(n: int) -> str:
    return ngettext("%(n)d baseline", "%(n)d baselines", n) % {"n": n}


companions.belongs(companions.Belonging(90, Baseline, _said_baseline, companions.nothing))


def _said_scenario(n: int) -> str:
    return ngettext("%(n)d what-if", "%(n)d what-ifs", n) % {"n": n}


companions.belongs(companions.Belonging(95, Scenario, _said_scenario, companions.nothing))


def _said_risk(n: int) -> str:
    return ngettext("%(n)d risk", "%(n)d risks", n) % {"n": n}


companions.register(
    companions.Companion(
        50,
        Risk,
        _said_risk,
        hang=risk_tasks.on_some,
        wholly=risk_tasks.on_no_other,
        apart=risk_tasks.on_no_task,
    )
)
companions.belongs(companions.Belonging(93, Risk, _said_risk, companions.everything))
