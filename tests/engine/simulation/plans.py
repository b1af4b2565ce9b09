"""Random plans that use everything a plan can say."""

from datetime import timedelta

from hypothesis import strategies as st

from rapport.engine.plan import (
    FULL_DAY,
    OFFICE_DAY,
    Assignment,
    Calendar,
    CalendarException,
    Link,
    Plan,
    Split,
    Task,
)
from tests.engine.plans import DAY, MONDAY

ODD_DAY = ((435, 705), (740, 1025))
CALENDARS = (
    Calendar("office"),
    Calendar("sunday", days=((), *(OFFICE_DAY,) * 5, ODD_DAY)),
    Calendar("always", days=(FULL_DAY,) * 7),
    Calendar(
        "holiday",
        base="office",
        days=(None,) * 7,
        exceptions=(CalendarException(MONDAY.date(), MONDAY.date()),),
    ),
)
NAMES = [calendar.uid for calendar in CALENDARS]
KINDS = ["FS", "FS", "FS", "SS", "FF", "SF"]
CONSTRAINTS = ["SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"]

moments = st.integers(0, 24 * 14).map(lambda hours: MONDAY + timedelta(hours=hours))
lengths = st.sampled_from([0, 0, 7, 60, 240, DAY, 3 * DAY, 777])


@st.composite
def tasks(draw, number: int, parents: list[str]) -> Task:
    fields = {
        "duration_minutes": draw(lengths),
        "calendar": draw(st.sampled_from([None, None, *NAMES])),
        "elapsed": draw(st.integers(0, 9)) == 0,
        "parent": draw(st.sampled_from([None, None, *parents])),
    }
    extra = draw(st.sampled_from(["", "", "", "date", "started", "done", "manual", "other"]))
    if extra == "date":
        fields |= {"constraint": draw(st.sampled_from(CONSTRAINTS)), "constraint_at": draw(moments)}
    elif extra == "started":
        fields |= {"actual_start": draw(moments), "percent_complete": draw(st.integers(1, 99))}
    elif extra == "done":
        at = draw(moments)
        fields |= {
            "actual_start": at,
            "actual_finish": at + timedelta(hours=draw(st.integers(1, 99))),
        }
        fields |= {"percent_complete": 100}
    elif extra == "manual":
        at = draw(moments)
        fields |= {
            "manual": True,
            "start": at,
            "finish": at + timedelta(hours=draw(st.integers(0, 50))),
        }
    elif extra == "other":
        fields |= draw(others)
    return Task(str(number), **fields)


others = st.sampled_from(
    [
        {"delay_minutes": 600},
        {"splits": (Split(30, 200),)},
        {
            "splits": (Split(30, 200), Split(400, 900)),
            "assignments": (Assignment(300, "sunday"), Assignment(480, "always", 60)),
        },
        {"assignments": (Assignment(300, "sunday"),)},
        {"assignments": (Assignment(300, "sunday"), Assignment(480, "always", 60))},
        {
            "assignments": (
                Assignment(0, "office", 100),
                Assignment(90),
            )
        },
        {"active": False},
    ]
)


@st.composite
def links(draw, count: int) -> Link:
    after = draw(st.integers(1, count - 1))
    kind = draw(st.sampled_from(["working", "working", "elapsed", "percent"]))
    return Link(
        str(draw(st.integers(0, after - 1))),
        str(after),
        draw(st.sampled_from(KINDS)),
        draw(st.sampled_from([0, 0, 60, -90, 480])) if kind != "percent" else 50,
        kind,
    )


@st.composite
def anything(draw) -> Plan:
    count = draw(st.integers(2, 9))
    summaries = draw(st.integers(0, 2))
    made = [draw(tasks(n, [str(m) for m in range(min(n, summaries))])) for n in range(count)]
    return Plan(
        MONDAY,
        tuple(made),
        tuple(draw(st.lists(links(count), max_size=2 * count))),
        CALENDARS,
        draw(st.sampled_from(NAMES)),
        honor_constraints=draw(st.booleans()),
    )


@st.composite
def simple(draw, calendar: str = "office") -> Plan:
    """Tasks and links in one calendar, without dates."""
    count = draw(st.integers(2, 10))
    days = st.integers(1, 5 * DAY)
    made = tuple(Task(str(n), duration_minutes=draw(days)) for n in range(count))
    plain = [link for link in draw(st.lists(links(count), max_size=2 * count)) if link.lag >= 0]
    kept = tuple(Link(one.predecessor, one.successor, one.kind, one.lag) for one in plain)
    return Plan(MONDAY, made, kept, CALENDARS, calendar)
