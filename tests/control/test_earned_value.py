"""Earned value of a plan: what was planned, done and spent, and where that leads."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from rapport.control.queries.limits import held_against_limits
from rapport.control.queries.value import earned_value_of, periods_of
from rapport.control.views import value as views
from rapport.events.models import Event
from rapport.planning.operations import baselines, scheduling
from rapport.projects.models import Task
from rapport.projects.operations import dependencies, placing, progress, several, tasks
from rapport.projects.operations.tasks import NewTask
from rapport.timesheets.operations import entries
from rapport.timesheets.operations.entries import NewEntry

START = date(2026, 3, 2)  # a Monday
NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
URL = "/w/fernhill/projects/CHN/plan/earned-value/"
HOUR, DAY, WEEK = 60, 480, 2400


@pytest.fixture
def chain(make, manager):
    """Four steps of a week each, one after the other."""
    project = make.project(key="CHN", starts_on=START)
    made = [
        tasks.create(project, NewTask(f"Step {n}", duration_minutes=WEEK), by=manager, at=NOW)
        for n in (1, 2, 3, 4)
    ]
    for one, other in zip(made, made[1:], strict=False):
        dependencies.link(one, other, kind="FS", by=manager, at=NOW)
    project.refresh_from_db()
    return project


@pytest.fixture
def agreed(chain, manager):
    return baselines.take(chain, "Agreed", by=manager, at=NOW)


def step(project, n):
    return Task.objects.select_related("project__workspace", "workspace").get(
        project=project, name=f"Step {n}"
    )


def spend(project, task, day, hours, by):
    entry = NewEntry(project, day, hours * HOUR, task=task)
    entries.log(entry, by=by, at=datetime.combine(day, datetime.max.time(), UTC))


def measured(project, baseline, week, day=0):
    """The value on the morning of a day after so many weeks."""
    at = datetime.combine(START, datetime.min.time()) + timedelta(weeks=week, days=day)
    return earned_value_of(project, baseline, at)


def hours(minutes):
    return round(minutes / 60, 1)


def test_half_of_what_was_planned_is_half_a_plan_behind(chain, agreed, manager):
    progress.set_state(step(chain, 1), "done", by=manager, at=NOW + timedelta(days=11))
    spend(chain, step(chain, 1), START + timedelta(days=9), 20, manager)
    found = measured(chain, agreed, 2)
    assert [hours(one) for one in (found.now.pv, found.now.ev, found.now.ac, found.now.bac)] == [
        80, 40, 20, 160,
    ]  # fmt: skip
    assert (found.now.spi, found.now.cpi) == (Decimal("0.5"), 2)
    assert (found.schedule.es, found.schedule.sv_t, found.schedule.spi_t) == (1, -1, 0.5)
    # Four weeks at half the pace are eight.
    assert found.forecast == date(2026, 3, 27) + timedelta(weeks=4)


def test_progress_is_read_back_period_by_period(chain, agreed, manager):
    first = step(chain, 1)
    progress.set_percent(first, 50, by=manager, at=NOW + timedelta(days=4))
    progress.set_percent(first, 75, by=manager, at=NOW + timedelta(days=9))
    progress.set_state(first, "done", by=manager, at=NOW + timedelta(days=15))
    found = measured(chain, agreed, 3)
    assert [hours(period.measures.ev) for period in found.periods] == [20, 30, 40]
    assert [hours(period.measures.pv) for period in found.periods] == [40, 80, 120]


def test_what_was_imported_as_done_counts_from_its_finish(chain, agreed):
    Task.objects.filter(name="Step 1").update(
        state="done", percent_complete=100, actual_finish=NOW + timedelta(days=8)
    )
    found = measured(chain, agreed, 2)
    assert [hours(period.measures.ev) for period in found.periods] == [0, 40]


def test_hours_of_new_tasks_and_of_no_task_are_spent_without_a_plan(chain, agreed, make, manager):
    added = make.task(chain, "Added", duration_minutes=DAY)
    scheduling.reschedule(chain, at=NOW)
    spend(chain, added, START, 3, manager)
    spend(chain, None, START, 2, manager)
    found = measured(chain, agreed, 1)
    assert hours(found.now.ac) == 5
    assert found.ledger.added == 1
    assert [(one.name, hours(one.measures.ac)) for one in found.branches][-2:] == [
        ("Added", 3.0),
        ("", 2.0),
    ]


def test_hours_from_before_a_take_over_are_spent(chain, agreed):
    chain.taken_over_on, chain.spent_before_minutes = START, 600
    chain.save(update_fields=["taken_over_on", "spent_before_minutes"])
    Task.objects.filter(name="Step 2").update(spent_before_minutes=240)
    found = measured(chain, agreed, 1)
    by_name = {one.name: hours(one.measures.ac) for one in found.branches}
    assert hours(found.now.ac) == 10
    assert (by_name["Step 2"], by_name[""]) == (4, 6)


def test_a_task_that_is_gone_stays_planned_and_is_never_done(chain, agreed, manager):
    tasks.put_in_bin(step(chain, 2), by=manager, at=NOW)
    found = measured(chain, agreed, 2)
    assert (hours(found.now.bac), hours(found.now.pv)) == (160, 80)
    assert found.ledger.gone == 1
    assert [(one.wbs, hours(one.measures.bac)) for one in found.branches][-1] == ("gone", 40)


def test_a_summary_is_the_sum_of_what_stands_under_it(make, manager):
    project = make.project(key="SUM", starts_on=START)
    top = tasks.create(project, NewTask("Top"), by=manager, at=NOW)
    for name in ("One", "Two"):
        tasks.create(project, NewTask(name, parent=top, duration_minutes=DAY), by=manager, at=NOW)
    baseline = baselines.take(project, "Agreed", by=manager, at=NOW)
    found = measured(project, baseline, 1)
    assert hours(found.now.bac) == 16
    assert [(one.wbs, one.name, hours(one.measures.pv)) for one in found.branches] == [
        ("1", "Top", 16.0), ("1.1", "One", 8.0), ("1.2", "Two", 8.0),
    ]  # fmt: skip


def test_a_task_split_since_is_as_far_as_its_parts(chain, agreed, manager):
    first = step(chain, 1)
    part = tasks.create(chain, NewTask("Half", parent=first), by=manager, at=NOW)
    other = tasks.create(chain, NewTask("Rest", parent=first), by=manager, at=NOW)
    placing.move(other, first, part, by=manager, at=NOW)
    progress.set_state(part, "done", by=manager, at=NOW)
    assert hours(measured(chain, agreed, 1).now.ev) == 20


def test_a_project_that_is_done_is_measured_at_its_end(chain, agreed, manager):
    for n in (1, 2, 3, 4):
        at = NOW + timedelta(weeks=n)
        progress.set_state(step(chain, n), "done", by=manager, at=at)
    found = measured(chain, agreed, 30)
    assert found.ledger.is_done
    assert found.at.date() == START + timedelta(weeks=4)
    assert found.now.spi == 1


def test_long_plans_get_longer_periods_and_no_more_than_sixty():
    start = datetime.combine(START, time(8))
    for weeks in (1, 59, 61, 119, 500, 3_000):
        ends, size = periods_of(start, start + timedelta(weeks=weeks))
        assert len(ends) <= 62
        assert ends[-1] >= start + timedelta(weeks=weeks)
        assert {later - one for one, later in zip(ends, ends[1:], strict=False)} == {size}


def test_limits_enclose_a_project_that_runs_to_plan_and_not_one_that_stands_still(
    chain, agreed, manager
):
    for n in (1, 2, 3):
        at = NOW + timedelta(weeks=n, days=-3)
        progress.set_state(step(chain, n), "done", by=manager, at=at)
    kept = held_against_limits(chain, agreed, measured(chain, agreed, 3))
    assert {row.spi_t_is for row in kept} <= {"within", "high"}


def test_one_that_stands_still_is_below_its_limits(chain, agreed, manager):
    progress.set_percent(step(chain, 1), 5, by=manager, at=NOW)
    kept = held_against_limits(chain, agreed, measured(chain, agreed, 3))
    assert kept[-1].spi_t_is == "low"


# By the page


@pytest.fixture
def at_noon_of(monkeypatch):
    def be(day):
        noon = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)
        monkeypatch.setattr(views, "now", lambda: noon)

    return be


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_stands_behind_more_and_offers_a_baseline_where_there_is_none(chain, manager, browse):
    browser = browse(manager)
    assert URL in text(browser.get("/w/fernhill/projects/CHN/plan/"))
    page = text(browser.get(URL))
    assert "No baseline to measure by" in page and "Take a baseline" in page


def test_the_page_says_it_in_words_first(chain, agreed, manager, browse, at_noon_of):
    progress.set_state(step(chain, 1), "done", by=manager, at=NOW + timedelta(days=9))
    spend(chain, step(chain, 1), START + timedelta(days=9), 50 - 26, manager)
    spend(chain, step(chain, 1), START + timedelta(days=8), 24, manager)
    spend(chain, step(chain, 1), START + timedelta(days=7), 2, manager)
    at_noon_of(START + timedelta(weeks=2))
    page = text(browse(manager).get(URL))
    assert "of work behind the plan." in page
    assert "What is done took 10 hr more than the baseline allowed." in page
    assert "At this pace it ends" in page
    assert page.index("behind the plan") < page.index("SPI")
    assert "<polyline" in page and "Step 1" in page
    limits = text(browse(manager).get(f"{URL}1/limits/"))
    assert "SPI(t)" in limits and "later than chance explains" in limits


def test_another_baseline_is_chosen_by_its_number(chain, agreed, manager, browse, at_noon_of):
    tasks.set_duration(step(chain, 4), 2 * WEEK, by=manager, at=NOW)
    baselines.take(chain, "Second", by=manager, at=NOW)
    at_noon_of(START + timedelta(weeks=1))
    browser = browse(manager)
    assert "“Second”" in text(browser.get(URL))
    first = text(browser.get(f"{URL}?baseline=1"))
    assert "“Agreed”" in first and ">160.0<" in first


def test_before_it_begins_nothing_is_behind(chain, agreed, manager, browse, at_noon_of):
    at_noon_of(START - timedelta(days=20))
    page = text(browse(manager).get(URL))
    assert "The work is where the baseline has it." in page
    assert "Nothing is done yet" in page
    assert "appear after the first week" in text(browse(manager).get(f"{URL}1/limits/"))


def test_a_baseline_without_work_says_so(make, manager, browse):
    project = make.project(key="CHN", starts_on=START)
    tasks.create(project, NewTask("Go live", is_milestone=True), by=manager, at=NOW)
    baselines.take(project, "Agreed", by=manager, at=NOW)
    assert "No work in this baseline" in text(browse(manager).get(URL))


def test_who_sees_only_their_own_hours_does_not_see_it(chain, agreed, make, guest, viewer, browse):
    make.on_project(chain, guest)
    assert browse(guest).get(URL).status_code == 403
    assert URL not in text(browse(guest).get("/w/fernhill/projects/CHN/plan/"))
    assert browse(viewer).get(URL).status_code == 200


def test_a_thousand_tasks_take_the_same_queries(
    make, manager, browse, at_noon_of, django_assert_max_num_queries
):
    project = make.project(key="CHN", starts_on=START)
    top = make.task(project, "Top")
    Task.objects.bulk_create(
        Task(
            workspace=make.workspace, project=project, number=n, name=f"T{n}", position=n,
            created_at=NOW, parent=top if n % 2 else None, duration_minutes=WEEK,
        )
        for n in range(10, 1010)
    )  # fmt: skip
    scheduling.reschedule(project, at=NOW)
    baselines.take(project, "Agreed", by=manager, at=NOW)
    at_noon_of(START + timedelta(weeks=1))
    browser = browse(manager)
    browser.get(URL)
    with django_assert_max_num_queries(20):
        assert "1–100 of 1,001" in text(browser.get(URL))


def test_two_looks_within_an_hour_show_the_same(chain, agreed, manager, browse, monkeypatch):
    progress.set_percent(step(chain, 1), 50, by=manager, at=NOW + timedelta(days=4))
    figures = []
    for minute in (1, 30, 60):
        moment = datetime(2026, 3, 9, 10, tzinfo=UTC) + timedelta(minutes=minute)
        monkeypatch.setattr(views, "now", lambda moment=moment: moment)
        figures.append(browse(manager).get(URL).context["value"].now)
    assert figures[0] == figures[1] == figures[2]
    assert hours(figures[0].ev) == 20


def test_a_task_that_is_measured_by_sight_earns_what_was_seen(chain, agreed, manager, browse):
    first = step(chain, 1)
    progress.set_percent(first, 50, by=manager, at=NOW + timedelta(days=4))
    assert hours(measured(chain, agreed, 1).now.ev) == 20
    fields = f"/w/fernhill/projects/CHN/tasks/{first.number}/fields/"
    for wrong in ("101", "some", "-1"):
        assert browse(manager).post(fields, {"physical": wrong}).status_code == 422
    answer = browse(manager).post(fields, {"physical": "10"})
    assert answer.json() == {"text": "10%", "value": "10"}
    Event.objects.filter(verb="task.changed").update(at=NOW + timedelta(days=4))
    assert hours(measured(chain, agreed, 1).now.ev) == 4
    tasks.measure(step(chain, 1), 30, by=manager, at=NOW + timedelta(days=8))
    assert [hours(measured(chain, agreed, 1, day).now.ev) for day in (0, 1, 2)] == [4, 4, 12]
    # What is no longer said counts no longer from then on: half of it was done by the hours.
    tasks.measure(step(chain, 1), None, by=manager, at=NOW + timedelta(days=10))
    assert [hours(measured(chain, agreed, 1, day).now.ev) for day in (2, 4)] == [12, 20]


def test_what_was_seen_and_taken_back_is_earned_when_it_was_said(chain, agreed, manager):
    def see(percent, day):
        return tasks.measure(step(chain, 1), percent, by=manager, at=NOW + timedelta(days=day))

    progress.set_percent(step(chain, 1), 80, by=manager, at=NOW + timedelta(days=1))
    see(30, 3)
    act = see(60, 8)
    several.undo(chain, act, by=manager, at=NOW + timedelta(days=8, minutes=30))
    act = see(None, 10)
    several.undo(chain, act, by=manager, at=NOW + timedelta(days=10, minutes=30))
    see(50, 14)
    whole = measured(chain, agreed, 3).whole
    assert [hours(one) for one in whole.earned] == [0, 12, 12, 20]
    # By the hour: 80 % before anything was seen, then as it was said, and taken back.
    moments = ((2, 0), (4, 0), (8, 15), (8, 45), (10, 15), (10, 45), (15, 0))
    days = [NOW.replace(tzinfo=None) + timedelta(days=day, minutes=m) for day, m in moments]
    found = [hours(earned_value_of(chain, agreed, at).now.ev) for at in days]
    assert found == [32, 12, 24, 12, 32, 12, 20]


def test_what_is_finished_is_earned_whatever_was_seen_of_it(chain, agreed, manager):
    tasks.measure(step(chain, 1), 30, by=manager, at=NOW)
    progress.set_state(step(chain, 1), "done", by=manager, at=NOW + timedelta(days=4))
    assert hours(measured(chain, agreed, 1).now.ev) == 40


def test_what_is_there_to_be_seen_is_asked_once_the_work_has_begun(chain, manager, browse):
    page = f"/w/fernhill/projects/CHN/tasks/{step(chain, 1).number}/"
    assert "There to be seen" not in browse(manager).get(page).text
    progress.set_percent(step(chain, 1), 5, by=manager, at=NOW)
    assert "There to be seen" in browse(manager).get(page).text
