"""What one more project would do: whose weeks it fills, and which promises rest on them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from rapport.accounts.models import Member
from rapport.engine.plan import Schedule
from rapport.lib.reader import Reader
from rapport.planning.circles import schedule_anyway
from rapport.planning.queries.laying import own_hours
from rapport.planning.shape import Shape, ShapeTask
from rapport.portfolio.load import A_WEEK, Piece, Span, Standing, Week, capacity, in_week, standing
from rapport.portfolio.load import weeks as weeks_of
from rapport.portfolio.queries.pieces import Part, booked_weeks, open_tasks, parts_left
from rapport.promises.models import Promise
from rapport.resourcing.queries.hours import Everybody, everybody
from rapport.workspaces.models import Workspace

# Behind the new project's end: work it pushes aside comes due there.
WEEKS_AFTER, MOST_WEEKS = 4, 104
# No project has this primary key: what stands under it is the new one's.
NEW = 0
SLIGHT = 1.0


@dataclass(frozen=True, slots=True)
class FullWeek:
    """A week that would hold more than can be done in time: by so many minutes more than now."""

    monday: date
    more: float


@dataclass(frozen=True, slots=True)
class Filled:
    """Somebody who would be over-booked."""

    name: str
    weeks: list[FullWeek]


@dataclass(frozen=True, slots=True)
class Effect:
    """The new project and what it does; `nobody` are minutes by roles that nobody takes."""

    first: date
    last: date
    minutes: float
    filled: list[Filled]
    nobody: dict[str, float]
    promises: list[Promise]


@dataclass(frozen=True, slots=True)
class NewProject:
    """The shape of it, its first day, and who takes which role."""

    shape: Shape
    first: date
    people: Mapping[str, Member]


def effect_of(new: NewProject, reader: Reader, workspace: Workspace, today: date) -> Effect:
    """A fixed number of queries, however many projects and people there are."""
    calendars, own = own_hours()
    placed = schedule_anyway(new.shape.plan(new.first, calendars, own))[0]
    pieces = list(_pieces(new, placed))
    last = placed.finish.date()
    span = _span(today, last)
    busy = {piece.member for piece in pieces if piece.member is not None}
    tasks = [one for one in open_tasks(reader, workspace, today=today) if one.member in busy]
    known = everybody(today, max([span.end, last, *(one.last for one in tasks)]), only=busy)
    until = span.end - timedelta(days=1)
    booked = booked_weeks(reader, known.workspace, today=today, until=until)
    standing_now = [*tasks, *(one for one in booked if one.member in busy)]
    looks = [
        _Look(member, known, standing_now, pieces, span)
        for member in sorted(set(new.people.values()), key=lambda one: one.name)
        if member.pk in busy
    ]
    nobody: dict[str, float] = defaultdict(float)
    for piece in pieces:
        if piece.member is None and piece.role:
            nobody[piece.role] += piece.minutes
    full = [look for look in looks if look.full]
    return Effect(
        new.first,
        last,
        sum(piece.minutes for piece in pieces),
        [Filled(look.member.name, look.full) for look in full],
        dict(nobody),
        _resting_on(full, reader),
    )


class _Look:
    """One person's weeks without the new project and with it."""

    def __init__(
        self,
        member: Member,
        known: Everybody,
        held: Iterable[Piece],
        more: Iterable[Piece],
        span: Span,
    ) -> None:
        self.member, self._span = member, span
        now = [piece for piece in held if piece.member == member.pk]
        then = [*now, *(piece for piece in more if piece.member == member.pk)]
        room = capacity(known.of(member.pk).minutes, span, then)
        self._standing = standing(then, room, span.today)
        before = weeks_of(standing(now, room, span.today), room, span)
        after = weeks_of(self._standing, room, span)
        self.full = list(_fuller(before, after))

    def touched(self) -> list[tuple[date, Standing]]:
        """What others wait for in those weeks, with the week's Monday."""
        return [
            (week.monday, one)
            for week in self.full
            for one, _minutes in in_week(self._standing, self._span.days(week.monday))
            if one.piece.project != NEW
        ]


def _fuller(before: Iterable[Week], after: Iterable[Week]) -> Iterable[FullWeek]:
    for was, then in zip(before, after, strict=True):
        if then.late - was.late > SLIGHT:
            yield FullWeek(then.monday, then.late - was.late)


def _pieces(new: NewProject, placed: Schedule) -> Iterable[Piece]:
    for task in placed.tasks:
        planned = new.shape.tasks[int(task.uid)]
        for who, minutes in () if task.summary else _parts(planned, new.people):
            member, role = (None, who) if isinstance(who, str) else (who.pk, "")
            yield Piece(
                "task", int(task.uid), planned.name, NEW, "", "", member, role,
                task.start.date(), task.finish.date(), minutes,
            )  # fmt: skip


def _parts(task: ShapeTask, people: Mapping[str, Member]) -> Iterator[tuple[Member | str, float]]:
    """The work of whoever is responsible, and of each who helps: somebody, or a role."""
    helpers = task.helped_by(people)
    own, theirs = parts_left(
        task.minutes, task.work, 0, [Part(None, percent) for percent in helpers.values()],
        is_elapsed=task.is_elapsed,
    )  # fmt: skip
    parts = [(people.get(task.role, task.role), own), *zip(helpers, theirs, strict=True)]
    return ((who, minutes) for who, minutes in parts if minutes)


def _span(today: date, last: date) -> Span:
    monday = today - timedelta(days=today.weekday())
    weeks = ceil(((last - monday).days + 1) / A_WEEK) + WEEKS_AFTER
    return Span(today, monday, min(max(weeks, 1), MOST_WEEKS))


def _resting_on(looks: Iterable[_Look], reader: Reader) -> list[Promise]:
    """Open promises of ours of the projects that need these people in these weeks, and that come
    due from then on."""
    since: dict[int, date] = {}
    for look in looks:
        for monday, one in look.touched():
            project = one.piece.project
            since[project] = min(monday, since.get(project, monday))
    rows = Promise.objects.visible_to(reader).open().filter(project__in=since)
    ours = rows.filter(side=Promise.Side.US).select_related("project", "client")
    return [one for one in ours.order_by("due_on", "pk") if one.due_on >= since[one.project_id]]
