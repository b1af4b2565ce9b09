"""How it stands with several members at a moment: read together, whoever they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapport.accounts.models import Member
from rapport.calendars.queries import working_time
from rapport.engine.attention import Held, Rules, State, Way, day_of
from rapport.notifications.models import Attention, Notification, Silence, Topic
from rapport.notifications.queries.preferences import rules, ways_of
from rapport.resourcing.models import Absence

# More than a day: midnight is another moment in each zone.
LATELY = timedelta(hours=26)
Thing = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Desk:
    """A member, what they chose, and how it stands with them."""

    member: Member
    attention: Attention
    rules: Rules
    state: State
    ways: dict[Topic, Way]
    silences: dict[Thing, Held]

    @property
    def listed(self) -> list[Topic]:
        """The kinds that stand in the list."""
        return [topic for topic, way in self.ways.items() if way != Way.OFF]


def desks(members: Iterable[Member], at: datetime) -> dict[int, Desk]:
    """By member. A fixed number of queries."""
    people = {member.pk: member for member in members}
    attentions = {row.member_id: row for row in Attention.objects.filter(member__in=people)}
    ways = ways_of(people)
    silences = silences_of(people, at)
    told = _interruptions(people, at)
    away = _away(people, at)
    week, holidays = working_time.week(), working_time.holidays()
    found = {}
    for pk, member in people.items():
        attention = attentions.get(pk) or Attention(workspace_id=member.workspace_id, member=member)
        own = rules(attention, member)
        today = day_of(own, at)
        state = State(
            spent=sum(day_of(own, moment) == today for moment in told.get(pk, ())),
            is_away=(pk, today) in away,
            is_day_off=today in holidays or not week[today.weekday()],
        )
        found[pk] = Desk(member, attention, own, state, ways[pk], silences.get(pk, {}))
    return found


def silences_of(members: Iterable[int], at: datetime) -> dict[int, dict[Thing, Held]]:
    """What each member muted or put off, of what holds now."""
    found: dict[int, dict[Thing, Held]] = {}
    rows = Silence.objects.filter(member__in=list(members)).at(at)
    for member, kind, pk, until in rows.values_list("member", "thing_kind", "thing_id", "until"):
        held = Held.SNOOZED if until else Held.MUTED
        found.setdefault(member, {})[(kind, pk)] = held
    return found


def _interruptions(members: Iterable[int], at: datetime) -> dict[int, set[datetime]]:
    """The moments at which each was interrupted lately: what came together counts once."""
    rows = Notification.objects.filter(
        member__in=list(members), interrupted_at__isnull=False, interrupted_at__gt=at - LATELY
    )
    found: dict[int, set[datetime]] = {}
    for member, moment in rows.values_list("member", "interrupted_at").distinct():
        if moment is not None:
            found.setdefault(member, set()).add(moment)
    return found


def _away(members: Iterable[int], at: datetime) -> set[tuple[int, date]]:
    """(member, day) of whole days away, around now: which of them is today, their zone says."""
    days = [at.date() + timedelta(days=shift) for shift in (-1, 0, 1)]
    rows = Absence.objects.between(days[0], days[-1]).filter(
        member__in=list(members), daily_minutes=None
    )
    return {
        (member, day)
        for member, first, last in rows.values_list("member", "first", "last")
        for day in days
        if first <= day <= last
    }
