"""Absences as a reader may see them: that somebody is away, and for a few also why."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.resourcing.models import Absence
from rapport.resourcing.permissions import MANAGE_RESOURCING


@dataclass(frozen=True, slots=True)
class Shown:
    """An absence; `why` is empty for those whom it does not concern, who may not change it."""

    absence: Absence
    may_change: bool
    why: str


def may_change(absence: Absence, member: Member) -> bool:
    """The person themselves, and who manages."""
    return absence.member_id == member.pk or MANAGE_RESOURCING.held_by(member.role)


def coming(reader: Reader, *, today: date) -> QuerySet[Absence]:
    """Absences that are not over, the nearest first."""
    rows = Absence.objects.visible_to(reader).live().filter(last__gte=today)
    return _whole(rows).order_by("first", "last", "pk")


def past(reader: Reader, *, today: date) -> QuerySet[Absence]:
    """Absences that are over, the latest first."""
    rows = Absence.objects.visible_to(reader).live().filter(last__lt=today)
    return _whole(rows).order_by("-last", "-pk")


def shown(absence: Absence, member: Member) -> Shown:
    """As this member may see it."""
    may = may_change(absence, member)
    parts = (absence.get_kind_display(), absence.reason) if may else ()
    return Shown(absence, may, " · ".join(str(part) for part in parts if part))


def _whole(rows: "QuerySet[Absence]") -> "QuerySet[Absence]":
    return rows.select_related("member__user", "deputy__user")
