"""Note that somebody is away, correct it, take it back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.resourcing.events import ABSENCE_CHANGED, ABSENCE_NOTED
from rapport.resourcing.models import Absence
from rapport.resourcing.operations import acts
from rapport.resourcing.permissions import MANAGE_RESOURCING
from rapport.workspaces.operations import bin as workspace_bin
from rapport.workspaces.operations.numbers import next_number

KIND = acts.Kind(ABSENCE_CHANGED, frozenset({"first", "last", "daily_minutes", "deputy_id"}))
LONGEST = timedelta(days=366 * 2)
A_DAY = 1440


class AbsenceRefused(Refused):
    """The absence cannot be so, or is not for this person to note."""


@dataclass(frozen=True, slots=True)
class Away:
    """When somebody is away and why; `daily_minutes` of each day, None for all day; and who stands
    in for them (a member's id)."""

    first: date
    last: date
    kind: str = Absence.Kind.HOLIDAY
    reason: str = ""
    daily_minutes: int | None = None
    deputy_id: int | None = None


@transaction.atomic
def note(member: Member, away: Away, *, by: Member, at: datetime) -> Absence:
    """Note that a person is away: they themselves, or who manages."""
    _may(member.pk, by)
    _check(away, member.pk)
    noted: Absence = Absence.objects.create(
        workspace_id=member.workspace_id, member=member, noted_by=by, created_at=at,
        number=next_number(member.workspace, "absence"), **_values(away),
    )  # fmt: skip
    facts = {
        "number": noted.number, "member": member.pk, "first": away.first.isoformat(),
        "last": away.last.isoformat(), "minutes": away.daily_minutes,
        "deputy": away.deputy_id,
    }  # fmt: skip
    publish(ABSENCE_NOTED, subject=noted, by=by, at=at, facts=facts)
    return noted


@transaction.atomic
def change(absence: Absence, away: Away, *, by: Member, at: datetime) -> int | None:
    """Correct an absence. Returns the number of the act that can be taken back."""
    _may(absence.member_id, by)
    _check(away, absence.member_id)
    return acts.change(KIND, absence, _values(away), by=by, at=at)


@transaction.atomic
def undo(absence: Absence, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own correction."""
    _may(absence.member_id, by)
    acts.take_back(KIND, absence, act, by=by, at=at)


@transaction.atomic
def delete(absence: Absence, *, by: Member, at: datetime) -> None:
    """Move an absence to the bin."""
    _may(absence.member_id, by)
    workspace_bin.put(absence, by=by, at=at)


@transaction.atomic
def restore(absence: Absence, *, by: Member, at: datetime) -> None:
    """Take an absence out of the bin."""
    _may(absence.member_id, by)
    workspace_bin.restore(absence, by=by, at=at)


def _may(member: int, by: Member) -> None:
    if by.pk != member and not MANAGE_RESOURCING.held_by(by.role):
        raise AbsenceRefused(_("Only the person, or who manages, can change this."))


def _check(away: Away, member: int) -> None:
    if away.deputy_id == member:
        raise AbsenceRefused(_("Nobody stands in for themselves."))
    if not away.first <= away.last <= away.first + LONGEST:
        raise AbsenceRefused(_("The last day must come after the first, within two years."))
    if away.daily_minutes is not None and not 0 < away.daily_minutes < A_DAY:
        raise AbsenceRefused(_("Say how many hours of the day, or nothing for all day."))


def _values(away: Away) -> dict[str, Any]:
    return {
        "first": away.first, "last": away.last, "kind": away.kind,
        "reason": away.reason.strip(), "daily_minutes": away.daily_minutes,
        "deputy_id": away.deputy_id,
    }  # fmt: skip
