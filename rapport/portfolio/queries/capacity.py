"""The heat map: people or roles by week, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from django.db.models import Q
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.portfolio.load import Piece, Span, Standing, Week, capacity, standing, weeks
from rapport.portfolio.queries.pieces import booked_weeks, open_tasks
from rapport.resourcing.models import Skill
from rapport.resourcing.own_hours import OwnHours
from rapport.resourcing.queries.hours import Everybody, everybody
from rapport.resourcing.queries.skills import with_skill
from rapport.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Line:
    """A row: who, by the name that addresses use, and their weeks."""

    who: str
    name: str
    role: str
    weeks: list[Week]
    standing: list[Standing]
    room: list[int]

    @property
    def has_capacity(self) -> bool:
        """Work that nobody has stands somewhere, but takes nobody's time yet."""
        return bool(self.room)

    @property
    def first_over(self) -> Week | None:
        """The first week in which something cannot be done in time."""
        return next((week for week in self.weeks if week.is_over), None)


@dataclass(frozen=True)
class HeatMap:
    """Everything that the page shows."""

    span: Span
    people: list[Line]
    roles: list[Line]
    unfilled: list[Line]

    def line(self, who: str) -> Line | None:
        """A row by its name in addresses."""
        rows = (*self.people, *self.roles, *self.unfilled)
        return next((line for line in rows if line.who == who), None)


def skilled(heat: HeatMap, skill: Skill) -> HeatMap:
    """Only those who have a skill, and them taken together as a role is."""
    able, named = with_skill(skill), _("All with “%(skill)s”") % {"skill": skill.name}
    people = [line for line in heat.people if int(line.who) in able]
    all_of_them = _together(f"skill:{skill.number}", named, people, heat.span)
    return HeatMap(heat.span, people, [all_of_them] if people else [], [])


def heat_map(reader: Reader, workspace: Workspace, span: Span) -> HeatMap:
    """People's load from today on, the weeks of the span shown."""
    tasks = open_tasks(reader, workspace, today=span.today)
    last = max([span.end, *(piece.last for piece in tasks)])
    known = everybody(span.today, last)
    until = span.end - timedelta(days=1)
    booked = booked_weeks(reader, known.workspace, today=span.today, until=until)
    return drawn(span, known, [*tasks, *booked])


def drawn(span: Span, known: Everybody, pieces: list[Piece]) -> HeatMap:
    """The heat map of these pieces of work; one query."""
    of: dict[int | None, list[Piece]] = defaultdict(list)
    for piece in pieces:
        of[piece.member].append(piece)
    people = [_person(member, known, of[member.pk], span) for member in _members(of)]
    unfilled = list(_unfilled(of[None], known.workspace, span))
    return HeatMap(span, people, list(_roles(people, unfilled, span)), unfilled)


def _members(of: Iterable[int | None]) -> Iterable[Member]:
    """Those whose time is planned, and whoever else has work."""
    active = Q(deactivated_at=None, user__is_active=True) & ~Q(role=Role.VIEWER)
    busy = Q(pk__in=[pk for pk in of if pk is not None])
    rows = Member.objects.filter(active | busy).select_related("user")
    return rows.order_by("user__name", "pk")


def _person(member: Member, known: Everybody, pieces: list[Piece], span: Span) -> Line:
    is_gone = member.deactivated_at is not None or not member.user.is_active
    minutes = _none if is_gone else known.of(member.pk).minutes
    room = capacity(minutes, span, pieces)
    stands = standing(pieces, room, span.today)
    named = member.name, known.roles.get(member.pk, "")
    return Line(str(member.pk), *named, weeks(stands, room, span), stands, room)


def _none(day: date) -> int:
    return 0


def _unfilled(pieces: list[Piece], hours: OwnHours, span: Span) -> Iterator[Line]:
    """Placeholders by their role, and tasks that nobody has: they have days, but no capacity."""
    of: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        of[piece.role.casefold()].append(piece)
    for role, held in sorted(of.items()):
        stands = standing(held, capacity(hours.minutes, span, held), span.today)
        drawn = [replace(week, late=0, late_with_soft=0) for week in weeks(stands, [], span)]
        yield Line(f"open:{role}", held[0].role or _("Nobody yet"), held[0].role, drawn, stands, [])


def _roles(people: list[Line], unfilled: list[Line], span: Span) -> Iterator[Line]:
    """Everybody of a role together, and what waits for somebody of it: work that one cannot do
    in time another of them may."""
    of: dict[str, list[Line]] = defaultdict(list)
    for line in (*people, *unfilled):
        if line.role:
            of[line.role.casefold()].append(line)
    for role, lines in sorted(of.items()):
        yield _together(f"role:{role}", lines[0].role, lines, span)


def _together(who: str, name: str, lines: list[Line], span: Span) -> Line:
    stands = [one for line in lines for one in line.standing]
    rooms = zip_longest(*(line.room for line in lines), fillvalue=0)
    room = [sum(minutes) for minutes in rooms]
    return Line(who, name, "", weeks(stands, room, span), stands, room)
