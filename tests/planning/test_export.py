"""Plans that leave: as Microsoft Project XML, a table, or a calendar."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from rapport.cli import main
from rapport.engine.network import schedule
from rapport.files.operations import files
from rapport.integrations.planfiles import detect, mspdi, primavera
from rapport.lib.roles import Role
from rapport.planning.models import ScheduleRow, TaskTiming
from rapport.planning.operations import plan_import, scheduling
from rapport.planning.operations.plan_import import NewImport
from rapport.planning.queries.export_kinds import KINDS
from rapport.projects.models import Dependency
from rapport.resourcing.operations import absences, shares
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.shares import Share
from tests.integrations.primavera_files import pred, task, xer
from tests.planning.mspdi import Row, calendar
from tests.planning.mspdi import mspdi as written

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
URL = "/w/fernhill/projects/KTB/plan/export/"


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", name="Launch Ünï", starts_on=date(2026, 3, 2))


@pytest.fixture
def plan(make, project, manager, member):
    """Design with two parts, then a launch; the second part is the member's."""
    top = make.task(project, "Design")
    one = make.task(project, "Research", parent=top, assignee=manager, work_minutes=240)
    two = make.task(project, "Drawing", parent=top, assignee=member, percent_complete=50)
    end = make.task(project, "Launch", is_milestone=True, duration_minutes=0)
    for before, after, lag in ((one, two, 0), (two, end, 480)):
        Dependency.objects.create(
            workspace=project.workspace, project=project, predecessor=before, successor=after,
            lag_minutes=lag,
        )  # fmt: skip
    scheduling.reschedule(project, at=NOW)
    return top, one, two, end


def _file(browser, kind, **more):
    response = browser.get(URL, {"as": kind, **more})
    assert response.status_code == 200
    return response


def test_microsoft_project_gets_outline_links_people_and_dates(plan, manager, member, browse):
    found = mspdi.read(_file(browse(manager), "xml").content)
    assert [(t.uid, t.name, t.parent) for t in found.tasks] == [
        ("1", "Design", None), ("2", "Research", "1"), ("3", "Drawing", "1"), ("4", "Launch", None)
    ]  # fmt: skip
    assert found.tasks[1].assignees == (manager.name,)
    assert found.tasks[1].work_minutes == 240
    assert found.tasks[1].start == date(2026, 3, 2)
    assert found.tasks[3].finish == date(2026, 3, 4)
    assert found.name == "Launch Ünï"
    assert {person.email for person in found.people} == {""}


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("xml", "application/xml"), ("csv", "text/csv"), ("ics", "text/calendar"),
     ("xer", "application/octet-stream"), ("p6.xml", "application/xml"),
     ("xlsx", "application/vnd.openxmlformats")],
)  # fmt: skip
def test_a_file_is_downloaded_under_a_safe_name_and_never_shown(
    plan, project, manager, browse, kind, type_
):
    project.name = 'a"; filename=evil.exe\r\nX: y'
    project.save()
    response = _file(browse(manager), kind)
    assert response["Content-Type"].startswith(type_)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == (
        f'attachment; filename="KTB-a-filename-evil-exe-X-y-plan.{kind}"'
    )


HOSTILE = ('=HYPERLINK("http://x")', "+1", "-2", "@SUM(A1)", "\t=1", "＝1")  # noqa: RUF001


def test_no_cell_is_a_formula(make, project, manager, browse):
    for name in HOSTILE:
        make.task(project, name, description=name)
    rows = list(csv.reader(io.StringIO(_file(browse(manager), "csv").content.decode("utf-8-sig"))))
    assert all(row[2].startswith("'") and row[-1].startswith("'") for row in rows[1:])
    book = load_workbook(io.BytesIO(_file(browse(manager), "xlsx").content))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert {row[2].value for row in book.active.iter_rows(min_row=2)} == set(HOSTILE)
    assert all(row[2].quotePrefix for row in book.active.iter_rows(min_row=2))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_reads_again_as_the_same_plan(plan, manager, browse, kind):
    found = detect.read_any(_file(browse(manager), kind).content, f"plan.{kind}")
    assert [(t.name, t.parent, t.duration_minutes) for t in found.tasks][1:] == [
        ("Research", "1", 480), ("Drawing", "1", 480), ("Launch", None, 0)
    ]  # fmt: skip
    assert [[(w.predecessor, w.lag_minutes) for w in t.links] for t in found.tasks] == [
        [], [], [("2", 0)], [("3", 480)]
    ]  # fmt: skip
    assert found.tasks[2].percent_complete == 50
    assert found.tasks[0].percent_complete == 25
    assert found.tasks[3].milestone
    assert found.refusals == ()


@pytest.mark.parametrize("kind", ["xer", "p6.xml"])
def test_a_file_for_primavera_reads_again_as_the_same_plan(plan, project, manager, browse, kind):
    found = detect.read_any(_file(browse(manager), kind).content, f"plan.{kind}")
    dates = {one.uid: (one.start, one.finish) for one in schedule(found.schedule).tasks}
    rows = ScheduleRow.objects.filter(project=project, is_summary=False).select_related("task")
    held = {row.task.name: (row.start, row.finish) for row in rows}
    assert {
        task.name: tuple(at.replace(tzinfo=UTC) for at in dates[task.uid])
        for task in found.tasks
        if task.name != "Design"
    } == held
    parents = {task.name: task.parent for task in found.tasks}
    [design] = [task.uid for task in found.tasks if task.name == "Design"]
    assert parents == {"Design": None, "Research": design, "Drawing": design, "Launch": None}
    [research] = [task for task in found.tasks if task.name == "Research"]
    assert research.assignees == (manager.name,)


def test_a_calendar_holds_all_tasks_but_summaries_as_whole_days(plan, project, manager, browse):
    text = _file(browse(manager), "ics").content.decode()
    assert text.count("BEGIN:VEVENT") == 3
    assert "UID:task-3.KTB.fernhill@" in text
    assert "SUMMARY:Drawing\r\n" in text
    assert "DTSTART;VALUE=DATE:20260303\r\nDTEND;VALUE=DATE:20260304\r\n" in text
    assert "SUMMARY:Design\r\n" not in text


def test_the_calendar_of_one_person_holds_their_tasks_and_every_milestone(
    plan, member, manager, browse
):
    text = _file(browse(manager), "ics", who=member.pk).content.decode()
    assert [name in text for name in ("Research", "Drawing", "Launch")] == [False, True, True]


def test_a_calendar_of_nobody_we_know_and_a_kind_we_do_not_write_are_not_found(
    plan, manager, stranger, browse
):
    browser = browse(manager)
    for query in ({"as": "ics", "who": stranger.pk}, {"as": "ics", "who": "x"}, {"as": "exe"}):
        assert browser.get(URL, query).status_code == 404


def test_a_guest_exports_only_the_projects_they_are_on(make, plan, project, browse):
    guest = make.member(Role.GUEST, name="Gus")
    assert browse(guest).get(URL, {"as": "xml"}).status_code == 404
    make.on_project(project, guest)
    assert browse(guest).get(URL, {"as": "xml"}).status_code == 200


def test_a_stranger_gets_nothing(plan, stranger, browse):
    for kind in ("", "xml", "csv"):
        assert browse(stranger).get(URL, {"as": kind}).status_code == 404


def test_what_is_in_the_bin_does_not_leave(plan, manager, browse):
    one = plan[1]
    one.binned_at = NOW
    one.save()
    assert b"Research" not in _file(browse(manager), "csv").content


def test_a_plan_whose_tasks_wait_for_each_other_leaves_all_the_same(plan, project, manager, browse):
    _, one, two, _ = plan
    Dependency.objects.create(
        workspace=project.workspace, project=project, predecessor=two, successor=one
    )
    for kind in KINDS:
        assert _file(browse(manager), kind).content


def test_an_empty_plan_leaves_as_an_empty_table(project, manager, browse):
    for kind in KINDS:
        assert _file(browse(manager), kind).content


def test_the_page_offers_every_kind_and_the_plan_leads_to_it(plan, manager, browse):
    page = browse(manager).get(URL).content.decode()
    assert all(f"?as={kind}" in page for kind in KINDS)
    assert URL in browse(manager).get("/w/fernhill/projects/KTB/plan/").content.decode()


@pytest.mark.parametrize("kind", ["xml", "csv", "ics"])
def test_the_number_of_queries_does_not_grow_with_the_plan(
    make, plan, project, manager, browse, django_assert_num_queries, kind
):
    browser = browse(manager)
    with CaptureQueriesContext(connection) as few:
        _file(browser, kind)
    for n in range(20):
        make.task(project, f"More {n}", assignee=manager)
    with django_assert_num_queries(len(few)):
        _file(browser, kind)


NIGHTS = calendar(2, "Nights", "00:00", "08:00")
PLAN = [
    Row(11, "Build", level=1),
    Row(12, "Search", 16, level=2, more="<CalendarUID>2</CalendarUID><Notes>Solr</Notes>"),
    Row(13, "Payments", 24, level=2, after=[(12, "SS", 240)]),
    Row(14, "Beta", 0, after=[(11, "FS", 240)]),
]


def test_a_plan_that_came_from_project_and_goes_back_changes_nothing(
    workspace, client_company, manager, browse
):
    def bring(content, project=None):
        file = files.store(workspace, name="plan.xml", content=content, by=manager, at=NOW)
        new = NewImport(file, client_company, project)
        made = plan_import.rehearse(workspace, new, by=manager, at=NOW)
        return plan_import.apply(made, by=manager, at=NOW), made.summary

    people = {manager.name: [12], "Someone Else": [13]}
    came, _ = bring(written(PLAN, calendars=NIGHTS, people=people))
    before = list(ScheduleRow.objects.filter(project=came).order_by("task_id").values())
    timings = list(TaskTiming.objects.filter(project=came).order_by("task_id").values())
    address = f"/w/fernhill/projects/{came.key}/plan/export/"
    left = browse(manager).get(address, {"as": "xml"}).content
    again, summary = bring(left, came)
    assert (summary["tasks"]["new"], summary["tasks"]["missing"]) == (0, 0)
    assert summary["tasks"]["changed"] == 0
    assert summary["links"] == {"new": 0, "changed": 0}
    assert list(ScheduleRow.objects.filter(project=again).order_by("task_id").values()) == before
    assert list(TaskTiming.objects.filter(project=again).order_by("task_id").values()) == timings


def test_what_a_task_keeps_comes_with_a_file_and_leaves_with_it(
    workspace, client_company, manager, browse
):
    kinds = {1: "units", 2: "duration", 3: "work"}
    rows = [
        Row(uid, f"T{uid}", more=f"<Type>{uid - 1}</Type><Work>PT4H0M0S</Work>") for uid in kinds
    ]
    file = files.store(workspace, name="plan.xml", content=written(rows), by=manager, at=NOW)
    made = plan_import.rehearse(workspace, NewImport(file, client_company), by=manager, at=NOW)
    came = plan_import.apply(made, by=manager, at=NOW)
    assert dict(came.tasks.values_list("number", "keeps")) == kinds
    base = f"/w/fernhill/projects/{came.key}/"
    browse(manager).post(f"{base}tasks/3/fields/", {"duration": "4d"})
    assert came.tasks.get(number=3).work_minutes == 240  # its work stays, whatever it takes
    left = mspdi.read(browse(manager).get(f"{base}plan/export/", {"as": "xml"}).content)
    assert {int(task.uid): task.keeps for task in left.tasks} == kinds


def test_the_command_writes_each_kind_and_refuses_in_a_sentence(plan, member, tmp_path, capsys):
    for kind in KINDS:
        path = tmp_path / f"plan.{kind}"
        assert main.main(["export", "plan", "KTB", str(path), "--workspace", "fernhill"]) == 0
        assert path.stat().st_size > 100
    assert mspdi.read((tmp_path / "plan.xml").read_bytes()).source == "mspdi"
    assert primavera.read_pmxml((tmp_path / "plan.p6.xml").read_bytes()).source == "pmxml"
    theirs = ["--who", member.user.email]
    path = tmp_path / "theirs.ics"
    assert main.main(["export", "plan", "KTB", str(path), "--workspace", "fernhill", *theirs]) == 0
    assert "Research" not in path.read_text()
    capsys.readouterr()
    for key, name, where, more in (
        ("KTB", "plan.exe", "fernhill", []), ("NONE", "plan.xml", "fernhill", []),
        ("KTB", "plan.xml", "nowhere", []), ("KTB", "no/plan.xml", "fernhill", []),
        ("KTB", "plan.ics", "fernhill", ["--who", "x@y.zz"]),
    ):  # fmt: skip
        words = ["export", "plan", key, str(tmp_path / name), "--workspace", where, *more]
        assert main.main(words) == 2
        assert capsys.readouterr().err.strip().endswith(".")


def test_a_primavera_plan_comes_in_by_the_page_and_leaves_for_project(
    workspace, client_company, manager, browse
):
    content = xer([task(1), task(2)], TASKPRED=[pred(1, 2)]).encode()
    file = files.store(workspace, name="plan.xer", content=content, by=manager, at=NOW)
    made = plan_import.rehearse(workspace, NewImport(file, client_company), by=manager, at=NOW)
    assert made.source == "xer"
    came = plan_import.apply(made, by=manager, at=NOW)
    address = f"/w/fernhill/projects/{came.key}/plan/export/"
    found = mspdi.read(browse(manager).get(address, {"as": "xml"}).content)
    assert [t.name for t in found.tasks] == ["Part 11", "Task 1", "Task 2"]
    assert found.tasks[2].finish == date(2026, 3, 6)


def test_hours_of_people_leave_as_their_calendars_and_give_the_same_dates_elsewhere(
    plan, project, make, member, manager, browse
):
    make.task(
        project, "Begun", duration_minutes=960, assignee=member, state="doing",
        percent_complete=50, actual_start=datetime(2026, 3, 3, 9, tzinfo=UTC),
    )  # fmt: skip
    make.task(project, "Interviews", duration_minutes=960, assignee=member)
    shares.say(member, Share(weekdays=[2]), by=manager, at=NOW)
    absences.note(member, Away(date(2026, 3, 10), date(2026, 3, 10)), by=member, at=NOW)
    scheduling.reschedule(project, at=NOW)
    found = mspdi.read(_file(browse(manager), "xml").content).schedule
    dates = {
        name: (at.start, at.finish)
        for name, at in zip((t.name for t in found.tasks), schedule(found).tasks, strict=True)
    }
    for row in ScheduleRow.objects.filter(project=project).select_related("task"):
        local = (row.start.replace(tzinfo=None), row.finish.replace(tzinfo=None))
        assert dates[row.task.name] == local, row.task.name
    assert dates["Begun"][1] == datetime(2026, 3, 17, 17)  # noqa: DTZ001
