"""Every page of a moved task leads on from its old address."""

import pytest
from django.utils.timezone import now

from rapport.events.models import Event
from rapport.projects.models import Project, Task
from rapport.projects.operations import transfer
from rapport.workspaces.scope import open_workspace
from tests.builders import Make

PAGES = pytest.mark.parametrize(
    "page",
    [
        "tasks/{}/", "tasks/{}/time/", "tasks/{}/deliverables/", "tasks/{}/promises/",
        "tasks/{}/questions/", "tasks/{}/who/", "plan/{}/", "plan/{}/repeat/",
    ],
)  # fmt: skip
OLD, NEW = "/w/fernhill/projects/LAB/", "/w/fernhill/projects/SITE/"


@pytest.fixture
def label(make, client_company):
    return make.project(client_company, "Label relaunch", key="LAB")


@pytest.fixture
def site(make, label):
    return make.project(label.client, "Site", key="SITE")


@pytest.fixture
def moved(make, label, site, manager):
    """Was task 2 of the first project, is task 4 of the other."""
    for name in ("Sitemap", "Texts", "Pictures"):
        make.task(site, name)
    make.task(label, "Brief")
    task = make.task(label, "Proofs")
    transfer.move(label, [task], site, by=manager, at=now())
    return Task.objects.select_related("project", "workspace").get(pk=task.pk)


@PAGES
def test_every_page_leads_to_itself_at_the_new_place(moved, manager, browse, page):
    browser = browse(manager)
    answer = browser.get(f"{OLD}{page.format(2)}?back=board&a=%C3%BC")
    assert answer["Location"] == f"{NEW}{page.format(4)}?back=board&a=%C3%BC"
    assert browser.get(answer["Location"]).status_code in (200, 204)
    assert browser.get(f"{OLD}{page.format(9)}").status_code == 404


def test_what_htmx_fetches_is_fetched_from_there(moved, manager, browse):
    answer = browse(manager).get(f"{OLD}tasks/2/time/", headers={"HX-Request": "true"}, follow=True)
    assert answer.redirect_chain == [(f"{NEW}tasks/4/time/", 302)]
    assert "No time logged yet" in answer.text


@PAGES
@pytest.mark.parametrize("known", ["LAB", "SITE"])
def test_who_sees_only_one_of_both_projects_is_told_nothing(
    moved, make, guest, browse, page, known
):
    make.on_project(Project.objects.get(key=known), guest)
    # A page that a guest may not open says so of every task alike.
    assert browse(guest).get(f"{OLD}{page.format(2)}").status_code in (403, 404)


@PAGES
def test_a_stranger_is_told_nothing(moved, stranger, browse, page):
    with open_workspace(stranger.workspace_id):
        Make(stranger.workspace).project(key="LAB")
    assert browse(stranger).get(f"{OLD}{page.format(2)}").status_code == 404
    theirs = f"/w/{stranger.workspace.slug}/projects/LAB/{page.format(2)}"
    assert browse(stranger).get(theirs).status_code in (403, 404)


@pytest.mark.parametrize(
    "page",
    ["tasks/2/fields/", "tasks/2/bin/", "tasks/2/links/", "plan/2/repeat/", "plan/2/timing/act/"],
)
def test_what_is_sent_to_an_old_address_never_goes_on(moved, manager, browse, page):
    before = Event.objects.count()
    answer = browse(manager).post(OLD + page, {"name": "New", "number": "1"})
    assert answer.status_code == 404
    assert Event.objects.count() == before
    moved.refresh_from_db()
    assert (moved.name, moved.binned_at) == ("Proofs", None)


def test_a_number_of_something_else_is_no_task(moved, manager, browse):
    browser = browse(manager)
    for page in ("baselines/2/", "scenarios/2/", "filling/2/"):
        assert browser.get(f"{OLD}plan/{page}").status_code in (404, 405)


def test_a_task_that_is_back_is_where_it_was(moved, label, site, manager, browse):
    transfer.move(site, [moved], label, by=manager, at=now())
    back = Task.objects.get(pk=moved.pk)
    answer = browse(manager).get(f"{NEW}plan/4/")
    assert answer["Location"] == f"{OLD}plan/{back.number}/"


def test_what_is_in_the_bin_is_led_to_by_nothing(moved, manager, browse):
    Task.objects.filter(pk=moved.pk).update(binned_at=now())
    assert browse(manager).get(f"{OLD}plan/2/").status_code == 404
