"""Writes small Microsoft Project files for tests."""

from dataclasses import dataclass, field

KINDS = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}


@dataclass
class Row:
    """A task: uid, name, hours; `after` is [(uid, kind, lag minutes)]; `lag` is its format and
    how many tenths of a minute (or of a percent) a unit has."""

    uid: int
    name: str
    hours: float = 8
    level: int = 1
    after: list[tuple[int, str, float]] = field(default_factory=list)
    more: str = ""
    lag: tuple[int, int] = (7, 10)


def calendar(
    uid: int, name: str, opens: str, closes: str, *, days=(2, 3, 4, 5, 6), more: str = ""
) -> str:
    """A base calendar that works from one time to another; Sunday is day 1."""
    week = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(day in days)}</DayWorking>"
        + (
            f"<WorkingTimes><WorkingTime><FromTime>{opens}:00</FromTime><ToTime>{closes}:00"
            "</ToTime></WorkingTime></WorkingTimes>"
            if day in days
            else ""
        )
        + "</WeekDay>"
        for day in range(1, 8)
    )
    return (
        f"<Calendar><UID>{uid}</UID><Name>{name}</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<WeekDays>{week}</WeekDays>{more}</Calendar>"
    )


def mspdi(
    rows: list[Row],
    *,
    people: dict[str, list[int]] | None = None,
    calendars: str = "",
    people_calendar: int | None = None,
    project: str = "",
) -> bytes:
    tasks = "".join(_task(row) for row in rows)
    resources = assignments = ""
    for uid, (name, uids) in enumerate((people or {}).items(), 1):
        mail = f"<EmailAddress>{name}</EmailAddress>" if "@" in name else ""
        by = f"<CalendarUID>{people_calendar}</CalendarUID>" if people_calendar else ""
        resources += f"<Resource><UID>{uid}</UID><Name>{name}</Name>{mail}{by}</Resource>"
        for n, task in enumerate(uids):
            assignments += (
                f"<Assignment><UID>{uid}{n}</UID><TaskUID>{task}</TaskUID>"
                f"<ResourceUID>{uid}</ResourceUID><Work>PT2H0M0S</Work><Units>1</Units></Assignment>"
            )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Project xmlns="http://schemas.microsoft.com/project">'
        "<Title>Booking app</Title><StartDate>2026-03-02T08:00:00</StartDate>"
        f"{project}{_calendars(calendars)}<Tasks>{tasks}</Tasks><Resources>{resources}</Resources>"
        f"<Assignments>{assignments}</Assignments></Project>"
    ).encode()


def _calendars(calendars: str) -> str:
    return f"<CalendarUID>1</CalendarUID><Calendars>{calendars}</Calendars>" if calendars else ""


def _task(row: Row) -> str:
    links = "".join(
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{KINDS[kind]}</Type>"
        f"<LinkLag>{lag * row.lag[1]:g}</LinkLag><LagFormat>{row.lag[0]}</LagFormat>"
        "</PredecessorLink>"
        for uid, kind, lag in row.after
    )
    seconds = round(row.hours * 3600)
    return (
        f"<Task><UID>{row.uid}</UID><Name>{row.name}</Name><OutlineLevel>{row.level}</OutlineLevel>"
        f"<Duration>PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S</Duration>"
        f"<Milestone>{int(row.hours == 0)}</Milestone>{row.more}{links}</Task>"
    )
