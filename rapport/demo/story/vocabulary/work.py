"""Projects, plans, progress, hours and reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.demo.story.stage import Stage
from rapport.lib.visibility import Turn, Visibility
from rapport.planning.operations import baselines, plan_templates, scheduling
from rapport.planning.queries.shape_of import doers_of
from rapport.projects.durations import Lag
from rapport.projects.models import Project, Task
from rapport.projects.operations import (
    dependencies,
    hands,
    people,
    programmes,
    progress,
    projects,
    tasks,
)
from rapport.projects.operations.programmes import ProgrammeDetails
from rapport.projects.operations.projects import ProjectDetails
from rapport.projects.operations.tasks import NewTask
from rapport.reports.operations import sending as report_sending
from rapport.reports.operations import writing as report_writing
from rapport.reports.queries.gather import gather
from rapport.reports.queries.span import Span
from rapport.timesheets.models import TimeEntry
from rapport.timesheets.operations import entries

A_DAY = 480
AGREED = "As agreed"
FULL_DAY = 540


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a plan: `days` 0 is a milestone; `after` names rows of the same plan.

    A row that other rows name as `under` is a phase.
    """

    name: str
    days: float = 1
    who: str = ""
    after: tuple[str, ...] = ()
    under: str = ""
    lag_days: int = 0
    hidden: bool = False
    client: bool = False


def begin(
    stage: Stage, client: str, key: str, name: str, *, starts: date, hours: int | None = None
) -> Project:
    """A new project, led by Amara."""
    details = ProjectDetails(
        key=key,
        name=name,
        starts_on=starts,
        lead=stage.staff["amara"],
        budget_minutes=hours * 60 if hours else None,
    )
    by = stage.staff["amara"]
    project = projects.create(stage.clients[client], details, by=by, at=stage.at)
    stage.projects[key] = project
    return project


def plan(stage: Stage, key: str, lines: Sequence[Line]) -> None:
    """Write the plan row by row, link it, compute its dates once, and keep it as agreed."""
    project, by = stage.projects[key], stage.staff["amara"]
    with scheduling.postponed():
        for line in lines:
            stage.tasks[key, line.name] = _task(stage, key, line)
        for line in lines:
            for name in line.after:
                dependencies.link(
                    stage.tasks[key, name],
                    stage.tasks[key, line.name],
                    lag=Lag(line.lag_days * A_DAY),
                    by=by,
                    at=stage.at,
                )
    for member in {line.who for line in lines if line.who}:
        people.add(project, stage.staff[member], by=by, at=stage.at)
    project.refresh_from_db()
    scheduling.reschedule(project, at=stage.at)
    baselines.take(project, AGREED, by=by, at=stage.at)


def _task(stage: Stage, key: str, line: Line) -> Task:
    new = NewTask(
        name=line.name,
        parent=stage.tasks.get((key, line.under)),
        duration_minutes=round(line.days * A_DAY),
        is_milestone=line.days == 0,
        assignee=stage.staff[line.who] if line.who else None,
        visibility=Visibility.INTERNAL if line.hidden else Visibility.CLIENT,
    )
    task = tasks.create(stage.projects[key], new, by=stage.staff["amara"], at=stage.at)
    if line.client:
        hands.set_turn(task, Turn.CLIENT, by=stage.staff["amara"], at=stage.at)
    return task


def lead_together(stage: Stage, name: str, why: str, *keys: str) -> None:
    """Projects become a programme, led by Amara."""
    amara = stage.staff["amara"]
    details = ProgrammeDetails(name, why, amara)
    programme = programmes.create(stage.workspace, details, by=amara, at=stage.at)
    for key in keys:
        programmes.place(stage.projects[key], programme, by=amara, at=stage.at)


def start(stage: Stage, key: str, name: str, percent: int = 0) -> None:
    """Work on a task begins, or has come this far."""
    task, by = _fresh(stage, key, name), _doer(stage, key, name)
    if percent:
        progress.set_percent(task, percent, by=by, at=stage.at)
    else:
        progress.set_state(task, Task.State.DOING, by=by, at=stage.at)


def done(stage: Stage, key: str, *names: str) -> None:
    """Tasks are finished."""
    for name in names:
        task = _fresh(stage, key, name)
        progress.set_state(task, Task.State.DONE, by=_doer(stage, key, name), at=stage.at)


def wrap_up(stage: Stage, key: str) -> None:
    """The project is done."""
    project = stage.projects[key]
    project.refresh_from_db()
    projects.set_state(project, Project.State.DONE, by=stage.staff["amara"], at=stage.at)


def keep_shape(stage: Stage, key: str, name: str) -> None:
    """The plan becomes a template, with the roles of those who did it."""
    project = stage.projects[key]
    roles = {doer.key: doer.role for doer in doers_of(project)}
    plan_templates.save(project, name, roles, by=stage.staff["amara"], at=stage.at)


def longer(stage: Stage, key: str, name: str, days: float) -> None:
    """A task turns out to take this long."""
    task = _fresh(stage, key, name)
    tasks.set_duration(task, round(days * A_DAY), by=stage.staff["amara"], at=stage.at)


def log(stage: Stage, key: str, who: str, hours: float, note: str, *, task: str = "") -> None:
    """Somebody writes down their hours of today."""
    new = _entry(stage, key, task, stage.at.date(), hours, note)
    entries.log(new, by=stage.staff[who], at=stage.at)


def log_days(stage: Stage, key: str, task: str, who: str, hours: float, days: range) -> None:
    """Somebody writes down the hours of these days, weekends apart, beside what they did else."""
    by = stage.staff[who]
    worked = sorted({stage.day(number) for number in days})
    rows = TimeEntry.objects.filter(member=by, day__range=(worked[0], worked[-1]))
    busy = dict(rows.values_list("day").annotate(Sum("minutes")).order_by())
    for day in worked:
        free = (FULL_DAY - busy.get(day, 0)) / 60
        if free > 0:
            entries.log(_entry(stage, key, task, day, min(hours, free)), by=by, at=stage.at)


def report(
    stage: Stage, key: str, summary: str, *, to: Sequence[Contact], next_steps: str, risks: str = ""
) -> None:
    """Write, freeze and send a status report."""
    project, by = stage.projects[key], stage.staff["amara"]
    draft = report_writing.begin(project, today=stage.at.date(), by=by, at=stage.at)
    words = report_writing.Words(
        since=draft.since, until=draft.until, summary=summary, next_steps=next_steps, risks=risks
    )
    report_writing.change(draft, words, by=by, at=stage.at)
    facts = gather(draft, Span.of(project, draft.since, draft.until, at=stage.at))
    report_sending.send(draft, facts=facts, to=to, by=by, at=stage.at)
    stage.settle()


def _entry(
    stage: Stage, key: str, task: str, day: date, hours: float, note: str = ""
) -> entries.NewEntry:
    return entries.NewEntry(
        project=stage.projects[key],
        task=stage.tasks.get((key, task)),
        day=day,
        minutes=round(hours * 60),
        note=note,
    )


def _fresh(stage: Stage, key: str, name: str) -> Task:
    rows = Task.objects.select_related("project", "workspace")
    task: Task = rows.get(pk=stage.tasks[key, name].pk)
    stage.tasks[key, name] = task
    return task


def _doer(stage: Stage, key: str, name: str) -> Member:
    return stage.tasks[key, name].assignee or stage.staff["amara"]
