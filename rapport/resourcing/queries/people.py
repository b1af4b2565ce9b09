"""People and roles to choose from."""

from django.db.models import QuerySet

from rapport.accounts.models import Member
from rapport.lib.roles import Role
from rapport.resourcing.models import Booking, WorkingShare


def bookable() -> "QuerySet[Member]":
    """Those whose time is planned: everybody who may sign in, but for those who only look."""
    rows = Member.objects.active().exclude(role=Role.VIEWER).select_related("user", "share")
    return rows.order_by("user__name", "pk")


def roles() -> list[str]:
    """Every role that somebody has or that is booked, by name, each once."""
    had = WorkingShare.objects.exclude(role="").values_list("role", flat=True)
    booked = Booking.objects.live().exclude(role="").values_list("role", flat=True)
    named: dict[str, str] = {}
    for role in (*had.distinct(), *booked.distinct()):
        named.setdefault(role.casefold(), role)
    return sorted(named.values(), key=str.casefold)
