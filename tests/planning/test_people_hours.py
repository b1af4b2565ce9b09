"""Plans are dated by when the people who work on them work."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.calendars.models import Holiday
from rapport.engine.calendar import Calendars
from rapport.engine.plan import Calendar
from rapport.engine.ticks import day_number
from rapport.events.models import Event
from rapport.planning.models import TaskTiming, WorkShare
from rapport.planning.operations import baselines, calendars, dragging, memory, timings
from rapport.planning.own_calendar import own_calendar
from rapport.planning.queries.history import past_tasks
from rapport.projects.models import Helper, Task
from rapport.projects.operations import dependencies, hands, helping, several, tasks
from rapport.resourcing.operations import absences, shares
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.shares import Share
from rapport.resourcing.own_hours import Away as Out
from rapport.resourcing.own_hours import OwnHours
from tests.planning.moments import NOW, at, stored

MONDAY = date(2026, 3, 2)
DAY = 480
TUESDAYS = Share(weekdays=[2])
PLAN = "/w/fernhill/projects/KTB/plan/"


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=MONDAY)


@pytest.fixture
def task(make, project, member):
    """A day of work of `member`; the workspace works from nine to five."""
    return make.task(project, "Interviews", assignee=member, duration_minutes=DAY)


def test_who_works_on_tuesdays_begins_on_a_tuesday_and_goes_on_on_the_next(
    task, member, manager, dates
):
    tasks.set_duration(task, 2 * DAY, by=manager, at=NOW)
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    assert dates(task) == (at(3, 9), at(10, 17))


def test_half_the_hours_take_twice_as_long(task, member, manager, dates):
    shares.say(member, Share(weekly_minutes=5 * DAY // 2), by=manager, at=NOW)
    assert dates(task) == (at(2, 9), at(3, 13))


def test_who_is_away_all_day_or_for_some_hours_works_around_it(task, member, dates):
    absences.note(member, Away(MONDAY, date(2026, 3, 3)), by=member, at=NOW)
    absences.note(
        member, Away(date(2026, 3, 4), date(2026, 3, 4), daily_minutes=420), by=member, at=NOW
    )
    assert dates(task) == (at(4, 9), at(5, 16))


def test_a_holiday_of_all_is_one_of_whoever_works_in_part(task, member, manager, dates, workspace):
    Holiday.objects.create(workspace=workspace, day=date(2026, 3, 3), name="Market day")
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    assert dates(task)[0] == at(10, 9)


def test_colleagues_and_tasks_around_the_clock_are_not_held_up(
    task, make, project, member, manager, dates
):
    other = make.task(project, "Notes", assignee=manager, duration_minutes=DAY)
    drying = make.task(project, "Drying", assignee=member, duration_minutes=DAY, is_elapsed=True)
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    assert dates(other) == (at(2, 9), at(2, 17))
    assert stored(drying)[0] == at(2, 0)


def test_a_plans_own_calendar_is_what_the_part_is_a_part_of(
    task, project, member, manager, dates, browse
):
    own = calendars.create(project, "Mornings", by=manager, at=NOW)
    week = {
        f"d{day}_1_{end}": hour
        for day in range(1, 6)
        for end, hour in (("starts", "08:00"), ("ends", "12:00"))
    }
    browse(manager).post(f"{PLAN}hours/{own.pk}/week/", week | {"name": "Mornings"})
    browse(manager).post(f"{PLAN}hours/choice/", {"calendar": own.pk})
    shares.say(member, Share(weekdays=[2, 3]), by=manager, at=NOW)
    assert dates(task) == (at(3, 8), at(4, 12))


def test_a_task_with_a_calendar_of_its_own_is_done_in_what_both_share(
    task, project, member, manager, dates
):
    nights = calendars.create(project, "Evenings", by=manager, at=NOW)
    nights.days = [[[960, 1080]]] * 5 + [[], []]
    nights.save()
    TaskTiming.objects.create(
        workspace_id=project.workspace_id, project=project, task=task, calendar=nights
    )
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    assert dates(task) == (at(3, 16), datetime(2026, 4, 21, 17, tzinfo=UTC))


def test_a_task_may_heed_nobodys_hours(task, member, manager, dates):
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    timings.ignore_people(task, by=manager, at=NOW)
    assert dates(task) == (at(2, 9), at(2, 17))


def test_hours_that_a_plans_file_knows_are_kept_and_only_time_off_is_taken_from_them(
    task, project, member, manager, dates
):
    fridays = calendars.create(project, "Fridays", by=manager, at=NOW)
    fridays.days = [[], [], [], [], [[540, 1020]], [], []]
    fridays.save()
    owned = {"workspace_id": project.workspace_id, "project": project}
    timing = TaskTiming.objects.create(task=task, shares_of=f"{member.pk}:", **owned)
    WorkShare.objects.create(
        timing=timing, position=0, member=member, calendar=fridays, duration_minutes=DAY, **owned
    )
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    assert dates(task) == (at(6, 9), at(6, 17))
    absences.note(member, Away(date(2026, 3, 6), date(2026, 3, 6)), by=member, at=NOW)
    assert dates(task) == (at(13, 9), at(13, 17))


def test_who_has_hours_in_the_file_keeps_their_part_of_the_week_on_other_tasks(
    task, make, project, member, manager, dates
):
    nights = calendars.create(project, "Nights", by=manager, at=NOW)
    owned = {"workspace_id": project.workspace_id, "project": project}
    timing = TaskTiming.objects.create(task=task, shares_of=f"{member.pk}:", **owned)
    WorkShare.objects.create(
        timing=timing, position=0, member=member, calendar=nights, duration_minutes=DAY, **owned
    )
    other = make.task(project, "Notes", assignee=member, duration_minutes=DAY)
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    assert dates(other)[0] == at(3, 9)
    assert stored(task)[0] == at(2, 9)


def test_pauses_of_a_task_are_counted_in_the_hours_of_who_does_it(
    task, project, member, manager, dates
):
    tasks.set_duration(task, 2 * DAY, by=manager, at=NOW)
    TaskTiming.objects.create(
        workspace_id=project.workspace_id, project=project, task=task, pauses=[[DAY, DAY]]
    )
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    assert dates(task) == (at(3, 9), at(17, 17))


def test_another_role_dates_no_plan_anew(task, member, manager, dates, run_jobs):
    dates(task)
    shares.say(member, Share(role="Designer"), by=manager, at=NOW)
    run_jobs()
    assert not Event.objects.filter(verb="plan.outdated").exists()


def test_plans_follow_when_somebodys_hours_change(task, member, manager, dates, run_jobs, project):
    assert dates(task) == (at(2, 9), at(2, 17))
    act = shares.say(member, TUESDAYS, by=manager, at=NOW)
    run_jobs()
    assert stored(task)[0] == at(3, 9)
    absence = absences.note(member, Away(date(2026, 3, 3), date(2026, 3, 3)), by=member, at=NOW)
    run_jobs()
    assert stored(task)[0] == at(10, 9)
    absences.delete(absence, by=member, at=NOW)
    run_jobs()
    assert stored(task)[0] == at(3, 9)
    shares.undo(member, act, by=manager, at=NOW)
    run_jobs()
    assert stored(task)[0] == at(2, 9)


def test_a_task_in_other_hands_is_dated_by_other_hours_and_back_by_undo(
    task, member, manager, dates, project
):
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    assert dates(task)[0] == at(3, 9)
    act = hands.assign(task, manager, by=manager, at=NOW)
    assert stored(task)[0] == at(2, 9)
    several.undo(project, act, by=manager, at=NOW)
    assert stored(task)[0] == at(3, 9)


def test_a_remembered_plan_is_dated_by_the_hours_of_now(
    task, make, project, member, manager, dates, monkeypatch
):
    monkeypatch.setattr(memory, "FROM", 1)
    other = make.task(project, "Notes", assignee=manager, duration_minutes=DAY)
    dates(task)
    tasks.set_duration(other, 2 * DAY, by=manager, at=NOW)
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    tasks.set_duration(other, 3 * DAY, by=manager, at=NOW)
    tasks.set_duration(other, 4 * DAY, by=manager, at=NOW)
    assert stored(task) == (at(3, 9), at(3, 17))


def test_a_bar_pulled_to_a_day_holds_the_persons_hours_until_then(task, member, manager, dates):
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    dates(task)
    dragging.finish_at(task, at(17, 17).replace(tzinfo=None), by=manager, at=NOW)
    assert Task.objects.get(pk=task.pk).duration_minutes == 3 * DAY


def test_the_reason_of_a_start_names_the_hours_it_waits_for(
    task, make, project, member, manager, dates, browse
):
    first = make.task(project, "API access", duration_minutes=DAY)
    dependencies.link(first, task, by=manager, at=NOW)
    shares.say(member, Share(weekdays=[4, 5]), by=manager, at=NOW)
    dates(task)
    panel = f"{PLAN}{task.number}/"
    assert f"waits for “API access”; {member.name} works Thu–Fri" in browse(manager).get(panel).text
    shares.say(member, Share(), by=manager, at=NOW)
    absences.note(member, Away(MONDAY, date(2026, 3, 9)), by=member, at=NOW)
    dates(task)
    shown = browse(manager).get(f"{PLAN}table/").text
    assert f"waits for “API access”; {member.name} is away until then" in shown
    absences.note(member, Away(date(2026, 3, 10), date(2026, 3, 10)), by=member, at=NOW)
    tasks.set_duration(first, 7 * DAY, by=manager, at=NOW)
    assert stored(task)[0] == at(11, 9)
    said = browse(manager).get(panel).text
    assert "waits for “API access”" in said and "is away" not in said, "nobody waited for them"


def test_a_part_of_the_week_is_no_overrun_to_learn_from(
    task, project, member, manager, dates, workspace
):
    tasks.set_duration(task, 2 * DAY, by=manager, at=NOW)
    shares.say(member, TUESDAYS, by=manager, at=NOW)
    dates(task)
    baselines.take(project, "Agreed", by=manager, at=NOW)
    Task.objects.filter(pk=task.pk).update(
        actual_start=at(3, 9), actual_finish=at(10, 17), state="done"
    )
    [past] = past_tasks(workspace)
    assert (past.estimate, past.actual) == (2 * DAY, 2 * DAY)


days = st.integers(0, 40).map(lambda n: MONDAY + timedelta(days=n))
WEEK = (((540, 720), (780, 1020)),) * 5 + ((), ())


@given(
    st.frozensets(st.integers(1, 7)),
    st.none() | st.integers(0, 3000),
    st.lists(st.tuples(days, st.integers(0, 9), st.none() | st.integers(1, 600)), max_size=4),
)
def test_the_calendar_of_a_person_has_their_hours_on_every_day(weekdays, weekly, away):
    absent = [Out(first, first + timedelta(days=more), part) for first, more, part in away]
    hours = OwnHours(WEEK, frozenset(), weekdays, weekly, absent)
    known = Calendars((Calendar("all", days=WEEK), own_calendar("one", "all", hours)))
    worked = known.days("one")
    for n in range(-2, 60):
        day = MONDAY + timedelta(days=n)
        assert worked(day_number(day)) == hours.periods(day)


def test_each_of_several_people_works_in_their_own_hours(task, make, member, manager, dates):
    other = make.member(name="Bo Lind")
    helping.put_on(task, other, 50, by=manager, at=NOW)
    assert dates(task) == (at(2, 9), at(2, 17))
    shares.say(other, TUESDAYS, by=manager, at=NOW)
    assert dates(task) == (at(2, 9), at(3, 17))
    absences.note(other, Away(date(2026, 3, 3), date(2026, 3, 3)), by=other, at=NOW)
    assert dates(task) == (at(2, 9), at(10, 17))
    helping.take_off(Helper.objects.get(), by=manager, at=NOW)
    assert stored(task) == (at(2, 9), at(2, 17))


def test_when_a_helpers_hours_change_the_plan_is_dated_anew(
    task, project, make, member, manager, dates, run_jobs
):
    other = make.member(name="Bo Lind")
    helping.put_on(task, other, 100, by=manager, at=NOW)
    dates(task)
    shares.say(other, TUESDAYS, by=manager, at=NOW)
    run_jobs()
    assert stored(task) == (at(2, 9), at(3, 17))


def test_who_came_since_a_file_noted_its_shares_works_on_it_too_and_who_left_does_not(
    task, project, make, member, manager, dates
):
    gone, new = make.member(name="Bo Lind"), make.member(name="Cy Moss")
    helping.put_on(task, gone, 100, by=manager, at=NOW)
    owned = {"workspace_id": project.workspace_id, "project": project}
    timing = TaskTiming.objects.create(
        task=task, shares_of=f"{member.pk}:", exact_minutes=DAY, **owned
    )
    for place, (person, minutes) in enumerate([(member, DAY), (gone, 3 * DAY)]):
        WorkShare.objects.create(
            timing=timing, position=place, member=person, duration_minutes=minutes, **owned
        )
    assert dates(task)[1] == at(4, 17)
    helping.take_off(Helper.objects.get(), by=manager, at=NOW)
    assert stored(task)[1] == at(2, 17)
    shares.say(new, TUESDAYS, by=manager, at=NOW)
    helping.put_on(task, new, 100, by=manager, at=NOW)
    assert stored(task)[1] == at(3, 17)
