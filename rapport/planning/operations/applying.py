"""Put a plan that was read into a project, with what was before: one transaction's work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.calendars.queries.working_time import working_calendar
from rapport.clients.models import Client, Contact
from rapport.engine.calendar import WorkCalendar
from rapport.events.actor import Acts
from rapport.integrations.planfiles import detect
from rapport.integrations.planfiles.records import PlanFile, Refusal
from rapport.lib.refusal import Refused
from rapport.planning.coming_home import is_of, named, news
from rapport.planning.from_file import Incoming, Translator
from rapport.planning.models import PlanState
from rapport.planning.operations import costs_of_files, frames
from rapport.planning.operations.costs_of_files import TakenCosts
from rapport.planning.operations.frames import TakenFrame
from rapport.planning.operations.scheduling import postponed, reschedule
from rapport.planning.queries.export_kinds import KINDS, Wanted
from rapport.planning.unkept import unkept
from rapport.projects.models import Project, ProjectMember, Task
from rapport.projects.operations import people as project_people
from rapport.projects.operations import projects
from rapport.projects.operations.projects import ProjectDetails
from rapport.projects.operations.taking_in import TakenIn, take_in
from rapport.projects.queries.incoming import difference
from rapport.projects.queries.keys import free_key
from rapport.projects.queries.moved_away import staying
from rapport.promises.models import Promise
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise

# The kinds of file that a plan comes back as.
SUFFIXES = {"mspdi": "xml", "xer": "xer", "pmxml": "p6.xml", "table": "csv"}


class NoTarget(Refused):
    """Neither a project nor a client was named."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a plan goes: into a project, or into a new one for a client.

    `wishes`: name, key, starts_on of a new project; taken_over_on, spent_before_minutes and
    promises [{what, due_on, contact}] of one that began elsewhere. Days are ISO dates.
    """

    client: Client | None
    project: Project | None
    wishes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of it."""

    project: Project
    taken: TakenIn
    framed: TakenFrame | None
    promises: int
    refusals: list[Refusal]
    state: PlanState
    costs: TakenCosts
    # Tasks of the file that went to other projects since, and are left alone there.
    elsewhere: list[Task]

    @property
    def retimed(self) -> frozenset[int]:
        """The tasks that were here and of which only the finer points changed."""
        differing = self.framed.tasks if self.framed else frozenset()
        return differing - self.taken.touched - self.taken.new


def apply_plan(
    file: PlanFile, target: Target, people: Mapping[str, int | None], *, by: Acts, at: datetime
) -> Applied:
    """Make the project what the file says, and date it once. Run it in a transaction."""
    with postponed():
        project = target.project or _begin(file, target, by=by, at=at)
        if target.project and file.start and not Task.objects.filter(project=project).exists():
            projects.start_on(project, file.start, by=by, at=at)
        is_ours = is_of(file, project)
        file = named(file, project) if is_ours else file
        incoming = _incoming(file, project, people, at=at)
        ours = staying(project, incoming.tasks, incoming.links)
        found = difference(project, ours.tasks, ours.links)
        taken = take_in(project, ours.tasks, found, at=at)
        frame = incoming.frame
        framed = frames.take_in(project, frame, taken.ids, people) if frame else None
        costs = costs_of_files.take_in(project, file, taken.ids)
        _put_on(project, people, by=by, at=at)
        _take_over(project, target.wishes, by=by, at=at)
        promised = _promise(project, target.wishes, by=by, at=at)
    reschedule(project, at=at)
    # What concerns the whole file stands first: the page and the command show only the beginning.
    other_start = [] if is_ours else _other_start(project, target, file)
    whole = [*other_start, *unkept(file, project.workspace.currency)]
    refusals = [*whole, *file.refusals, *incoming.refusals]
    state = PlanState.objects.get(project=project)
    return Applied(project, taken, framed, promised, refusals, state, costs, ours.gone)


def _incoming(
    file: PlanFile, project: Project, people: Mapping[str, int | None], *, at: datetime
) -> Incoming:
    """What the file brings; where it is one of ours, what is other in it than it would be now."""
    zone = ZoneInfo(project.workspace.time_zone)
    translator = Translator(zone, WorkCalendar.of(working_calendar()), people)
    incoming = translator.incoming(file)
    suffix = SUFFIXES.get(file.source)
    if suffix is None or not is_of(file, project):
        return incoming
    leaving = detect.read_any(KINDS[suffix].write(Wanted(project, at)), file.name)
    return news(incoming, translator.incoming(named(leaving, project)))


def _begin(file: PlanFile, target: Target, *, by: Acts, at: datetime) -> Project:
    client, wishes = target.client, target.wishes
    if client is None:
        raise NoTarget(_("Choose the client, or the project, that the plan is for."))
    name = wishes.get("name") or file.name or client.name
    details = ProjectDetails(
        key=wishes.get("key") or free_key(client.workspace, name),
        name=name[:200],
        starts_on=_day(wishes.get("starts_on")) or _first_day(file) or at.date(),
        lead=by if isinstance(by, Member) else None,
    )
    return projects.create(client, details, by=by, at=at)


def _other_start(project: Project, target: Target, file: PlanFile) -> Iterator[Refusal]:
    """Say where the dates of a file cannot come out as they stand in it."""
    if file.schedule and file.start != project.starts_on and not target.wishes.get("starts_on"):
        days = {"here": project.starts_on.isoformat()}
        reason = _("This project begins on %(here)s: the plan is dated from there on.") % days
        yield Refusal(None, _("start"), str(file.start), reason)


def _first_day(file: PlanFile) -> date | None:
    starts = [task.start for task in file.tasks if task.start]
    return file.start or min(starts, default=None)


def _put_on(project: Project, people: Mapping[str, int | None], *, by: Acts, at: datetime) -> None:
    """Those the plan gives work to are on the project."""
    there = ProjectMember.objects.filter(project=project).values("member")
    wanted = [pk for pk in people.values() if pk]
    for member in Member.objects.filter(pk__in=wanted).exclude(pk__in=there).order_by("pk"):
        project_people.add(project, member, by=by, at=at)


def _take_over(project: Project, wishes: Mapping[str, Any], *, by: Acts, at: datetime) -> None:
    day = _day(wishes.get("taken_over_on"))
    if day:
        spent = wishes.get("spent_before_minutes") or 0
        projects.take_over(project, day, spent_minutes=spent, by=by, at=at)


def _promise(project: Project, wishes: Mapping[str, Any], *, by: Acts, at: datetime) -> int:
    """What was promised before; a promise that is known already is not made again."""
    made = 0
    for said in wishes.get("promises") or ():
        due = date.fromisoformat(said["due_on"])
        known = Promise.objects.filter(project=project, what=said["what"], due_on=due)
        if not known.exists():
            contacts = Contact.objects.live().filter(client=project.client_id)
            contact = contacts.filter(pk=said["contact"]).first() if said.get("contact") else None
            new = NewPromise(project.client, said["what"], due, project=project, contact=contact)
            making.make(new, by=by, at=at)
            made += 1
    return made


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
