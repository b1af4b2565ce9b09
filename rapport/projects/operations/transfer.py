"""Move tasks, with all under them, to another project; and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.models import Event
from rapport.lib.visibility import Turn, Visibility
from rapport.projects import events
from rapport.projects.models import Dependency, FormerPlace, Project, Task
from rapport.projects.operations import placing
from rapport.projects.operations.acts import as_told, told
from rapport.projects.outline import Outline
from rapport.projects.queries.going import Going, NotMoved, cut_by, going, refuse
from rapport.projects.queries.outlines import outline_of
from rapport.workspaces.operations.numbers import next_number

LINK = (
    "predecessor_id", "successor_id", "kind", "lag_minutes", "lag_percent", "lag_is_elapsed",
)  # fmt: skip
CARRY = """
UPDATE projects_task SET project_id = %s, number = %s, parent_id = %s, imported_uid = %s
 WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class _Way:
    """How they go: the number and the name in a plan file that each gets, and the parent."""

    numbers: Mapping[int, int]
    uids: Mapping[int, str] = field(default_factory=dict)
    parents: Mapping[int, int | None] = field(default_factory=dict)


@transaction.atomic
def move(source: Project, tasks: Iterable[Task], target: Project, *, by: Acts, at: datetime) -> int:
    """Move tasks, with all under them, behind the others of another project.

    They get new numbers there, the old ones lead to them; links to what stays are cut. Returns
    the number of the act.
    """
    return carry(source, [task.pk for task in tasks], target, by=by, at=at)


@transaction.atomic
def carry(
    source: Project,
    chosen: Sequence[int],
    target: Project,
    *,
    by: Acts,
    at: datetime,
    under: int | None = None,
) -> int:
    """The same by ids; `under` is a task of the target."""
    _lock(source, target)
    moving = going(source, target, chosen)
    refuse(moving)
    first = next_number(target.workspace, f"task:{target.pk}", count=len(moving.order))
    way = _Way(
        dict(zip(moving.order, range(first, first + len(moving.order)), strict=True)),
        _known_as(target, moving.order),
        parents=dict.fromkeys(moving.roots, under),
    )
    facts = _carried(moving, way)
    facts["hidden"] = _hidden(moving, at) if moving.hides else {}
    return _told(moving, facts, by=by, at=at)


@transaction.atomic
def take_back(source: Project, event: Event, *, by: Member, at: datetime) -> None:
    """Bring tasks back that left a project, with what stands under them now: to their places and
    numbers, and with their links, as far as nobody has changed these since."""
    target = Project.objects.filter(pk=event.facts["to"]).select_related("client").first()
    chosen = event.facts["tasks"]
    if target is None:
        raise NotMoved(_("This cannot be undone any more."))
    _lock(source, target)
    moving = going(target, source, chosen)
    if not moving.order:
        raise NotMoved(_("This was changed again since, so it stays as it is."))
    refuse(moving)
    facts = _carried(moving, _way_back(moving))
    facts["undone"], facts["hidden"] = event.pk, {}
    _show(event.facts["hidden"])
    _link(source, event.facts["links"])
    _place(source, event.facts["places"])
    _told(moving, facts, by=by, at=at)


def _lock(*projects: Project) -> None:
    """Nobody else changes the outline of either until the transaction ends."""
    keys = sorted(project.pk for project in projects)
    list(Project.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _carried(moving: Going, way: _Way) -> dict[str, Any]:
    """Write the tasks over; what an undo needs to know of what was."""
    outline = outline_of(moving.source)
    places = {str(pk): placing.place_in(outline, pk) for pk in moving.roots}
    cut = cut_by(moving)
    links = [[getattr(row, name) for name in LINK] for row in cut]
    Dependency.objects.filter(pk__in=[row.pk for row in cut]).delete()
    ids = set(moving.order)
    Dependency.objects.filter(project=moving.source, successor__in=ids).update(
        project=moving.target
    )
    before = outline_of(moving.target).order()
    _trail(moving, way)
    placing.renumber(moving.target, _order(moving, way, before))
    return {"to": moving.target.pk, "tasks": moving.order, "places": places, "links": links}


def _order(moving: Going, way: _Way, before: list[int]) -> list[int]:
    """What was there, then what comes; under a parent it comes last."""
    rows = dict(Task.objects.filter(project=moving.target).values_list("pk", "parent_id"))
    return Outline([(pk, rows[pk]) for pk in (*before, *moving.order)]).order()


def _trail(moving: Going, way: _Way) -> None:
    """The tasks are in the other project, and lead there from their old numbers."""
    rows = Task.objects.filter(pk__in=moving.order)
    known = {row["pk"]: row for row in rows.values("pk", "number", "parent_id", "imported_uid")}
    FormerPlace.objects.bulk_create(
        FormerPlace(
            workspace_id=moving.source.workspace_id, project=moving.source, task_id=pk,
            number=row["number"], imported_uid=row["imported_uid"],
        )
        for pk, row in known.items()
    )  # fmt: skip
    values = [
        (
            moving.target.pk, way.numbers[pk],
            way.parents[pk] if pk in way.parents else known[pk]["parent_id"],
            way.uids.get(pk, ""), pk,
        )
        for pk in moving.order
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(CARRY, values)


def _known_as(project: Project, tasks: Sequence[int]) -> dict[int, str]:
    """What the plan file of a project calls tasks that were in it once and come again."""
    rows = FormerPlace.objects.filter(project=project, task__in=tasks).exclude(imported_uid="")
    held = Task.objects.filter(project=project).exclude(imported_uid="").values("imported_uid")
    return dict(rows.exclude(imported_uid__in=held).values_list("task", "imported_uid"))


def _way_back(moving: Going) -> _Way:
    """The numbers that tasks had in the project they return to; new ones for what is new."""
    rows = FormerPlace.objects.filter(project=moving.target, task__in=moving.order)
    had = {row.task_id: row for row in rows}
    new = [pk for pk in moving.order if pk not in had]
    numbers = {pk: row.number for pk, row in had.items()}
    if new:
        series = f"task:{moving.target.pk}"
        first = next_number(moving.target.workspace, series, count=len(new))
        numbers |= dict(zip(new, range(first, first + len(new)), strict=True))
    uids = {pk: row.imported_uid for pk, row in had.items()}
    rows.delete()
    return _Way(numbers, uids, dict.fromkeys(moving.roots))


def _hidden(moving: Going, at: datetime) -> dict[str, Any]:
    """Let nobody at a client see them, nor be waited for; what was before."""
    rows = Task.objects.filter(pk__in=moving.order)
    seen: dict[str, list[int]] = {}
    shown = rows.exclude(visibility=Visibility.INTERNAL)
    for pk, visibility in shown.values_list("pk", "visibility"):
        seen.setdefault(visibility, []).append(pk)
    others = rows.filter(turn__in=(Turn.CLIENT, Turn.THIRD_PARTY))
    turns = {
        str(pk): [turn, as_told(since)]
        for pk, turn, since in others.values_list("pk", "turn", "turn_since")
    }
    shown.update(visibility=Visibility.INTERNAL)
    others.update(turn=Turn.US, turn_since=at)
    return {"seen": seen, "turns": turns}


def _show(hidden: Mapping[str, Any]) -> None:
    """As they were shown, but for what somebody has decided anew."""
    for visibility, ids in hidden.get("seen", {}).items():
        rows = Task.objects.filter(pk__in=ids, visibility=Visibility.INTERNAL)
        rows.update(visibility=visibility)
    for pk, (turn, since) in hidden.get("turns", {}).items():
        then = datetime.fromisoformat(since) if since else None
        Task.objects.filter(pk=pk, turn=Turn.US).update(turn=turn, turn_since=then)


def _link(project: Project, links: Sequence[Sequence[Any]]) -> None:
    """The links that were cut, where both their tasks are there again and nobody has linked them
    since."""
    ends = {end for link in links for end in link[:2]}
    here = set(Task.objects.filter(project=project, pk__in=ends).values_list("pk", flat=True))
    held = set(
        Dependency.objects.filter(project=project, predecessor__in=ends).values_list(
            "predecessor_id", "successor_id"
        )
    )
    Dependency.objects.bulk_create(
        Dependency(
            workspace_id=project.workspace_id, project=project,
            **dict(zip(LINK, link, strict=True)),
        )
        for link in links
        if here.issuperset(link[:2]) and tuple(link[:2]) not in held
    )  # fmt: skip


def _place(project: Project, places: Mapping[str, Sequence[int | None]]) -> None:
    """Those at the top go where they stood, as far as their neighbours are still there."""
    outline = outline_of(project)
    here = set(outline.order())
    parents = {}
    for pk, (parent, after) in ((int(key), place) for key, place in places.items()):
        if pk not in here or (parent is not None and parent not in here):
            continue
        outline.move(pk, parent, after)
        parents[pk] = parent
    placing.arrange(project, outline, parents)


def _told(moving: Going, facts: dict[str, Any], *, by: Acts, at: datetime) -> int:
    act = told(events.TASKS_LEFT, moving.source, by=by, at=at, facts=facts)
    came = {"from": moving.source.pk, "tasks": moving.order, "act": act}
    told(events.TASKS_CAME, moving.target, by=by, at=at, facts=came)
    return act
