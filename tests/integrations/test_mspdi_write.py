# ruff: noqa: DTZ001 - naive local time is the language of plan files
"""Plans written as Microsoft Project XML and read again."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rapport.engine.network import schedule
from rapport.engine.plan import (
    FULL_DAY,
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
from rapport.integrations.planfiles import mspdi, mspdi_write
from rapport.integrations.planfiles.records import (
    PlanBaseline,
    PlanBaselineTask,
    PlanFile,
    PlanPerson,
    PlanTask,
)

START, MADE = datetime(2026, 3, 2, 8), datetime(2026, 2, 27, 16, 30)
HOLIDAYS = (
    CalendarException(date(2026, 3, 5), date(2026, 3, 6), name="Fair"),
    CalendarException(date(2026, 1, 1), date(2030, 1, 1), (), Recurrence("yearly", day=1, month=5)),
    CalendarException(
        date(2026, 1, 1), date(2030, 1, 1), ((540, 720),),
        Recurrence("monthly", 2, weekdays=frozenset({4}), position=5),
    ),
    CalendarException(
        date(2026, 1, 1), date(2030, 1, 1), (),
        Recurrence("yearly", weekdays=frozenset({0}), position=1, month=9),
    ),
    CalendarException(date(2026, 3, 1), date(2027, 1, 1), (), Recurrence("monthly", day=13)),
    CalendarException(date(2026, 3, 1), date(2027, 1, 1), (), Recurrence("daily", 9)),
    CalendarException(
        date(2026, 3, 1), date(2027, 1, 1), (), Recurrence("weekly", 2, frozenset({0, 6}))
    ),
)  # fmt: skip
STANDARD = Calendar("1", "Standard", exceptions=HOLIDAYS)
NIGHTS = Calendar("2", "Nights", days=(FULL_DAY,) * 5 + ((), ((0, 360),)))
HERS = Calendar(
    "3", "Ada", days=(None, (), None, None, None, None, None), base="1",
    weeks=(WorkWeek(date(2026, 3, 9), date(2026, 3, 13), (((600, 900),),) + (None,) * 6),),
)  # fmt: skip


def plan(*tasks, links=(), **values):
    return Plan(START, tasks, links, (STANDARD, NIGHTS, HERS), "1", **values)


def file(schedule, *said, people=()):
    tasks = said or tuple(PlanTask(task.uid, task.name) for task in schedule.tasks)
    return PlanFile("mspdi", "Launch", tasks, people, START.date(), schedule=schedule)


def task(uid, minutes=480, **values):
    values = {"name": f"Task {uid}", "wbs": uid} | values
    return Task(uid, duration_minutes=minutes, remaining_minutes=None, **values)


def again(written):
    return mspdi.read(mspdi_write.write(written, made=MADE))


def test_calendars_come_back_with_weeks_exceptions_and_recurrences():
    assert again(file(plan(task("1")))).schedule.calendars == (STANDARD, NIGHTS, HERS)


@pytest.mark.parametrize("kind", ["FS", "SS", "FF", "SF"])
@pytest.mark.parametrize(
    ("lag", "how", "elapsed"),
    [
        (0, "working", False), (90, "working", False), (-480, "working", False),
        (2880, "elapsed", False), (-60, "elapsed", False), (50, "percent", False),
        (-25, "percent", True),
    ],
)  # fmt: skip
def test_links_of_every_kind_and_lag_come_back(kind, lag, how, elapsed):
    link = Link("1", "2", kind, lag, how, elapsed)
    assert again(file(plan(task("1"), task("2"), links=(link,)))).schedule.links == (link,)


@pytest.mark.parametrize(
    "values",
    [
        *({"constraint": kind, "constraint_at": datetime(2026, 3, 20, 9, 15)} for kind in
          ("SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO")),
        {"constraint": "ALAP"}, {"deadline": datetime(2026, 3, 4, 17)}, {"active": False},
        {"minutes": 0, "milestone": True}, {"priority": 900}, {"delay_minutes": 4320},
        {"elapsed": True, "minutes": 1440}, {"calendar": "2"},
        {"manual": True, "start": datetime(2026, 3, 7, 3), "finish": datetime(2026, 3, 8, 4)},
        {"percent_complete": 100, "actual_start": datetime(2026, 3, 3, 10),
         "actual_finish": datetime(2026, 3, 4, 11)},
        {"percent_complete": 25, "actual_start": START, "stop": datetime(2026, 3, 2, 10),
         "resume": datetime(2026, 3, 10, 8)},
    ],
)  # fmt: skip
def test_what_decides_a_task_comes_back(values):
    one = task("7", **values)
    assert again(file(plan(one))).schedule.tasks == (one,)


def test_the_outline_is_written_in_order_whatever_order_it_came_in():
    parts = task("3", parent="1"), task("2"), task("1", parent=None)
    found = again(file(plan(*parts))).schedule
    assert [(t.uid, t.parent) for t in found.tasks] == [("2", None), ("1", None), ("3", "1")]


def test_people_their_hours_units_and_delays_come_back():
    parts = (
        Assignment(480, "3", 60, who="Ada"),
        Assignment(160, None, who="Ben"),
        Assignment(310.5, "2", 0, who="Ben"),
    )
    said = PlanTask("1", "Task 1", work_minutes=475, assignees=("Ada", "Ben", "Cement", "Ben"))
    people = (PlanPerson("Cement"), PlanPerson("Ben"), PlanPerson("Ada", "ada@example.org"))
    one = task("1", assignments=parts)
    written = file(plan(one), said, people=(*people, PlanPerson("Ben")))
    found = again(written)
    assert found.schedule.tasks[0].assignments[:2] == parts[:2]
    assert found.schedule.tasks[0].assignments[2].duration_minutes == pytest.approx(310.5)
    assert found.people == written.people
    assert set(found.tasks[0].assignees) == {"Ada", "Ben", "Cement"}
    assert found.tasks[0].work_minutes == 475


@pytest.mark.parametrize(("keeps", "driven"), [("units", 0), ("duration", 0), ("work", 1)])
def test_the_type_of_a_task_is_written_with_whether_effort_drives_it(keeps, driven):
    team = (Assignment(480, who="Ada"), Assignment(160, who="Ben"))
    one = task("1", assignments=team)
    written = file(plan(one), PlanTask("1", "x", assignees=("Ada", "Ben"), keeps=keeps))
    xml = mspdi_write.write(written, made=MADE)
    assert f"<EffortDriven>{driven}</EffortDriven>".encode() in xml
    found = mspdi.read(xml)
    assert found.tasks[0].keeps == keeps
    assert found.schedule.tasks[0].assignments == team


def test_baselines_come_back_as_they_were():
    kept = PlanBaselineTask(START, datetime(2026, 3, 4, 17), 960.5, None, elapsed=True)
    other = PlanBaselineTask(START, datetime(2026, 3, 3, 17, 0, 30), None, 600)
    lines = PlanBaseline(0, {"1": kept, "2": other}), PlanBaseline(7, {"2": kept})
    one = replace(file(plan(task("1"), task("2"))), baselines=lines, compared_with=7)
    found = again(one)
    assert (found.baselines, found.compared_with) == (lines, 7)


def test_one_who_takes_another_time_than_the_task_keeps_it():
    one = task("1", assignments=(Assignment(700, "3", who="Ada"),))
    written = file(plan(one), PlanTask("1", "x", assignees=("Ada",)), people=(PlanPerson("Ada"),))
    assert again(written).schedule.tasks[0].assignments == one.assignments


@pytest.mark.parametrize("left", [480, 120])
def test_work_under_way_goes_on_where_it_went_on(left):
    part = Assignment(480, None, 0, left, datetime(2026, 3, 4, 9), "Ada")
    one = task(
        "1", percent_complete=75, actual_start=START, stop=datetime(2026, 3, 2, 15),
        resume=datetime(2026, 3, 4, 9), assignments=(part,),
    )  # fmt: skip
    written = file(plan(one), PlanTask("1", "x", assignees=("Ada",)), people=(PlanPerson("Ada"),))
    assert again(written).schedule.tasks[0].assignments == (part,)


def test_pauses_are_written_as_pieces_of_work_and_keep_the_dates():
    split = plan(task("1", 960, splits=(Split(240, 960), Split(480, 480))))
    xml = mspdi_write.write(file(split), made=MADE)
    assert (xml.count(b"<TimephasedData>"), xml.count(b"<Value>PT0H0M0S</Value>")) == (5, 2)
    found = mspdi.read(xml).schedule
    assert found.tasks[0].splits == split.tasks[0].splits
    assert schedule(found).tasks == schedule(split).tasks


@pytest.mark.parametrize(
    ("done", "left"), [({}, None), ({"percent_complete": 75, "actual_start": START}, 960),
                       ({"percent_complete": 25, "actual_start": START,
                         "stop": datetime(2026, 3, 2, 12), "resume": datetime(2026, 3, 4, 9)}, 720)]
)  # fmt: skip
def test_a_team_rests_together_whatever_its_hours_and_comes_back(done, left):
    """The pieces say what was done and what is left, and where nothing is."""
    went_on = done.get("resume", START) if left else None
    team = (Assignment(960, "3", 0, left, went_on, "Ada"), Assignment(300, "1", who="Ben"))
    one = task("1", 960, splits=(Split(240, 480), Split(600, 960)), assignments=team, **done)
    names = ("Ada", "Ben")
    written = file(
        plan(one), PlanTask("1", "x", assignees=names), people=(*map(PlanPerson, names),)
    )
    first = mspdi_write.write(written, made=MADE)
    found = mspdi.read(first)
    assert found.schedule.tasks[0] == one and not found.left_out
    assert mspdi_write.write(found, made=MADE) == first


def test_uids_of_other_tools_become_numbers_that_are_free():
    ends = task("NWM-1"), task("2"), task("NWM-7")
    found = again(file(plan(*ends, links=(Link("NWM-1", "NWM-7"),)))).schedule
    assert [t.uid for t in found.tasks] == ["1", "2", "3"]
    assert found.links == (Link("1", "3"),)


def test_text_that_xml_cannot_hold_does_no_harm():
    name = "a\x00b <script>&amp; ]]> \ud800 Ünï\u202e"
    xml = mspdi_write.write(file(plan(task("1", name=name))), made=MADE)
    assert mspdi.read(xml).tasks[0].name == "a\ufffdb <script>&amp; ]]> \ufffd Ünï\u202e"


def test_a_plan_laid_from_its_finish_stays_so():
    late = plan(task("1"), from_finish=True, finish=datetime(2026, 4, 1, 17))
    assert again(file(late)).schedule == late


def test_only_the_moment_of_writing_tells_two_exports_apart():
    one = file(plan(task("1")))
    first, second = (mspdi_write.write(one, made=MADE + timedelta(days=n)) for n in (0, 1))
    assert first != second
    assert first == second.replace(b"2026-02-28T16:30:00", b"2026-02-27T16:30:00")


def test_a_file_without_an_exact_plan_is_refused():
    with pytest.raises(ValueError, match="no schedule"):
        mspdi_write.write(PlanFile("jira", "x", (PlanTask("1", "x"),)), made=MADE)


ticks = some.integers(1, 96_000).map(lambda tick: tick / 10)
parts = some.builds(
    Assignment,
    duration_minutes=ticks,
    calendar=some.sampled_from([None, "1", "2", "3"]),
    delay_minutes=some.sampled_from([0, 30, 4800.5]),
    who=some.sampled_from(["Ada", "Ben", ""]),
)


@settings(max_examples=60, deadline=None)
@given(
    minutes=ticks,
    team=some.lists(parts, max_size=4),
    work=some.integers(0, 90_000),
    keeps=some.sampled_from([None, "units", "work", "duration"]),
)
def test_any_team_keeps_its_dates_and_the_second_export_its_bytes(minutes, team, work, keeps):
    one = replace(task("1", minutes), assignments=tuple(team))
    names = tuple(part.who for part in team if part.who)
    said = PlanTask("1", "x", work_minutes=work, assignees=names, keeps=keeps)
    written = file(plan(one), said, people=(PlanPerson("Ada"), PlanPerson("Ben")))
    first = mspdi_write.write(written, made=MADE)
    found = mspdi.read(first)
    assert mspdi_write.write(found, made=MADE) == first
    before, after = schedule(written.schedule).tasks[0], schedule(found.schedule).tasks[0]
    assert (before.start, before.finish) == (after.start, after.finish)
    assert found.tasks[0].keeps == (keeps or "units")
