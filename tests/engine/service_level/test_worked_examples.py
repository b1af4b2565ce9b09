"""Worked examples of the service clock, reckoned by hand: the table is the specification."""

from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from rapport.engine.business_time import OpeningHours
from rapport.engine.service_level import Clock, Course, Level, due, elapsed, owed_reply, remaining

MORNING_AND_AFTERNOON = ((480, 720), (780, 1020))  # 8 to 12, 1 to 5
WEEK = (MORNING_AND_AFTERNOON,) * 5 + ((), ())
BERLIN = OpeningHours(days=WEEK, zone="Europe/Berlin")
EASTER = OpeningHours(
    days=WEEK, zone="Europe/Berlin", holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)})
)
NEW_YORK = OpeningHours(days=WEEK, zone="America/New_York")
KOLKATA = OpeningHours(days=WEEK, zone="Asia/Kolkata")
ALWAYS = OpeningHours(days=(((0, 1440),),) * 7, zone="Europe/Berlin")
NIGHT = OpeningHours(days=(((0, 360), (1320, 1440)),) * 7, zone="America/New_York")
NEVER = OpeningHours(days=((),) * 7, zone="Europe/Berlin")


class Row(NamedTuple):
    """Local times of the hours' zone, in March 2026 unless a month is said: "2 8:30".

    `pauses` are pairs; a pair without an end still stands. `due` for the minutes, and what ran
    until `at`.
    """

    why: str
    hours: OpeningHours
    start: str
    minutes: int
    due: str
    at: str
    ran: int
    pauses: str = ""


TABLE = [
    Row("an hour in the morning", BERLIN, "2 9:00", 60, "2 10:00", "2 9:45", 45),
    Row("nothing agreed is due at once", BERLIN, "2 9:00", 0, "2 9:00", "2 9:00", 0),
    Row("lunch does not count", BERLIN, "2 11:30", 60, "2 13:30", "2 13:15", 45),
    Row("asked during lunch", BERLIN, "2 12:20", 60, "2 14:00", "2 12:50", 0),
    Row("the last minute before lunch is the due one",
        BERLIN, "2 11:00", 60, "2 12:00", "2 13:00", 60),
    Row("the evening does not count", BERLIN, "2 16:30", 60, "3 8:30", "2 23:00", 30),
    Row("asked before we open", BERLIN, "2 6:00", 60, "2 9:00", "2 8:00", 0),
    Row("asked on Friday evening", BERLIN, "6 18:00", 60, "9 9:00", "9 8:10", 10),
    Row("asked on Sunday", BERLIN, "8 10:00", 480, "9 17:00", "9 12:30", 240),
    Row("a week of five days", BERLIN, "2 8:00", 2400, "6 17:00", "8 12:00", 2400),
    Row("a minute more than the week", BERLIN, "2 8:00", 2401, "9 8:01", "9 8:01", 2401),
    Row("Good Friday and Easter Monday",
        EASTER, "Apr 2 16:00", 120, "Apr 7 9:00", "Apr 6 12:00", 60),
    Row("asked on a holiday", EASTER, "Apr 3 10:00", 30, "Apr 7 8:30", "Apr 7 8:15", 15),
    Row("a pause within a morning",
        BERLIN, "2 9:00", 120, "2 11:30", "2 11:00", 90, "2 10:00-2 10:30"),
    Row("a pause over lunch costs only open minutes",
        BERLIN, "2 9:00", 240, "2 15:00", "2 13:30", 150, "2 11:30-2 13:30"),
    Row("a pause over the weekend",
        BERLIN, "6 16:00", 120, "9 10:00", "9 9:00", 60, "6 17:00-9 9:00"),
    Row("a pause outside opening hours costs nothing",
        BERLIN, "2 16:00", 120, "3 9:00", "3 9:00", 120, "2 18:00-3 7:00"),
    Row("a pause without length",
        BERLIN, "2 9:00", 120, "2 11:00", "2 11:00", 120, "2 10:00-2 10:00"),
    Row("two pauses",
        BERLIN, "2 8:00", 180, "2 14:00", "2 14:00", 180, "2 9:00-2 10:00 2 11:00-2 13:00"),
    Row("pauses that touch",
        BERLIN, "2 8:00", 120, "2 12:00", "2 11:30", 90, "2 9:00-2 10:00 2 10:00-2 11:00"),
    Row("it stands: no moment is due", BERLIN, "2 9:00", 120, "-", "5 9:00", 60, "2 10:00-"),
    Row("missed before it stood: the moment stays",
        BERLIN, "2 8:00", 60, "2 9:00", "4 9:00", 120, "2 10:00-"),
    Row("missed before a pause: the moment stays",
        BERLIN, "2 8:00", 60, "2 9:00", "3 9:00", 180, "2 10:00-3 8:00"),
    Row("opened again after a day is a pause",
        BERLIN, "2 8:00", 480, "4 12:00", "3 17:00", 240, "2 12:00-4 8:00"),
    Row("opened again twice",
        BERLIN, "2 8:00", 480, "5 10:00", "5 9:00", 420, "2 12:00-4 8:00 4 10:00-5 8:00"),
    Row("the start lies in a pause",
        BERLIN, "2 10:30", 60, "2 12:00", "2 11:30", 30, "2 10:00-2 11:00"),
    Row("all pauses lie before the start",
        BERLIN, "3 8:00", 60, "3 9:00", "3 8:30", 30, "2 10:00-2 11:00"),
    Row("the office day is the same over the spring change",
        BERLIN, "27 16:00", 120, "30 9:00", "30 8:30", 90),
    Row("and over the autumn change",
        BERLIN, "Oct 23 16:00", 120, "Oct 26 9:00", "Oct 26 8:30", 90),
    Row("day and night: spring takes an hour",
        ALWAYS, "28 12:00", 1440, "29 13:00", "29 12:00", 1380),
    Row("day and night: autumn gives an hour",
        ALWAYS, "Oct 24 12:00", 1440, "Oct 25 11:00", "Oct 25 12:00", 1500),
    Row("a night shift in spring is an hour shorter",
        NIGHT, "7 23:00", 360, "8 6:00", "8 6:00", 360),
    Row("a night shift in autumn is an hour longer",
        NIGHT, "Oct 31 23:00", 480, "Nov 1 6:00", "Nov 1 5:00", 420),
    Row("a pause over the spring change",
        ALWAYS, "28 12:00", 120, "29 13:00", "29 13:00", 120, "28 13:00-29 12:00"),
    Row("half an hour beside the full hour", KOLKATA, "2 11:45", 30, "2 13:15", "2 13:10", 25),
    Row("the other side of the ocean", NEW_YORK, "6 16:30", 60, "9 8:30", "9 8:15", 45),
    Row("hours that never open are never due", NEVER, "2 9:00", 1, "-", "31 9:00", 0),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.why)
def test_the_table(row):
    clock, zone = clock_of(row), row.hours.zone
    at = moment(row.at, zone)
    assert due(clock, row.minutes, row.hours) == (None if row.due == "-" else moment(row.due, zone))
    assert elapsed(clock, row.hours, at) == row.ran
    assert remaining(clock, row.minutes, row.hours, at) == row.minutes - row.ran


def test_a_client_elsewhere_is_answered_in_our_hours():
    """Nine in the evening in Berlin is three in the afternoon in New York."""
    asked = datetime(2026, 3, 2, 21, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert due(Clock(asked), 60, BERLIN) == moment("3 9:00", "Europe/Berlin")
    assert due(Clock(asked), 60, NEW_YORK) == moment("2 16:00", "America/New_York")


def test_standing_and_going_on_makes_a_pause():
    clock = Clock(moment("2 9:00", "UTC"))
    assert clock.go_on(moment("2 10:00", "UTC")) == clock, "one that runs goes on as it is"
    stood = clock.stand(moment("2 10:00", "UTC"))
    assert stood.stand(moment("2 11:00", "UTC")) == stood, "it keeps since when"
    went_on = stood.go_on(moment("2 12:00", "UTC"))
    assert went_on.pauses == ((moment("2 10:00", "UTC"), moment("2 12:00", "UTC")),)
    assert went_on.stands_since is None


def test_what_is_told_late_makes_no_pause_of_negative_length():
    stood = Clock(moment("2 9:00", "UTC")).stand(moment("2 10:00", "UTC"))
    went_on = stood.go_on(moment("2 9:30", "UTC"))
    assert went_on.pauses == ((moment("2 10:00", "UTC"), moment("2 10:00", "UTC")),)
    assert went_on.stand(moment("2 9:45", "UTC")).stands_since == moment("2 10:00", "UTC")


@pytest.mark.parametrize("pauses", ["2 11:00-2 10:00", "2 10:00-2 12:00 2 11:00-2 13:00"])
def test_pauses_that_cannot_be_are_refused(pauses):
    with pytest.raises(ValueError, match="follow"):
        clock_of(Row("", BERLIN, "2 9:00", 1, "-", "2 9:00", 0, pauses))


def test_a_clock_cannot_stand_before_it_went_on():
    with pytest.raises(ValueError, match="stand"):
        clock_of(Row("", BERLIN, "2 9:00", 1, "-", "2 9:00", 0, "2 10:00-2 12:00 2 11:00-"))


# What a client is owed: (story, which answer, its due moment). First in 2 hours, the next in 1,
# a word every 4, of a case that began on Monday at 8.
AGREED = Level(first=120, next=60, every=240, solved=2400)
ANSWERS = [
    ("nobody answered", Course(Clock(datetime(2026, 3, 2, 7, tzinfo=UTC))), "first", "2 10:00"),
    ("answered, the client is silent: a word from time to time",
     Course(Clock(datetime(2026, 3, 2, 7, tzinfo=UTC)), is_answered=True,
            word_at=datetime(2026, 3, 2, 8, tzinfo=UTC)), "every", "2 14:00"),
    ("they wrote again", Course(Clock(datetime(2026, 3, 2, 7, tzinfo=UTC)), is_answered=True,
                                waits_since=datetime(2026, 3, 2, 10, tzinfo=UTC),
                                word_at=datetime(2026, 3, 2, 8, tzinfo=UTC)), "next", "2 12:00"),
    ("the regular word comes before the answer",
     Course(Clock(datetime(2026, 3, 2, 7, tzinfo=UTC)), is_answered=True,
            waits_since=datetime(2026, 3, 2, 12, 30, tzinfo=UTC),
            word_at=datetime(2026, 3, 2, 8, tzinfo=UTC)), "every", "2 14:00"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "course", "reply", "when"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_the_answer_that_is_due_soonest_is_owed(why, course, reply, when):
    owed = owed_reply(course, AGREED, BERLIN)
    assert owed is not None
    assert (owed.reply, owed.due) == (reply, moment(when, "Europe/Berlin"))


def test_after_an_answer_nothing_is_owed_where_only_the_first_was_agreed():
    course = Course(Clock(moment("2 8:00", "UTC")), is_answered=True)
    assert owed_reply(course, Level(first=60, solved=600), BERLIN) is None
    assert owed_reply(course, Level(), BERLIN) is None


def test_while_it_stands_an_answer_is_owed_without_a_moment():
    clock = Clock(moment("2 8:00", "UTC")).stand(moment("2 8:30", "UTC"))
    owed = owed_reply(Course(clock), AGREED, BERLIN)
    assert owed is not None
    assert (owed.reply, owed.due) == ("first", None)


def clock_of(row: Row) -> Clock:
    clock = Clock(moment(row.start, row.hours.zone))
    pairs, stands = [], None
    for pair in _pairs(row.pauses):
        stood, went_on = (moment(said, row.hours.zone) if said else None for said in pair)
        assert stood is not None
        if went_on is None:
            stands = stood
        else:
            pairs.append((stood, went_on))
    return Clock(clock.start, tuple(pairs), stands)


def _pairs(said: str) -> list[tuple[str, str]]:
    """ "2 9:00-2 10:00 2 11:00-" is a pause and one that still stands."""
    words, pairs = said.split(), []
    text = " ".join(words)
    while text:
        stood, _, rest = text.partition("-")
        if rest and not rest.startswith(" "):
            day, _, more = rest.partition(" ")
            clock, _, text = more.partition(" ")
            pairs.append((stood, f"{day} {clock}"))
        else:
            pairs.append((stood, ""))
            text = rest.strip()
    return pairs


def moment(said: str, zone: str) -> datetime:
    *month, day, clock = said.split()
    hour, minute = clock.split(":")
    number = {"Apr": 4, "Oct": 10, "Nov": 11}[month[0]] if month else 3
    return datetime(2026, number, int(day), int(hour), int(minute), tzinfo=ZoneInfo(zone))
