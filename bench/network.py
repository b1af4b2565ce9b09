"""`python -m bench.network`: CPU milliseconds of the critical path, on one core.

Plans of 1,000, 10,000 and 100,000 tasks in the calendars of several teams, each with days off of
its own and holidays, under summaries of twenty tasks, two links a task of all kinds, some with
lags. Compiling makes the plan ready once; a run walks forward and backward, places and reckons
slack; an edit is another duration and a run; `schedule` is all of it, and the answer as values.
Calendars are those of a fresh plan: their tables are built within the first run.
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import date, datetime

from bench import cpu
from rapport.engine.critical_path import network
from rapport.engine.critical_path.network import Network
from rapport.engine.network import schedule, walked
from rapport.engine.plan import OFFICE_DAY, Calendar, CalendarException, Link, Plan, Task

START = datetime(2026, 3, 2, 8)  # noqa: DTZ001 - naive local time, as plans have it
TARGETS = {10_000: {"path": 40, "edit": 10}, 100_000: {"path": 250}}
KINDS = ("FS",) * 7 + ("SS", "FF", "SF")
LAGS = (0, 0, 0, 480, -240)
REACH, FAMILY = 200, 20  # how many tasks back a link comes from; tasks of a summary
YEARS = range(2026, 2060)


def plan(tasks: int, calendars: int) -> Plan:
    """A plan that looks like one, the same every time."""
    dice = random.Random(1)  # noqa: S311 - a plan for measuring
    made, links, leaves = [], [], []
    for number in range(tasks):
        family = f"{number - number % FAMILY}"
        if number % FAMILY == 0:
            made.append(Task(family))
            continue
        made.append(
            Task(
                str(number),
                parent=family,
                duration_minutes=240 * dice.randint(1, 10),
                calendar=f"c{dice.randrange(calendars)}",
            )
        )
        links += [
            Link(before, str(number), dice.choice(KINDS), dice.choice(LAGS))
            for before in (dice.choices(leaves[-REACH:], k=2) if leaves else ())
        ]
        leaves.append(str(number))
    uses = tuple(_calendar(number) for number in range(calendars))
    return Plan(START, tuple(made), tuple(links), uses, "c0")


def _calendar(number: int) -> Calendar:
    days = tuple(OFFICE_DAY if (number + day) % 7 < 5 else () for day in range(7))
    holidays = tuple(
        CalendarException(date(year, month, 1 + number % 9), date(year, month, 2 + number % 9))
        for year in YEARS
        for month in (1, 4, 5, 6, 10, 12)
    )
    return Calendar(f"c{number}", days=days, exceptions=holidays)


def measure(tasks: int, calendars: int, times: int) -> dict[str, float]:
    """CPU milliseconds of each part: the best of some times, of edits the median and the 95%."""
    made = plan(tasks, calendars)
    uids = [task.uid for task in made.tasks if task.parent]
    figures = {"walked in Python": _best(lambda: walked(made), 1)}
    if not network.passes():
        return figures
    figures["compile"] = _best(lambda: Network(made), times)
    figures["compile and first run"] = _best(lambda: Network(made).run(), times)
    ready = Network(made)
    ready.run()
    figures["run again"] = _best(ready.run, times)
    edits = sorted(_edit(ready, uids[7 * at % len(uids)], at) for at in range(20 * times))
    figures["edit p50"], figures["edit p95"] = edits[len(edits) // 2], edits[len(edits) * 95 // 100]
    figures["schedule"] = _best(lambda: schedule(made), times)
    return figures


def _edit(ready: Network, uid: str, at: int) -> float:
    def edit() -> None:
        ready.change_duration(uid, 240 * (at % 10))
        ready.run()

    return _best(edit, 1)


def _best(work: Callable[[], object], times: int) -> float:
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best * 1000


def main() -> None:
    """Print every figure, and it as a share of a fixed loop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--calendars", type=int, nargs="+", default=[5, 20])
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    yardstick = cpu.yardstick() * 1000
    print(f"yardstick {yardstick:.0f} ms")
    for tasks in arguments.tasks:
        for calendars in arguments.calendars:
            print(f"{tasks:,} tasks, {calendars} calendars")
            for name, figure in measure(tasks, calendars, arguments.times).items():
                print(f"  {name:24} {figure:9.2f} ms  {figure / yardstick:8.4f}")
            for name, target in TARGETS.get(tasks, {}).items():
                print(f"  target: {name} at most {target} ms")


if __name__ == "__main__":
    main()
