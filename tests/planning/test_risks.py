"""What may happen: risks that are noted, and what they do to the dates and costs one promises."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from rapport.events.models import Event
from rapport.lib.roles import Role
from rapport.planning.models import PlanOutlook, Risk, RiskTask
from rapport.planning.operations import outlook, risks, timings
from rapport.planning.operations.risks import RiskFacts
from rapport.planning.queries.outlook import outlook_of
from rapport.projects.models import Task
from rapport.projects.operations import dependencies, tasks, transfer
from rapport.projects.operations.tasks import NewTask

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
WEEK = 5 * 480
HTMX = {"HX-Request": "true"}
SAID = {"name": "The API comes late", "percent": "30", "tasks": ["2"], "delay_likely": "4d"}


@pytest.fixture
def chain(make, manager):
    """Two tasks of a week, one after the other, which take just as long as planned."""
    project = make.project(key="RSK", starts_on=date(2026, 3, 2))
    one, other = (
        tasks.create(project, NewTask(name, duration_minutes=WEEK), by=manager, at=NOW)
        for name in ("Build", "Test")
    )
    dependencies.link(one, other, kind="FS", by=manager, at=NOW)
    for task in (one, other):
        timings.estimate(task, by=manager, at=NOW, least_minutes=WEEK, most_minutes=WEEK)
    project.refresh_from_db()
    return project


def _url(workspace, name, **more):
    return reverse(f"planning.{name}", kwargs={"slug": workspace.slug, "key": "RSK", **more})


@pytest.fixture
def browser(browse, manager):
    return browse(manager)


@pytest.fixture
def note(browser, workspace, chain):
    def note(**said):
        return browser.post(_url(workspace, "new_risk"), {**SAID, **said}, follow=True)

    return note


def _undo_of(answer):
    return next(str(one.extra_tags) for one in answer.context["messages"]).split("undo=")[1]


def test_a_risk_is_noted_with_what_would_follow(note, chain, manager):
    answer = note(delay_least="2d", delay_most="8d", cost_likely="1,500", cost_most="€4000")
    page = answer.content.decode()
    assert "The API comes late" in page and "30 % likely" in page and "4 days more" in page
    assert "Test" in page and "€1,500 (€1,500 – €4,000)" in page
    risk = Risk.objects.get()
    assert (risk.delay_least, risk.delay_likely, risk.delay_most) == (960, 1920, 3840)
    assert (risk.cost_least, risk.cost_likely, risk.cost_most) == (None, 150_000, 400_000)
    assert list(RiskTask.objects.values_list("task__name", flat=True)) == ["Test"]
    event = Event.objects.get(verb="risk.noted")
    assert event.facts == {"number": 1} and event.actor_id == manager.pk


@pytest.mark.parametrize(
    "said, sentence",
    [
        ({"percent": "0"}, "greater than or equal to 1"),
        ({"percent": "100"}, "less than or equal to 99"),
        ({"percent": "often"}, "whole number"),
        ({"name": ""}, "required"),
        ({"tasks": []}, "Choose the tasks it would delay"),
        ({"tasks": ["77"]}, "Select a valid choice"),
        ({"delay_likely": "soon"}, "Write a duration"),
        ({"delay_likely": "", "delay_most": "3d"}, "Say what is likely"),
        ({"delay_least": "5d"}, "more than what is likely"),
        ({"cost_likely": "100", "cost_most": "99"}, "less than what is likely"),
        ({"cost_likely": "dear"}, "Write an amount"),
        ({"other": "x"}, "fields it does not have"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(note, said, sentence):
    answer = note(**said)
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page
    assert said.get("name", "The API comes late") in page
    assert not Risk.objects.exists()


def test_the_promise_date_reckons_with_it(note, chain, browser, workspace):
    before = outlook.reckon(chain, at=NOW)
    note(percent="60")
    after = outlook.reckon(chain, at=NOW)
    assert outlook_of(chain).early - before.planned.date() == timedelta(days=6)  # over a weekend
    assert after.planned == before.planned
    page = browser.get(_url(workspace, "risks")).content.decode()
    assert "− 6 days" in page
    [[pk, _moment, _cost]] = after.reliefs
    assert Risk.objects.get().pk == pk


def test_what_it_costs_is_in_the_cost_and_said_to_those_who_see_money(
    note, chain, browse, make, workspace
):
    note(delay_likely="", tasks=[], percent="90", cost_likely="5000")
    found = outlook.reckon(chain, at=NOW)
    assert found.costs[10] == 500_000 > found.costs[9] == 0
    page = browse(make.member(Role.FINANCE)).get(_url(workspace, "risks")).content.decode()
    assert "− €5,000" in page
    page = browse(make.member(Role.MEMBER)).get(_url(workspace, "risks")).content.decode()
    assert "The API comes late" in page and "5,000" not in page


def test_a_change_is_told_in_numbers_and_taken_back(note, browser, workspace, chain):
    note()
    url = _url(workspace, "risk_change", number=1)
    answer = browser.post(url, {**SAID, "percent": "70", "tasks": ["1", "2"]}, follow=True)
    event = Event.objects.get(verb="risk.changed")
    assert event.facts["fields"] == ["percent", "tasks"] and event.facts["now"]["percent"] == 70
    assert Risk.objects.get().touches.count() == 2
    undo = _undo_of(answer)
    assert browser.post(undo, headers=HTMX).status_code == 204
    assert Risk.objects.get().percent == 30 and Risk.objects.get().touches.count() == 1
    assert browser.post(undo, headers=HTMX).status_code == 409


def test_a_new_name_is_not_told_to_the_stream(note, browser, workspace):
    note()
    browser.post(_url(workspace, "risk_change", number=1), {**SAID, "name": "It never comes"})
    assert Risk.objects.get().name == "It never comes"
    assert "never" not in str(Event.objects.get(verb="risk.changed").facts)


def test_noting_and_throwing_away_are_taken_back(note, browser, workspace, chain):
    undo = _undo_of(note())
    assert browser.post(undo, headers=HTMX).status_code == 204
    assert not Risk.objects.live().exists()
    note()
    answer = browser.post(_url(workspace, "risk_binning", number=2), follow=True)
    assert "Nothing noted yet" in answer.content.decode()
    assert browser.get(_url(workspace, "risk", number=2)).status_code == 404
    assert outlook.reckon(chain, at=NOW).reliefs == []
    browser.post(_undo_of(answer))
    assert len(outlook.reckon(chain, at=NOW).reliefs) == 1


def test_who_sees_no_money_leaves_the_cost_as_it_is(note, browse, make, workspace):
    note(cost_likely="1500")
    member = browse(make.member(Role.MEMBER))
    page = member.get(_url(workspace, "risk", number=1)).content.decode()
    assert "cost_likely" not in page and "1,500" not in page
    url = _url(workspace, "risk_change", number=1)
    member.post(url, {**SAID, "percent": "55"})
    assert Risk.objects.values_list("percent", "cost_likely").get() == (55, 150_000)
    assert member.post(url, {**SAID, "cost_likely": "1"}).status_code == 422


@pytest.mark.parametrize(
    "role, sees, notes",
    [(Role.VIEWER, 200, 403), (Role.FINANCE, 200, 403), (Role.GUEST, 403, 403),
     (Role.MEMBER, 200, 200)],
    ids=str,
)  # fmt: skip
def test_staff_sees_and_who_works_notes(note, chain, browse, make, workspace, role, sees, notes):
    note()
    someone = make.member(role)
    make.on_project(chain, someone)
    browser = browse(someone)
    assert browser.get(_url(workspace, "risks")).status_code == sees
    assert browser.get(_url(workspace, "risk", number=1)).status_code == sees
    assert browser.get(_url(workspace, "new_risk")).status_code == notes


def test_the_outlook_is_reckoned_anew_by_itself(chain, manager, run_jobs, browser, workspace):
    at = now() - timedelta(minutes=1)
    outlook.reckon(chain, at=at)
    task = Task.objects.get(project=chain, name="Test")
    said = RiskFacts("Late", 60, frozenset({task.pk}), (None, 1920, None))
    risk = risks.note(chain, said, by=manager, at=at)
    assert not outlook_of(chain).is_fresh
    assert "being reckoned anew" in browser.get(_url(workspace, "risks")).content.decode()
    run_jobs()
    assert outlook_of(chain).is_fresh and PlanOutlook.objects.get().reliefs
    risks.throw_away(risk, by=manager, at=at)
    assert not outlook_of(chain).is_fresh


def test_a_task_that_has_gone_to_another_project_is_delayed_no_more(note, chain, make, manager):
    note(percent="90")
    outlook.reckon(chain, at=NOW)
    other = make.project(chain.client, "Other", key="OTH")
    transfer.move(chain, [Task.objects.get(name="Test")], other, by=manager, at=NOW)
    found = outlook.reckon(chain, at=NOW)
    assert outlook_of(chain).finish.safe == found.planned.date()


def test_the_list_takes_the_same_queries_for_many(
    note, chain, browser, workspace, manager, django_assert_max_num_queries
):
    note()
    both = frozenset(Task.objects.filter(project=chain).values_list("pk", flat=True))
    for n in range(30):
        risks.note(chain, RiskFacts(f"Risk {n}", 5, both, (1, 2, 3)), by=manager, at=NOW)
    outlook.reckon(chain, at=NOW)
    browser.get(_url(workspace, "risks"))
    with django_assert_max_num_queries(13):
        browser.get(_url(workspace, "risks"))


def test_a_project_holds_so_many_risks_and_no_more(note, monkeypatch):
    monkeypatch.setattr(risks, "MOST", 1)
    note()
    answer = note()
    assert answer.status_code == 422 and "no more than 1 risks" in answer.content.decode()


def test_what_is_done_or_left_out_is_delayed_by_nothing(note, chain, manager):
    note(percent="99", delay_likely="20d")
    test = Task.objects.select_related("project__workspace", "workspace").get(name="Test")
    assert outlook.reckon(chain, at=NOW).planned.date() < outlook_of(chain).finish.likely
    timings.leave_out(test, by=manager, at=NOW)
    chain.refresh_from_db()
    assert outlook.reckon(chain, at=NOW).planned.date() == outlook_of(chain).finish.safe
    timings.take_back_in(test, by=manager, at=NOW)
    Task.objects.filter(project=chain).update(
        actual_start=NOW, actual_finish=NOW + timedelta(days=1), percent_complete=100
    )
    chain.refresh_from_db()
    assert outlook.reckon(chain, at=NOW).planned.date() == outlook_of(chain).finish.safe
