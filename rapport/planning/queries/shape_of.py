"""The shape of a project's plan as it stands, and who does what in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rapport.planning.queries.shape_details import details_of, risks_of
from rapport.planning.queries.timings import doer_of
from rapport.planning.shape import Shape, ShapeLink, ShapeTask
from rapport.projects.models import Dependency, Helper, Project, ProjectMember, Task
from rapport.projects.outline import Outline
from rapport.resourcing.models import WorkingShare

COLUMNS = (
    "pk", "parent_id", "binned_at", "name", "description", "duration_minutes", "is_elapsed",
    "is_milestone", "visibility", "work_minutes", "assignee_id", "assignee_name", "constraint",
    "constraint_at", "deadline", "created_at", "timing__least_minutes", "timing__most_minutes",
    "timing__is_active", "timing__pauses", "timing__ignores_people", "keeps",
)  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody with tasks in the plan: how a template might call them, and who it is.

    `member` is none for a name from a file."""

    key: str
    role: str
    name: str
    member: int | None


def doers_of(project: Project) -> list[Doer]:
    """Who has tasks here or helps on some, in the order of the plan, by their part in the project,
    else their role in the firm."""
    rows = Task.objects.live().filter(project=project).order_by("position", "pk")
    listed = [*rows.values_list("assignee_id", "assignee__user__name", "assignee_name")]
    helping = Helper.objects.counting().filter(task__in=rows.order_by())
    ordered = helping.order_by("task__position", "pk")
    listed += ordered.values_list("member_id", "member__user__name", "name")
    places = ProjectMember.objects.filter(project=project).exclude(part="")
    parts = dict(WorkingShare.objects.exclude(role="").values_list("member_id", "role"))
    parts |= dict(places.values_list("member_id", "part"))
    found: dict[str, Doer] = {}
    for member, name, text in listed:
        key = doer_of(member, text)
        if (member or text) and key not in found:
            part = parts.get(member) or ("" if member else text)
            proposed = part or _("Person %(n)s") % {"n": len(found) + 1}
            found[key] = Doer(key, proposed, name or text, member)
    return list(found.values())


def shape_of(project: Project, roles: Mapping[str, str]) -> Shape:
    """The live tasks that count, with `roles` for those who do them; a fixed number of queries."""
    rows = list(Task.objects.filter(project=project).order_by("position", "pk").values(*COLUMNS))
    known = {row["pk"]: row for row in rows}
    kept = {pk for pk, row in known.items() if _counts(row)}

    def above(pk: int) -> int | None:
        parent: int | None = known[pk]["parent_id"]
        while parent is not None and parent not in kept:
            parent = known[parent]["parent_id"]
        return parent

    outline = Outline((row["pk"], above(row["pk"])) for row in rows if row["pk"] in kept)
    place = {pk: number for number, (pk, _level) in enumerate(outline.walk())}
    zone = ZoneInfo(project.workspace.time_zone)
    details = details_of(project, roles)
    tasks = (
        _task(known[pk], place.get(outline.parent(pk) or 0), roles, project.starts_on, zone)
        for pk in place
    )
    return Shape(
        tuple(details.upon(pk, task) for pk, task in zip(place, tasks, strict=True)),
        tuple(_links(project, place)),
        tuple(risks_of(project, place)),
    )


def _counts(row: Row) -> bool:
    return row["binned_at"] is None and row["timing__is_active"] is not False


def _task(
    row: Row, parent: int | None, roles: Mapping[str, str], start: date, zone: ZoneInfo
) -> ShapeTask:
    at = row["constraint_at"].astimezone(zone) if _is_tied(row, zone) else None
    deadline = row["deadline"]
    return ShapeTask(
        name=row["name"],
        description=row["description"],
        parent=parent,
        minutes=row["duration_minutes"],
        is_elapsed=row["is_elapsed"],
        is_milestone=row["is_milestone"],
        visibility=row["visibility"],
        work=row["work_minutes"],
        role=roles.get(doer_of(row["assignee_id"], row["assignee_name"]), ""),
        constraint=row["constraint"] if at or not row["constraint_at"] else "ASAP",
        tied_after=(at.date() - start).days if at else None,
        tied_at=f"{at:%H:%M}" if at else "00:00",
        deadline_after=(deadline - start).days if deadline else None,
        least=row["timing__least_minutes"],
        most=row["timing__most_minutes"],
        keeps=row["keeps"],
        ignores_people=bool(row["timing__ignores_people"]),
        pauses=tuple((after, gap) for after, gap in row["timing__pauses"] or ()),
    )


def _is_tied(row: Row, zone: ZoneInfo) -> bool:
    """A task that somebody thought of while the project ran is tied to that day only so that it
    does not lie in the past: another project does not repeat it."""
    at: datetime | None = row["constraint_at"]
    if at is None:
        return False
    local = at.astimezone(zone)
    is_midnight = not (local.hour or local.minute)
    as_written = local.date() == row["created_at"].astimezone(zone).date() and is_midnight
    return not (row["constraint"] == Task.Constraint.SNET and as_written)


def _links(project: Project, place: Mapping[int, int]) -> list[ShapeLink]:
    rows = (
        Dependency.objects.filter(project=project)
        .order_by("pk")
        .values_list(
            "predecessor_id", "successor_id", "kind", "lag_minutes", "lag_percent", "lag_is_elapsed"
        )
    )
    return [
        ShapeLink(place[before], place[after], kind, minutes, percent, is_elapsed)
        for before, after, kind, minutes, percent, is_elapsed in rows
        if before in place and after in place
    ]
