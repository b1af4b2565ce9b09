"""What stands on the days of a project: its tasks, their deadlines, and what we promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from rapport.lib.keys import key_of
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn
from rapport.planning.queries.outlined import Local
from rapport.planning.week_rows import Entry
from rapport.projects.models import Project, Task
from rapport.projects.queries.helping import helped_by, helpers_of
from rapport.promises.models import Promise

NOBODY, NAMED = "nobody", "name:"
A_DAY, A_MOMENT = timedelta(days=1), timedelta(minutes=1)
FIELDS = (
    "number", "name", "state", "turn", "is_milestone", "deadline", "assignee__user__name",
    "assignee__user__email", "assignee_name", "schedule__start", "schedule__finish",
    "schedule__forecast_finish", "schedule__is_critical", "actual_start",
    "occurrence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """The days that are asked for, and whose: everybody's, a member's, or those of a name that a
    plan brought along."""

    opens: date
    closes: date
    person: str = ""


@dataclass(frozen=True, slots=True)
class _Dated:
    """A task with its moments, local times of the workspace."""

    number: int
    name: str
    who: str
    note: str
    start: datetime
    finish: datetime
    expected: datetime
    deadline: date | None
    is_milestone: bool
    is_done: bool
    is_begun: bool
    is_critical: bool
    repeats: bool


def entries(project: Project, days: Days, reader: Reader, *, may_move: bool) -> list[Entry]:
    """All that stands there, in two queries. Summaries do not: their parts do."""
    found: list[Entry] = []
    for row in _dated(project, days):
        task = _task(row, may_move)
        if task.first <= days.closes and task.last >= days.opens:
            found.append(task)
        if row.deadline and not row.is_done and days.opens <= row.deadline <= days.closes:
            found.append(_deadline(row, row.deadline))
    return found + list(_promises(project, days, reader))


def people(project: Project) -> list[tuple[str, str]]:
    """Who has something to do in this project: how an address names them, and their names."""
    rows = Task.objects.live().filter(project=project)
    said = rows.values_list(
        "assignee", "assignee__user__name", "assignee__user__email", "assignee_name"
    ).distinct()
    found = {
        _key(member, brought): name or email or brought for member, name, email, brought in said
    }
    helpers = (hand for hands in helpers_of(project).values() for hand in hands)
    found |= {str(hand.member): hand.name for hand in helpers if hand.member is not None}
    nobody = [(NOBODY, _("Nobody"))] if found.pop(NOBODY, None) is not None else []
    return sorted(found.items(), key=lambda one: one[1].casefold()) + nobody


def without_dates(project: Project) -> int:
    """How many tasks the plan has not dated yet."""
    return Task.objects.live().filter(project=project, schedule=None).count()


def _key(member: int | None, brought: str) -> str:
    if member is not None:
        return str(member)
    return f"{NAMED}{brought}" if brought else NOBODY


def _whose(person: str, path: str = "") -> Q:
    if not person:
        return Q()
    if person == NOBODY:
        return Q(**{f"{path}assignee": None, f"{path}assignee_name": ""})
    if person.startswith(NAMED):
        name = person.removeprefix(NAMED).replace("\0", "")[:120]
        return Q(**{f"{path}assignee": None, f"{path}assignee_name": name})
    member = key_of(person)
    return Q(**{f"{path}assignee": member}) | Q(**{f"{path}pk__in": helped_by(member)})


def _dated(project: Project, days: Days) -> Iterator[_Dated]:
    """The tasks that stand on these days, or must be done on one of them."""
    zone = ZoneInfo(project.workspace.time_zone)
    since = datetime.combine(days.opens, time(), zone)
    until = datetime.combine(days.closes + A_DAY, time(), zone)
    there = Q(schedule__start__lt=until, schedule__finish__gte=since)
    due = Q(deadline__range=(days.opens, days.closes))
    rows = (
        Task.objects.live()
        .filter(there | due, _whose(days.person), project=project, schedule__is_summary=False)
        .exclude(timing__is_active=False)
    )
    local, notes = (
        Local(zone),
        {Turn.CLIENT: _("with the client"), Turn.THIRD_PARTY: _("with others")},
    )
    for values in rows.values_list(*FIELDS):
        yield _read(values, local, notes)


def _read(values: tuple[Any, ...], local: Local, notes: dict[Turn, str]) -> _Dated:
    (
        number, name, state, turn, milestone, deadline, who, email, brought, start, finish,
        expected, critical, begun, occurrence,
    ) = values  # fmt: skip
    is_done = state == Task.State.DONE
    start, finish, expected = (local(at) or at for at in (start, finish, expected))
    return _Dated(
        number, name, who or email or brought, "" if is_done else notes.get(turn, ""), start,
        finish, expected, deadline, milestone, is_done, begun is not None, critical,
        occurrence is not None,
    )  # fmt: skip


def _task(row: _Dated, may_move: bool) -> Entry:
    # What ends as a day ends does not stand on the next one.
    ends = row.finish - A_MOMENT if row.finish > row.start else row.finish
    is_movable = may_move and not (row.is_done or row.is_begun)
    return Entry(
        "milestone" if row.is_milestone else "task", row.number, row.name, row.start.date(),
        ends.date(), row.who, row.start.isoformat(timespec="minutes") if is_movable else "",
        row.note, row.is_done, row.is_critical and not row.is_done,
        bool(row.deadline and not row.is_done and row.expected.date() > row.deadline),
        row.repeats,
    )  # fmt: skip


def _deadline(row: _Dated, on: date) -> Entry:
    return Entry(
        "deadline", row.number, row.name, on, on, row.who, is_late=row.expected.date() > on
    )


def _promises(project: Project, days: Days, reader: Reader) -> Iterator[Entry]:
    """What we promised and still owe; a person's are those of their tasks."""
    rows = Promise.objects.visible_to(reader).open().filter(
        _whose(days.person, "task__") & (Q(task__isnull=False) if days.person else Q()),
        project=project, side=Promise.Side.US, due_on__range=(days.opens, days.closes),
    )  # fmt: skip
    zone = ZoneInfo(project.workspace.time_zone)
    for number, what, due, expected in rows.values_list(
        "number", "what", "due_on", "task__schedule__forecast_finish"
    ):
        late = expected is not None and expected.astimezone(zone).date() > due
        yield Entry("promise", number, what, due, due, is_late=late)
