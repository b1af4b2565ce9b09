"""Writes small Microsoft Project XML files for tests."""

NAMESPACE = "http://schemas.microsoft.com/project"


def fields(**values: object) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items())


def task(uid: int, inner: str = "", **values: object) -> str:
    stated = {"UID": uid, "ID": uid, "Name": f"Task {uid}", "OutlineLevel": 1} | values
    return f"<Task>{fields(**stated)}{inner}</Task>"


def link(uid: int, **values: object) -> str:
    return f"<PredecessorLink>{fields(PredecessorUID=uid, **values)}</PredecessorLink>"


def day(kind: int, *periods: tuple[str, str], inner: str = "") -> str:
    times = "".join(
        f"<WorkingTime><FromTime>{a}</FromTime><ToTime>{b}</ToTime></WorkingTime>"
        for a, b in periods
    )
    working = int(bool(periods))
    return (
        f"<WeekDay>{fields(DayType=kind, DayWorking=working)}{inner}"
        f"<WorkingTimes>{times}</WorkingTimes></WeekDay>"
    )


def calendar(uid: int, inner: str, base: int = -1) -> str:
    own = fields(
        UID=uid, Name=f"Calendar {uid}", IsBaseCalendar=int(base < 0), BaseCalendarUID=base
    )
    return f"<Calendar>{own}{inner}</Calendar>"


OFFICE = calendar(
    1,
    "<WeekDays>"
    + "".join(day(kind, ("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")) for kind in range(2, 7))
    + day(1)
    + day(7)
    + "</WeekDays>",
)


def project(tasks: str, calendars: str = OFFICE, tail: str = "", **values: object) -> bytes:
    stated = {"Title": "Launch", "StartDate": "2026-03-02T08:00:00", "CalendarUID": 1} | values
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="{NAMESPACE}">{fields(**stated)}'
        f"<Calendars>{calendars}</Calendars><Tasks>{tasks}</Tasks>{tail}</Project>"
    ).encode()


def resources(*records: str, assignments: str = "") -> str:
    return f"<Resources>{''.join(records)}</Resources><Assignments>{assignments}</Assignments>"
