"""Proposed moves as people read them: from when to when, why, and which promises they touch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.portfolio.models import Levelling, Move
from rapport.promises.models import Promise
from rapport.resourcing.queries.skills import Ability, asked_of_all

AN_INSTANT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Touched:
    """A promise of ours and the days on which it would be kept."""

    promise: Promise
    before: date
    after: date

    @property
    def is_late(self) -> bool:
        """Whether it would come after its day."""
        return self.after > self.promise.due_on


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A move with the days on which it begins, or, in another way, is done, and its reason in
    words; given away, also when it would begin else, and what it asks for."""

    move: Move
    before: date
    after: date
    because: str
    touched: list[Touched]
    otherwise: date | None
    asked: list[Ability]


def moves_of(levelling: Levelling) -> "QuerySet[Move]":
    """The moves of a levelling whose tasks are still there, the earliest first."""
    rows = Move.objects.filter(levelling=levelling, task__binned_at=None)
    joined = rows.select_related(
        "task__project",
        "task__assignee__user",
        "other__project",
        "booking__project",
        "give_to__user",
        "helper__user",
        "taken_from__user",
        "way",
    )
    return joined.order_by("start", "pk")


def shown(levelling: Levelling, moves: Iterable[Move]) -> list[ShownMove]:
    """These moves, with one more query for all promises."""
    listed = list(moves)
    zone = ZoneInfo(levelling.workspace.time_zone)
    promises = _promises(touch for move in listed for touch in move.touches)
    asked = asked_of_all([move.task_id for move in listed if move.give_to_id])
    return [
        ShownMove(
            move, *_days(move, zone), _because(move),
            _touched(move.touches, promises),
            _day(move.otherwise, zone) if move.otherwise else None, asked.get(move.task_id, []),
        )
        for move in listed
    ]  # fmt: skip


def touched_by_all(levelling: Levelling) -> list[Touched]:
    """The promises that all moves together touch."""
    return _touched(levelling.touches, _promises(levelling.touches))


def _because(move: Move) -> str:
    person = move.helper or move.taken_from or move.task.assignee
    who = person.name if person else _("somebody")
    if move.why == Move.Why.LATE:
        days = ngettext("%(n)s day less is late then", "%(n)s days less are late then", move.days)
        return days % {"n": move.days}
    if move.why == Move.Why.WAITS and move.other:
        return _("because it waits for “%(task)s”") % {"task": move.other.name}
    if move.why == Move.Why.BUSY and move.other:
        said = {"who": who, "task": move.other.name, "project": move.other.project.name}
        return _("because %(who)s is on “%(task)s” (%(project)s) until then") % said
    if move.why == Move.Why.BOOKED and move.booking:
        said = {"who": who, "project": move.booking.project.name}
        return _("because %(who)s is booked on %(project)s until then") % said
    return _("because %(who)s is not there before") % {"who": who}


def _promises(touches: Iterable[Sequence[Any]]) -> dict[int, Promise]:
    wanted = {touch[0] for touch in touches}
    return Promise.objects.live().in_bulk(wanted) if wanted else {}


def _touched(touches: Iterable[Sequence[Any]], known: Mapping[int, Promise]) -> list[Touched]:
    return [
        Touched(known[pk], date.fromisoformat(before), date.fromisoformat(after))
        for pk, before, after in touches
        if pk in known
    ]


def _days(move: Move, zone: ZoneInfo) -> tuple[date, date]:
    """On which days it begins; done in another way, on which it is done."""
    if move.way_id is None:
        return _day(move.start, zone), _day(move.to_start, zone)
    return _day(move.finish - AN_INSTANT, zone), _day(move.to_finish - AN_INSTANT, zone)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
