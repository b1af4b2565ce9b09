"""Plans with everything a plan can have, drawn from a source of chance."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from rapport.engine.plan import (
    FULL_DAY,
    OFFICE_DAY,
    Assignment,
    Calendar,
    CalendarException,
    Link,
    Plan,
    Recurrence,
    Split,
    Task,
    WorkWeek,
)

MONDAY = datetime.fromisoformat("2026-03-02T08:00")
MORNING, NIGHT = ((480, 720),), ((0, 360), (1320, 1440))
DAYS = ((), MORNING, NIGHT, OFFICE_DAY, FULL_DAY)
CALENDARS = ("a", "b", "c", "d")
LENGTHS = (0, 0, 1, 60, 240, 480, 480.5, 960, 1333, 4800)
LAGS = (0, 0, 0, 30, 480, -480, 0.25, -2000, 5000)
KINDS = ("FS", "FS", "SS", "FF", "SF")
CONSTRAINTS = ("ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO")


def any_plan(chance: Random, most: int = 12) -> Plan:
    """A plan of up to so many tasks."""
    count = chance.randint(0, most)
    names = [str(at) for at in range(count)]
    tasks = tuple(_task(chance, at) for at in range(count))
    links = [_link(chance, names) for _ in range(chance.randint(0, 2 * count)) if count > 1]
    if not _rarely(chance):
        links = [link for link in links if not _circular(link, tasks)]
    return Plan(
        start=_moment(chance),
        tasks=tasks,
        links=tuple(links),
        calendars=tuple(_calendar(chance, uid) for uid in CALENDARS),
        calendar="a",
        finish=_moment(chance) if _rarely(chance) else None,
        from_finish=_rarely(chance),
        honor_constraints=not _rarely(chance),
        critical_slack_minutes=chance.choice((0, 0, 480)),
        multiple_critical_paths=_rarely(chance),
    )


def plain_plan(chance: Random, count: int) -> Plan:
    """A long plan of tasks that have only a duration and links."""
    tasks = tuple(Task(str(at), duration_minutes=chance.choice(LENGTHS)) for at in range(count))
    links = tuple(
        Link(str(chance.randrange(at)), str(at), chance.choice(KINDS), chance.choice(LAGS))
        for at in range(1, count)
    )
    return Plan(MONDAY, tasks, links)


def _rarely(chance: Random, times: int = 6) -> bool:
    return not chance.randrange(times)


def _moment(chance: Random) -> datetime:
    return MONDAY + timedelta(minutes=chance.choice((1, 15, 30, 60)) * chance.randint(-400, 2000))


def _calendar(chance: Random, uid: str) -> Calendar:
    days = (
        [chance.choice(DAYS) for _ in range(7)] if _rarely(chance, 3) else [OFFICE_DAY] * 6 + [()]
    )
    days[chance.randrange(7)] = OFFICE_DAY
    first = date(2026, 3, chance.randint(1, 28))
    return Calendar(
        uid,
        days=tuple(None if uid != "a" and _rarely(chance) else day for day in days),
        exceptions=tuple(_exception(chance) for _ in range(chance.randint(0, 3))),
        weeks=(WorkWeek(first, first + timedelta(20), (FULL_DAY, None, ()) + (None,) * 4),)
        if _rarely(chance)
        else (),
        base="a" if uid != "a" else None,
    )


def _exception(chance: Random) -> CalendarException:
    first = date(2026, chance.randint(1, 6), chance.randint(1, 28))
    rule = Recurrence("weekly", 2, frozenset({0, 3})) if _rarely(chance) else None
    last = first + timedelta(chance.choice((0, 3, 300)) if rule else chance.randint(0, 5))
    return CalendarException(first, last, chance.choice(DAYS), rule)


def _task(chance: Random, at: int) -> Task:
    task = Task(
        uid=str(at),
        parent=str(chance.randrange(at)) if at and _rarely(chance, 3) else None,
        duration_minutes=chance.choice(LENGTHS),
        elapsed=_rarely(chance),
        calendar=chance.choice((None, *CALENDARS)),
        percent_complete=chance.choice((0, 0, 50, 100)),
        active=not _rarely(chance, 12),
        delay_minutes=chance.choice((0, 0, 0, 90, 700, 0.01)),
        deadline=_moment(chance) if _rarely(chance) else None,
        ignore_resource_calendars=_rarely(chance),
    )
    for more in (_constrained, _begun, _manual, _shared, _split):
        if _rarely(chance, 4):
            task = more(chance, task)
    return task


def _constrained(chance: Random, task: Task) -> Task:
    kind = chance.choice(CONSTRAINTS)
    unsure = kind in ("SNLT", "FNLT", "ASAP", "ALAP") and _rarely(chance)
    return replace(task, constraint=kind, constraint_at=None if unsure else _moment(chance))


def _begun(chance: Random, task: Task) -> Task:
    start = _moment(chance)
    stop = start + timedelta(minutes=chance.choice((0, 300, 3000)))
    return replace(
        task,
        actual_start=None if _rarely(chance) else start,
        actual_finish=stop if _rarely(chance, 3) else None,
        remaining_minutes=chance.choice((None, 0, 480)),
        stop=chance.choice((None, stop)),
        resume=chance.choice((None, stop, stop + timedelta(days=3))),
    )


def _manual(chance: Random, task: Task) -> Task:
    start = _moment(chance)
    finish = start + timedelta(minutes=chance.choice((0, 540, 5000)))
    return replace(
        task,
        manual=True,
        start=None if _rarely(chance) else start,
        finish=None if _rarely(chance) else finish,
    )


def _shared(chance: Random, task: Task) -> Task:
    return replace(task, assignments=tuple(_work(chance) for _ in range(chance.randint(1, 3))))


def _work(chance: Random) -> Assignment:
    return Assignment(
        duration_minutes=chance.choice(LENGTHS),
        calendar=chance.choice((None, *CALENDARS)),
        delay_minutes=chance.choice((0, 0, 100, 480)),
        remaining_minutes=chance.choice((None, 0, 480)),
        resume=_moment(chance) if _rarely(chance, 2) else None,
    )


def _split(chance: Random, task: Task) -> Task:
    task = _shared(chance, task) if _rarely(chance, 2) else task
    return replace(task, splits=(Split(60, chance.choice((30, 480.5))),))


def _link(chance: Random, names: list[str]) -> Link:
    """Mostly from an earlier line to a later one, for others soon close a circle."""
    ends = sorted(chance.sample(range(len(names)), k=2), reverse=_rarely(chance, 40))
    gone = _rarely(chance, 40)
    percent = _rarely(chance)
    return Link(
        names[ends[0]],
        "gone" if gone else names[ends[1]],
        chance.choice(KINDS),
        chance.choice((-50, 25, 33.3, 150)) if percent else chance.choice(LAGS),
        "percent" if percent else chance.choice(("working", "working", "elapsed")),
        lag_elapsed=_rarely(chance),
    )


def _circular(link: Link, tasks: tuple[Task, ...]) -> bool:
    """Whether a link runs backwards, or may close a circle through a summary."""
    if link.successor == "gone":
        return False
    before, after = (_line(uid, tasks) for uid in (link.predecessor, link.successor))
    return before >= after or before == after[: len(before)]


def _line(uid: str | None, tasks: tuple[Task, ...]) -> list[int]:
    """A task's summaries from the top, and itself."""
    return [] if uid is None else [*_line(tasks[int(uid)].parent, tasks), int(uid)]
