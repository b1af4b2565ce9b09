# ruff: noqa: DTZ001 - naive local time is the language of plan files
"""Plans written for Primavera, in both of its formats, and read again."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
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
)
from rapport.integrations.planfiles import pmxml_write, primavera, xer_write
from rapport.integrations.planfiles.records import PlanFile, PlanPerson, PlanTask

START, MADE = datetime(2026, 3, 2, 8), datetime(2026, 2, 27, 16, 30)
DAY = 480
FAIR = CalendarException(date(2026, 3, 5), date(2026, 3, 6), name="Fair")
FIRST_OF_MAY = CalendarException(
    date(2026, 1, 1), date(2030, 1, 1), (), Recurrence("yearly", day=1, month=5)
)
STANDARD = Calendar("1", "Standard", exceptions=(FAIR, FIRST_OF_MAY))
NIGHTS = Calendar("2", "Nights", days=(((0, 180), (240, 480), (1380, 1440)),) * 5 + ((), ()))
HERS = Calendar("3", "Ada", days=(None, (), None, None, None, None, None), base="1")

FORMATS = {
    "xer": (xer_write.write, primavera.read_xer),
    "pmxml": (pmxml_write.write, primavera.read_pmxml),
}
both = pytest.mark.parametrize("kind", FORMATS)


def plan(*tasks, links=(), **values):
    return Plan(START, tasks, links, (STANDARD, NIGHTS, HERS), "1", **values)


def file(of, *said, people=()):
    tasks = said or tuple(PlanTask(task.uid, task.name) for task in of.tasks)
    return PlanFile("mspdi", "Launch", tasks, people, START.date(), schedule=of)


def task(uid, minutes=DAY, **values):
    return Task(uid, duration_minutes=minutes, **({"name": f"Task {uid}"} | values))


def again(written, kind):
    write, read = FORMATS[kind]
    return read(write(written, made=MADE))


def moments(of):
    """From when to when each activity stands, by its name."""
    names = {one.uid: one.name for one in of.tasks}
    parents = {one.parent for one in of.tasks}
    return {
        names[one.uid]: (one.start, one.finish)
        for one in schedule(of).tasks
        if one.uid not in parents
    }


@both
def test_links_of_all_kinds_with_lags_and_leads_come_back(kind):
    tasks = [task(str(n), n * DAY) for n in range(1, 7)]
    links = (
        Link("1", "2", "FS", 480), Link("1", "3", "SS", 240), Link("2", "4", "FF", -480),
        Link("3", "5", "SF", 960), Link("1", "6", "FS", 50, "percent"),
        Link("2", "6", "FS", 4 * 1440, "elapsed"),
    )  # fmt: skip
    of = plan(*tasks, links=links)
    found = again(file(of), kind)
    assert moments(found.schedule) == moments(of)
    assert {(one.predecessor, one.successor, one.kind) for one in found.schedule.links} == {
        (one.predecessor, one.successor, one.kind) for one in links
    }


@both
def test_summaries_become_the_breakdown_and_their_links_those_of_their_parts(kind):
    of = plan(
        task("1", name="Design", constraint="SNET", constraint_at=datetime(2026, 3, 9, 8)),
        task("2", name="Draft", parent="1"), task("3", 3 * DAY, name="Draw", parent="1"),
        task("4", name="Build"), task("5", name="Inner", parent="4"),
        task("6", name="Cut", parent="5"), task("7", name="Test"), task("8", name="Brief"),
        links=(Link("1", "4"), Link("4", "7"), Link("8", "1"), Link("1", "7", "SS", 480)),
    )  # fmt: skip
    found = again(file(of), kind)
    assert moments(found.schedule) == moments(of)
    outline = {one.name: one.parent for one in found.tasks}
    named = {one.uid: one.name for one in found.tasks}
    assert {name: named.get(parent) for name, parent in outline.items()} == {
        "Design": None, "Draft": "Design", "Draw": "Design", "Build": None, "Inner": "Build",
        "Cut": "Inner", "Test": None, "Brief": None,
    }  # fmt: skip


@both
@pytest.mark.parametrize("links", [
    (Link("1", "4", "SS", 240),), (Link("1", "4", "FF", 240),), (Link("4", "1", "FF"),),
    (Link("4", "1", "SF", 960),), (Link("1", "4", "SF"),),
])  # fmt: skip
def test_links_to_one_end_of_a_summary_hold_its_first_or_its_last_part(kind, links):
    of = plan(
        task("1", name="Whole"), task("2", DAY, name="First", parent="1"),
        task("3", 2 * DAY, name="Last", parent="1"), task("4", 3 * DAY, name="Beside"),
        links=(Link("2", "3"), *links),
    )  # fmt: skip
    assert moments(again(file(of), kind).schedule) == moments(of)


@both
def test_parts_of_what_stands_by_hand_stay_where_they_stand(kind):
    first, last = datetime(2026, 3, 16, 8), datetime(2026, 3, 20, 17)
    of = plan(
        task("1", name="Whole", manual=True, start=first, finish=last),
        task("2", DAY, name="Part", parent="1"), task("3", 2 * DAY, name="Free"),
    )  # fmt: skip
    assert moments(again(file(of), kind).schedule) == moments(of)


@both
def test_calendars_come_as_weeks_and_single_days_night_shifts_too(kind):
    of = plan(
        task("1", 10 * DAY), task("2", 5 * DAY, calendar="2"), task("3", 3 * DAY, calendar="3"),
        task("4", 5 * 1440, elapsed=True), task("5", 60 * DAY),
    )  # fmt: skip
    found = again(file(of), kind).schedule
    assert moments(found) == moments(of)
    assert {one.name for one in found.calendars} == {"Standard", "Nights", "Ada", "24 hours"}
    [around] = [one for one in found.calendars if one.name == "24 hours"]
    assert around.days == (FULL_DAY,) * 7


@both
def test_people_date_what_their_hours_date(kind):
    of = plan(
        task("1", 5 * DAY, assignments=(Assignment(5 * DAY, "3", who="Ada"),)),
        task("2", 2 * DAY, assignments=(Assignment(2 * DAY, "2", who="Ben"),)),
        task("3", 2 * DAY, assignments=(Assignment(DAY, who="Cy"), Assignment(DAY, who="Di"))),
        task("4", DAY, assignments=(Assignment(DAY, who="Cy"),)),
    )
    found = again(file(of, people=(PlanPerson("Ada", "ada@x.example"),)), kind)
    assert moments(found.schedule) == moments(of)
    assert [one.assignees for one in found.tasks] == [("Ada",), ("Ben",), ("Cy", "Di"), ("Cy",)]
    assert [one.work_minutes for one in found.tasks] == [5 * DAY, 2 * DAY, 2 * DAY, DAY]
    assert PlanPerson("Ada", "ada@x.example") in found.people


@both
def test_progress_comes_back_and_what_is_left_ends_where_it_ended(kind):
    of = plan(
        task("1", DAY, actual_start=START, actual_finish=START + timedelta(hours=9),
             percent_complete=100),
        task("2", 4 * DAY, actual_start=datetime(2026, 3, 3, 8), percent_complete=35,
             remaining_minutes=3 * DAY, stop=datetime(2026, 3, 3, 17),
             resume=datetime(2026, 3, 9, 8)),
        task("3", DAY), links=(Link("1", "2"), Link("2", "3")),
        status_date=datetime(2026, 6, 1, 8),
    )  # fmt: skip
    found = again(file(of), kind)
    assert moments(found.schedule) == moments(of)
    assert [(one.state, one.percent_complete) for one in found.tasks] == [
        ("done", 100), ("doing", 35), ("todo", 0)
    ]  # fmt: skip


@both
@pytest.mark.parametrize("constraint", ["SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO", "ALAP"])
def test_constraints_and_deadlines_come_back(kind, constraint):
    at = None if constraint == "ALAP" else datetime(2026, 3, 11, 17)
    due = datetime(2026, 3, 20, 17)
    of = plan(
        task("1", constraint=constraint, constraint_at=at, deadline=due),
        task("2", 20 * DAY), task("3", DAY), links=(Link("1", "3"),),
    )  # fmt: skip
    found = again(file(of), kind)
    first = found.schedule.tasks[0]
    assert (first.constraint, first.constraint_at, first.deadline) == (constraint, at, due)
    assert moments(found.schedule) == moments(of)


@both
def test_what_it_has_no_word_for_takes_as_long_as_it_stands(kind):
    of = plan(
        task("1", 2 * DAY, splits=(Split(DAY, 3 * DAY),)), task("2", DAY, delay_minutes=2 * 1440),
        task("3", 2 * DAY, manual=True, start=datetime(2026, 3, 10, 8),
             finish=datetime(2026, 3, 11, 17)),
        task("4", 2 * DAY, assignments=(Assignment(DAY, delay_minutes=DAY, who="Ada"),)),
        task("5", DAY, active=False), task("6", 0, milestone=True), task("7", 0, milestone=True),
        links=(Link("2", "3"), Link("1", "6"), Link("5", "1"), Link("3", "7")),
    )  # fmt: skip
    found = again(file(of), kind)
    left_out = moments(of)
    del left_out["Task 5"]
    assert moments(found.schedule) == left_out
    assert [one.name for one in found.tasks if one.milestone] == ["Task 6", "Task 7"]


@both
def test_a_plan_laid_backward_stands_where_it_stood(kind):
    of = plan(task("1", 3 * DAY), task("2"), links=(Link("1", "2"),),
              finish=datetime(2026, 4, 1, 17), from_finish=True)  # fmt: skip
    assert moments(again(file(of), kind).schedule) == moments(of)


@both
@pytest.mark.parametrize("name", ["Übergröße – “Café”", "Проба пера", "日本語の計画", "a < b & c"])
def test_any_letters_come_back(kind, name):
    of = plan(task("1", name=name))
    found = again(replace(file(of, people=(PlanPerson(name),)), name=name), kind)
    assert (found.name, found.tasks[0].name) == (name, name)


@both
@pytest.mark.parametrize("name", ["tab\tand\nline", "%R\t1\tE", "nul\x00bell\x07", "\ud800 half"])
def test_no_letter_breaks_the_file(kind, name):
    of = plan(task("1", name=name), task("2", name="after"))
    assert [one.name for one in again(file(of), kind).tasks][1:] == ["after"]


def test_a_western_plan_is_written_in_the_letters_that_primavera_expects():
    of = plan(task("1", name="Größe"))
    assert "Größe".encode("cp1252") in xer_write.write(file(of), made=MADE)


def test_what_a_task_keeps_is_its_type_of_duration():
    of = plan(*(task(n) for n in "123"))
    said = [PlanTask(n, n, keeps=keeps) for n, keeps in zip("123", ("units", "work", "duration"),
                                                            strict=True)]  # fmt: skip
    text = xer_write.write(file(of, *said), made=MADE).decode()
    found = [text.index(code) for code in ("DT_FixedRate", "DT_FixedQty", "DT_FixedDrtn\tCP_Phys")]
    assert found == sorted(found)


def test_a_file_without_an_exact_plan_is_none():
    with pytest.raises(ValueError, match="no schedule"):
        xer_write.write(PlanFile("csv", "x", ()), made=MADE)


numbers = some.integers(1, 6)
tasks_ = some.lists(
    some.tuples(
        some.integers(0, 40), some.sampled_from([None, "2", "3"]), some.booleans(),
        some.sampled_from([(), ("Ada", "3"), ("Ben", None)]),
    ),
    min_size=2, max_size=7,
)  # fmt: skip
links_ = some.lists(
    some.tuples(
        numbers, numbers, some.sampled_from(["FS", "SS", "FF", "SF"]), some.integers(-8, 16),
        some.sampled_from(["working", "percent"]),
    ),
    max_size=6,
)  # fmt: skip


@given(tasks_, links_, some.sampled_from(list(FORMATS)))
def test_any_plan_keeps_its_dates_and_its_second_file_says_the_same(rows, ties, kind):
    made = []
    for n, (quarters, calendar, elapsed, who) in enumerate(rows, 1):
        minutes = quarters * 120
        team = (Assignment(minutes, who[1], who=who[0]),) if who and minutes else ()
        team = () if elapsed or calendar else team
        made.append(
            task(str(n), minutes, calendar=calendar, elapsed=elapsed and minutes > 0,
                 assignments=team)
        )  # fmt: skip
    links = {
        (a, b): Link(str(a), str(b), k, lag * 60 if how != "percent" else lag * 10, how)
        for a, b, k, lag, how in ties
        if a < b <= len(made)
    }
    of = plan(*made, links=tuple(links.values()))
    found = again(file(of), kind)
    assert moments(found.schedule) == moments(of)
    write, _read = FORMATS[kind]
    second = write(found, made=MADE)
    assert moments(_read(second).schedule) == moments(of)
