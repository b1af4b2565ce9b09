"""A project's plan as the neutral records that every kind of plan file is written from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapport.engine.plan import Plan, Schedule, Task
from rapport.integrations.planfiles.mspdi_write_numbers import kept
from rapport.integrations.planfiles.records import PlanFile, PlanPerson, PlanTask
from rapport.planning.circles import schedule_anyway
from rapport.planning.queries import export_teams
from rapport.planning.queries.engine_plan import project_plan
from rapport.planning.queries.export_baselines import baselines_for_file
from rapport.planning.queries.export_calendars import with_calendars_of_files
from rapport.planning.queries.export_teams import Team
from rapport.planning.queries.outlined import PlanRow, plan_rows
from rapport.projects.models import Project
from rapport.projects.models import Task as ProjectTask

EXTRA = ("pk", "imported_uid", "description", "work_minutes", "spent_before_minutes", "keeps",
         "physical_percent",
         "duration_minutes", "is_elapsed", "assignee_id", "assignee__user__name",
         "assignee__user__email", "assignee_name")  # fmt: skip


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
    teams = {uids[str(pk)]: team for pk, team in export_teams.teams(project, extras).items()}
    plan = _renamed(with_calendars_of_files(project, found.plan), uids)
    dates, _circle = schedule_anyway(plan)
    tasks = tuple(
        replace(
            export_teams.manned(task, teams[task.uid], is_summary=by_uid[task.uid].summary),
            wbs=by_uid[task.uid].wbs,
            percent_complete=by_uid[task.uid].percent if rolls_up else task.percent_complete,
        )
        for task in plan.tasks
    )
    said = tuple(
        _said(task, by_uid[task.uid], extras[by_uid[task.uid].pk], teams[task.uid])
        for task in tasks
    )
    people = dict.fromkeys(name for task in said for name in task.assignees)
    file = PlanFile(
        source="rapport",
        name=project.name,
        tasks=said,
        people=tuple(PlanPerson(name) for name in people),
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


def _said(task: Task, row: PlanRow, extra: dict[str, Any], team: Team) -> PlanTask:
    names, units = team.said(task)
    return PlanTask(
        uid=task.uid,
        name=task.name,
        parent=task.parent,
        description=extra["description"],
        milestone=task.milestone,
        work_minutes=extra["work_minutes"],
        spent_minutes=extra["spent_before_minutes"],
        keeps=extra["keeps"],
        physical_percent=extra["physical_percent"],
        percent_complete=row.percent,
        state=row.state,
        assignees=names,
        units=units,
    )
