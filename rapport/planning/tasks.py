"""What the clock does for plans."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, now

from rapport.events.listeners import every, task
from rapport.events.models import Event
from rapport.events.operations.jobs import enqueue
from rapport.files import disk
from rapport.planning.models import PlanImport, PlanOutlook, PlanState
from rapport.planning.operations import hours_acts, outlook
from rapport.planning.operations import plan_import as imports
from rapport.planning.operations.scheduling import reschedule
from rapport.planning.reading import Unreadable, as_xml
from rapport.projects.models import Project
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

# Whoever edits goes on editing; a simulation of each keystroke would be worth nothing.
PAUSE = timedelta(seconds=3)
PAST = timedelta(days=1)


@task(lease=timedelta(minutes=3), attempts=3)
def convert_plan(plan_import: int) -> None:
    """Have a file of Microsoft Project's own kind converted, outside any transaction, and rehearse
    what came of it."""
    waiting = PlanImport.objects.filter(state=PlanImport.State.READING).select_related(
        "workspace", "file", "by__user", "project__workspace", "project__client__workspace",
        "client__workspace",
    )  # fmt: skip
    sent = waiting.filter(pk=plan_import).first()
    if sent is None or sent.by is None:
        return
    try:
        xml = as_xml(disk.read(sent.file))
    except Unreadable as refusal:
        imports.fail_reading(sent, str(refusal))
    else:
        imports.read_converted(sent, xml, by=sent.by, at=now())


@task(lease=timedelta(minutes=5), attempts=3)
def reckon_outlook(project: int) -> None:
    """Simulate a plan, unless its outlook is that of today's plan already."""
    row = Project.objects.live().select_related("workspace").filter(pk=project).first()
    if row is not None and not _is_fresh(row):
        outlook.reckon(row, at=now())


def reckon_soon(event: Event) -> None:
    """Simulate a plan once the edits pause; many in a row ask for it once. What is told of the
    past, by an import or the demo, waits for the clock."""
    if event.project_id is None or event.at < now() - PAST:
        return
    enqueue(
        reckon_outlook,
        workspace_id=event.workspace_id,
        at=event.at,
        run_at=event.at + PAUSE,
        unique_key=f"outlook:{event.project_id}",
        project=event.project_id,
    )


def _is_fresh(project: Project) -> bool:
    today = localdate(timezone=ZoneInfo(project.workspace.time_zone))
    rows = PlanOutlook.objects.filter(project=project, revision=project.plan_revision)
    held = rows.annotate(stakes_now=Coalesce("project__plan_stakes__round", 0))
    return bool(held.filter(reckoned_on=today, stakes=F("stakes_now")).exists())


@every(timedelta(hours=1))
@task(lease=timedelta(minutes=30))
def reckon_outlooks() -> None:
    """Once a day, and where there is none yet: simulate the plans of active projects."""
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            rows = Project.objects.active().filter(plan_state__isnull=False)
            for project in rows.select_related("workspace"):
                if not _is_fresh(project):
                    outlook.reckon(project, at=now())


@every(timedelta(hours=1))
@task()
def reckon_forecasts() -> None:
    """Once a day, where it has become a new day: what is overdue now moves what comes after."""
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            for project in _of_yesterday(workspace):
                reschedule(project, at=now())


@every(timedelta(hours=1))
@task()
def forget_hours_acts() -> None:
    """Let go of what calendars said before, once nobody can go back to it."""
    for workspace in Workspace.objects.all():
        with open_workspace(workspace.pk):
            hours_acts.forget(at=now())


def _of_yesterday(workspace: Workspace) -> list[Project]:
    today = localdate(timezone=ZoneInfo(workspace.time_zone))
    old = PlanState.objects.filter(forecast_on__lt=today).values("project")
    rows = Project.objects.active().filter(pk__in=old).select_related("workspace")
    return list(rows)
