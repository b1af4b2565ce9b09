"""What stands on people's days: open tasks by their schedule, bookings by their weeks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn
from rapport.portfolio.booked import booked_part
from rapport.portfolio.case import WHOLE, Kept
from rapport.portfolio.load import A_WEEK, Piece
from rapport.projects.models import Helper, Project, Task
from rapport.resourcing.days import monday_of
from rapport.resourcing.models import Booking
from rapport.resourcing.own_hours import OwnHours
from rapport.workspaces.models import Workspace

TASK = (
    "pk", "number", "name", "project_id", "project__key", "project__name", "assignee_id",
    "duration_minutes", "work_minutes", "is_elapsed", "percent_complete", "schedule__start",
    "schedule__forecast_finish", "turn", "assignee_name",
)  # fmt: skip
BOOKING = (
    "number", "what", "project_id", "project__key", "project__name", "member_id", "role", "first",
    "last", "weekly_minutes", "firmness",
)  # fmt: skip
ALL = 100
THEIRS = frozenset({Turn.CLIENT, Turn.THIRD_PARTY})
AN_INSTANT = timedelta(minutes=1)


class Part(NamedTuple):
    """A helper of a task, who may be no member, and the share of their time that they give."""

    member: int | None
    percent: int


def open_tasks(reader: Reader, workspace: Workspace, *, today: date) -> list[Piece]:
    """What is left of the dated tasks of running projects, from today on: of each the part of the
    one responsible and those of its helpers; two queries. What the client or a third party does
    takes nobody's time here."""
    rows = (
        Task.objects.visible_to(reader)
        .open()
        .filter(project__in=Project.objects.active(), schedule__is_summary=False)
    )
    found = rows.exclude(timing__is_active=False).order_by("pk").values_list(*TASK)
    zone, helping = ZoneInfo(workspace.time_zone), helpers()
    pieces = (piece for row in found for piece in _task(row, helping, zone, today))
    return [piece for piece in pieces if piece.minutes > 0]


def helpers() -> dict[int, list[Part]]:
    """Who helps on the open tasks of running projects, by task: one query."""
    rows = Helper.objects.counting().filter(
        task__in=Task.objects.open().filter(project__in=Project.objects.active())
    )
    found: dict[int, list[Part]] = {}
    for task, *part in rows.order_by("pk").values_list("task_id", "member_id", "percent"):
        found.setdefault(task, []).append(Part(*part))
    return found


def remaining(duration: int, work: int | None, percent: int, *, is_elapsed: bool) -> float:
    """Minutes of work left. What runs around the clock keeps nobody busy unless it says so."""
    whole = work if work is not None else 0 if is_elapsed else duration
    return whole * (ALL - percent) / ALL


def parts_left(
    duration: int, work: int | None, percent: int, helpers: Sequence[Part], *, is_elapsed: bool
) -> tuple[float, list[float]]:
    """Minutes of work left for the one responsible, and for each helper, who gives a share of the
    time it takes. More than all there is to do they do not do together."""
    whole = remaining(duration, work, percent, is_elapsed=is_elapsed)
    time = remaining(duration, None, percent, is_elapsed=is_elapsed)
    theirs = [time * part.percent / ALL for part in helpers]
    if work is None or not theirs:
        return whole, theirs
    most = min(1, whole / sum(theirs)) if sum(theirs) else 1
    theirs = [minutes * most for minutes in theirs]
    return whole - sum(theirs), theirs


def shares_beside(
    helpers: Sequence[Part], lasts: float, work: int | None
) -> tuple[tuple[int, int], ...]:
    """The helpers who are members, and which share of their day a task takes that lasts so long:
    none where it takes no time, or nothing of it is work."""
    if not lasts or work == 0:
        return ()
    return tuple(
        (part.member, min(WHOLE, part.percent)) for part in helpers if part.member is not None
    )


def booked_weeks(reader: Reader, hours: OwnHours, *, today: date, until: date) -> list[Piece]:
    """Bookings of running projects week by week, from today up to a day; one query."""
    rows = Booking.objects.visible_to(reader).between(today, until)
    running = rows.filter(project__in=Project.objects.active()).order_by("pk")
    return [
        piece
        for row in running.values_list(*BOOKING)
        for piece in _weeks(dict(zip(BOOKING, row, strict=True)), hours, today, until)
    ]


def kept_hours(*, today: date, until: date) -> list[Kept]:
    """What people are booked for hard on running projects; one query."""
    rows = Booking.objects.between(today, until).exclude(member=None)
    hard = rows.filter(firmness=Booking.Firmness.HARD, project__in=Project.objects.active())
    named = ("pk", "member_id", "project_id", "first", "last", "weekly_minutes")
    return [Kept(*values) for values in hard.order_by("pk").values_list(*named)]


def _task(
    row: tuple[Any, ...], helping: Mapping[int, Sequence[Part]], zone: ZoneInfo, today: date
) -> Iterator[Piece]:
    (
        pk, number, name, project, key, project_name, member, duration, work, is_elapsed, percent,
        start, finish, turn, text,
    ) = row  # fmt: skip
    first = max(today, _day(start, zone))
    last = max(first, _day(finish - AN_INSTANT, zone))
    helpers = helping.get(pk, ())
    own, theirs = parts_left(duration, work, percent, helpers, is_elapsed=is_elapsed)
    shown = (number, name, project, key, project_name)
    is_theirs = member is None and not text and turn in THEIRS
    yield Piece("task", *shown, member, "", first, last, 0 if is_theirs else own)
    for part, left in zip(helpers, theirs, strict=True):
        if part.member is not None:
            yield Piece("task", *shown, part.member, "", first, last, left)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _weeks(row: dict[str, Any], hours: OwnHours, today: date, until: date) -> Iterator[Piece]:
    """One piece a week: of a week that is booked in part, or over in part, as many of its hours
    as of its working days."""
    monday = monday_of(max(today, row["first"]))
    while monday <= min(until, row["last"]):
        kept, part = booked_part(hours, monday, max(today, row["first"]), row["last"])
        if kept:
            yield Piece(
                "booking", row["number"], row["what"], row["project_id"], row["project__key"],
                row["project__name"], row["member_id"], row["role"], kept[0], kept[-1],
                row["weekly_minutes"] * part,
                row["firmness"] == Booking.Firmness.HARD,
            )  # fmt: skip
        monday += timedelta(days=A_WEEK)
