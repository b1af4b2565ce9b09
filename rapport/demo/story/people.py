"""Fernhill Studio and those who work there."""

import secrets
from dataclasses import dataclass
from random import Random

from rapport.accounts.operations import members, start
from rapport.accounts.operations.members import Person
from rapport.accounts.operations.start import Company
from rapport.demo.story.calendar import StoryCalendar
from rapport.demo.story.stage import Stage
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import mailboxes
from rapport.lib.roles import Role
from rapport.workspaces.scope import open_workspace


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody at the studio."""

    name: str
    role: Role


ADDRESS = "hello@fernhill.example"
OWNER = "Priya Nair"
COLLEAGUES = (
    Colleague("Amara Osei", Role.MANAGER),
    Colleague("Jonas Lind", Role.MEMBER),
    Colleague("Mara Weiss", Role.MEMBER),
    Colleague("Teo Marin", Role.MEMBER),
    Colleague("Luc Bernard", Role.FINANCE),
    Colleague("Noor Haddad", Role.GUEST),
)


def found_studio(calendar: StoryCalendar, random: Random) -> Stage:
    """The workspace and its people; passwords are random and known to nobody."""
    at = calendar.at(-160, "09:00")
    company = Company("Fernhill Studio", "fernhill", str(calendar.zone), is_demo=True)
    owner = start.found(company, owner=_person(OWNER, calendar), at=at)
    stage = Stage(owner.workspace, calendar, random)
    stage.staff["priya"] = owner
    with open_workspace(owner.workspace_id):
        for colleague in COLLEAGUES:
            person = _person(colleague.name, calendar)
            stage.staff[_first(colleague.name)] = members.add(
                owner.workspace, person=person, role=colleague.role, at=at
            )
        _open_mailbox(stage)
    return stage


def _open_mailbox(stage: Stage) -> None:
    """The studio's address. It has no server: what the demo sends stays where it is."""
    mailbox = Mailbox(
        workspace=stage.workspace, address=ADDRESS, name="Fernhill Studio", smtp_host="demo.invalid"
    )
    mailboxes.save(mailbox, password="", by=stage.staff["priya"], at=stage.at)


def _person(name: str, calendar: StoryCalendar) -> Person:
    return Person(
        name=name,
        email=f"{_first(name)}@fernhill.example",
        password=secrets.token_urlsafe(24),
        time_zone=str(calendar.zone),
    )


def _first(name: str) -> str:
    return name.split()[0].lower()
