"""What would buy days: less work on a task, or another way to do it, and at which price."""

from collections.abc import Iterator, Sequence
from typing import Any

from rapport.engine.plan import Task
from rapport.engine.simulation.acceleration import Gain, Option, cheapest_first, what_would_buy
from rapport.engine.simulation.study import Study
from rapport.planning.queries.stakes import AN_HOUR, Stakes, Work

# A quarter of the work goes away from what is left of a task.
PART, A_DAY = 0.25, 8
MOST_STEPS = 4

Rows = list[list[Any]]


def bought(study: Study, uids: Sequence[str], stakes: Stakes, work: Work) -> dict[str, Rows]:
    """As an outlook keeps it: each task alone, and one after the other. By what it costs where
    every hour of these tasks has a price, else by the time that is spared."""
    has_prices = all(stakes.hourly(uid) is not None for uid in uids)
    tasks = {task.uid: task for task in study.plan.tasks}
    options = [option for uid in uids for option in _options(tasks[uid], stakes, work, has_prices)]
    if not options:
        return {"gains": [], "way": []}
    alone = what_would_buy(study, options)
    way = cheapest_first(study, options, MOST_STEPS)
    return {
        "gains": [_row(gain, tasks, stakes, work) for gain in alone if gain.minutes > 0],
        "way": [_row(gain, tasks, stakes, work) for gain in way],
    }


def _options(task: Task, stakes: Stakes, work: Work, has_prices: bool) -> Iterator[Option]:
    hourly = stakes.hourly(task.uid) or 0
    yield Option(task.uid, PART, hourly * A_DAY if has_prices else 1)
    for offer in stakes.offers:
        if str(offer.task) == task.uid and 0 < offer.minutes < task.duration_minutes:
            part = 1 - offer.minutes / task.duration_minutes
            name = str(offer.pk)
            price = _price(task, name, stakes, work) if has_prices else 0
            yield Option(task.uid, part, 0 if has_prices else 1, price or 0, name)


def _row(gain: Gain, tasks: dict[str, Task], stakes: Stakes, work: Work) -> list[Any]:
    """Task, working minutes won, minutes spared, price or null, and the way or null."""
    option, hourly = gain.option, stakes.hourly(gain.option.uid)
    price: int | None = None
    if option.name:
        price = _price(tasks[option.uid], option.name, stakes, work)
    elif hourly is not None:
        price = round(hourly * gain.spared / AN_HOUR)
    way = int(option.name) if option.name else None
    return [int(option.uid), round(gain.minutes), round(gain.spared), price, way]


def _price(task: Task, name: str, stakes: Stakes, work: Work) -> int:
    """What a way costs: its price, and what more or less work of ours costs by the hour."""
    offer = next(one for one in stakes.offers if str(one.pk) == name)
    hourly = stakes.hourly(task.uid) or 0
    return offer.price + round(hourly * (offer.work - work.of(task)) / AN_HOUR)
