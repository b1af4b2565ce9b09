"""From which end a plan is laid, what is critical, and what decides its end."""

from datetime import UTC, date, datetime

import pytest

from rapport.events.models import Event
from rapport.planning.models import PlanRules, ScheduleRow, TaskTiming
from rapport.planning.operations import scheduling
from rapport.projects.operations import dependencies
from rapport.resourcing.operations import shares
from rapport.resourcing.operations.shares import Share

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = 480
PLAN = "/w/fernhill/projects/KTB/plan/"
RULES = f"{PLAN}hours/rules/"
FORWARD = {"way": "forward", "finish": "", "slack": "0"}
BACKWARD = {"way": "backward", "finish": "2026-03-20", "slack": "0"}


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


@pytest.fixture
def chain(make, project, manager):
    """Two tasks of two days one after the other, and one of a day beside them."""
    one, two = (make.task(project, name, duration_minutes=2 * DAY) for name in ("One", "Two"))
    beside = make.task(project, "Beside", duration_minutes=3 * DAY)
    dependencies.link(one, two, by=manager, at=NOW)
    scheduling.reschedule(project, at=NOW)
    return one, two, beside


def at(day, hour):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def row(task):
    return ScheduleRow.objects.get(task=task)


def test_backward_tasks_stand_as_late_as_the_finish_lets_them(chain, manager, browse):
    one, two, beside = chain
    browser = browse(manager)
    assert browser.post(f"{RULES}change/", BACKWARD).status_code == 302
    assert (row(two).finish, row(one).start) == (at(20, 17), at(17, 9))
    assert row(beside).start == at(17, 9), "no later than it has to, as its constraint says"
    page = browser.get(RULES).text
    assert 'value="2026-03-20"' in page
    assert "Backward, from its finish on" in browser.get(f"{PLAN}hours/").text
    browser.post(f"{RULES}change/", FORWARD)
    assert row(one).start == at(2, 9)


def test_a_slack_lets_what_is_nearly_critical_be_critical(chain, manager, browse):
    beside = chain[2]
    assert not row(beside).is_critical
    browse(manager).post(f"{RULES}change/", FORWARD | {"slack": "1d"})
    assert row(beside).is_critical


def test_each_end_can_have_a_critical_path_of_its_own(chain, manager, browse):
    beside = chain[2]
    browse(manager).post(f"{RULES}change/", FORWARD | {"several": "on"})
    assert row(beside).is_critical


def test_it_is_taken_back_unless_it_was_changed_again(chain, project, manager, browse):
    browser = browse(manager)
    browser.post(f"{RULES}change/", BACKWARD)
    act = _last()
    browser.post(f"{RULES}change/", FORWARD | {"slack": "1d"})
    shown = browser.post(f"{RULES}{act}/undo/", follow=True).text
    assert "cannot be undone any more" in shown
    browser.post(f"{RULES}{_last()}/undo/")
    rules = PlanRules.objects.get(project=project)
    assert rules.is_from_finish and rules.critical_slack_minutes == 0
    assert row(chain[1]).finish == at(20, 17)


def test_forward_again_the_finish_that_a_file_named_stays_known(chain, project, manager, browse):
    PlanRules.objects.create(
        workspace_id=project.workspace_id, project=project, finish_at=at(30, 17)
    )
    browse(manager).post(f"{RULES}change/", FORWARD | {"slack": "1d"})
    rules = PlanRules.objects.get(project=project)
    assert (rules.finish_at, rules.critical_slack_minutes) == (at(30, 17), DAY)


@pytest.mark.parametrize(
    "said",
    [
        {"way": "sideways"}, {"finish": ""}, {"finish": "0001-01-01"}, {"finish": "soon"},
        {"slack": "much"}, {"slack": "9999d"}, {"calendar": "1"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_changes(chain, manager, browse, said):
    answer = browse(manager).post(f"{RULES}change/", BACKWARD | said)
    assert answer.status_code == 422
    assert row(chain[0]).start == at(2, 9)


def test_members_look_and_only_managers_change(chain, member, browse):
    assert browse(member).get(RULES).status_code == 200
    assert browse(member).post(f"{RULES}change/", BACKWARD).status_code == 403


def test_the_longest_path_names_each_task_and_what_it_waits_for(
    chain, make, project, member, manager, browse
):
    phase = make.task(project, "Phase")
    part = make.task(project, "Part", parent=phase, duration_minutes=5 * DAY)
    make.task(project, "Short part", parent=phase, duration_minutes=DAY)
    dropped = make.task(project, "Dropped", duration_minutes=30 * DAY)
    TaskTiming.objects.create(
        workspace_id=project.workspace_id, project=project, task=dropped, is_active=False
    )
    last = make.task(project, "Handover", duration_minutes=DAY, assignee=member)
    dependencies.link(phase, last, by=manager, at=NOW)
    shares.say(member, Share(weekdays=[3]), by=manager, at=NOW)
    scheduling.reschedule(project, at=NOW)
    page = browse(member).get(f"{PLAN}path/")
    assert [one.pk for one, _why in page.context["lines"]] == [part.pk, last.pk]
    assert [why for _one, why in page.context["lines"]] == [
        "begins with the project", f"waits for “Phase”; {member.name} works Wed",
    ]  # fmt: skip


def test_a_plan_without_tasks_has_no_path(project, manager, browse):
    assert "No plan yet" in browse(manager).get(f"{PLAN}path/").text


def test_the_path_of_many_tasks_takes_as_many_queries_as_that_of_few(
    make, project, manager, browse, django_assert_max_num_queries
):
    browser, before = browse(manager), None
    for count in (2, 30):
        for _ in range(count):
            task = make.task(project, assignee=manager, duration_minutes=DAY)
            if before is not None:
                dependencies.link(before, task, by=manager, at=NOW)
            before = task
        scheduling.reschedule(project, at=NOW)
        with django_assert_max_num_queries(16):
            assert browser.get(f"{PLAN}path/").status_code == 200


def _last() -> int:
    return Event.objects.filter(verb="plan.rules_changed").latest("pk").pk
