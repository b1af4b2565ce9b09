"""A project's plan as the neutral records that every kind of plan file is written from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapport.engine.plan import Assignment, Plan, Schedule, Task
from rapport.integrations.planfiles.mspdi_write_numbers import kept
from rapport.integrations.planfiles.records import PlanFile, PlanPerson, PlanTask
from rapport.planning.circles import schedule_anyway
from rapport.planning.models import WorkShare
from rapport.planning.queries.engine_plan import project_plan
from rapport.planning.queries.export_baselines import baselines_for_file
from rapport.planning.queries.export_calendars import with_calendars_of_files
from rapport.planning.queries.outlined import PlanRow, plan_rows
from rapport.projects.models import Project
from rapport.projects.models import Task as ProjectTask

EXTRA = ("pk", "imported_uid", "description", "work_minutes", "spent_before_minutes", "keeps",
         "assignee__user__name", "assignee__user__email", "assignee_name")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """The file, its dates, and the row of each task by the uid it has in the file."""

    file: PlanFile
    dates: Schedule
    rows: Mapping[str, PlanRow]


def for_project(project: Project) -> Exported:
    """For Microsoft Project, with baselines: tasks that came from such a file keep the uids they
    had there."""
    found = _exported(project, _imported_uids, rolls_up=False)
    uids = {row.number: uid for uid, row in found.rows.items()}
    kept, compared = baselines_for_file(project, uids)
    return replace(found, file=replace(found.file, baselines=kept, compared_with=compared))


def for_people(project: Project) -> Exported:
    """For tables and calendars: tasks by their numbers, summaries with what their parts did."""
    return _exported(project, _numbers, rolls_up=True)


def _numbers(rows: Iterable[PlanRow], extras: Mapping[int, dict[str, Any]]) -> dict[str, str]:
    return {str(row.pk): str(row.number) for row in rows}


def _imported_uids(rows: Iterable[PlanRow], extras: Mapping[int, dict[str, Any]]) -> dict[str, str]:
    """Where a task has none of its own, or shares it, it gets one that is free."""
    marks: dict[str, str] = {}
    taken = {"", "0"}
    for row in rows:
        uid = extras[row.pk]["imported_uid"]
        marks[str(row.pk)] = f"new-{row.pk}" if uid in taken else uid
        taken.add(uid)
    numbers = kept(marks.values())
    return {pk: numbers[mark] for pk, mark in marks.items()}


def _exported(project: Project, uids_of: Any, *, rolls_up: bool) -> Exported:
    found, rows = project_plan(project), plan_rows(project)
    listed = ProjectTask.objects.live().filter(project=project).values(*EXTRA)
    extras = {values["pk"]: values for values in listed}
    uids = uids_of(rows, extras)
    by_uid = {uids[str(row.pk)]: row for row in rows}
    names = {uids[str(pk)]: tuple(_names(values)) for pk, values in extras.items()}
    teams = {uids[str(pk)]: team for pk, team in _teams(project).items() if str(pk) in uids}
    plan = _renamed(with_calendars_of_files(project, found.plan), uids)
    dates, _circle = schedule_anyway(plan)
    tasks = tuple(
        replace(
            _manned(task, names[task.uid], teams.get(task.uid, ()), by_uid[task.uid]),
            wbs=by_uid[task.uid].wbs,
            percent_complete=by_uid[task.uid].percent if rolls_up else task.percent_complete,
        )
        for task in plan.tasks
    )
    said = tuple(
        _said(task, by_uid[task.uid], extras[by_uid[task.uid].pk], names[task.uid])
        for task in tasks
    )
    people = dict.fromkeys(name for team in (*names.values(), *teams.values()) for name in team)
    file = PlanFile(
        source="rapport",
        name=project.name,
        tasks=said,
        people=tuple(PlanPerson(name) for name in people if name),
        start=plan.start.date(),
        schedule=replace(plan, tasks=tasks),
    )
    return Exported(file, dates, by_uid)


def _renamed(plan: Plan, uids: Mapping[str, str]) -> Plan:
    """The plan under other uids."""
    return replace(
        plan,
        tasks=tuple(
            replace(task, uid=uids[task.uid], parent=uids[task.parent] if task.parent else None)
            for task in plan.tasks
        ),
        links=tuple(
            replace(link, predecessor=uids[link.predecessor], successor=uids[link.successor])
            for link in plan.links
        ),
    )


def _names(values: dict[str, Any]) -> Iterator[str]:
    """Who does a task: the member, and others by name."""
    member = values["assignee__user__name"] or values["assignee__user__email"]
    if member:
        yield member
    yield from (name for name in values["assignee_name"].split(", ") if name)


def _teams(project: Project) -> dict[int, tuple[str, ...]]:
    """Who has a share of which task's work, in the order of the shares."""
    rows = WorkShare.objects.filter(project=project).order_by("timing_id", "position")
    found: dict[int, tuple[str, ...]] = {}
    for pk, who, name, email in rows.values_list(
        "timing_id", "who", "member__user__name", "member__user__email"
    ):
        found[pk] = (*found.get(pk, ()), name or email or who)
    return found


def _manned(task: Task, names: tuple[str, ...], team: tuple[str, ...], row: PlanRow) -> Task:
    """The task with who does its work. Work that takes as long as the task itself is not kept
    as a share; other tools want to be told of it."""
    if task.assignments:
        parts = zip(task.assignments, (*team, *[""] * len(task.assignments)), strict=False)
        return replace(task, assignments=tuple(replace(part, who=who) for part, who in parts))
    if row.summary or task.manual or task.elapsed or task.splits or not task.duration_minutes:
        return task
    return replace(
        task, assignments=tuple(Assignment(task.duration_minutes, who=name) for name in names)
    )


def _said(task: Task, row: PlanRow, extra: dict[str, Any], names: tuple[str, ...]) -> PlanTask:
    sharing = (part.who for part in task.assignments if part.who)
    return PlanTask(
        uid=task.uid,
        name=task.name,
        parent=task.parent,
        description=extra["description"],
        milestone=task.milestone,
        work_minutes=extra["work_minutes"],
        spent_minutes=extra["spent_before_minutes"],
        keeps=extra["keeps"],
        percent_complete=row.percent,
        state=row.state,
        assignees=tuple(dict.fromkeys((*names, *sharing))),
    )
