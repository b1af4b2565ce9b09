"""Dates follow edits."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rapport.calendars.models import Holiday, WorkingPeriod
from rapport.calendars.operations import hours
from rapport.events.models import Event
from rapport.lib.refusal import Refused
from rapport.planning import handlers
from rapport.planning.models import PlanState, ScheduleRow
from rapport.planning.operations import scheduling
from rapport.planning.queries.forecast import forecast, forecast_of_tasks
from rapport.planning.tasks import reckon_forecasts
from rapport.projects.durations import Lag
from rapport.projects.models import Dependency
from rapport.projects.operations import dependencies, placing, progress, tasks
from rapport.projects.operations.tasks import NewTask

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def project(make):
    return make.project(key="KTB", starts_on=MONDAY)


@pytest.fixture
def add(project, manager):
    def add(name, days=1, **fields):
        new = NewTask(name, duration_minutes=days * 480, **fields)
        return tasks.create(project, new, by=manager, at=NOW)

    return add


@pytest.fixture
def link(manager):
    def link(one, other, **how):
        return dependencies.link(one, other, by=manager, at=NOW, **how)

    return link


def _at(day, hour):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def _dates(task):
    return tuple(ScheduleRow.objects.values_list("start", "finish").get(task=task))


def test_tasks_follow_one_another_in_working_time(add, link):
    one, other = add("API access", 3), add("Payments", 2)
    link(one, other, lag=Lag(480))
    assert _dates(one) == (_at(2, 9), _at(4, 17))
    assert _dates(other) == (_at(6, 9), _at(9, 17))
    row = ScheduleRow.objects.get(task=other)
    assert (row.driver_id, row.reason, row.is_critical, row.wbs) == (one.pk, "link", True, "2")


def test_holidays_and_the_hours_of_the_workspace_are_kept(add, workspace):
    workspace.time_zone = "Europe/Berlin"
    workspace.save()
    for weekday in range(1, 5):
        for starts, ends in ((time(8), time(12)), (time(13), time(17))):
            WorkingPeriod.objects.create(
                workspace=workspace, weekday=weekday, starts=starts, ends=ends
            )
    Holiday.objects.create(workspace=workspace, day=date(2026, 3, 3), name="Holiday")
    assert _dates(add("Design", 2)) == (_at(2, 7), _at(4, 16))
    assert _dates(add("Long", 4))[1] == _at(9, 16), "Friday is free here"


def test_a_summary_reaches_over_its_parts_and_has_its_number(add):
    build = add("Build")
    add("Search", 2, parent=build)
    late = add("Payments", 5, parent=build)
    row = ScheduleRow.objects.get(task=build)
    assert (row.is_summary, row.finish) == (True, _at(6, 17))
    assert ScheduleRow.objects.get(task=late).wbs == "1.2"


def test_a_circle_is_refused_with_the_names_and_nothing_is_kept(add, link):
    one, other = add("API access"), add("Payments")
    link(one, other)
    with pytest.raises(Refused, match="“API access” → “Payments” → “API access”|“Payments” → "):
        link(other, one)
    assert Dependency.objects.count() == 1
    assert not Event.objects.filter(verb="task.linked", subject_id=one.pk).exists()


def test_putting_a_task_under_one_it_waits_for_is_refused(add, link, manager):
    one, other = add("Phase"), add("Part")
    link(other, one)
    add("Child", parent=one)
    with pytest.raises(Refused, match="wait for each other"):
        placing.indent(other, by=manager, at=NOW)
    other.refresh_from_db()
    assert other.parent is None


def test_a_circle_that_is_there_already_is_reported_and_other_work_goes_on(make, project, add):
    one, other, free = make.task(project), make.task(project), make.task(project)
    for before, after in ((one, other), (other, one)):
        Dependency.objects.create(
            workspace=project.workspace, project=project, predecessor=before, successor=after
        )
    add("New")
    state = PlanState.objects.get(project=project)
    assert set(state.circle) == {one.pk, other.pk}
    assert ScheduleRow.objects.filter(project=project).count() == 4
    assert _dates(free) == (_at(2, 9), _at(2, 17))


def test_what_is_binned_has_no_dates_and_its_links_do_not_count(add, link, manager):
    one, gone, other = add("One"), add("Gone", 5), add("Other")
    link(one, gone)
    link(gone, other)
    tasks.put_in_bin(gone, by=manager, at=NOW)
    assert not ScheduleRow.objects.filter(task=gone).exists()
    assert _dates(other) == (_at(2, 9), _at(2, 17))
    tasks.restore(gone, by=manager, at=NOW)
    assert _dates(other)[0] == _at(10, 9)


def test_work_that_was_done_keeps_its_dates(add, link, manager):
    one, other = add("One", 2), add("Other")
    link(one, other)
    progress.set_state(one, "done", by=manager, at=_at(5, 17))
    assert _dates(one) == (_at(4, 9), _at(5, 17))
    assert _dates(other) == (_at(6, 9), _at(6, 17))


def test_the_stream_hears_when_other_tasks_moved(add, link, manager):
    one, other = add("One"), add("Other")
    link(one, other)
    before = Event.objects.filter(verb="plan.scheduled").count()
    tasks.rename(one, "First", by=manager, at=NOW)
    assert Event.objects.filter(verb="plan.scheduled").count() == before
    tasks.set_duration(one, 960, by=manager, at=NOW)
    told = Event.objects.filter(verb="plan.scheduled").latest("pk")
    assert told.facts["moved"] == [other.pk]
    assert (told.actor_kind, told.project_id) == ("system", one.project_id)


def test_the_forecast_begins_today_what_is_overdue(add, link, manager, project, workspace):
    one, other = add("One", 2), add("Other")
    link(one, other)
    assert forecast(project).planned == forecast(project).expected == _at(4, 17)
    scheduling.reschedule(project, at=_at(9, 10))
    assert forecast(project).planned == _at(4, 17)
    assert forecast(project).expected == _at(11, 17)
    assert forecast_of_tasks([one.pk])[one.pk].expected == _at(10, 17)
    progress.set_percent(one, 50, by=manager, at=_at(9, 10))
    one.refresh_from_db()
    scheduling.reschedule(project, at=_at(12, 10))
    assert forecast(project, one).expected == _at(12, 17)


def test_the_clock_reckons_forecasts_of_yesterday_anew(add, project):
    add("One")
    PlanState.objects.update(forecast_on=date(2026, 3, 2))
    reckon_forecasts()
    assert PlanState.objects.get().forecast_on > date(2026, 3, 2)
    assert forecast(project).expected > datetime.now(UTC) - timedelta(days=5)


def test_a_long_plan_is_dated_by_the_worker(add, monkeypatch, run_jobs, manager):
    one = add("One")
    add("Two")
    monkeypatch.setattr(handlers, "AT_ONCE", 1)
    tasks.set_duration(one, 960, by=manager, at=NOW)
    assert _dates(one)[1] == _at(2, 17)
    run_jobs()
    assert _dates(one)[1] == _at(3, 17)


def test_postponed_edits_are_dated_once(add, project, link):
    with scheduling.postponed():
        one, other = add("One"), add("Other")
        link(one, other)
    assert not ScheduleRow.objects.exists()
    scheduling.reschedule(project, at=NOW)
    assert _dates(other) == (_at(3, 9), _at(3, 17))


def test_those_who_watch_learn_which_rows_changed(add, link, manager):
    one, other, free = add("One"), add("Other"), add("Free")
    link(one, other)
    with scheduling.watched() as changed:
        tasks.set_duration(one, 960, by=manager, at=NOW)
    assert set(changed) == {one.pk, other.pk, free.pk}, "the free one has more slack now"


def test_other_hours_date_every_open_plan_anew(add, workspace, owner, run_jobs):
    task = add("Design", 2)
    mondays = [hours.Period(1, time(9), time(13))]
    hours.set_week(workspace, mondays, by=owner, at=NOW)
    run_jobs()
    assert _dates(task)[1] == datetime(2026, 3, 23, 13, tzinfo=UTC)
