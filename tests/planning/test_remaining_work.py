"""Work that is overdue goes on from a day that a person names, as one act."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.events.models import Event
from rapport.planning.models import PlanState, ScheduleRow, TaskTiming, WorkShare
from rapport.planning.operations import remaining_work, scheduling, timings
from rapport.planning.operations.remaining_work import NotUndone
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import dependencies, progress, tasks
from tests.engines import examples

NOW = datetime(2026, 3, 11, 8, tzinfo=UTC)
TODAY = date(2026, 3, 11)
DAY = 480
URL = "/w/fernhill/projects/KTB/plan/remaining/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("rapport.planning.views.remaining.now", lambda: NOW)


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


@pytest.fixture
def late(make, project, member, manager):
    """A task of a day that should have begun on 2 March, and one that waits for it."""
    found = [
        make.task(project, name, assignee=member, duration_minutes=DAY)
        for name in ("Interviews", "Report")
    ]
    dependencies.link(*found, by=manager, at=NOW)
    scheduling.reschedule(project, at=NOW)
    return found


def at(day, hour):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def stands(task):
    row = ScheduleRow.objects.get(task=task)
    return row.start, row.finish


def test_what_has_not_begun_begins_then_and_what_waits_for_it_follows(late, project, manager):
    remaining_work.go_on_from(project, TODAY, by=manager, at=NOW)
    assert [stands(task) for task in late] == [(at(11, 9), at(11, 17)), (at(12, 9), at(12, 17))]
    assert not Task.objects.get(pk=late[1].pk).constraint_at
    state = PlanState.objects.get(project=project)
    assert state.finish == state.forecast_finish


def test_what_has_begun_goes_on_with_what_is_left_and_follows_its_progress(late, project, manager):
    task = late[0]
    tasks.set_duration(task, 4 * DAY, by=manager, at=at(2, 9))
    progress.set_percent(task, 50, by=manager, at=at(2, 9))
    scheduling.reschedule(project, at=NOW)
    assert stands(task) == (at(2, 9), at(5, 17))
    remaining_work.go_on_from(project, TODAY, by=manager, at=NOW)
    assert stands(task) == (at(2, 9), at(12, 17))
    progress.set_percent(Task.objects.get(pk=task.pk), 75, by=manager, at=NOW)
    assert stands(task) == (at(2, 9), at(11, 17))


def test_the_page_shows_beforehand_exactly_what_then_happens(late, project, manager, browse):
    browser = browse(manager)
    page = browser.get(f"{URL}?day=2026-03-16")
    assert page.context["found"].after.finish == datetime(2026, 3, 17, 17)  # noqa: DTZ001
    [line] = page.context["page"].object_list
    assert (line.task, line.has_begun) == (late[0], False)
    assert "Move 1 task" in page.text and "more tasks move because they wait" in page.text
    answer = browser.post(f"{URL}moving/", {"day": "2026-03-16"})
    assert answer.status_code == 302
    assert stands(late[0])[0] == at(16, 9)
    assert PlanState.objects.get(project=project).finish == at(17, 17)
    assert "Nothing is overdue" in browser.get(URL).text


def test_it_is_taken_back_as_one_act(late, project, manager, browse):
    make_fixed = Task.objects.select_related("project", "workspace").get(pk=late[1].pk)
    timings.fix(make_fixed, at(4, 9), at(4, 17), by=manager, at=NOW)
    act = remaining_work.go_on_from(project, TODAY, by=manager, at=NOW)
    assert [stands(task)[0] for task in late] == [at(11, 9), at(11, 9)]
    answer = browse(manager).post(f"{URL}{act}/undo/", follow=True)
    assert answer.status_code == 200
    assert [stands(task)[0] for task in late] == [at(2, 9), at(4, 9)]
    with pytest.raises(NotUndone):
        remaining_work.undo(project, act, by=manager, at=NOW)


def test_what_was_changed_again_since_stays_when_it_is_taken_back(late, project, manager):
    act = remaining_work.go_on_from(project, TODAY, by=manager, at=NOW)
    task = Task.objects.get(pk=late[0].pk)
    tasks.constrain(task, Task.Constraint.SNET, at(20, 9), by=manager, at=NOW)
    with pytest.raises(NotUndone):
        remaining_work.undo(project, act, by=manager, at=NOW)
    assert stands(late[0])[0] == at(20, 9)


def test_what_is_fixed_by_hand_stays_fixed_at_another_time(late, project, manager):
    task = Task.objects.select_related("project", "workspace").get(pk=late[0].pk)
    timings.fix(task, at(3, 9), at(4, 17), by=manager, at=NOW)
    remaining_work.go_on_from(project, TODAY, by=manager, at=NOW)
    assert stands(task) == (at(11, 9), at(12, 17))
    assert TaskTiming.objects.get(task=task).fixed_start == at(11, 9)


def test_shares_that_were_interrupted_go_on_too(late, project, member, manager):
    task = late[0]
    owned = {"workspace_id": project.workspace_id, "project": project}
    timing = TaskTiming.objects.create(task=task, shares_of=f"{member.pk}:", **owned)
    share = WorkShare.objects.create(
        timing=timing, position=0, member=member, duration_minutes=2 * DAY,
        resumes_at=at(3, 9), remaining_minutes=DAY, **owned,
    )  # fmt: skip
    Task.objects.filter(pk=task.pk).update(
        actual_start=at(2, 9), state="doing", percent_complete=50, duration_minutes=2 * DAY
    )
    act = remaining_work.go_on_from(project, TODAY, by=manager, at=NOW)
    assert stands(task) == (at(2, 9), at(11, 17))
    remaining_work.undo(project, act, by=manager, at=NOW)
    share.refresh_from_db()
    assert share.resumes_at == at(3, 9)
    assert stands(task) == (at(2, 9), at(3, 17))


@pytest.mark.parametrize(
    "day", ["", "soon", "2026-02-30", "2026-03-01", "2036-01-01", "0001-01-01"]
)
def test_a_day_that_is_none_or_too_far_changes_nothing_and_says_so(
    late, project, manager, browse, day
):
    answer = browse(manager).post(f"{URL}moving/", {"day": day})
    assert answer.status_code == 422
    assert stands(late[0])[0] == at(2, 9)
    assert browse(manager).get(f"{URL}?day={day}").status_code == 422


def test_who_may_only_look_sees_what_is_overdue_and_moves_nothing(late, viewer, browse):
    page = browse(viewer).get(URL)
    assert page.status_code == 200 and "Interviews" in page.text and "Move 1" not in page.text
    assert browse(viewer).post(f"{URL}moving/", {"day": "2026-03-16"}).status_code == 403


def test_a_plan_in_which_all_is_in_time_is_left_alone(make, project, manager, browse):
    make.task(project, "Later", constraint="SNET", constraint_at=at(30, 9))
    scheduling.reschedule(project, at=NOW)
    assert remaining_work.go_on_from(project, TODAY, by=manager, at=NOW) is None
    assert not Event.objects.filter(verb="plan.remaining_work_moved").exists()
    assert "Nothing is overdue" in browse(manager).get(URL).text


def test_many_overdue_tasks_take_as_many_queries_as_few(
    make, project, manager, browse, django_assert_max_num_queries
):
    browser = browse(manager)
    for count in (2, 60):
        for _ in range(count):
            make.task(project, assignee=manager)
        scheduling.reschedule(project, at=NOW)
        with django_assert_max_num_queries(18):
            assert browser.get(URL).status_code == 200


PLANS = st.lists(
    st.tuples(st.integers(1, 6), st.booleans(), st.sets(st.integers(0, 6), max_size=3)),
    min_size=1, max_size=7,
)  # fmt: skip


@settings(
    deadline=None,
    max_examples=examples(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(PLANS, st.integers(0, 20))
def test_afterwards_nothing_is_overdue_and_the_plan_ends_when_it_was_to_be_expected(
    make, client_company, manager, rows, days
):
    project = make.project(client_company, starts_on=date(2026, 3, 2))
    made = []
    for length, has_begun, befores in rows:
        begun = {"actual_start": at(2, 9), "state": "doing"} if has_begun else {}
        task = make.task(project, duration_minutes=length * DAY // 2, **begun)
        for before in befores:
            if before < len(made):
                Dependency.objects.create(
                    workspace=project.workspace, project=project,
                    predecessor=made[before], successor=task,
                )  # fmt: skip
        made.append(task)
    day = date(2026, 3, 2) + timedelta(days=days)
    then = datetime.combine(day, time(8), tzinfo=UTC)
    scheduling.reschedule(project, at=then)
    expected = PlanState.objects.get(project=project).forecast_finish
    remaining_work.go_on_from(project, day, by=manager, at=then)
    assert PlanState.objects.get(project=project).finish == expected
    assert remaining_work.go_on_from(project, day, by=manager, at=then) is None
