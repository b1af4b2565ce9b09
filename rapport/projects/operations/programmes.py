"""Begin a programme, change it, put projects into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.projects import events
from rapport.projects.models import Programme, Project
from rapport.projects.operations.acts import told
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations import bin as workspace_bin
from rapport.workspaces.operations.numbers import next_number


@dataclass(frozen=True, slots=True)
class ProgrammeDetails:
    """What people decide about a programme as a whole."""

    name: str
    description: str = ""
    lead: Member | None = None


FIELDS = tuple(ProgrammeDetails.__slots__)


@transaction.atomic
def create(workspace: Workspace, details: ProgrammeDetails, *, by: Acts, at: datetime) -> Programme:
    """Begin a programme without projects, last in order."""
    number = next_number(workspace, "programme")
    values = {name: getattr(details, name) for name in FIELDS}
    made: Programme = Programme.objects.create(
        workspace=workspace, number=number, position=number, created_at=at, **values
    )
    publish(events.PROGRAMME_CREATED, subject=made, by=by, at=at, facts={"number": made.number})
    return made


@transaction.atomic
def change(programme: Programme, details: ProgrammeDetails, *, by: Acts, at: datetime) -> None:
    """Take over what differs, as one act; nothing when nothing does."""
    differing = {
        name: getattr(details, name)
        for name in FIELDS
        if getattr(programme, name) != getattr(details, name)
    }
    if not differing or not _write(programme, differing):
        return
    for name, value in differing.items():
        setattr(programme, name, value)
    facts = {"fields": sorted(differing)}
    publish(events.PROGRAMME_CHANGED, subject=programme, by=by, at=at, facts=facts)


@transaction.atomic
def place(
    project: Project, programme: Programme | None, *, by: Acts, at: datetime
) -> Programme | None:
    """Put a project into a programme, out of the one it was in; none takes it out.

    Returns where it was.
    """
    was = project.programme
    rows = Project.objects.live().filter(pk=project.pk, programme=was)
    if was != programme and rows.update(programme=programme):
        project.programme = programme
        facts = {"programme": _pk(programme), "was": _pk(was)}
        told(events.PROJECT_PROGRAMME_CHANGED, project, by=by, at=at, facts=facts)
    return was


@transaction.atomic
def step(programme: Programme, by_rows: int, *, by: Acts, at: datetime) -> bool:
    """Move a programme before the one above it (-1) or after the next (1); False at the end."""
    rows = Programme.objects.live().filter(workspace=programme.workspace_id)
    order = list(rows.select_for_update().order_by("position", "number"))
    here = order.index(programme)
    there = here + by_rows
    if not 0 <= there < len(order):
        return False
    order.insert(there, order.pop(here))
    for position, one in enumerate(order, 1):
        if one.position != position:
            Programme.objects.filter(pk=one.pk).update(position=position)
    facts = {"position": there + 1, "was": here + 1}
    publish(events.PROGRAMME_MOVED, subject=programme, by=by, at=at, facts=facts)
    return True


def put_in_bin(programme: Programme, *, by: Acts, at: datetime) -> None:
    """Move a programme to the bin. Its projects stay what they are, and are in it again when it
    comes back."""
    workspace_bin.put(programme, by=by, at=at)


def _write(programme: Programme, values: Mapping[str, Any]) -> bool:
    return bool(Programme.objects.live().filter(pk=programme.pk).update(**values))


def _pk(programme: Programme | None) -> int | None:
    return programme.pk if programme else None
