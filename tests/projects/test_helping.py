"""Several people on a task: put on, given another share, taken off, and shown in few words."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from rapport.events.models import Event
from rapport.lib.roles import Role
from rapport.planning.operations import scheduling
from rapport.projects.models import Helper, Project, Task

BASE = "/w/fernhill/projects/KTB/"
PAGE = f"{BASE}tasks/1/"
DAY = 480


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB")


@pytest.fixture
def task(make, project, member):
    """Five days of work that the member does alone."""
    return make.task(
        project, "Design", assignee=member, duration_minutes=5 * DAY, work_minutes=5 * DAY
    )


@pytest.fixture
def other(make):
    return make.member(Role.MEMBER, name="Bo Lind")


def put_on(browser, person, percent="100"):
    return browser.post(f"{PAGE}helpers/", {"member": person.pk, "percent": percent}, follow=True)


def panel(browser):
    return browser.get(f"{PAGE}people/")


def undo(browser):
    act = Event.objects.filter(actor_kind="member").order_by("pk").last()
    return browser.post(f"{BASE}undo/{act.pk}/")


def test_who_is_put_on_shares_the_work_and_the_duration_follows(task, other, manager, browse):
    browser = browse(manager)
    page = put_on(browser, other).content.decode()
    assert "Bo Lind works on it from now on." in page
    task.refresh_from_db()
    assert (task.duration_minutes, task.work_minutes) == (5 * DAY / 2, 5 * DAY)
    shown = panel(browser).content.decode()
    assert "Bo Lind" in shown and "responsible" in shown and shown.count("100%") == 2
    assert undo(browser).status_code in (204, 302)
    task.refresh_from_db()
    assert (task.duration_minutes, task.work_minutes) == (5 * DAY, 5 * DAY)
    assert "Bo Lind does" not in panel(browser).content.decode()
    assert not Helper.objects.counting().exists()


@pytest.mark.parametrize(
    ("keeps", "duration", "work"),
    [("units", 2.5, 5), ("work", 2.5, 5), ("duration", 5, 10)],
)
def test_what_follows_is_what_the_type_of_the_task_says(
    task, other, manager, browse, keeps, duration, work
):
    Task.objects.update(keeps=keeps)
    put_on(browse(manager), other)
    task.refresh_from_db()
    assert (task.duration_minutes / DAY, task.work_minutes / DAY) == (duration, work)


def test_nothing_follows_where_nobody_has_said_how_much_work_it_is(task, other, manager, browse):
    Task.objects.update(work_minutes=None)
    put_on(browse(manager), other, "50")
    task.refresh_from_db()
    assert (task.duration_minutes, task.work_minutes) == (5 * DAY, None)
    assert "50%" in panel(browse(manager)).content.decode()


def test_a_share_is_changed_in_place_and_taken_back(task, other, manager, browse):
    browser = browse(manager)
    put_on(browser, other)
    url = f"{PAGE}helpers/{Helper.objects.get().pk}/"
    assert browser.post(url, {"percent": "25", "was": "100"}).json()["text"] == "25%"
    task.refresh_from_db()
    assert task.duration_minutes == 4 * DAY
    assert browser.post(url, {"percent": "60", "was": "100"}).status_code == 409
    undo(browser)
    task.refresh_from_db()
    assert (Helper.objects.get().percent, task.duration_minutes) == (100, 2.5 * DAY)
    for wrong in ("", "0", "none", "5001", "-5"):
        answer = browser.post(url, {"percent": wrong})
        assert (answer.status_code, "Write a number" in answer.json()["error"]) == (422, True)


def test_who_is_taken_off_can_be_put_back(task, other, manager, browse):
    browser = browse(manager)
    put_on(browser, other)
    page = browser.post(
        f"{PAGE}helpers/{Helper.objects.get().pk}/", {"remove": "yes"}, follow=True
    ).content.decode()
    assert "Bo Lind does not work on it any more." in page
    task.refresh_from_db()
    assert task.duration_minutes == 5 * DAY
    undo(browser)
    task.refresh_from_db()
    assert (Helper.objects.get().percent, task.duration_minutes) == (100, 2.5 * DAY)


def test_an_undoing_leaves_what_was_changed_again_since(task, other, manager, member, browse):
    put_on(browse(manager), other)
    act = Event.objects.filter(verb="task.helped").get()
    row = Helper.objects.get()
    browse(member).post(f"{PAGE}helpers/{row.pk}/", {"percent": "30"})
    answer = browse(manager).post(f"{BASE}undo/{act.pk}/", HTTP_HX_REQUEST="true")
    assert answer.status_code == 409
    assert Helper.objects.get().percent == 30


def test_of_a_task_that_nobody_does_the_first_becomes_responsible(task, other, manager, browse):
    Task.objects.update(assignee=None)
    put_on(browse(manager), other)
    task.refresh_from_db()
    assert (task.assignee, Helper.objects.count()) == (other, 0)


def test_who_works_on_it_is_not_put_on_twice(task, other, member, manager, browse):
    browser = browse(manager)
    put_on(browser, other)
    for person in (other, member):
        page = put_on(browser, person, "10").content.decode()
        assert "works on it already." in page
    assert list(Helper.objects.values_list("percent", flat=True)) == [100]
    with pytest.raises(IntegrityError), transaction.atomic():
        Helper.objects.create(workspace=task.workspace, task=task, member=other, percent=5)


def test_a_helper_who_becomes_responsible_has_the_rest_and_is_named_once(
    task, other, member, manager, browse
):
    browser = browse(manager)
    put_on(browser, other)
    browser.post(f"{PAGE}fields/", {"assignee": other.pk})
    shown = panel(browser).content.decode()
    assert shown.count(">Bo Lind<") == 1 and "200%" in shown
    undo(browser)
    assert panel(browser).content.decode().count("100%") == 2


@pytest.mark.parametrize("sent", [{}, {"member": ""}, {"member": "99999"}, {"member": "x"}])
def test_nobody_is_put_on_where_nobody_was_chosen(task, manager, browse, sent):
    page = browse(manager).post(f"{PAGE}helpers/", {"percent": "50", **sent}, follow=True)
    assert "Choose who shall help." in page.text or "no such person" in page.text
    assert not Helper.objects.exists()


def test_a_guest_puts_on_only_whom_they_know_and_a_stranger_nobody(
    task, project, make, stranger, browse
):
    viewer = make.member(Role.VIEWER)
    assert put_on(browse(viewer), viewer).status_code == 403
    assert panel(browse(viewer)).status_code == 204
    assert put_on(browse(stranger), stranger).status_code == 404
    assert not Helper.objects.exists()


def test_outline_and_board_show_the_others_in_few_words(task, other, make, member, manager, browse):
    browser = browse(manager)
    put_on(browser, other)
    table = browser.get(f"{BASE}plan/table/").content.decode()
    assert f"{member.name}, Bo Lind" in table
    assert "+1 person" in browser.get(f"{BASE}board/").content.decode()
    put_on(browser, make.member(name="Cy Moss"), "10")
    assert f"{member.name} +2" in browser.get(f"{BASE}plan/table/").content.decode()
    assert f"{member.name} +2" in browser.get(f"{BASE}plan/").content.decode()


def test_who_is_put_on_is_told(task, other, manager, browse, run_jobs):
    put_on(browse(manager), other)
    run_jobs()
    assert "Design" in browse(other).get("/w/fernhill/notifications/").content.decode()


def test_the_act_holds_no_name(task, other, manager, browse):
    put_on(browse(manager), other)
    facts = Event.objects.get(verb="task.helped").facts
    assert facts["member"] == other.pk
    assert "Bo" not in str(facts)


def test_a_helper_finds_the_task_in_their_day_and_in_their_calendars(
    task, project, other, manager, browse
):
    Task.objects.update(created_at=now())
    Project.objects.update(starts_on=localdate())
    scheduling.reschedule(Project.objects.select_related("workspace").get(), at=now())
    theirs = browse(other)
    calendar = f"{BASE}plan/calendar/?person={other.pk}"
    file = f"{BASE}plan/export/?as=ics&who={other.pk}"
    assert "Design" not in theirs.get("/w/fernhill/").content.decode()
    put_on(browse(manager), other)
    assert "Design" in theirs.get("/w/fernhill/").content.decode()
    assert "Design" in theirs.get(calendar).content.decode()
    assert "SUMMARY:Design" in theirs.get(file).content.decode()
    browse(manager).post(f"{PAGE}helpers/{Helper.objects.get().pk}/", {"remove": "yes"})
    assert "Design" not in theirs.get("/w/fernhill/").content.decode()
    assert "SUMMARY:Design" not in theirs.get(file).content.decode()
