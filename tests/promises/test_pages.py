"""Pages of promises."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from rapport.planning.models import ScheduleRow
from rapport.planning.operations import scheduling
from rapport.promises.models import Promise
from rapport.promises.operations import making, settling
from rapport.promises.operations.making import NewPromise
from tests.conftest import NOW

LIST = "/w/fernhill/promises/"


def promised(client, manager, count=1):
    day = timezone.localdate() + timedelta(days=3)
    news = [NewPromise(client, f"Part {n}", day) for n in range(count)]
    return [making.make(new, by=manager, at=NOW) for new in news]


def test_a_promise_is_noted_from_the_message_in_which_it_was_said(make, contact, manager, browse):
    message = make.message(make.conversation(contact), "You will have it on Friday", kind="out")
    browser = browse(manager)
    page = browser.get(f"{LIST}new/?message={message.pk}")
    assert "You will have it on Friday" in page.text
    initial = page.context["form"].initial
    assert (initial["client"], initial["contact"], initial["side"]) == ("NWM", contact.pk, "us")
    answer = browser.post(f"{LIST}new/", {
        "what": "Label proofs", "due_on": "2026-03-06", "side": "us", "client": "NWM",
        "contact": contact.pk, "message": message.pk, "shown": "on",
    })  # fmt: skip
    assert answer.status_code == 302
    promise = Promise.objects.get()
    assert (promise.message, promise.due_on) == (message, date(2026, 3, 6))
    assert "Label proofs" in browser.get(answer["Location"]).text


def test_an_empty_promise_is_answered_with_what_is_missing(manager, browse):
    assert browse(manager).post(f"{LIST}new/", {}).status_code == 422


def test_a03_a_foreign_client_or_message_in_the_form_is_refused(stranger, make, manager, browse):
    form = {"what": "x", "due_on": "2026-03-06", "side": "us", "client": "ELSE"}
    assert browse(manager).post(f"{LIST}new/", form).status_code == 422
    assert browse(manager).get(f"{LIST}new/?message=999").status_code == 404
    for odd in ("x", "²", "9" * 5000):
        assert browse(manager).get(f"{LIST}new/?message={odd}").status_code == 200
    assert not Promise.objects.exists()


def test_the_page_settles_and_moves(make, client_company, contact, manager, browse):
    (promise,) = promised(client_company, manager)
    browser = browse(manager)
    page = f"{LIST}{promise.number}/"
    browser.post(f"{page}day/", {"to": "2026-12-24", "consent": contact.pk})
    assert "Ines Prado" in browser.get(page).text
    browser.post(f"{page}settlement/", {"outcome": "kept"})
    promise.refresh_from_db()
    assert (promise.state, promise.due_on) == ("kept", date(2026, 12, 24))
    browser.post(f"{page}settlement/", {"outcome": "open"})
    promise.refresh_from_db()
    assert promise.is_open
    assert browser.post(f"{page}settlement/", {"outcome": "eaten"}).status_code == 400


@pytest.mark.parametrize("show", ["", "open", "overdue", "kept", "broken", "all", "nonsense"])
def test_every_way_to_narrow_the_list_answers(client_company, manager, browse, show):
    promised(client_company, manager)
    answer = browse(manager).get(LIST, {"show": show, "client": "NWM"})
    assert answer.status_code == 200
    assert ("Part 0" in answer.text) == (show in ("", "open", "all", "nonsense"))


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_asks_the_same_number_of_queries_however_long(
    client_company, manager, browse, count, django_assert_max_num_queries
):
    promised(client_company, manager, count)
    browser = browse(manager)
    with django_assert_max_num_queries(8):
        browser.get(LIST)


def test_panels_of_project_and_client(make, client_company, manager, browse):
    project = make.project(client_company, key="KTB")
    day = timezone.localdate()
    new = NewPromise(client_company, "Beta", day, project=project)
    making.make(new, by=manager, at=NOW)
    for url in ("/w/fernhill/projects/KTB/promises/", "/w/fernhill/clients/NWM/promises/"):
        assert "Beta" in browse(manager).get(url).text


def test_a_viewer_sees_but_does_not_settle(client_company, manager, viewer, browse):
    (promise,) = promised(client_company, manager)
    browser = browse(viewer)
    assert "Part 0" in browser.get(f"{LIST}{promise.number}/").text
    url = f"{LIST}{promise.number}/settlement/"
    assert browser.post(url, {"outcome": "kept"}).status_code == 403


def test_a_stranger_finds_nothing(client_company, manager, stranger, browse):
    (promise,) = promised(client_company, manager)
    assert browse(stranger).get(f"{LIST}{promise.number}/").status_code == 404


def test_settling_can_be_undone_from_the_toast(client_company, manager, browse):
    (promise,) = promised(client_company, manager)
    browser = browse(manager)
    url = f"{LIST}{promise.number}/settlement/"
    page = browser.post(url, {"outcome": "broken"}, follow=True)
    assert f"{url}?outcome=open" in page.text
    browser.post(f"{url}?outcome=open")
    promise.refresh_from_db()
    assert promise.is_open


@pytest.fixture
def tied(make, client_company, manager):
    """A promise that hangs on a task which the plan expects four days too late."""
    project = make.project(client_company, key="KTB")
    task = make.task(project, "Payments")
    scheduling.reschedule(project, at=NOW)
    day = timezone.localdate() + timedelta(days=3)
    late = timezone.now() + timedelta(days=7)
    ScheduleRow.objects.filter(task=task).update(forecast_finish=late)
    new = NewPromise(client_company, "Beta", day, project=project, task=task)
    return making.make(new, by=manager, at=NOW)


def test_the_list_shows_beside_each_promise_when_it_is_expected(tied, manager, browse):
    page = browse(manager).get(LIST).text
    assert "will slip by 4 days" in page
    assert "expected" in page
    assert "will slip by 4 days" in browse(manager).get(f"{LIST}{tied.number}/").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("show=risk", True), ("show=soon", True), ("show=kept", False),
        ("show=risk&project=KTB", True), ("show=risk&project=XXX", False),
        ("show=risk&client=NWM", True), ("client=OTH", False),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_what_is_at_risk_or_due_client_and_project(
    tied, make, client_company, manager, browse, query, found
):
    day = timezone.localdate() + timedelta(days=30)
    making.make(NewPromise(client_company, "Later", day), by=manager, at=NOW)
    page = browse(manager).get(f"{LIST}?{query}").text
    assert ("<b>Beta</b>" in page) == found
    assert ("<b>Later</b>" in page) == (query == "")


def test_kept_and_broken_promises_say_so_in_the_list(tied, manager, browse):
    settling.break_(tied, by=manager, at=NOW)
    page = browse(manager).get(f"{LIST}?show=broken").text
    assert '<span class="tag bad">Broken</span>' in page
    assert "will slip" not in page


def test_a_promise_is_tied_to_a_task_and_let_loose(tied, make, manager, viewer, browse):
    other = make.task(tied.project, "Other")
    url = f"{LIST}{tied.number}/task/"
    browser = browse(manager)
    browser.post(url, {"task": other.number})
    tied.refresh_from_db()
    assert tied.task == other
    browser.post(url, {"task": ""})
    tied.refresh_from_db()
    assert tied.task is None
    foreign = make.task(make.project())
    browser.post(url, {"task": foreign.number + 1000})
    tied.refresh_from_db()
    assert tied.task is None
    assert browse(viewer).post(url, {"task": other.number}).status_code == 403


def test_the_task_page_leads_to_a_promise_that_hangs_on_it(tied, manager, viewer, browse):
    browser, here = browse(manager), f"/w/fernhill/projects/KTB/tasks/{tied.task.number}/"
    assert f"{here}promises/" in browser.get(here).text
    panel = browser.get(f"{here}promises/").text
    assert "Beta" in panel and "will slip by 4 days" in panel
    link = f"/w/fernhill/promises/new/?client=NWM&amp;project=KTB&amp;task={tied.task.number}"
    assert link in panel
    assert link not in browse(viewer).get(f"{here}promises/").text
    form = browser.get(link.replace("&amp;", "&"))
    assert str(form.context["form"].initial["task"]) == str(tied.task.number)
    day = timezone.localdate() + timedelta(days=9)
    browser.post(f"{LIST}new/", {
        "what": "Payments live", "due_on": day.isoformat(), "side": "us", "client": "NWM",
        "project": "KTB", "task": tied.task.number, "shown": "on",
    })  # fmt: skip
    assert Promise.objects.get(what="Payments live").task == tied.task
