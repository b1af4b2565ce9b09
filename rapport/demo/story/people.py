"""Fernhill Studio and those who work there."""

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
from rapport.resourcing.models import Level
from rapport.resourcing.operations import absences, levels, shares, skills
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.shares import Share
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

SHARES = {
    "amara": Share(role="Project manager"),
    "jonas": Share(role="Developer"),
    "mara": Share((1, 2, 3, 4), 28 * 60, "Designer"),
    "teo": Share(role="Designer"),
}
# Who, from when to when in days from today, and what.
AWAY = (
    ("jonas", 18, 24, "holiday"),
    ("mara", 8, 8, "other"),
    ("teo", -30, -27, "sickness"),
)


# Who can do what, and how well.
EXPERT, GOOD, BASICS = Level.EXPERT, Level.GOOD, Level.BASICS
SKILLS = {
    "Interface design": {"mara": EXPERT, "teo": GOOD},
    "App development": {"jonas": EXPERT, "noor": GOOD},
    "Web development": {"jonas": EXPERT, "teo": BASICS},
    "Payments": {"jonas": GOOD, "noor": BASICS},
    "Print production": {"teo": EXPERT, "mara": GOOD},
}


def found_studio(calendar: StoryCalendar, random: Random) -> Stage:
    """The workspace and its people; nobody has a password, they sign in by a link."""
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
        _say_who_works_when(stage)
        _say_who_can_do_what(stage)
    return stage


def _say_who_works_when(stage: Stage) -> None:
    """What each of them is, who works less than the week, and who is away soon."""
    amara, at = stage.staff["amara"], stage.at
    for name, share in SHARES.items():
        shares.say(stage.staff[name], share, by=amara, at=at)
    for name, first, last, kind in AWAY:
        away = Away(stage.day(first), stage.day(last), kind)
        absences.note(stage.staff[name], away, by=stage.staff[name], at=at)


def _say_who_can_do_what(stage: Stage) -> None:
    amara, at = stage.staff["amara"], stage.at
    for name in SKILLS:
        stage.skills[name] = skills.add(name, by=amara, at=at)
    for who in ("jonas", "mara", "teo", "noor"):
        had = {
            stage.skills[name].pk: people[who] for name, people in SKILLS.items() if who in people
        }
        levels.say(stage.staff[who], had, by=amara, at=at)


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
        password=None,
        time_zone=str(calendar.zone),
    )


def _first(name: str) -> str:
    return name.split()[0].lower()
