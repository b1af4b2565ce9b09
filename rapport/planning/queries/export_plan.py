"""A project's plan as the neutral records that every kind of plan file is written from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapport.engine.plan import Plan, Schedule, Task
from rapport.integrations.planfiles import marks
from rapport.integrations.planfiles.marks import Mark, whole
from rapport.integrations.planfiles.primavera_outline import PREFIX
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
from rapport.projects.queries.marks import mark_of

EXTRA = ("pk", "imported_uid", "description", "work_minutes", "spent_before_minutes", "keeps",
         "physical_percent",
         "duration_minutes", "is_elapsed", "assignee_id", "assignee__user__name",
         "assignee__user__email", "assignee_name")  # fmt: skip


Rows = Sequence[PlanRow]
# Which of the uids that tasks came with, by their keys, a kind of file keeps.
Keeping = Callable[[Rows, Mapping[int, str]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Exported:
    """The file, its dates, and the row of each task by the uid it has in the file."""

    file: PlanFile
    dates: Schedule
    rows: Mapping[str, PlanRow]


def for_project(project: Project) -> Exported:
    """For Microsoft Project, with baselines: tasks that came from such a file keep the uids they
    had there, all others go by their numbers."""
    found = _exported(project, _of_project, rolls_up=False)
    uids = {row.number: uid for uid, row in found.rows.items()}
    kept, compared = baselines_for_file(project, uids)
    return replace(found, file=replace(found.file, baselines=kept, compared_with=compared))


def for_primavera(project: Project) -> Exported:
    """For Primavera: nodes of the breakdown that came from there keep their numbers as well."""
    return _exported(project, _of_primavera, rolls_up=False)


def for_people(project: Project) -> Exported:
    """For tables and calendars: tasks by their numbers, summaries with what their parts did."""
    return _exported(project, _numbers, rolls_up=True)


def _numbers(rows: Rows, own: Mapping[int, str]) -> dict[int, str]:
    """None keeps a uid of its own."""
    return {}


def _of_project(rows: Rows, own: Mapping[int, str]) -> dict[int, str]:
    """A number other than that of the project itself."""
    return {pk: uid for pk, uid in own.items() if uid != "0" and whole(uid) is not None}


def _of_primavera(rows: Rows, own: Mapping[int, str]) -> dict[int, str]:
    """A number, or that of a node where the task is one."""
    nodes = {row.parent for row in rows}
    return {
        pk: uid
        for pk, uid in own.items()
        if uid.startswith(PREFIX) == (pk in nodes) and whole(uid.removeprefix(PREFIX)) is not None
    }


def _uids(
    project: Project, rows: Rows, imported: Mapping[int, str], keeping: Keeping
) -> tuple[dict[str, str], Mark]:
    """By the keys of the tasks: the uids they came with where the kind of file keeps them, else
    what the mark makes of their numbers. Of several that share a uid, the first has it."""
    own: dict[str, int] = {}
    for row in rows:
        own.setdefault(imported[row.pk], row.pk)
    kept = keeping(rows, {pk: uid for uid, pk in own.items() if uid})
    last = max((row.number for row in rows), default=0)
    mark = marks.mark(mark_of(project), (uid.removeprefix(PREFIX) for uid in kept.values()), last)
    return {str(row.pk): kept.get(row.pk) or mark.number(row.number) for row in rows}, mark


def _exported(project: Project, keeping: Keeping, *, rolls_up: bool) -> Exported:
    found, rows = project_plan(project), plan_rows(project)
    listed = ProjectTask.objects.live().filter(project=project).values(*EXTRA)
    extras = {values["pk"]: values for values in listed}
    imported = {pk: values["imported_uid"] for pk, values in extras.items()}
    uids, mark = _uids(project, rows, imported, keeping)
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
        mark=mark,
        ours=mark.names(by_uid),
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
