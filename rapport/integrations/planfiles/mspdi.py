"""Reads Microsoft Project XML (MSPDI), the exact plan and the neutral records in one go."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from rapport.engine.calendar import Calendars
from rapport.engine.plan import Calendar, Link, Plan, Task
from rapport.integrations.planfiles import marks
from rapport.integrations.planfiles.mspdi_baselines import baselines
from rapport.integrations.planfiles.mspdi_calendars import calendars
from rapport.integrations.planfiles.mspdi_calendars import doubts as calendar_doubts
from rapport.integrations.planfiles.mspdi_costs import Costs
from rapport.integrations.planfiles.mspdi_doubts import doubts
from rapport.integrations.planfiles.mspdi_elements import Document, Fields, document
from rapport.integrations.planfiles.mspdi_hands import hands
from rapport.integrations.planfiles.mspdi_tasks import (
    by_task,
    forget_blank_dates,
    keeps,
    links_of,
    parents,
    physical_percent,
    real_tasks,
    task_of,
)
from rapport.integrations.planfiles.mspdi_values import flag, minutes, moment, number, whole
from rapport.integrations.planfiles.mspdi_work import Work, workers
from rapport.integrations.planfiles.records import (
    PlanCost,
    PlanFile,
    PlanFileError,
    PlanLink,
    PlanPerson,
    PlanTask,
)
from rapport.integrations.planfiles.wording import gettext_noop as _

NO_START = _("The plan says nowhere when it begins.")
NO_DAY = _(
    "The plan begins on a day that no plan can begin on: it is none, or not of 1950 to 2200."
)
ROOT = "0"  # the uid of the task that stands for the whole project


def read(source: BinaryIO | bytes) -> PlanFile:
    """Read a file. Raises `PlanFileError` with a sentence when it is no plan."""
    stream = BytesIO(source) if isinstance(source, bytes) else source
    content = document(stream)
    tasks = real_tasks(content.records["Task"])
    if not tasks:
        raise PlanFileError("The plan contains no tasks.")
    forget_blank_dates(tasks)
    plan = _plan(content, tasks)
    kept, compared = baselines(tasks), whole(content.project, "BaselineForEarnedValue")
    people = {
        resource.values.get("UID", ""): PlanPerson(
            resource.values["Name"], resource.values.get("EmailAddress", "")
        )
        for resource in content.records["Resource"]
        if resource.values.get("Name")
    }
    mark = marks.read(content.project.values.get("Subject", ""))
    records = _neutral(content, tasks, plan, people)
    return PlanFile(
        source="mspdi",
        name=content.project.values.get("Title") or content.project.values.get("Name", ""),
        tasks=records,
        people=tuple(people.values()),
        currency=content.project.values.get("CurrencyCode", ""),
        currency_sign=content.project.values.get("CurrencySymbol", ""),
        start=plan.start.date(),
        refusals=(*calendar_doubts(content.records["Calendar"]), *doubts(content.records["Task"])),
        left_out=dict(content.left_out),
        schedule=plan,
        baselines=kept,
        compared_with=compared if compared in {one.number for one in kept} else 0,
        mark=mark,
        ours=mark.names(task.uid for task in records) if mark else {},
    )


def _plan(content: Document, tasks: list[Fields]) -> Plan:
    project = content.project
    defined = calendars(content.records["Calendar"]) or (Calendar("standard", "Standard"),)
    known = {calendar.uid for calendar in defined}
    chosen = project.values.get("CalendarUID", "")
    calendar = chosen if chosen in known else defined[0].uid
    people = workers(content.records["Resource"], known)
    work = Work(people, Calendars(defined), calendar)
    assigned = by_task(content.records["Assignment"])
    above = parents(tasks)
    read = tuple(
        task_of(
            task, above[task.values["UID"]], work.duration(task),
            work.of(task, assigned.get(task.values["UID"], ())), known,
        )
        for task in tasks
    )  # fmt: skip
    if work.reshaped:
        content.left_out["by_the_day"] = work.reshaped
    return Plan(
        start=_start(project, tasks),
        tasks=read,
        links=links_of(tasks),
        calendars=defined,
        calendar=calendar,
        status_date=moment(project, "StatusDate"),
        finish=moment(project, "FinishDate"),
        from_finish=not flag(project, "ScheduleFromStart", "1"),
        critical_slack_minutes=number(project, "CriticalSlackLimit")
        * number(project, "MinutesPerDay", 480),
        multiple_critical_paths=flag(project, "MultipleCriticalPaths"),
    )


def _start(project: Fields, tasks: list[Fields]) -> datetime:
    start = moment(project, "StartDate")
    if start is None:
        starts = [found for task in tasks if (found := moment(task, "Start"))]
        if not starts:
            raise PlanFileError(NO_DAY if project.values.get("StartDate") else NO_START)
        start = min(starts)
    return start


def _neutral(
    content: Document, tasks: list[Fields], plan: Plan, people: dict[str, PlanPerson]
) -> tuple[PlanTask, ...]:
    assigned, known = (
        by_task(content.records["Assignment"]),
        workers(content.records["Resource"], ()),
    )
    costs = Costs(content, tasks)
    links: dict[str, list[Link]] = {}
    for link in plan.links:
        links.setdefault(link.successor, []).append(link)
    lengths = {task.uid: task.duration_minutes for task in plan.tasks}
    return tuple(
        _record(
            fields, task, _links(links, task, lengths),
            list(hands(task, assigned.get(task.uid, ()), people, known)), costs.of(fields),
        )
        for fields, task in zip(tasks, plan.tasks, strict=True)
        if task.uid != ROOT
    )  # fmt: skip


def _links(
    links: dict[str, list[Link]], task: Task, lengths: dict[str, float]
) -> tuple[PlanLink, ...]:
    """The task's links that lead somewhere; a percentage becomes minutes of what it is of."""
    found = []
    for link in links.get(task.uid, ()):
        if link.predecessor in lengths:
            lag = link.lag
            if link.lag_kind == "percent":
                lag = lengths[link.predecessor] * link.lag / 100
            found.append(PlanLink(link.predecessor, link.kind, round(lag)))
    return tuple(found)


def _record(
    fields: Fields,
    task: Task,
    links: tuple[PlanLink, ...],
    team: Sequence[tuple[str, float]],
    cost: PlanCost | None,
) -> PlanTask:
    start, finish = moment(fields, "Start"), moment(fields, "Finish")
    done = task.percent_complete >= 100
    work = minutes(fields, "Work")
    return PlanTask(
        uid=task.uid,
        name=task.name,
        parent=None if task.parent == ROOT else task.parent,
        description=fields.values.get("Notes", ""),
        milestone=task.milestone,
        start=start.date() if start else None,
        finish=finish.date() if finish else None,
        due=task.deadline.date() if task.deadline else None,
        duration_minutes=round(task.duration_minutes),
        work_minutes=round(work) if work is not None else None,
        spent_minutes=round(minutes(fields, "ActualWork") or 0),
        percent_complete=round(task.percent_complete),
        state="done" if done else "doing" if task.actual_start else "todo",
        finished_on=task.actual_finish.date() if task.actual_finish else None,
        assignees=tuple(name for name, _units in team),
        units=tuple(units for _name, units in team),
        links=links,
        constraint=task.constraint,
        constraint_at=task.constraint_at,
        deadline=task.deadline,
        keeps=keeps(fields),
        physical_percent=physical_percent(fields),
        cost=cost,
    )
