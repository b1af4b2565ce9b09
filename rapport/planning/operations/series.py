"""Let a task come back, change how it does, and take that back: one act each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.events import SERIES_BEGUN, SERIES_CHANGED, SERIES_TAKEN_BACK
from rapport.planning.models import Occurrence, TaskSeries
from rapport.planning.operations import scheduling
from rapport.planning.queries.coming_back import part_of
from rapport.planning.queries.series import (
    SAID,
    Effect,
    effect,
    has_begun,
    like,
    occurrences,
    untouched,
)
from rapport.projects.models import Project, Task
from rapport.projects.operations import placing
from rapport.projects.operations.acts import as_told, put_back
from rapport.projects.outline import Outline
from rapport.workspaces.operations.numbers import next_number

# What a summary has from its parts, or cannot have.
OF_SUMMARY: dict[str, Any] = {
    "assignee_id": None, "assignee_name": "", "is_milestone": False,
    "constraint": Task.Constraint.ASAP, "constraint_at": None,
}  # fmt: skip


class CannotRepeat(Refused):
    """This task cannot come back."""


class NotUndone(Refused):
    """The act cannot be taken back."""


def require_repeatable(task: Task) -> None:
    """Raise `CannotRepeat` for what has begun, has parts, or comes back already."""
    name = {"name": task.name}
    if has_begun(task):
        raise CannotRepeat(_("“%(name)s” has begun, so it cannot come back.") % name)
    if Task.objects.live().filter(parent=task).exists():
        raise CannotRepeat(_("“%(name)s” has parts, so it cannot come back.") % name)
    if part_of(task) is not None:
        raise CannotRepeat(_("“%(name)s” is one of a series already.") % name)


@transaction.atomic
def start(task: Task, said: TaskSeries, *, by: Acts, at: datetime) -> int:
    """Make a task a summary with one part for each time it comes back; returns the act's number.

    Raises `CannotRepeat` or `NoDays`.
    """
    project = _held(task.project)
    require_repeatable(task)
    found = effect(project, said, None, today=_today(project, at))
    was = {name: as_told(getattr(task, name)) for name in OF_SUMMARY}
    Task.objects.filter(pk=task.pk).update(**OF_SUMMARY)
    said.workspace, said.summary = project.workspace, task
    said.save(force_insert=True)
    made = _settle(said, said, found, at=at)
    facts = {"number": task.number, "made": made}
    act = publish(SERIES_BEGUN, subject=task, by=by, at=at, facts=facts).pk
    return _concluded(said, act, {"summary": was}, at=at)


@transaction.atomic
def change(series: TaskSeries, said: TaskSeries, *, by: Acts, at: datetime) -> int | None:
    """Let a series follow another rule, or its tasks be others: those of today and later that are
    neither begun nor changed by hand. Returns the act's number, None where nothing differs."""
    project = _held(series.summary.project)
    series.refresh_from_db(from_queryset=TaskSeries.objects.select_related("summary__project"))
    series.summary.project = project
    found = effect(project, said, series, today=_today(project, at))
    if found.is_nothing and all(getattr(series, one) == getattr(said, one) for one in SAID):
        return None
    rows = occurrences(series)
    before = {
        "said": {name: as_told(getattr(series, name)) for name in SAID},
        "rows": [[row.task_id, row.day.isoformat(), row.number] for row in rows],
    }
    removed = [row.task_id for row in rows if row.pk in found.change.removed]
    moved = [row.task_id for row in rows if row.pk in found.change.moved]
    said.workspace, said.summary = project.workspace, series.summary
    made = _settle(series, said, found, at=at)
    facts = {"number": series.summary.number, "made": made, "moved": moved, "removed": removed}
    act = publish(SERIES_CHANGED, subject=series.summary, by=by, at=at, facts=facts).pk
    return _concluded(series, act, before | {"made": made}, at=at)


def end(series: TaskSeries, last: date, *, by: Acts, at: datetime) -> int | None:
    """Let a series end on a day: what was to come later goes to the bin."""
    said = TaskSeries(**{name: getattr(series, name) for name in SAID})
    said.until = max(last, series.since)
    return change(series, said, by=by, at=at)


@transaction.atomic
def undo(task: Task, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own last act on a series; what was changed by hand since stays."""
    project = _held(task.project)
    rows = TaskSeries.objects.select_related("summary").filter(summary=task, act=act)
    series = rows.first()
    own = Event.objects.in_workspace(task.workspace_id).undoable(by, at=at)
    if series is None or not series.before or not own.filter(pk=act).exists():
        raise NotUndone(_("This cannot be undone any more."))
    series.summary.project = project
    if "summary" in series.before:
        _dissolve(series, at=at)
    else:
        _put_back(series, at=at)
    facts = {"number": task.number, "undone": act}
    publish(SERIES_TAKEN_BACK, subject=task, by=by, at=at, facts=facts)
    scheduling.outdate(project, at=at)


def _settle(series: TaskSeries, said: TaskSeries, found: Effect, *, at: datetime) -> list[int]:
    """Bring the tasks to what was found; returns the ids of new ones."""
    project = series.summary.project
    rows = {row.pk: row for row in occurrences(series)}
    for pk, day in found.change.moved.items():
        rows[pk].day = day
    _bin([rows.pop(pk) for pk in found.change.removed], at=at)
    made = [
        Occurrence(workspace=project.workspace, series=series, day=day) for day in found.change.made
    ]
    ordered = sorted((*rows.values(), *made), key=lambda row: (row.day, row.pk or 0))
    for number, row in enumerate(ordered, 1):
        row.number = number
    _write(said, project, [row for row in rows.values() if row.pk in found.free])
    _create(said, project, made, at=at)
    Occurrence.objects.bulk_update(rows.values(), ["day", "number"])
    TaskSeries.objects.filter(pk=series.pk).update(**{name: getattr(said, name) for name in SAID})
    if series.name != said.name:
        known = Task.objects.live().filter(pk=series.pk, name=series.name)
        known.update(name=said.name)
    _arrange(project, series, ordered)
    return [row.task_id for row in made if row.task_id]


def _create(
    said: TaskSeries, project: Project, made: Sequence[Occurrence], *, at: datetime
) -> None:
    if not made:
        return
    first = next_number(project.workspace, f"task:{project.pk}", count=len(made))
    tasks = Task.objects.bulk_create(
        Task(
            workspace=project.workspace, project=project, number=number, created_at=at,
            parent_id=said.summary_id, **like(said, project, row),
        )
        for number, row in enumerate(made, first)
    )  # fmt: skip
    for row, task in zip(made, tasks, strict=True):
        row.task = task
    Occurrence.objects.bulk_create(made)


def _write(said: TaskSeries, project: Project, rows: Iterable[Occurrence]) -> None:
    """Let tasks be what the series says of their days."""
    tasks: list[Task] = []
    fields: set[str] = set()
    for row in rows:
        if row.task is not None:
            values = like(said, project, row)
            fields.update(values)
            for name, value in values.items():
                setattr(row.task, name, value)
            tasks.append(row.task)
    if tasks:
        Task.objects.bulk_update(tasks, sorted(fields))


def _bin(rows: Sequence[Occurrence], *, at: datetime) -> None:
    Task.objects.live().filter(pk__in=[row.task_id for row in rows]).update(binned_at=at)
    Occurrence.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _arrange(project: Project, series: TaskSeries, rows: Sequence[Occurrence]) -> None:
    """The parts of the summary stand in the order of their days; others below them."""
    listed = Task.objects.filter(project=project).order_by("position", "pk")
    outline = Outline(listed.values_list("pk", "parent_id"))
    above: int | None = None
    for row in rows:
        if row.task_id and row.task_id in outline.children(series.pk):
            outline.move(row.task_id, series.pk, above)
            above = row.task_id
    placing.arrange(project, outline, {})


def _concluded(series: TaskSeries, act: int, before: Mapping[str, Any], *, at: datetime) -> int:
    """Keep what it takes to take the act back, and date the plan."""
    TaskSeries.objects.filter(pk=series.pk).update(before=dict(before), act=act)
    scheduling.outdate(series.summary.project, at=at)
    return act


def _dissolve(series: TaskSeries, *, at: datetime) -> None:
    """The summary is the task it was, and the parts that the series made go to the bin."""
    rows = occurrences(series)
    free = untouched(series, rows)
    if len(free) < len(rows):
        raise NotUndone(_("Some of it was changed since, so it stays as it is."))
    _bin(rows, at=at)
    now = {name: as_told(value) for name, value in OF_SUMMARY.items()}
    put_back(series.summary, series.before["summary"], now)
    series.delete()


def _put_back(series: TaskSeries, *, at: datetime) -> None:
    before = series.before
    rows = {row.task_id: row for row in occurrences(series)}
    free = untouched(series, list(rows.values()))
    said = _read(series, before["said"])
    _bin([row for pk, row in rows.items() if pk in before["made"] and row.pk in free], at=at)
    project, kept = series.summary.project, []
    for pk, day, number in before["rows"]:
        row = rows.get(pk) or Occurrence(series=series, workspace=series.workspace, task_id=pk)
        is_back = row.pk is None
        row.day, row.number = date.fromisoformat(day), number
        row.save()
        if is_back:
            Task.objects.binned().filter(pk=pk).update(binned_at=None)
        if is_back or row.pk in free:
            kept.append(row)
    _write(said, project, Occurrence.objects.filter(pk__in=[one.pk for one in kept])
           .select_related("task"))  # fmt: skip
    Task.objects.live().filter(pk=series.pk, name=series.name).update(name=said.name)
    values = {name: getattr(said, name) for name in SAID}
    TaskSeries.objects.filter(pk=series.pk).update(**values, before={}, act=0)
    _arrange(project, series, occurrences(series))


def _read(series: TaskSeries, written: Mapping[str, Any]) -> TaskSeries:
    """What was said of a series before."""
    fields = {field.attname: field for field in TaskSeries._meta.concrete_fields}
    said = TaskSeries(**{name: fields[name].to_python(value) for name, value in written.items()})
    said.workspace, said.summary = series.workspace, series.summary
    return said


def _held(project: Project) -> Project:
    """The project, which nobody else changes until the transaction ends."""
    Project.objects.select_for_update().filter(pk=project.pk).values_list("pk").first()
    return project


def _today(project: Project, at: datetime) -> date:
    return at.astimezone(ZoneInfo(project.workspace.time_zone)).date()
