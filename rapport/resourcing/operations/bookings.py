"""Book hours of a person or a role for a project, fill a placeholder, drop a booking."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.projects.models import Project
from rapport.resourcing.events import BOOKING_CHANGED, BOOKING_MADE
from rapport.resourcing.models import Booking
from rapport.resourcing.operations import acts
from rapport.workspaces.operations import bin as workspace_bin
from rapport.workspaces.operations.numbers import next_number

PLAIN = frozenset({"first", "last", "weekly_minutes", "firmness", "member_id", "project_id"})
KIND = acts.Kind(BOOKING_CHANGED, PLAIN)
LONGEST = timedelta(days=366 * 5)
A_WEEK = 7 * 1440


class BookingRefused(Refused):
    """Nobody can be booked like this."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many minutes a week of a member, or of a role, on a project."""

    project: Project
    first: date
    last: date
    weekly_minutes: int
    member: Member | None = None
    role: str = ""
    what: str = ""
    firmness: str = Booking.Firmness.SOFT


@transaction.atomic
def book(wanted: Wanted, *, by: Member, at: datetime) -> Booking:
    """Keep the hours for the project."""
    _check(wanted)
    booked: Booking = Booking.objects.create(
        workspace_id=by.workspace_id, made_by=by, created_at=at,
        number=next_number(by.workspace, "booking"), **_values(wanted),
    )  # fmt: skip
    booked.project = wanted.project
    facts = {
        "number": booked.number, "member": booked.member_id, "first": wanted.first.isoformat(),
        "last": wanted.last.isoformat(), "minutes": wanted.weekly_minutes,
        "firm": booked.is_hard,
    }  # fmt: skip
    publish(BOOKING_MADE, subject=booked, by=by, at=at, facts=facts)
    return booked


@transaction.atomic
def change(booking: Booking, wanted: Wanted, *, by: Acts, at: datetime) -> int | None:
    """Book otherwise. Returns the number of the act that can be taken back."""
    _check(wanted)
    return acts.change(KIND, booking, _values(wanted), by=by, at=at)


@transaction.atomic
def fill(booking: Booking, member: Member, *, by: Acts, at: datetime) -> int | None:
    """Give the hours of a placeholder to a person; the role stays known."""
    return acts.change(KIND, booking, {"member_id": member.pk}, by=by, at=at)


@transaction.atomic
def undo(booking: Booking, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own change."""
    acts.take_back(KIND, booking, act, by=by, at=at)


def drop(booking: Booking, *, by: Acts, at: datetime) -> None:
    """Move a booking to the bin."""
    workspace_bin.put(booking, by=by, at=at)


def _check(wanted: Wanted) -> None:
    if wanted.member is None and not wanted.role.strip():
        raise BookingRefused(_("Say who, or which role somebody is needed for."))
    if not wanted.first <= wanted.last <= wanted.first + LONGEST:
        raise BookingRefused(_("The last day must come after the first, within five years."))
    if not 0 < wanted.weekly_minutes <= A_WEEK:
        raise BookingRefused(_("Say how many hours a week."))


def _values(wanted: Wanted) -> dict[str, Any]:
    return {
        "project_id": wanted.project.pk, "member_id": wanted.member.pk if wanted.member else None,
        "role": wanted.role.strip(), "what": wanted.what.strip(), "first": wanted.first,
        "last": wanted.last, "weekly_minutes": wanted.weekly_minutes, "firmness": wanted.firmness,
    }  # fmt: skip
