"""Be done with alerts, and take it back."""

from collections.abc import Iterable
from datetime import datetime

from rapport.accounts.models import Member
from rapport.notifications.models import Notification


def read(member: Member, *, pks: Iterable[int], at: datetime) -> int:
    """Mark these as read; returns how many were not before."""
    rows = Notification.objects.filter(member=member, pk__in=list(pks)).unread()
    return int(rows.update(read_at=at))


def read_all(member: Member, *, at: datetime) -> int:
    """Mark everything as read; returns how much that was."""
    return int(Notification.objects.filter(member=member).unread().update(read_at=at))


def unread(member: Member, *, pk: int) -> None:
    """Take «read» back, unless newer news about the same thing is unread already."""
    _take_back(member, Notification.objects.filter(pk=pk))


def unread_since(member: Member, *, read_at: datetime) -> None:
    """Take back one act of reading, known by its moment."""
    _take_back(member, Notification.objects.filter(read_at=read_at))


def _take_back(member: Member, rows: object) -> None:
    found = list(
        Notification.objects.filter(member=member, pk__in=rows.values("pk"))  # type: ignore[attr-defined]
        .exclude(read_at=None)
        .order_by("-pk")
    )
    key = ("topic", "subject_kind", "subject_id")
    taken = set(Notification.objects.filter(member=member).unread().values_list(*key))
    back = []
    for row in found:
        bundle = (row.topic, row.subject_kind, row.subject_id)
        if bundle not in taken:
            taken.add(bundle)
            back.append(row.pk)
    Notification.objects.filter(pk__in=back).update(read_at=None)
