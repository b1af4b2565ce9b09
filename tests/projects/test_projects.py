"""Projects as a whole, and who sees them."""

from datetime import date

import pytest

from rapport.accounts.operations import members
from rapport.accounts.readers import reader_for
from rapport.clients import timeline
from rapport.clients.models import Client
from rapport.events.models import Event
from rapport.lib.roles import Role
from rapport.projects.models import Project
from rapport.projects.operations import people, progress, projects
from rapport.projects.operations.projects import KeyTaken, ProjectDetails
from tests.builders import THEN
from tests.conftest import NOW

DETAILS = ProjectDetails(key="KTB", name="Booking app", starts_on=date(2026, 3, 2))


def test_a_project_is_begun_with_one_event(client_company, manager):
    project = projects.create(client_company, DETAILS, by=manager, at=NOW)
    event = Event.objects.get(verb="project.created")
    assert (event.project_id, event.client_id) == (project.pk, client_company.pk)


def test_a_key_is_given_once_and_the_refusal_says_so(client_company, manager):
    projects.create(client_company, DETAILS, by=manager, at=NOW)
    with pytest.raises(KeyTaken, match="KTB"):
        projects.create(client_company, DETAILS, by=manager, at=NOW)
    assert Event.objects.filter(verb="project.created").count() == 1


def test_changing_nothing_tells_nothing(client_company, manager):
    project = projects.create(client_company, DETAILS, by=manager, at=NOW)
    projects.change(project, DETAILS, by=manager, at=NOW)
    assert not Event.objects.filter(verb="project.changed").exists()


def test_a_guest_sees_only_the_projects_they_are_on(make, guest, manager, browse):
    ours, theirs = make.project(key="OURS"), make.project(key="THEIRS")
    people.add(ours, guest, by=manager, at=NOW)
    assert list(Project.objects.visible_to(reader_for(guest))) == [ours]
    browser = browse(guest)
    assert browser.get(f"/w/fernhill/projects/{ours.key}/").status_code == 200
    assert browser.get(f"/w/fernhill/projects/{theirs.key}/").status_code == 404


def test_an_invited_guest_is_on_their_projects_from_the_first_moment(make, workspace):
    project, other = make.project(), make.project()
    user = make.member(Role.MEMBER).user
    joined = members.admit(
        workspace, user=user, role=Role.GUEST, at=NOW, project_ids=[project.pk, other.pk + 99]
    )
    assert reader_for(joined).project_ids == frozenset({project.pk})


def test_the_clients_story_tells_of_projects_and_of_work_done(make, client_company, manager):
    project = projects.create(client_company, DETAILS, by=manager, at=NOW)
    task = make.task(project, "Label proofs")
    progress.set_state(task, "done", by=manager, at=NOW)
    told = [told.line.text for told in timeline.story(client_company, reader_for(manager)).told]
    assert "“Label proofs” is done" in told and "Booking app began" in told


def test_the_list_costs_the_same_for_three_projects_and_for_thirty(
    make, manager, browse, django_assert_max_num_queries
):
    for _ in range(3):
        make.task(make.project(lead=manager))
    browser = browse(manager)
    with django_assert_max_num_queries(14):
        browser.get("/w/fernhill/projects/")
    for _ in range(27):
        make.task(make.project(lead=manager))
    with django_assert_max_num_queries(14):
        page = browser.get("/w/fernhill/projects/")
    assert page.content.count(b"Project ") >= 30


def test_the_list_finds_by_key_and_leaves_out_what_is_done(make, manager, browse):
    make.project(name="Booking app", key="KTB")
    make.project(name="Old site", key="OLD", state=Project.State.DONE)
    page = browse(manager).get("/w/fernhill/projects/").content
    assert b"Booking app" in page and b"Old site" not in page
    page = browse(manager).get("/w/fernhill/projects/?state=all&q=old").content
    assert b"Old site" in page and b"Booking app" not in page


def test_a_project_is_begun_from_the_page(client_company, manager, browse):
    sent = {
        "name": "Booking app", "key": "KTB", "client": client_company.pk,
        "starts_on": "2026-03-02", "visibility": "client", "budget": "120h",
    }  # fmt: skip
    page = browse(manager).post("/w/fernhill/projects/new/", sent)
    assert page.status_code == 302
    assert Project.objects.get(key="KTB").budget_minutes == 120 * 60


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_start_that_no_plan_can_show_is_told(client_company, manager, browse, day):
    sent = {"name": "Print", "key": "PRT", "client": client_company.pk, "starts_on": day}
    page = browse(manager).post("/w/fernhill/projects/new/", sent | {"visibility": "client"})
    assert page.status_code == 422 and "Write a year from 1990 to 2100." in page.text
    assert not Project.objects.exists()


def test_a03_a_project_cannot_be_begun_for_a_client_of_another_workspace(
    make, manager, stranger, browse
):
    foreign = Client.everywhere.bulk_create(
        [Client(workspace=stranger.workspace, name="Theirs", key="TH", created_at=THEN)]
    )[0]
    sent = {"name": "X", "key": "KTB", "client": foreign.pk, "starts_on": "2026-03-02"}
    page = browse(manager).post("/w/fernhill/projects/new/", sent | {"visibility": "client"})
    assert page.status_code == 422
    assert not Project.objects.exists()


def test_a10_a_form_with_fields_it_does_not_have_changes_nothing(client_company, manager, browse):
    project = projects.create(client_company, DETAILS, by=manager, at=NOW)
    sent = {
        "name": "Other", "key": "KTB", "starts_on": "2026-03-02", "visibility": "client",
        "spent_before_minutes": "1", "client": "999", "plan_revision": "99",
    }  # fmt: skip
    page = browse(manager).post("/w/fernhill/projects/KTB/details/", sent)
    assert page.status_code == 422
    project.refresh_from_db()
    assert (project.name, project.plan_revision) == ("Booking app", 1)


def test_a_binned_project_is_gone_and_comes_back(make, manager, browse):
    make.project(key="KTB")
    browser = browse(manager)
    browser.post("/w/fernhill/projects/KTB/bin/")
    assert browser.get("/w/fernhill/projects/KTB/").status_code == 404
    browser.post("/w/fernhill/projects/KTB/restoration/")
    assert browser.get("/w/fernhill/projects/KTB/").status_code == 200


def test_a_viewer_may_look_but_not_change(make, viewer, browse):
    make.project(key="KTB")
    browser = browse(viewer)
    assert browser.get("/w/fernhill/projects/KTB/").status_code == 200
    assert browser.post("/w/fernhill/projects/KTB/bin/").status_code == 403
    assert browser.get("/w/fernhill/projects/new/").status_code == 403


def test_the_clients_page_shows_their_projects_with_the_done_ones_last(
    make, client_company, manager, browse
):
    make.project(client_company, "Alpha", state=Project.State.DONE)
    make.task(make.project(client_company, "Beta"), state="done")
    page = browse(manager).get("/w/fernhill/clients/NWM/projects/").content.decode()
    assert page.index("Beta") < page.index("Alpha")
    assert "1 of 1 tasks done" in page


def test_the_list_counts_parts_and_not_the_summaries_over_them(
    make, client_company, manager, browse
):
    project = make.project(client_company)
    whole = make.task(project, "Design")
    make.task(project, "Sketches", parent=whole, state="done")
    assert "1 / 1" in browse(manager).get("/w/fernhill/projects/").content.decode()


def test_a_project_without_any_client_leads_to_the_first_one(manager, browse):
    page = browse(manager).get("/w/fernhill/projects/new/").content.decode()
    assert "Add the client first" in page and "Begin the project" not in page
