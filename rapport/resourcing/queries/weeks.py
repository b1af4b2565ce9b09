"""People's usual weeks in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import get_day_names
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.calendars.queries.working_time import week
from rapport.engine.plan import Periods
from rapport.resourcing.models import WorkingShare
from rapport.resourcing.own_hours import OwnHours, minutes_of
from rapport.ui.words import date_locale

# Any week without holidays: only its weekdays count.
A_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class PersonsWeek:
    """A person, what they are, and how much they work."""

    member: Member
    role: str
    minutes: int
    days: str
    is_part: bool

    @property
    def hours(self) -> str:
        """Hours a week, as short as can be."""
        return f"{self.minutes / 60:g}"


def weeks_of(members: Iterable[Member]) -> list[PersonsWeek]:
    """The usual week of each; members come with their share."""
    usual = week()
    whole = sum(map(minutes_of, usual))
    return [_week(member, usual, whole) for member in members]


def _week(member: Member, usual: tuple[Periods, ...], whole: int) -> PersonsWeek:
    share: WorkingShare | None = getattr(member, "share", None)
    if share is None:
        return PersonsWeek(member, "", whole, _("every working day"), is_part=False)
    hours = OwnHours(usual, frozenset(), frozenset(share.weekdays), share.weekly_minutes)
    minutes = sum(hours.minutes(date.fromordinal(A_MONDAY.toordinal() + n)) for n in range(7))
    names = get_day_names("abbreviated", locale=date_locale())
    days = ", ".join(str(names[day - 1]) for day in share.weekdays) or _("every working day")
    return PersonsWeek(member, share.role, minutes, days, is_part=minutes != whole)
