"""Baselines by the page, on the Gantt, and before an import."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.events.models import Event
from rapport.planning.models import Baseline, BaselineRow
from rapport.planning.operations import baselines, scheduling
from rapport.planning.views import imports
from rapport.projects.models import Dependency, Project, Task
from tests.planning.mspdi import Row, mspdi

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
PLAN = "/w/fernhill/projects/KTB/plan/"
URL = f"{PLAN}baselines/"


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


@pytest.fixture
def pair(make, project):
    """Payments waits for API access."""
    one, other = make.task(project, "API access"), make.task(project, "Payments")
    Dependency.objects.create(
        workspace=project.workspace, project=project, predecessor=one, successor=other
    )
    scheduling.reschedule(project, at=NOW)
    return one, other


@pytest.fixture
def agreed(pair, project, manager):
    return baselines.take(project, "Agreed", by=manager, at=NOW)


@pytest.fixture
def moved(agreed, pair):
    """The first task takes two days instead of one."""
    Task.objects.filter(pk=pair[0].pk).update(duration_minutes=960)
    scheduling.reschedule(pair[0].project, at=NOW)
    return agreed


def _text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def _drawing(answer):
    text = _text(answer)
    start = text.index('<script id="plan-data" type="application/json">')
    return json.loads(text[text.index(">", start) + 1 : text.index("</script>", start)])


# Taking, naming, throwing away


def test_one_is_taken_by_the_page_and_stands_in_the_list(pair, member, browse):
    browser = browse(member)
    assert "No baselines yet" in _text(browser.get(URL))
    assert browser.post(f"{URL}new/", {"name": "Agreed"}).url == URL
    page = _text(browser.get(URL))
    assert "“Agreed” is kept." in page and member.name in page
    assert "as it was" in page and "holds" in page and "broken" not in page


def test_the_page_proposes_the_day_as_a_name(pair, manager, browse):
    assert 'value="Plan of ' in _text(browse(manager).get(URL))


def test_nothing_is_kept_of_an_empty_plan_and_the_page_says_why(project, manager, browse):
    answer = browse(manager).post(f"{URL}new/", {"name": "Agreed"})
    assert answer.status_code == 422 and b"nothing to keep yet" in answer.content
    assert not Baseline.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"name": ""}, {"name": "x" * 121}, {"name": "a", "at": "b"}])
def test_a10_a_baseline_takes_a_name_and_nothing_else(agreed, manager, browse, sent):
    browser = browse(manager)
    assert browser.post(f"{URL}new/", sent).status_code == 422
    assert browser.post(f"{URL}1/name/", sent).status_code == 422
    assert list(Baseline.objects.values_list("name", flat=True)) == ["Agreed"]


def test_it_is_renamed(agreed, manager, browse):
    browser = browse(manager)
    assert browser.post(f"{URL}1/name/", {"name": "Signed"}).url == f"{URL}1/"
    page = _text(browser.get(f"{URL}1/"))
    assert "Signed" in page and "does not hold" not in page


def test_it_goes_to_the_bin_and_comes_back_by_undo(agreed, manager, browse):
    browser = browse(manager)
    assert browser.post(f"{URL}1/binning/").url == URL
    undo = f"/w/fernhill/settings/bin/baseline/{agreed.pk}/restoration/"
    page = _text(browser.get(URL))
    assert undo in page and "No baselines yet" in page
    assert browser.get(f"{URL}1/").status_code == 404
    browser.post(undo)
    assert _text(browser.get(f"{URL}1/"))


def test_who_only_looks_takes_and_throws_away_nothing(agreed, viewer, browse):
    browser = browse(viewer)
    for url in (f"{URL}new/", f"{URL}1/name/", f"{URL}1/binning/"):
        assert browser.post(url, {"name": "x"}).status_code == 403
        assert url not in browser.get(URL).content.decode() + _text(browser.get(f"{URL}1/"))


def test_a03_a_baseline_of_a_project_one_is_not_on_is_not_there(
    make, agreed, guest, manager, browse
):
    browser = browse(guest)
    for url in (URL, f"{URL}1/"):
        assert browser.get(url).status_code == 404
    assert browser.post(f"{URL}1/binning/").status_code == 404
    make.project(key="OTH")
    assert browse(manager).get("/w/fernhill/projects/OTH/plan/baselines/1/").status_code == 404


# Comparing


def test_the_page_says_what_moved_by_how_much(moved, manager, browse):
    page = _text(browse(manager).get(f"{URL}1/"))
    assert page.count("1 day later") == 4  # the end, one finish, a start and a finish
    assert "1 day longer" in page and "was" in page
    assert "1 day later" in _text(browse(manager).get(URL))


def test_tasks_added_and_gone_are_marked(make, agreed, pair, project, manager, browse):
    make.task(project, "Training")
    browse(manager).post("/w/fernhill/projects/KTB/tasks/", {"task": pair[1].number, "act": "bin"})
    page = _text(browse(manager).get(f"{URL}1/"))
    assert "Training" in page and ">new<" in page
    assert "Payments" in page and ">gone<" in page


def test_a_broken_seal_is_said_on_both_pages(agreed, manager, browse):
    BaselineRow.objects.update(percent=50)
    browser = browse(manager)
    assert "The seal does not hold" in _text(browser.get(f"{URL}1/"))
    assert "broken" in _text(browser.get(URL))


@pytest.mark.parametrize(
    ("order", "first"), [("finish", "Far"), ("", "API access"), ("pk", "API access")]
)
def test_a_heading_orders_by_what_moved_most(make, pair, project, manager, browse, order, first):
    far = make.task(project, "Far")
    scheduling.reschedule(project, at=NOW)
    baselines.take(project, "Agreed", by=manager, at=NOW)
    Task.objects.filter(pk=far.pk).update(duration_minutes=2400)
    scheduling.reschedule(project, at=NOW)
    page = _text(browse(manager).get(f"{URL}1/?order={order}"))
    body = page[page.index("<tbody>") :]
    found = min(["Far", "API access"], key=lambda name: body.index(f">{name}</a>"))
    assert found == first


def test_the_lists_cost_the_same_whatever_there_is(make, project, pair, manager, browse):
    browser = browse(manager)

    def asked(url):
        with CaptureQueriesContext(connection) as queries:
            browser.get(url)
        return len(queries)

    baselines.take(project, "One", by=manager, at=NOW)
    browser.get(URL)
    few = {url: asked(url) for url in (URL, f"{URL}1/", PLAN)}
    for n in range(12):
        make.task(project, f"Task {n}")
        scheduling.reschedule(project, at=NOW)
        baselines.take(project, f"B{n}", by=manager, at=NOW + timedelta(hours=n))
    assert {url: asked(url) for url in few} == few


# On the Gantt


def test_the_gantt_draws_the_newest_baseline_under_the_bars(moved, manager, browse):
    tasks = _drawing(browse(manager).get(PLAN))["tasks"]
    assert [task["baseline"] for task in tasks] == [
        ["2026-03-02T09:00", "2026-03-02T17:00"], ["2026-03-03T09:00", "2026-03-03T17:00"]
    ]  # fmt: skip
    assert tasks[1]["start"] == "2026-03-04T09:00"


def test_another_one_is_chosen_or_none(moved, project, manager, browse):
    baselines.take(project, "Later", by=manager, at=NOW)
    browser = browse(manager)

    def second(query):
        return _drawing(browser.get(PLAN + query))["tasks"][1]["baseline"]

    assert second("")[0] == second("?baseline=2")[0] == "2026-03-04T09:00"
    assert second("?baseline=1")[0] == "2026-03-03T09:00"
    assert second("?baseline=none") is second("?baseline=77") is None
    assert "Hide baseline" in _text(browser.get(PLAN))
    assert "Hide baseline" not in _text(browser.get(f"{PLAN}?baseline=none"))


def test_one_older_than_the_menu_is_shown_when_asked_for(moved, project, manager, browse):
    for n in range(8):
        baselines.take(project, f"B{n}", by=manager, at=NOW)
    tasks = _drawing(browse(manager).get(f"{PLAN}?baseline=1"))["tasks"]
    assert tasks[1]["baseline"][0] == "2026-03-03T09:00"


def test_a_dragged_bar_keeps_its_baseline(moved, pair, manager, browse):
    answer = browse(manager).post(
        f"{PLAN}{pair[0].number}/schedule/", {"start": "2026-03-05T09:00"}
    )
    assert answer.json()["tasks"] and "baseline" not in answer.json()["tasks"][0]


# Before an import

ROWS = [Row(1, "Design"), Row(2, "Build", after=[(1, "FS", 0)])]
LONGER = [Row(1, "Design", hours=24), Row(2, "Build", after=[(1, "FS", 0)]), Row(3, "Launch")]


@pytest.fixture
def bring_in(manager, browse):
    """Import a plan into the project by the page."""

    def bring_in(rows, name="plan.xml"):
        file = SimpleUploadedFile(name, mspdi(rows))
        sent = browse(manager).post(
            "/w/fernhill/projects/import/", {"file": file, "project": "KTB"}
        )
        assert sent.status_code == 302
        return sent.url

    return bring_in


@pytest.fixture
def take_over(bring_in, manager, browse):
    def take_over(rows, name="plan.xml"):
        browse(manager).post(f"{bring_in(rows, name)}application/")

    return take_over


def test_an_import_that_changes_the_plan_keeps_it_as_it_was(project, take_over, manager):
    take_over(ROWS)
    assert not Baseline.objects.exists()  # nothing was there
    take_over(LONGER, "new plan.xml")
    made = Baseline.objects.get()
    assert (made.name, made.tasks) == ("Before the import of new plan.xml", 2)
    assert made.taken_by == manager and made.finish == datetime(2026, 3, 3, 17, tzinfo=UTC)
    assert Task.objects.count() == 3
    assert Event.objects.filter(verb="baseline.taken").count() == 1


def test_importing_the_same_again_keeps_nothing_and_looking_keeps_nothing(
    project, take_over, bring_in
):
    take_over(ROWS)
    take_over(ROWS)
    bring_in(LONGER)
    assert not Baseline.objects.exists() and not BaselineRow.objects.exists()


def test_the_page_of_the_import_says_that_the_plan_is_kept(
    project, take_over, bring_in, manager, browse
):
    take_over(ROWS)
    assert "kept as a baseline first" in _text(browse(manager).get(bring_in(LONGER)))


def test_an_import_that_fails_keeps_no_baseline_either(
    project, take_over, bring_in, manager, browse, monkeypatch
):
    take_over(ROWS)
    sent = bring_in(LONGER)
    kept = []

    def fails(*args, **how):
        kept.append(Baseline.objects.count())
        raise OSError

    monkeypatch.setattr("rapport.planning.operations.plan_import._write_down", fails)
    with pytest.raises(OSError):
        browse(manager).post(f"{sent}application/")
    assert kept == [1] and not Baseline.objects.exists()
    assert Task.objects.count() == 2


def test_the_worker_keeps_it_as_well(
    project, take_over, bring_in, manager, browse, run_jobs, monkeypatch
):
    take_over(ROWS)
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    browse(manager).post(f"{bring_in(LONGER)}application/")
    run_jobs()
    assert Baseline.objects.get().taken_by == manager


def test_a_new_project_has_no_baseline(client_company, manager, browse):
    file = SimpleUploadedFile("plan.xml", mspdi(ROWS))
    sent = browse(manager).post(
        "/w/fernhill/projects/import/", {"file": file, "client": client_company.key}
    )
    browse(manager).post(f"{sent.url}application/")
    assert Project.objects.exists() and not Baseline.objects.exists()
