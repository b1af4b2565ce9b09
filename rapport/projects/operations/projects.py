"""Begin a project, change it, bin it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Visibility
from rapport.projects import events
from rapport.projects.models import Project
from rapport.projects.operations.acts import told
from rapport.workspaces.operations import bin as workspace_bin


class KeyTaken(Refused):
    """Another project of the workspace, perhaps one in the bin, has this key."""


@dataclass(frozen=True, slots=True)
class ProjectDetails:
    """What people decide about a project as a whole."""

    key: str
    name: str
    starts_on: date
    description: str = ""
    visibility: str = Visibility.CLIENT
    lead: Member | None = None
    budget_minutes: int | None = None


FIELDS = tuple(ProjectDetails.__slots__)


def create(client: Client, details: ProjectDetails, *, by: Acts, at: datetime) -> Project:
    """Begin a project for a client. The key must be free."""
    values = {name: getattr(details, name) for name in FIELDS}
    try:
        with transaction.atomic():
            project: Project = Project.objects.create(
                workspace=client.workspace, client=client, created_at=at, **values
            )
            told(events.PROJECT_CREATED, project, by=by, at=at)
    except IntegrityError as error:
        raise _key_taken(details.key) from error
    return project


def change(project: Project, details: ProjectDetails, *, by: Acts, at: datetime) -> None:
    """Take over what differs, as one act; nothing when nothing does."""
    differing = {
        name: getattr(details, name)
        for name in FIELDS
        if getattr(project, name) != getattr(details, name)
    }
    if not differing:
        return
    try:
        with transaction.atomic():
            Project.objects.live().filter(pk=project.pk).update(**differing)
            told(events.PROJECT_CHANGED, project, by=by, at=at, facts={"fields": sorted(differing)})
    except IntegrityError as error:
        raise _key_taken(details.key) from error
    for name, value in differing.items():
        setattr(project, name, value)


@transaction.atomic
def set_state(project: Project, state: str, *, by: Acts, at: datetime) -> None:
    """Plan, start, pause or end a project."""
    was, rows = project.state, Project.objects.live().filter(pk=project.pk)
    if rows.exclude(state=state).update(state=state):
        project.state = state
        facts = {"state": state, "was": was}
        told(events.PROJECT_STATE_CHANGED, project, by=by, at=at, facts=facts)


@transaction.atomic
def start_on(project: Project, day: date, *, by: Acts, at: datetime) -> None:
    """Let a project begin on another day."""
    rows = Project.objects.live().filter(pk=project.pk).exclude(starts_on=day)
    if rows.update(starts_on=day):
        project.starts_on = day
        told(events.PROJECT_CHANGED, project, by=by, at=at, facts={"fields": ["starts_on"]})


@transaction.atomic
def take_over(project: Project, on: date, *, spent_minutes: int, by: Acts, at: datetime) -> None:
    """Note that work had begun elsewhere, and what was spent until then."""
    rows = Project.objects.live().filter(pk=project.pk)
    rows = rows.exclude(taken_over_on=on, spent_before_minutes=spent_minutes)
    if not rows.update(taken_over_on=on, spent_before_minutes=spent_minutes):
        return
    project.taken_over_on, project.spent_before_minutes = on, spent_minutes
    fields = ["spent_before_minutes", "taken_over_on"]
    told(events.PROJECT_CHANGED, project, by=by, at=at, facts={"fields": fields})


def put_in_bin(project: Project, *, by: Acts, at: datetime) -> None:
    """Move a project to the bin, and with it all that is reached through it."""
    workspace_bin.put(project, by=by, at=at)


def restore(project: Project, *, by: Acts, at: datetime) -> None:
    """Take a project out of the bin."""
    workspace_bin.restore(project, by=by, at=at)


def _key_taken(key: str) -> KeyTaken:
    return KeyTaken(_("Another project has the key %(key)s. Choose another one.") % {"key": key})
