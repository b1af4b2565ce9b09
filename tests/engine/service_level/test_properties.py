"""The service clock against a reference that walks through the minutes one by one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.business_time import OpeningHours
from rapport.engine.service_level import Clock, Course, Level, due, elapsed, owed_reply, remaining

MINUTE = timedelta(minutes=1)
LUNCH = (((480, 720), (780, 1020)),) * 5 + ((), ())
SATURDAYS = (((420, 600), (660, 780), (840, 1110)),) * 6 + ((),)
HOURS = [
    OpeningHours(days=LUNCH, zone="Europe/Berlin", holidays=frozenset({date(2026, 3, 27)})),
    OpeningHours(days=SATURDAYS, zone="Asia/Kolkata"),
    OpeningHours(days=(((0, 360), (1320, 1440)),) * 7, zone="America/New_York"),
    OpeningHours(days=(((0, 1440),),) * 7, zone="Europe/Berlin"),
    OpeningHours(days=LUNCH, zone="Pacific/Auckland", holidays=frozenset({date(2026, 4, 6)})),
]
# Around the changes of the clocks in March, April, October and November.
BEGINS = [datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 3, 27, tzinfo=UTC),
          datetime(2026, 4, 3, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC),
          datetime(2026, 10, 30, tzinfo=UTC)]  # fmt: skip


@st.composite
def stories(draw, most: int = 3):
    """A clock that stood some times, and perhaps stands, and a moment after all of that."""
    at = draw(st.sampled_from(BEGINS)) + draw(st.integers(0, 2000)) * MINUTE
    clock = Clock(at)
    for _ in range(draw(st.integers(0, most))):
        at += draw(st.integers(0, 700)) * MINUTE
        clock = clock.stand(at)
        at += draw(st.integers(0, 1500)) * MINUTE
        clock = clock.go_on(at)
    at += draw(st.integers(0, 700)) * MINUTE
    if draw(st.booleans()):
        clock = clock.stand(at)
    return clock, at + draw(st.integers(0, 3000)) * MINUTE


hours = st.sampled_from(HOURS)
ways = settings(max_examples=60, deadline=None)


@given(stories(), hours)
@ways
def test_it_agrees_with_a_walk_through_the_minutes(story, open_hours):
    clock, at = story
    assert elapsed(clock, open_hours, at) == len(minutes_run(clock, open_hours, at))


@given(stories(), hours, st.integers(1, 1500))
@ways
def test_the_due_moment_is_the_first_at_which_the_minutes_have_run(story, open_hours, minutes):
    clock, at = story
    walked = minutes_run(clock, open_hours, at)
    found = due(clock, minutes, open_hours)
    if len(walked) >= minutes:
        assert found == walked[minutes - 1] + MINUTE
    elif clock.stands_since is not None:
        assert found is None
    else:
        assert found is not None
        assert found > at
        assert elapsed(clock, open_hours, found) == minutes


@given(stories(), hours, st.integers(-5000, 9000))
@ways
def test_it_is_never_negative_and_never_runs_back(story, open_hours, minutes):
    clock, at = story
    early = elapsed(clock, open_hours, clock.start + minutes * MINUTE)
    assert early >= 0
    if clock.start + minutes * MINUTE <= at:
        assert early <= elapsed(clock, open_hours, at)


@given(stories(), hours, st.integers(0, 4000), st.integers(0, 4000))
@ways
def test_stretches_that_follow_each_other_add_up(story, open_hours, one, other):
    clock, _ = story
    middle = clock.start + one * MINUTE
    end = middle + other * MINUTE
    parts = elapsed(clock, open_hours, middle) + elapsed(clock.since(middle), open_hours, end)
    assert parts == elapsed(clock, open_hours, end)


@given(stories(), hours, st.integers(0, 3000))
@ways
def test_what_is_left_and_what_ran_make_what_was_agreed(story, open_hours, minutes):
    clock, at = story
    left = remaining(clock, minutes, open_hours, at)
    assert left + elapsed(clock, open_hours, at) == minutes
    found = due(clock, minutes, open_hours)
    assert (left <= 0) == (found is not None and found <= at)


@given(stories(), hours, st.integers(0, 3000))
@ways
def test_a_pause_never_brings_a_due_moment_forward(story, open_hours, minutes):
    clock, at = story
    free, stood = due(Clock(clock.start), minutes, open_hours), due(clock, minutes, open_hours)
    assert free is not None
    assert stood is None or stood >= free


@given(stories(), hours, st.integers(0, 59), st.integers(0, 59))
@ways
def test_seconds_make_no_minutes(story, open_hours, one, other):
    clock, at = story
    late = Clock(
        clock.start + timedelta(seconds=one),
        tuple((a + timedelta(seconds=one), b + timedelta(seconds=one)) for a, b in clock.pauses),
        clock.stands_since and clock.stands_since + timedelta(seconds=one),
    )
    assert elapsed(late, open_hours, at + timedelta(seconds=other)) == elapsed(
        clock, open_hours, at
    )


levels = st.builds(
    Level, *(st.one_of(st.none(), st.integers(0, 900)) for _ in ("first", "next", "every"))
)


@given(stories(), hours, levels, st.booleans(), st.integers(0, 900), st.integers(0, 900))
@ways
def test_the_answer_that_is_owed_is_the_soonest_of_those_agreed(
    story, open_hours, level, is_answered, waited, said
):
    clock, _ = story
    course = Course(
        clock, is_answered, clock.start + waited * MINUTE, clock.start + said * MINUTE
    )  # fmt: skip
    owed = owed_reply(course, level, open_hours)
    agreed = {"every": level.every, "next" if is_answered else "first":
              level.next if is_answered else level.first}  # fmt: skip
    if all(minutes is None for minutes in agreed.values()):
        assert owed is None
        return
    assert owed is not None
    assert agreed[owed.reply] == owed.minutes
    since = {"first": clock.start, "next": course.waits_since, "every": course.word_at}
    moments = [due(clock.since(since[reply]), minutes, open_hours)
               for reply, minutes in agreed.items() if minutes is not None]  # fmt: skip
    assert owed.due == min((at for at in moments if at is not None), default=None)


def minutes_run(clock: Clock, open_hours: OpeningHours, at: datetime) -> list[datetime]:
    """The minutes, by their beginnings, in which the office was open and the clock ran."""
    run, minute = [], clock.start
    while minute < at:
        stands = clock.stands_since is not None and minute >= clock.stands_since
        paused = any(stood <= minute < went_on for stood, went_on in clock.pauses)
        if not stands and not paused and is_open(minute, open_hours):
            run.append(minute)
        minute += MINUTE
    return run


def is_open(minute: datetime, open_hours: OpeningHours) -> bool:
    """By the clock on the wall."""
    wall = minute.astimezone(ZoneInfo(open_hours.zone))
    if wall.date() in open_hours.holidays:
        return False
    spent = wall.hour * 60 + wall.minute
    return any(opens <= spent < closes for opens, closes in open_hours.days[wall.weekday()])
