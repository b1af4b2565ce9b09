"""What a scenario costs: hours of people's work, beside what the plan asks for today."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.planning.queries.versions import Version, Work


@dataclass(frozen=True, slots=True)
class Share:
    """The work of one person, in minutes."""

    name: str
    before: int
    after: int

    @property
    def more(self) -> int:
        """How much more there is; less than none is less."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Rest:
    """How far planned work, in minutes, is from the project's budget."""

    minutes: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """All work of a plan, done or not, in minutes; of those whose share differs, person by
    person; and the project's budget, where it has one."""

    before: int
    after: int
    people: list[Share]
    budget: int | None

    @property
    def rests(self) -> list[Rest]:
        """How far both plans are from the budget; nothing where there is none."""
        if self.budget is None:
            return []
        left = [self.budget - planned for planned in (self.before, self.after)]
        return [Rest(abs(minutes), minutes < 0) for minutes in left]


def hours_of(before: Version, after: Version, budget: int | None) -> Hours:
    """The work of both plans; one query."""
    was, now = _by_doer(before.work()), _by_doer(after.work())
    differing = [doer for doer in {**was, **now} if was[doer] != now[doer]]
    members = Member.objects.filter(pk__in=[pk for pk, _who in differing if pk])
    names = {member.pk: member.name for member in members.select_related("user")}
    people = [
        Share(names.get(pk or 0) or who or _("Nobody yet"), was[pk, who], now[pk, who])
        for pk, who in differing
    ]
    people.sort(key=lambda one: (-abs(one.more), one.name))
    return Hours(was.total(), now.total(), people, budget)


def _by_doer(work: Iterable[Work]) -> Counter[tuple[int | None, str]]:
    found: Counter[tuple[int | None, str]] = Counter()
    for one in work:
        found[one.member, one.who] += one.minutes
    return found
