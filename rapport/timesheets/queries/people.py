"""What everybody logged in a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.resourcing.queries.weeks import weeks_of
from rapport.timesheets.models import TimeEntry
from rapport.timesheets.permissions import LOG_TIME

DAYS = 7


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """A person, the minutes of each day from Monday on, and those of their usual week."""

    member: Member
    days: list[tuple[date, int]]
    usual: int

    @property
    def minutes(self) -> int:
        """All of the week."""
        return sum(minutes for _day, minutes in self.days)


def people(reader: Reader, monday: date) -> "QuerySet[Member]":
    """Whoever may log time, and whoever did in this week, by name."""
    did = _of_week(reader, monday).order_by().values("member")
    working = Member.objects.active().filter(role__in=LOG_TIME.roles).values("pk")
    rows = Member.objects.filter(Q(pk__in=working) | Q(pk__in=did))
    return rows.select_related("user", "share").order_by("user__name", "pk")


def person_weeks(members: Sequence[Member], reader: Reader, monday: date) -> list[PersonWeek]:
    """In the order of the members; two questions, however many."""
    rows = _of_week(reader, monday).filter(member__in=members).order_by()
    sums = rows.values("member", "day").annotate(sum=Sum("minutes"))
    found = {(pk, day): sum for pk, day, sum in sums.values_list("member", "day", "sum")}
    days = [monday + timedelta(days=number) for number in range(DAYS)]
    return [
        PersonWeek(
            one.member, [(day, found.get((one.member.pk, day), 0)) for day in days], one.minutes
        )
        for one in weeks_of(members)
    ]


def _of_week(reader: Reader, monday: date) -> "QuerySet[TimeEntry]":
    rows: QuerySet[TimeEntry] = TimeEntry.objects.visible_to(reader).live()
    return rows.filter(day__range=(monday, monday + timedelta(days=DAYS - 1)))
