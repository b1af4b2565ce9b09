"""What tasks cost, as Microsoft Project reckons it: rates of people, and what is spent once.

Project knows a price of each person's hour, and five of them in tables that an assignment chooses
from. What nobody's rate can say (work that nobody does yet, a sixth price, the least and the most)
stands in fields of our own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from lxml import etree

from rapport.integrations.planfiles.mspdi_costs import AN_HOUR, HUNDREDTHS, OWN
from rapport.integrations.planfiles.mspdi_write_tasks import Line
from rapport.integrations.planfiles.mspdi_write_values import Pairs, record
from rapport.integrations.planfiles.records import PlanCost, PlanFile

TABLES, BY_THE_HOUR, PRORATED = 5, 2, 3
NOTHING = PlanCost()
EVER = (datetime(1984, 1, 1), datetime(2049, 12, 31, 23, 59))  # noqa: DTZ001 - as Project writes it

# By task: who works on it (the number of the resource), and how many minutes each.
Shares = Mapping[str, Sequence[tuple[str, float]]]


class Costs:
    """Says of each person, task and assignment what it costs; nothing at all of a plan without."""

    def __init__(self, file: PlanFile, lines: Sequence[Line], shares: Shares) -> None:
        self._has_any = file.costing > 0
        self._lines, self._shares = lines, shares
        self._rates = _rates(lines, shares) if self._has_any else {}
        self._totals = self._summed() if self._has_any else {}

    def fields(self) -> Iterator[etree._Element]:
        """The fields of our own, with their titles."""
        for _, number, name, title in OWN if self._has_any else ():
            pairs = (("FieldID", number), ("FieldName", name), ("Alias", title))
            yield record("ExtendedAttribute", pairs)

    def person(self, who: str) -> tuple[Pairs, etree._Element | None]:
        """The rate of a resource, and all of its tables."""
        rates = self._rates.get(who, ())
        if not any(rates):
            return (), None
        tables = (_table(place, rate) for place, rate in enumerate(rates))
        said = (("StandardRate", rates[0]), ("StandardRateFormat", BY_THE_HOUR))
        return said, record("Rates", (), *tables)

    def once(self, line: Line) -> Pairs:
        """What is spent on a task beside its work."""
        cost = line.said.cost
        if cost is None or cost.once is None:
            return ()
        return (("FixedCost", cost.once * HUNDREDTHS), ("FixedCostAccrual", PRORATED))

    def total(self, line: Line) -> Pairs:
        """What a task costs in all, with what is part of it."""
        total = self._totals.get(line.task.uid)
        return () if total is None else (("Cost", total * HUNDREDTHS),)

    def share(self, line: Line, who: str, minutes: float) -> Pairs:
        """What somebody's part of a task costs, and by which of their tables."""
        if not self._has_any:
            return ()
        place = self._place(line, who)
        table = (("CostRateTable", place),) if place else ()
        return (("Cost", self._price(line, who) * minutes / AN_HOUR * HUNDREDTHS), *table)

    def own(self, line: Line) -> Iterator[etree._Element]:
        """What stands in the fields of our own."""
        cost = line.said.cost or NOTHING
        shares = self._shares.get(line.task.uid, ())
        told = any(minutes and self._price(line, who) for who, minutes in shares)
        said = {"least": cost.least, "most": cost.most, "hourly": None if told else cost.hourly}
        for name, number, _, _ in OWN:
            if (amount := said[name]) is not None:
                pairs = (("FieldID", number), ("Value", amount * HUNDREDTHS))
                yield record("ExtendedAttribute", pairs)

    def _place(self, line: Line, who: str) -> int:
        hourly, rates = (line.said.cost or NOTHING).hourly or 0, self._rates.get(who, ())
        return rates.index(hourly) if hourly in rates else 0

    def _price(self, line: Line, who: str) -> float:
        hourly = (line.said.cost or NOTHING).hourly or 0
        return hourly if hourly in self._rates.get(who, ()) else 0

    def _summed(self) -> dict[str, float]:
        """What each task costs; the parts of a task come after it."""
        found: dict[str, float] = {}
        for line in reversed(self._lines):
            uid, once = line.task.uid, (line.said.cost or NOTHING).once or 0
            parts = self._shares.get(uid, ())
            work = sum(self._price(line, who) * minutes / AN_HOUR for who, minutes in parts)
            found[uid] = found.get(uid, 0) + once + work
            if line.task.parent is not None:
                found[line.task.parent] = found.get(line.task.parent, 0) + found[uid]
        return found


def _rates(lines: Iterable[Line], shares: Shares) -> dict[str, tuple[float, ...]]:
    """The prices of each person's hour, the usual one first; nothing is a price, too."""
    counts: dict[str, Counter[float]] = {}
    for line in lines:
        for who, minutes in shares.get(line.task.uid, ()):
            if minutes:
                hourly = (line.said.cost or NOTHING).hourly or 0
                counts.setdefault(who, Counter())[hourly] += 1
    return {
        who: tuple(rate for rate, _ in sorted(known.items(), key=_usual)[:TABLES])
        for who, known in counts.items()
    }


def _usual(known: tuple[float, int]) -> tuple[int, float]:
    rate, times = known
    return -times, rate


def _table(place: int, rate: float) -> etree._Element:
    return record(
        "Rate",
        (
            ("RatesFrom", EVER[0]), ("RatesTo", EVER[1]), ("RateTable", place),
            ("StandardRate", rate), ("StandardRateFormat", BY_THE_HOUR),
            ("OvertimeRate", 0), ("OvertimeRateFormat", BY_THE_HOUR), ("CostPerUse", 0),
        ),
    )  # fmt: skip
