"""One more project: whose weeks it would fill, and which promised days rest on them."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from rapport.lib.roles import Role
from rapport.planning.models import PlanTemplate
from rapport.planning.operations import plan_templates, scheduling
from rapport.projects.models import Project, Task
from rapport.projects.operations import helping
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.resourcing.models import WorkingShare

URL = "/w/fernhill/projects/timeline/effect/"
DAY = 480


def next_monday():
    today = localdate()
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def running(make, client_company, member):
    """A project that needs one person for the whole of the week after next."""
    project = make.project(client_company, "Running", key="RUN", starts_on=next_monday())
    make.task(project, "Design", duration_minutes=5 * DAY, assignee=member)
    scheduling.reschedule(project, at=now())
    return project


@pytest.fixture
def template(make, manager):
    """A week of a designer."""
    project = make.project(key="OLD", state=Project.State.DONE)
    make.task(project, "Design", duration_minutes=5 * DAY, assignee=manager)
    return plan_templates.save(
        project, "A week", {f"{manager.pk}:": "Designer"}, by=manager, at=now()
    )


def ask(browser, template, **fields):
    said = {"shape": f"template:{template.number}", "way": "forward", "day": next_monday()}
    answer = browser.get(URL, said | fields)
    assert answer.status_code == 200
    return answer


def promise(project, days, by, **fields):
    day = next_monday() + timedelta(days=days)
    return making.make(
        NewPromise(project.client, f"In {days}", day, project, **fields), by=by, at=now()
    )


def test_one_chooses_a_shape_and_then_who_takes_its_roles(running, template, manager, browse):
    browser = browse(manager)
    assert URL in browser.get("/w/fernhill/projects/timeline/").text
    first = browser.get(URL).text
    assert "A week" in first and "Running" in first and ">Ask<" not in first
    second = browser.get(URL, {"shape": f"template:{template.number}"}).text
    assert "Designer" in second and "It is done by this day" in second


def test_the_same_person_in_the_same_week_is_over_booked(
    running, template, member, manager, browse
):
    before, after = promise(running, 4, manager), promise(running, -3, manager)
    answer = ask(browse(manager), template, person_0=member.pk)
    found = answer.context["effect"]
    [filled] = found.filled
    assert filled.name == member.name
    assert filled.weeks[0].monday == next_monday()
    assert round(filled.weeks[0].more) == 5 * DAY
    assert (found.promises, after in found.promises) == ([before], False)
    assert "1 person would be over-booked." in answer.text
    assert not Task.objects.filter(project__key__startswith="N").exists()


def test_another_week_or_another_person_fills_nobody(running, template, member, manager, browse):
    browser = browse(manager)
    later = next_monday() + timedelta(weeks=2)
    for fields in ({"person_0": member.pk, "day": later}, {"person_0": manager.pk}):
        answer = ask(browser, template, **fields)
        assert "Nobody would be over-booked." in answer.text
        assert answer.context["effect"].filled == []


def test_a_role_that_nobody_takes_fills_no_weeks_and_is_said(running, template, manager, browse):
    answer = ask(browse(manager), template)
    assert answer.context["effect"].nobody == {"Designer": 5 * DAY}
    assert "Designer: 40 hr that nobody takes yet" in answer.text


def test_a_project_is_a_shape_with_its_own_people(running, member, manager, browse):
    answer = browse(manager).get(URL, {"shape": "project:RUN"})
    form = answer.context["form"]
    assert form["person_0"].initial == member.pk
    answer = browse(manager).get(
        URL, {"shape": "project:RUN", "way": "forward", "day": next_monday(), "person_0": member.pk}
    )
    assert [one.name for one in answer.context["effect"].filled] == [member.name]


def test_a_role_of_the_firm_is_proposed_for_a_template(running, member, manager, make, browse):
    WorkingShare.objects.create(
        workspace=make.workspace, member=member, weekdays=[1, 2, 3, 4, 5], role="Designer"
    )
    page = browse(manager).get("/w/fernhill/projects/RUN/plan/template/").text
    assert 'value="Designer"' in page


@pytest.mark.parametrize(
    "shape",
    ["", "template:99", "template:x", "template:" + "9" * 30, "project:NONE", "x", "project:"],
)
def test_a_shape_that_is_not_there_is_asked_for_again(running, template, manager, browse, shape):
    answer = browse(manager).get(URL, {"shape": shape, "way": "forward", "day": "2026-06-01"})
    assert answer.status_code == 200 and "Go on" in answer.text


def test_a_day_that_is_none_is_told(running, template, manager, browse):
    answer = ask(browse(manager), template, day="soon")
    assert "effect" not in answer.context and "Enter a valid date" in answer.text


def test_a_plan_without_tasks_has_no_shape(make, manager, browse):
    make.project(key="NEW")
    assert "no tasks: choose another" in browse(manager).get(URL, {"shape": "project:NEW"}).text


def test_an_empty_company_is_told_where_shapes_come_from(manager, browse):
    assert "Nothing to take a shape from" in browse(manager).get(URL).text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER, Role.GUEST])
def test_it_is_for_those_who_begin_projects(make, browse, role):
    assert browse(make.member(role)).get(URL).status_code == 403


def test_many_projects_take_the_same_queries(
    running, template, make, client_company, member, manager, browse, django_assert_max_num_queries
):
    for n in range(20):
        project = make.project(client_company, key=f"K{n}", starts_on=next_monday())
        make.task(project, "More", duration_minutes=DAY, assignee=member)
        scheduling.reschedule(project, at=now())
        promise(project, 3, manager)
    browser = browse(manager)
    ask(browser, template, person_0=member.pk)
    with django_assert_max_num_queries(26):
        answer = ask(browser, template, person_0=member.pk)
    assert len(answer.context["effect"].promises) > 10
    assert PlanTemplate.objects.count() == 1


def on_dates(browser, template, **fields):
    said = {"shape": f"template:{template.number}", "way": "forward", "day": next_monday()}
    answer = browser.get(f"{URL}dates/", said | fields)
    assert answer.status_code == 200
    return answer.context["on"]


def test_either_the_new_project_waits_or_what_was_promised_does(
    running, template, member, manager, browse
):
    promised = promise(running, 5, manager)
    browser = browse(manager)
    assert "/timeline/effect/dates/?" in ask(browser, template, person_0=member.pk).text
    on = on_dates(browser, template, person_0=member.pk)
    friday, next_friday = (next_monday() + timedelta(days=days) for days in (4, 11))
    assert (on.alone, on.first, on.waiting) == (friday, friday, next_friday)
    [put] = on.promises
    assert (put.promise, put.put.before, put.put.after) == (promised, friday, next_friday)
    assert put.is_late
    assert [one.project for one in on.projects] == [running]


def test_somebody_else_puts_nothing_off(running, template, manager, browse):
    promise(running, 5, manager)
    browser = browse(manager)
    on = on_dates(browser, template, person_0=manager.pk)
    assert on.waiting == on.first == on.alone
    assert not on.promises and not on.projects
    assert browser.get(f"{URL}dates/", {"shape": "template:x"}).status_code == 204


@pytest.mark.parametrize(("work", "waits"), [(0, False), (10 * DAY, True)])
def test_who_helps_on_what_is_no_work_puts_nothing_off(
    running, make, member, manager, browse, work, waits
):
    """As little as in the plans that run."""
    promise(running, 5, manager)
    old = make.project(key="OLD", state=Project.State.DONE)
    task = make.task(old, "Wait for the print", duration_minutes=5 * DAY, assignee=manager)
    helping.put_on(task, member, 100, by=manager, at=now())
    Task.objects.filter(pk=task.pk).update(duration_minutes=5 * DAY, work_minutes=work)
    roles = {f"{manager.pk}:": "Lead", f"{member.pk}:": "Tester"}
    template = plan_templates.save(old, "A wait", roles, by=manager, at=now())
    on = on_dates(browse(manager), template, person_0=manager.pk, person_1=member.pk)
    assert bool(on.promises) == bool(on.projects) == (on.waiting > on.alone) == waits
