"""Bringing a plan in by the page."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.planning.models import PlanImport
from rapport.planning.operations import plan_import
from rapport.planning.views import imports
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise
from tests.planning.mspdi import Row, calendar, mspdi

URL = "/w/fernhill/projects/import/"
ROWS = [Row(1, "Design"), Row(2, "Build", after=[(1, "FS", 0), (2, "FS", 0)])]


@pytest.fixture
def upload(client_company, manager, browse):
    """Send a file from the page."""

    def upload(content=None, *, by=manager, **said):
        content = content or mspdi(ROWS, people={"Zed": [1]})
        file = SimpleUploadedFile("plan.xml", content)
        said.setdefault("client", client_company.key)
        return browse(by).post(URL, {"file": file, **said})

    return upload


def test_a_file_is_rehearsed_looked_at_and_taken_over(upload, manager, browse):
    sent = upload()
    assert sent.url == f"{URL}1/"
    browser = browse(manager)
    page = browser.get(sent.url).content.decode()
    assert "Booking app" in page and "Zed" in page and "cannot wait for itself" in page
    assert not Project.objects.exists()
    done = browser.post(f"{URL}1/application/")
    assert done.url == "/w/fernhill/projects/BA/plan/"
    assert Task.objects.count() == 2
    assert browser.get(done.url).status_code == 200
    assert "Open the plan" in browser.get(f"{URL}1/").content.decode()


def test_what_is_not_taken_over_is_a_csv_that_no_spreadsheet_runs(upload, manager, browse):
    upload()
    made = PlanImport.objects.get()
    made.refusals = [{"row": 3, "column": "Name", "value": "=cmd()", "reason": "no date"}]
    made.save()
    answer = browse(manager).get(f"{URL}1/refused.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode("utf-8-sig").splitlines()[1] == '"3","Name","\'=cmd()","no date"'


def test_people_of_the_file_are_matched_by_hand(upload, make, manager, stranger, browse):
    zoe = make.member(name="Zoe Day")
    upload()
    browser = browse(manager)
    foreign = browser.post(f"{URL}1/people/", {"person-0": stranger.pk})
    assert foreign.status_code == 404
    browser.post(f"{URL}1/people/", {"person-0": zoe.pk})
    assert PlanImport.objects.get().people == {"Zed": zoe.pk}
    browser.post(f"{URL}1/application/")
    assert Task.objects.get(name="Design").assignee == zoe


def test_what_was_before_is_taken_over(upload, manager, browse):
    upload(
        taken_over_on="2026-03-01", spent_before="40h", promises="2026-04-01 Beta\n", key="KTB",
        name="Their app",
    )  # fmt: skip
    browse(manager).post(f"{URL}1/application/")
    project = Project.objects.get()
    assert (project.key, project.name, project.spent_before_minutes) == ("KTB", "Their app", 2400)
    assert Promise.objects.get().what == "Beta"


@pytest.mark.parametrize(
    "said",
    [{"client": "NONE"}, {"project": "NONE"}, {"promises": "soon"}, {"taken_over_on": "x"},
     {"state": "done"}, {"key": "no key"}],
)  # fmt: skip
def test_a10_what_is_not_asked_for_or_not_there_stops_the_upload(upload, said):
    assert upload(**said).status_code == 422
    assert not PlanImport.objects.exists()


def test_a_picture_is_refused_in_a_sentence(upload):
    answer = upload(b"\xff\xd8\xff\xe0" + b"picture" * 20)
    assert answer.status_code == 422
    assert not PlanImport.objects.exists() and not Project.objects.exists()


def test_a_long_plan_is_taken_over_by_the_worker(upload, manager, browse, run_jobs, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    upload()
    browser = browse(manager)
    browser.post(f"{URL}1/application/")
    browser.post(f"{URL}1/application/")
    assert "being taken over" in browser.get(f"{URL}1/").content.decode()
    run_jobs()
    assert PlanImport.objects.get().state == "done"
    assert Task.objects.count() == 2


def test_what_the_worker_cannot_take_over_says_why(
    upload, manager, browse, run_jobs, monkeypatch, make
):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    upload(key="KTB")
    make.project(key="KTB")
    browser = browse(manager)
    browser.post(f"{URL}1/application/")
    run_jobs()
    page = browser.get(f"{URL}1/").content.decode()
    assert "Another project has the key KTB" in page and "Import it" in page


def test_only_managers_bring_plans_in(upload, member, viewer, guest, browse):
    upload()
    for person in (member, viewer, guest):
        assert browse(person).get(URL).status_code == 403
        assert browse(person).get(f"{URL}1/").status_code == 403
        assert browse(person).post(f"{URL}1/application/").status_code == 403
    assert not Project.objects.exists()


def test_a_table_whose_columns_say_nothing_waits_for_a_person_to_say_it(upload, manager, browse):
    upload(b"Schritt;Wozu\nEntwurf;a\nBau;b\n", key="KTB")
    browser = browse(manager)
    page = browser.get(f"{URL}1/").content.decode()
    assert "What the columns mean" in page and "Import it" not in page
    assert browser.post(f"{URL}1/application/").status_code == 302
    assert browser.post(f"{URL}1/columns/", {"name": "Elsewhere"}).status_code == 400
    browser.post(f"{URL}1/columns/", {"name": "Schritt", "description": "Wozu"})
    page = browser.get(f"{URL}1/").content.decode()
    assert "Import it" in page
    browser.post(f"{URL}1/application/")
    assert list(Task.objects.order_by("position").values_list("name", "description")) == [
        ("Entwurf", "a"), ("Bau", "b"),
    ]  # fmt: skip


def test_unknown_columns_are_named_and_the_rest_comes_in(upload, manager, browse):
    header = "Name,Start,Duration," + ",".join(f"Odd {n}" for n in range(40))
    upload(f"{header}\nDesign,2026-03-02,2d{',x' * 40}\n".encode("utf-16"))
    made = PlanImport.objects.get()
    assert len(made.summary["unknown_columns"]) == 40
    assert made.summary["tasks"]["new"] == 1
    assert "Odd 39" in browse(manager).get(f"{URL}1/").content.decode()


def test_a_mapping_can_be_corrected_before_the_plan_is_taken_over(upload, manager, browse):
    upload(b"Name,Start,Days\nDesign,03/04/2026,a\n")
    browser = browse(manager)
    assert "Dates are written" in browser.get(f"{URL}1/").content.decode()
    browser.post(f"{URL}1/columns/", {"name": "Name", "start": "Start", "date_order": "mdy"})
    assert PlanImport.objects.get().summary["starts_on"] == "2026-03-04"
    browser.post(f"{URL}1/columns/", {"name": "Name", "start": "Start", "date_order": "dmy"})
    assert PlanImport.objects.get().summary["starts_on"] == "2026-04-03"


def test_a_full_disk_is_said_and_nothing_is_kept(upload, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(imports.files, "store", full)
    answer = upload()
    assert answer.status_code == 422
    assert "No space left on device" in answer.content.decode()
    assert not PlanImport.objects.exists()


def test_a_long_plan_is_read_by_the_worker_while_the_page_waits(
    upload, manager, browse, run_jobs, monkeypatch
):
    monkeypatch.setattr(plan_import, "LONG", 2)
    browser = browse(manager)
    rows = [Row(n, f"T{n}") for n in range(1, 6)]
    assert upload(mspdi(rows, people={"Zed": [1]})).status_code == 302
    page = browser.get(f"{URL}1/").text
    assert "being read" in page and 'hx-trigger="every 2s"' in page and "Import it" not in page
    run_jobs()
    page = browser.get(f"{URL}1/").text
    assert "Import it" in page and "every 2s" not in page
    browser.post(f"{URL}1/people/", {"person-0": str(manager.pk)})
    assert "being read" in browser.get(f"{URL}1/").text
    run_jobs()
    assert PlanImport.objects.get().people == {"Zed": manager.pk}
    assert "Import it" in browser.get(f"{URL}1/").text


def test_a_long_file_that_is_no_plan_is_said_so_on_the_waiting_page(
    upload, manager, browse, run_jobs, monkeypatch
):
    monkeypatch.setattr(plan_import, "BIG", 2)
    upload(b"<Project>")
    run_jobs()
    page = browse(manager).get(f"{URL}1/").text
    assert "Nothing was changed" in page and "every 2s" not in page


def test_the_dry_run_shows_the_calendars_of_the_file(upload, manager, browse):
    content = mspdi([Row(1, "A")], calendars=calendar(1, "Short days", "09:00", "13:00"))
    upload(content)
    page = browse(manager).get(f"{URL}1/").text
    assert "kept as calendars of the project" in page
    assert "Short days" in page and "Mon–Fri 09:00–13:00" in page


def test_what_of_costs_and_splits_does_not_come_in_is_said(upload, manager, browse):
    plan = mspdi(ROWS, people={"Zed": [1]}, project="<CurrencyCode>CHF</CurrencyCode>").decode()
    plan = plan.replace("<Name>Design</Name>", "<Name>Design</Name><Cost>1200</Cost>").replace(
        "<Name>Build</Name>", "<Name>Build</Name><Cost>0</Cost><FixedCost>0</FixedCost>"
    )
    plan = plan.replace("</Assignment>", "<WorkContour>8</WorkContour></Assignment>")
    sent = upload(plan.encode())
    browser = browse(manager)
    written = browser.get(f"{URL}1/refused.csv").content.decode("utf-8-sig").splitlines()
    lost = "Costs in CHF are not taken over: amounts here are in EUR."
    assert written[1:3] == [
        f'"","cost","1 task","{lost}"',
        '"","work","1 assignment",'
        '"Work spread unevenly is spread evenly. Pauses that not everybody on a task takes, or that'
        ' the file does not place, count as work."',
    ], "before the single rows"
    assert "cannot wait for itself" in written[3]
    page = browser.get(sent.url).text
    assert page.count(lost) == 1 and "<dt>Costs</dt>" not in page


def test_a_plan_that_says_none_of_it_says_nothing_of_it(upload, manager, browse):
    sent = upload(mspdi([Row(1, "Design"), Row(2, "Build", after=[(1, "FS", 0)])]))
    assert PlanImport.objects.get().summary["refused"] == 0
    assert "Not taken over" not in browse(manager).get(sent.url).text
