"""Write into many cells of a plan at once: one act, however many tasks it changes or makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.projects import events
from rapport.projects.effort import balanced
from rapport.projects.models import Dependency, Project, Task
from rapport.projects.operations import placing, tasks
from rapport.projects.operations.acts import as_told, told
from rapport.projects.operations.dependencies import lag_values
from rapport.projects.waits import Wait
from rapport.workspaces.operations.numbers import next_number

LINK = ("predecessor_id", "kind", "lag_minutes", "lag_percent", "lag_is_elapsed")
# A name is text, which the stream does not hold.
WORDS = frozenset({"name"})


class NotWritten(Refused):
    """A link that cannot be."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is written of one task: fields of it, and what it waits for. No task is a new one."""

    task: Task | None
    values: Mapping[str, Any] = field(default_factory=dict)
    waits: Sequence[Wait] | None = None


@transaction.atomic
def write(project: Project, lines: Sequence[Line], *, by: Acts, at: datetime) -> int | None:
    """Write all lines; new tasks come last. Returns the number of the act where
    there is anything in it that can be taken back."""
    made = _made(project, [line for line in lines if line.task is None], at)
    fresh = iter(made)
    written = [(line.task or next(fresh), line) for line in lines]
    was, now = {}, {}
    for task, line in written:
        if line.task is None:
            continue
        values = balanced(task, line.values)
        differing = {name: new for name, new in values.items() if getattr(task, name) != new}
        if differing and Task.objects.live().filter(pk=task.pk).update(**differing):
            named = differing.keys() - WORDS
            was[str(task.pk)] = {name: as_told(getattr(task, name)) for name in named}
            now[str(task.pk)] = {name: as_told(differing[name]) for name in named}
    links = _linked(project, [(task, line.waits) for task, line in written])
    if not (made or was or links):
        return None
    new = [task.pk for task in made]
    touched = sorted({*map(int, was), *map(int, links), *new})
    facts = {"was": was, "now": now, "links": links, "made": new, "tasks": touched}
    act = told(events.TASKS_WRITTEN, project, by=by, at=at, facts=facts)
    return act if made or links or any(was.values()) else None


def waits_of(project: Project, of: Sequence[int] | None = None) -> dict[int, list[Wait]]:
    """What tasks wait for, by their ids: of all of a project, or of some."""
    rows = Dependency.objects.filter(project=project, predecessor__binned_at=None)
    if of is not None:
        rows = rows.filter(successor__in=of)
    found: dict[int, list[Wait]] = {}
    for row in rows.select_related("predecessor").only(
        "successor", "predecessor__number", *LINK[1:]
    ):
        found.setdefault(row.successor_id, []).append(
            Wait(row.predecessor.number, row.kind, row.lag)
        )
    return found


def put_back_links(project: Project, links: Mapping[str, Any]) -> list[int]:
    """Undo what an act did to links, where they are still as it left them."""
    back = []
    for pk, (was, now) in links.items():
        held = _links_of(int(pk))
        if held == now and was != now:
            _replace(project, int(pk), was)
            back.append(int(pk))
    return back


def _made(project: Project, lines: Sequence[Line], at: datetime) -> list[Task]:
    if not lines:
        return []
    first = next_number(project.workspace, f"task:{project.pk}", count=len(lines))
    common = {"created_at": at, "workspace": project.workspace, "project": project}
    made: list[Task] = []
    for number, line in enumerate(lines, first):
        values = {**tasks.not_in_the_past(project, at), **line.values}
        made.append(Task.objects.create(number=number, **common, **values))
    placing.insert_last(project, made)
    return made


def _linked(
    project: Project, written: Sequence[tuple[Task, Sequence[Wait] | None]]
) -> dict[str, list[Any]]:
    """Make the links those that are written; by task, what they were and are now."""
    wanted = [(task, waits) for task, waits in written if waits is not None]
    if not wanted:
        return {}
    numbers = {wait.number for _task, waits in wanted for wait in waits}
    live = Task.objects.live().filter(project=project, number__in=numbers)
    known = dict(live.values_list("number", "pk"))
    done = {}
    for task, waits in wanted:
        now = _checked(task, waits, known)
        was = _links_of(task.pk)
        if was != now:
            _replace(project, task.pk, now)
            done[str(task.pk)] = [was, now]
    return done


def _checked(task: Task, waits: Sequence[Wait], known: Mapping[int, int]) -> list[list[Any]]:
    found: dict[int, list[Any]] = {}
    for wait in waits:
        if wait.number not in known:
            raise NotWritten(_("There is no task %(n)d in this plan.") % {"n": wait.number})
        if wait.number == task.number:
            raise NotWritten(_("A task cannot wait for itself."))
        if known[wait.number] in found:
            raise NotWritten(_("Task %(n)d is written twice.") % {"n": wait.number})
        lag = lag_values(wait.lag)
        found[known[wait.number]] = [known[wait.number], wait.kind, *lag.values()]
    return sorted(found.values())


def _links_of(task: int) -> list[list[Any]]:
    rows = Dependency.objects.filter(successor=task, predecessor__binned_at=None)
    return sorted(map(list, rows.values_list(*LINK)))


def _replace(project: Project, task: int, links: Sequence[Sequence[Any]]) -> None:
    Dependency.objects.filter(successor=task, predecessor__binned_at=None).delete()
    Dependency.objects.bulk_create(
        Dependency(
            workspace_id=project.workspace_id, project=project, successor_id=task,
            **dict(zip(LINK, link, strict=True)),
        )
        for link in links
    )  # fmt: skip
