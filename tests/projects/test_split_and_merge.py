"""A project begins with tasks of another one, and goes into another one; both can be undone."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils.timezone import localdate, now

from rapport.cases.operations import opening
from rapport.delivery.operations import handing_over
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.events.models import Event
from rapport.inbox.models import Conversation
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.planning.models import Risk, RiskTask, ScheduleRow
from rapport.planning.operations import baselines, risks, scheduling
from rapport.planning.operations.risks import RiskFacts
from rapport.projects import companions
from rapport.projects.models import Programme, Project, ProjectMember, Task
from rapport.projects.operations import dependencies, helping, programmes
from rapport.projects.operations.programmes import ProgrammeDetails
from rapport.promises.models import Promise
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.reports.operations import writing as reports
from rapport.resourcing.operations import bookings
from rapport.resourcing.operations.bookings import Wanted
from rapport.timesheets.models import TimeEntry

SPLIT = "/w/fernhill/projects/LAB/split/"
MERGE = "/w/fernhill/projects/LAB/merge/"
UNDO = {"HX-Request": "true"}


@pytest.fixture
def label(make, client_company, manager):
    programme = programmes.create(
        make.workspace, ProgrammeDetails("Relaunch"), by=manager, at=now()
    )
    project = make.project(
        client_company, "Label relaunch", key="LAB", lead=manager, programme=programme
    )
    brief, proofs = make.task(project, "Brief"), make.task(project, "Proofs")
    german = make.task(project, "German", parent=proofs, assignee=manager)
    for one in (brief, german):
        Task.objects.filter(pk=one.pk).update(duration_minutes=10 * 480)
    dependencies.link(brief, german, by=manager, at=now())
    return project


@pytest.fixture
def site(make, client_company):
    project = make.project(client_company, "Site", key="SITE")
    make.task(project, "Sitemap")
    return project


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def undo_of(answer):
    return next(str(one.extra_tags) for one in answer.context["messages"]).split("undo=")[1]


def names(project):
    rows = Task.objects.filter(project=project, binned_at=None).order_by("position")
    return list(rows.values_list("name", "parent__name"))


def split(browser, of, *numbers, **said):
    sent = {
        "task": numbers, "name": "Proof round", "key": "PROOF", "client": of.pk,
        "starts_on": "2026-03-02", "visibility": "client", "step": "begin", **said,
    }  # fmt: skip
    return browser.post(SPLIT, sent, follow=True)


# Split


def test_a_branch_becomes_a_project_of_its_own(label, make, manager, browse):
    make.on_project(label, manager)
    answer = split(browse(manager), label.client, 2)
    assert "Proof round has begun." in text(answer)
    made = Project.objects.get(key="PROOF")
    assert names(made) == [("Proofs", None), ("German", "Proofs")]
    assert names(label) == [("Brief", None)]
    assert (made.client, made.lead, made.programme) == (label.client, manager, label.programme)
    assert [place.member for place in ProjectMember.objects.filter(project=made)] == [manager]
    assert (
        browse(manager)
        .get("/w/fernhill/projects/LAB/tasks/3/")["Location"]
        .endswith("/PROOF/tasks/2/")
    )


def test_it_is_named_after_the_first_task_and_said_beforehand(label, manager, browse):
    browser = browse(manager)
    page = text(browser.post(SPLIT, {"task": [2]}))
    assert 'value="Proofs"' in page and 'value="PROO"' in page
    page = text(split(browser, label.client, 2, step="show"))
    assert "2 tasks go to Proof round" in page and "1 link is cut." in page
    assert f"On Proof round will be: {manager.name}." in page and "Not on" not in page
    assert not Project.objects.filter(key="PROOF").exists()


def test_what_loses_what_it_waited_for_keeps_its_day(label, manager, browse):
    scheduling.reschedule(label, at=now())
    then = ScheduleRow.objects.get(task__name="German").start
    browser = browse(manager)
    answer = split(browser, label.client, 2)
    assert ScheduleRow.objects.get(task__name="German").start == then
    browser.post(undo_of(answer), headers=UNDO)
    german = Task.objects.get(name="German")
    assert (german.constraint, german.constraint_at) == ("ASAP", None)
    assert ScheduleRow.objects.get(task__name="German").start == then


def test_undo_puts_the_new_project_into_the_bin(label, manager, browse):
    browser = browse(manager)
    answer = split(browser, label.client, 2)
    assert browser.post(undo_of(answer), headers=UNDO).status_code == 204
    assert names(label) == [("Brief", None), ("Proofs", None), ("German", "Proofs")]
    assert Project.objects.get(key="PROOF").binned_at
    assert "stays as it is" in text(browser.post(undo_of(answer), headers=UNDO), 409)


def test_a_project_that_holds_more_by_now_stays(label, make, manager, browse):
    browser = browse(manager)
    answer = split(browser, label.client, 2)
    make.task(Project.objects.get(key="PROOF"), "New here")
    browser.post(undo_of(answer), headers=UNDO)
    made = Project.objects.get(key="PROOF")
    assert made.binned_at is None and names(made) == [("New here", None)]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"key": "LAB"}, "Another project has the key LAB"), ({"name": ""}, "required"),
        ({"key": "x y"}, "capital letters"), ({"client": 9999999}, "valid choice"),
        ({"starts_on": "9999-12-31"}, "from 1990 to 2100"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_done(label, manager, browse, said, complaint):
    page = text(split(browse(manager), label.client, 2, **said), 422)
    assert complaint in page and len(names(label)) == 3
    assert Project.objects.count() == 1


def test_what_was_promised_does_not_begin_with_another_client(label, make, manager, browse):
    task = Task.objects.get(name="German")
    promise(label, manager, task=task)
    page = text(split(browse(manager), make.client("Kestrel"), 2), 422)
    assert "that stays between you and Northwind Medical" in page
    assert Project.objects.count() == 1


def test_only_who_begins_projects_splits_them(label, member, browse):
    assert split(browse(member), label.client, 2).status_code == 403


# Merge


def merge(browser, to="SITE", step="merge"):
    return browser.post(MERGE, {"to": to, "step": step}, follow=True)


def promise(project, member, **fields):
    new = NewPromise(project.client, "Proofs", localdate() + timedelta(days=9), project, **fields)
    return making.make(new, by=member, at=now())


def spend(project, member, task=None):
    return TimeEntry.objects.create(
        workspace=project.workspace, member=member, project=project, task=task, day=localdate(),
        minutes=60, created_at=now(),
    )  # fmt: skip


@pytest.fixture
def belongings(make, label, manager, contact):
    """One of each kind of record of a project as a whole, and what stays of them."""
    at = now()
    conversation = make.conversation(contact, project=label)
    case = opening.open_case(conversation, kind="incident", by=manager, at=at)
    type(case).objects.filter(pk=case.pk).update(project=label)
    kept = promise(label, manager)
    Promise.objects.filter(pk=kept.pk).update(state="kept")
    make.on_project(label, manager)
    return {
        "promise": promise(label, manager),
        "kept": kept,
        "deliverable": handing_over.create(
            label, facts=DeliverableFacts("Proof", contact=contact), by=manager, at=at
        ),
        "question": asking.ask(
            NewQuestion(contact, "Which red?", project=label), by=manager, at=at
        ),
        "entry": spend(label, manager),
        "booking": bookings.book(
            Wanted(label, localdate(), localdate() + timedelta(days=9), 600, role="Designer"),
            by=manager, at=at,
        ),
        "conversation": conversation,
        "case": case,
        "report": reports.begin(label, today=localdate(), by=manager, at=at),
        "baseline": baselines.take(label, "Agreed", by=manager, at=at),
    }  # fmt: skip


STAYS = {"kept", "report", "baseline"}


def whose(belongings):
    return {
        name: type(row).objects.values_list("project", flat=True).get(pk=row.pk)
        for name, row in belongings.items()
    }


def test_a_project_goes_into_another_with_all_that_goes_on(
    belongings, label, site, manager, browse
):
    browser = browse(manager)
    answer = merge(browser)
    assert "Label relaunch has gone into Site." in text(answer)
    assert names(site) == [
        ("Sitemap", None), ("Label relaunch", None), ("Brief", "Label relaunch"),
        ("Proofs", "Label relaunch"), ("German", "Proofs"),
    ]  # fmt: skip
    assert names(label) == []
    found = whose(belongings)
    assert {name for name, project in found.items() if project == label.pk} == STAYS
    assert {project for name, project in found.items() if name not in STAYS} == {site.pk}
    label.refresh_from_db()
    assert (label.state, label.merged_into) == ("done", site)
    assert ProjectMember.objects.filter(project=site, member=manager).exists()
    page = text(browser.get("/w/fernhill/projects/LAB/"))
    assert "This project has gone into Site" in page and "Merge into" not in page
    assert browser.get("/w/fernhill/projects/LAB/tasks/1/")["Location"].endswith("/SITE/tasks/3/")


def test_it_is_all_said_beforehand(belongings, label, site, manager, browse):
    page = text(merge(browse(manager), step="show"))
    for said in (
        "3 tasks go to Site", "No link is cut.", "1 promise", "1 deliverable",
        "1 question to the client", "1 time entry", "1 booking", "1 conversation", "1 case",
        "With Label relaunch stay: 1 promise, 1 report, 1 baseline.",
        f"Put on Site: {manager.name}.", "Label relaunch is done, stays readable",
    ):  # fmt: skip
        assert said in page, said
    assert len(names(label)) == 3


def test_undo_parts_them_again(belongings, label, site, manager, browse):
    before, own = whose(belongings), names(label)
    browser = browse(manager)
    answer = merge(browser)
    assert browser.post(undo_of(answer), headers=UNDO).status_code == 204
    assert (names(label), names(site)) == (own, [("Sitemap", None)])
    assert whose(belongings) == before
    label.refresh_from_db()
    assert (label.state, label.merged_into) == ("active", None)
    assert not ProjectMember.objects.filter(project=site).exists()
    assert "stays as it is" in text(browser.post(undo_of(answer), headers=UNDO), 409)


def test_for_an_hour_the_project_itself_offers_to_part_them(label, site, manager, admin, browse):
    browser = browse(manager)
    merge(browser)
    act = Event.objects.get(verb="project.merged")
    page = "/w/fernhill/projects/LAB/"
    assert f"/undo/{act.pk}/" in text(browser.get(page))
    assert f"/undo/{act.pk}/" not in text(browse(admin).get(page))
    answer = browser.post(f"{page}undo/{act.pk}/", {"back": "project"}, follow=True)
    assert answer.redirect_chain[-1][0] == page and "has gone into" not in text(answer)
    assert len(names(label)) == 3


def test_undo_takes_nothing_of_the_others(belongings, label, site, manager, contact, make, browse):
    theirs = make.conversation(contact, project=site)
    mine = promise(site, manager)
    browser = browse(manager)
    answer = merge(browser)
    browser.post(undo_of(answer), headers=UNDO)
    assert Conversation.objects.get(pk=theirs.pk).project == site
    assert Promise.objects.get(pk=mine.pk).project == site


@pytest.fixture
def expected(label, manager):
    """What may happen: to one task, to two, and to the project as a whole."""
    at = {task.name: task.pk for task in Task.objects.filter(project=label)}
    said = {
        "Typos": [at["German"]], "Late feedback": [at["Brief"], at["German"]], "Strike": [],
    }  # fmt: skip
    return [
        risks.note(label, RiskFacts(name, 20, frozenset(touched)), by=manager, at=now())
        for name, touched in said.items()
    ]


def of_project(project):
    return set(Risk.objects.filter(project=project).values_list("name", flat=True))


def test_what_may_happen_to_the_tasks_that_go_alone_goes_along(
    expected, label, make, manager, browse
):
    helper = make.member(name="Ida")
    helping.put_on(Task.objects.get(name="German"), helper, 50, by=manager, at=now())
    browser = browse(manager)
    page = text(split(browser, label.client, 2, step="show"))
    assert "Along go: 1 risk." in page and helper.name in page
    answer = split(browser, label.client, 2)
    made = Project.objects.get(key="PROOF")
    assert of_project(made) == {"Typos"} and of_project(label) == {"Late feedback", "Strike"}
    assert ProjectMember.objects.filter(project=made, member=helper).exists()
    browser.post(undo_of(answer), headers=UNDO)
    assert len(of_project(label)) == 3


def move(browser, number):
    sent = {"task": [number], "to": "SITE", "step": "move"}
    return browser.post("/w/fernhill/projects/LAB/transfer/", sent, follow=True)


def test_a_risk_comes_back_with_the_last_of_its_tasks_that_left(
    expected, label, site, manager, browse, run_jobs
):
    """The first of them is still in the other project."""
    browser = browse(manager)
    move(browser, 1)
    answer = move(browser, 3)
    run_jobs()
    assert of_project(site) == {"Typos", "Late feedback"}
    assert browser.post(undo_of(answer), headers=UNDO).status_code == 204
    run_jobs()
    assert of_project(label) == {"Typos", "Late feedback", "Strike"} and of_project(site) == set()


def test_a_risk_untied_meanwhile_stays_with_the_task_it_has_left(
    expected, label, site, manager, browse
):
    browser = browse(manager)
    move(browser, 1)
    answer = move(browser, 3)
    german = Task.objects.get(name="German")
    RiskTask.objects.filter(risk__name="Late feedback", task=german).delete()
    browser.post(undo_of(answer), headers=UNDO)
    assert of_project(label) == {"Typos", "Strike"} and of_project(site) == {"Late feedback"}


def test_a_task_in_the_bin_keeps_no_risk_from_going_along(expected, label, manager, browse):
    Task.objects.filter(name="Brief").update(binned_at=now())
    browser = browse(manager)
    assert "Along go: 2 risks." in text(split(browser, label.client, 2, step="show"))
    answer = split(browser, label.client, 2)
    assert of_project(label) == {"Strike"}
    assert of_project(Project.objects.get(key="PROOF")) == {"Typos", "Late feedback"}
    browser.post(undo_of(answer), headers=UNDO)
    assert len(of_project(label)) == 3


def test_what_may_happen_goes_with_a_merged_project(expected, label, site, manager, browse):
    risks.note(site, RiskFacts("Old hosting", 9), by=manager, at=now())
    browser = browse(manager)
    page = text(merge(browser, step="show"))
    assert "Along go: 2 risks." in page and "Of the project itself go along: 1 risk." in page
    answer = merge(browser)
    assert len(of_project(site)) == 4 and of_project(label) == set()
    assert "Strike" in text(browser.get("/w/fernhill/projects/SITE/plan/outlook/risks/"))
    browser.post(undo_of(answer), headers=UNDO)
    assert of_project(label) == {"Typos", "Late feedback", "Strike"}
    assert of_project(site) == {"Old hosting"}


def test_a_plan_keeps_its_days(label, site, manager, browse):
    Project.objects.filter(pk=label.pk).update(starts_on="2027-02-01")
    label.refresh_from_db()
    scheduling.reschedule(label, at=now())
    rows = ScheduleRow.objects.filter(task__name__in=("Brief", "German")).order_by("task")
    before = list(rows.values_list("start", "finish"))
    merge(browse(manager))
    assert list(rows.values_list("start", "finish")) == before


def test_projects_of_two_clients_are_not_merged(label, make, manager, browse):
    make.project(make.client("Kestrel"), "Booking app", key="APP")
    browser = browse(manager)
    assert "Booking app" not in text(browser.get(MERGE))
    assert "Move the tasks instead" in text(merge(browser, to="APP", step="show"))
    assert "Move the tasks instead" in text(merge(browser, to="APP"), 422)
    assert len(names(label)) == 3


def test_a_project_is_merged_once(label, site, make, manager, browse):
    browser = browse(manager)
    merge(browser)
    make.project(label.client, "Third", key="THIRD")
    assert "merged already" in text(merge(browser, to="THIRD"), 422)
    assert 'value="LAB"' not in text(browser.get("/w/fernhill/projects/THIRD/merge/"))


def test_an_empty_project_goes_too(make, label, site, manager, browse):
    make.project(label.client, "Third", key="THIRD")
    browser = browse(manager)
    answer = browser.post("/w/fernhill/projects/THIRD/merge/", {"to": "SITE", "step": "merge"},
                          follow=True)  # fmt: skip
    assert "Third has gone into Site." in text(answer) and names(site) == [("Sitemap", None)]
    assert browser.post(undo_of(answer), headers=UNDO).status_code == 204
    assert Project.objects.get(key="THIRD").merged_into is None


@pytest.mark.parametrize("to", ["LAB", "NONE", "FRN"])
def test_a_project_that_is_not_there_takes_nothing(label, site, stranger, manager, browse, to):
    assert merge(browse(manager), to=to).status_code == 404


def test_only_who_manages_projects_merges_them(label, site, member, browse):
    assert merge(browse(member)).status_code == 403 and len(names(label)) == 3


# Of a project as a whole: what is no record of work, or is written anew by whoever reads it.
ITS_OWN = {
    "projects.Project", "projects.Task", "projects.ProjectMember", "projects.Dependency",
    "projects.ColumnLimit", "projects.FormerPlace", "planning.PlanCalendar", "planning.PlanRules",
    "planning.PlanOutlook", "planning.PlanState", "planning.ScheduleRow", "planning.TaskTiming",
    "planning.WorkShare", "planning.PlanImport", "planning.PlanTemplate", "planning.TaskCost",
    "planning.PlanStakes", "planning.Assumptions", "planning.HoursAct",
}  # fmt: skip


def test_of_each_kind_of_record_it_is_decided_whether_it_goes():
    """A new foreign key to a project: let its app say so in `companions`, or name it above."""
    with_project = {
        model._meta.label
        for model in apps.get_models()
        if any(field.related_model is Project for field in model._meta.fields)
    }
    decided = {one.model._meta.label for one in companions.belongings()}
    assert with_project - ITS_OWN == decided


def test_a_merging_is_told_once_and_what_went_by_ids(belongings, label, site, manager, browse):
    merge(browse(manager))
    [merged] = Event.objects.filter(verb="project.merged")
    notes = Event.objects.filter(verb="project.records_followed")
    assert merged.facts["was"] == "active" and merged.facts["people"] == [manager.pk]
    assert {note.facts["kind"] for note in notes} >= {"promises.promise", "inbox.conversation"}
    assert Programme.objects.get().projects.get() == label
