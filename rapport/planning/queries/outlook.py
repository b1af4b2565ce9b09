"""What date can be promised, with what confidence, and what would change it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models.functions import Coalesce

from rapport.planning.models import PlanOutlook
from rapport.planning.offers import names_of
from rapport.planning.queries.cost_confidence import CostConfidence
from rapport.projects.models import Project, Task

EARLY, LIKELY, SAFE = 50, 80, 95
HALF_HOUR = 30


@dataclass(frozen=True, slots=True)
class Confidence:
    """Moments by which evenly rising shares of the runs are done, as days of the workspace."""

    moments: Sequence[int]
    zone: ZoneInfo

    def day(self, percent: int) -> date:
        """The day by which so many percent of the runs are done."""
        return self.local(self._moment(percent)).date()

    def _moment(self, percent: int) -> int:
        return self.moments[round(percent * (len(self.moments) + 1) / 100) - 1]

    @property
    def likely(self) -> date:
        """Done by then in eight of ten runs."""
        return self.day(LIKELY)

    @property
    def safe(self) -> date:
        """Done by then in nineteen of twenty."""
        return self.day(SAFE)

    def between(self, least: int, most: int) -> tuple[datetime, datetime]:
        """The local moments by which so many and so many percent of the runs are done."""
        ends = (self.local(self._moment(percent)) for percent in (least, most))
        early, late = (end.replace(tzinfo=None) for end in ends)
        return early, late

    def chance(self, day: date) -> int:
        """Percent of the runs that are done on a day or before it, between 1 and 99."""
        share = round(100 * self.done(day) / (len(self.moments) + 1))
        return min(max(share, 1), 99)

    def done(self, day: date) -> int:
        """How many of the moments lie on a day or before it."""
        end = datetime.combine(day + timedelta(days=1), time(), self.zone)
        return bisect_right(self.moments, int(end.timestamp() // 60) - 1)

    def local(self, moment: int) -> datetime:
        """A kept moment in the workspace's zone."""
        return datetime.fromtimestamp(moment * 60, UTC).astimezone(self.zone)


@dataclass(frozen=True, slots=True)
class Driver:
    """An open task that decides the finish in so many percent of the runs."""

    number: int
    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What a quarter less work on a task wins of the 80 % date, how much work that is, and what
    that work costs, where an hour of it has a price."""

    number: int
    name: str
    won: float
    spared: float
    price: int | None
    way: str = ""

    @property
    def saved(self) -> int:
        """How much less it costs than the ordinary way."""
        return -(self.price or 0)


@dataclass(frozen=True, slots=True)
class Bought:
    """Tasks that win some days together, the cheapest after one another."""

    gains: list[Gain]
    is_enough: bool

    @property
    def won(self) -> int:
        """Working minutes of the 80 % date."""
        return _rounded(sum(gain.won for gain in self.gains))

    @property
    def spared(self) -> int:
        """Minutes of work that somebody else does, or nobody; none where all is done otherwise."""
        minutes = sum(gain.spared for gain in self.gains if not gain.way)
        return _rounded(minutes) if minutes else 0

    @property
    def price(self) -> int | None:
        """What that costs, where every hour has a price."""
        prices = [gain.price for gain in self.gains]
        return None if None in prices else sum(filter(None, prices))

    @property
    def saved(self) -> int:
        """How much less that costs than what is planned."""
        return -(self.price or 0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A project's outlook as a page shows it."""

    kept: PlanOutlook
    finish: Confidence
    drivers: list[Driver]
    gains: list[Gain]
    way: list[Gain]
    is_fresh: bool

    def without_ways(self) -> "Outlook":
        """The same for somebody who sees no other ways to do a task."""
        gains = [gain for gain in self.gains if not gain.way]
        way = list(takewhile(lambda gain: not gain.way, self.way))
        return replace(self, gains=gains, way=way)

    def buying(self, minutes: int) -> Bought:
        """The tasks that together win so many working minutes, or as much as can be won."""
        taken: list[Gain] = []
        for gain in self.way:
            taken.append(gain)
            if sum(one.won for one in taken) >= minutes:
                return Bought(taken, is_enough=True)
        return Bought(taken, is_enough=False)

    @property
    def early(self) -> date:
        """Done by then in half of the runs."""
        return self.finish.day(EARLY)

    def of(self, task: Task | None) -> Confidence | None:
        """Of one of its tasks, where that was kept; of the project without a task."""
        return self.finish if task is None else self.of_task(task.pk)

    def of_task(self, pk: int) -> Confidence | None:
        """Of a task, where that was kept."""
        moments = self.kept.tasks.get(str(pk))
        return Confidence(moments, self.finish.zone) if moments else None

    @property
    def cost(self) -> CostConfidence | None:
        """The cost by confidence; None where nothing costs anything."""
        row = self.kept
        return CostConfidence(row.costs, row.cost_ranks) if row.costs else None

    @property
    def basis(self) -> str:
        """What the uncertainty is taken from: estimate, history, default, or a mix of them."""
        row = self.kept
        kinds = {"estimate": row.estimated, "history": row.learned, "default": row.unknown}
        found = [kind for kind, count in kinds.items() if count]
        return found[0] if len(found) == 1 else "mixed" if found else "none"


@dataclass(frozen=True, slots=True)
class Both:
    """How sure a day and a budget are together, and each alone, in percent."""

    day: date
    budget: int
    both: int
    by_day: int
    by_budget: int


def sure_of_both(outlook: Outlook, day: date, budget: int) -> Both | None:
    """How sure it is to be done by a day and for a budget; None where nothing costs anything."""
    cost, finish = outlook.cost, outlook.finish
    if cost is None:
        return None
    both = cost.joint(finish.done(day), budget)
    return Both(day, budget, both, finish.chance(day), cost.chance(budget))


def outlook_of(project: Project) -> Outlook | None:
    """The outlook of a project; None where it has none yet. Three queries."""
    round_ = Coalesce("project__plan_stakes__round", 0)
    kept = PlanOutlook.objects.filter(project=project).annotate(stakes_now=round_).first()
    if kept is None:
        return None
    pks = {pk for pk, *_ in (*kept.drivers, *kept.gains, *kept.way)}
    ways = names_of({way for *_, way in (*kept.gains, *kept.way) if way is not None})
    names = {row.pk: row for row in Task.objects.live().filter(pk__in=pks).only("number", "name")}
    return Outlook(
        kept,
        Confidence(kept.finishes, ZoneInfo(project.workspace.time_zone)),
        [
            Driver(names[pk].number, names[pk].name, round(share * 100))
            for pk, share in kept.drivers
            if pk in names
        ],
        [
            replace(gain, won=_rounded(gain.won), spared=_rounded(gain.spared))
            for gain in _gains(kept.gains, names, ways)
        ],
        _gains(kept.way, names, ways),
        (kept.revision, kept.stakes) == (project.plan_revision, kept.stakes_now),
    )


def _gains(
    rows: Sequence[Sequence[Any]], tasks: Mapping[int, Task], ways: Mapping[int, str]
) -> list[Gain]:
    return [
        Gain(tasks[pk].number, tasks[pk].name, won, spared, price, ways.get(way, ""))
        for pk, won, spared, price, way in rows
        if pk in tasks and (way is None or way in ways)
    ]


def _rounded(minutes: float) -> int:
    """To half an hour: nobody knows it to the minute."""
    return max(HALF_HOUR, round(minutes / HALF_HOUR) * HALF_HOUR)


def confidence_of(project: Project) -> Confidence | None:
    """Of the project's finish alone; None where nothing was kept."""
    rows = PlanOutlook.objects.filter(project=project).values_list("finishes", flat=True)
    moments = rows.first()
    return Confidence(moments, ZoneInfo(project.workspace.time_zone)) if moments else None
