"""Plans brought in from other tools."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import jsonschema
import pytest

from rapport.calendars.models import WorkingPeriod
from rapport.cli import main
from rapport.engine.network import schedule
from rapport.events.models import Event
from rapport.files.operations import files
from rapport.integrations.planfiles import mspdi as reader
from rapport.lib.refusal import Refused
from rapport.planning.models import PlanImport, PlanState, ScheduleRow
from rapport.planning.operations import plan_import
from rapport.planning.operations.plan_import import NewImport
from rapport.projects.models import Dependency, Project, ProjectMember, Task
from rapport.projects.operations import placing, tasks
from rapport.projects.operations.tasks import NewTask
from rapport.promises.models import Promise
from tests.planning.mspdi import Row, mspdi

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "import-plan.schema.json"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BUILD = [
    Row(1, "Build", level=1),
    Row(2, "Search", 16, level=2),
    Row(3, "Payments", 24, level=2, after=[(2, "FS", 0)]),
    Row(4, "Beta", 0, after=[(1, "FS", 240)]),
]


@pytest.fixture
def bring(workspace, manager, client_company):
    """Rehearse an import of these bytes."""

    def bring(content, *, name="plan.xml", **new):
        new.setdefault("client", client_company)
        file = files.store(workspace, name=name, content=content, by=manager, at=NOW)
        return plan_import.rehearse(workspace, NewImport(file, **new), by=manager, at=NOW)

    return bring


@pytest.fixture
def taken(bring, manager):
    """Rehearse and apply."""

    def taken(content, **new):
        return plan_import.apply(bring(content, **new), by=manager, at=NOW)

    return taken


def test_a_dry_run_says_what_will_happen_and_changes_nothing(bring):
    made = bring(mspdi(BUILD, people={"Ana Prado": [2]}))
    assert made.summary["tasks"] == {"new": 4, "changed": 0, "unchanged": 0, "missing": 0}
    assert made.summary["links"] == {"new": 2, "changed": 0}
    assert made.summary["people"] == {"members": 0, "names": 1}
    assert made.summary["finish"].startswith("2026-03-09")
    assert not Project.objects.exists() and not Task.objects.exists()
    assert not Event.objects.exists()
    assert list(PlanImport.objects.values_list("number", "state")) == [(1, "read")]


def test_a_plan_becomes_a_project_with_dates(taken, client_company):
    project = taken(mspdi(BUILD))
    assert (project.name, project.key, project.client) == ("Booking app", "BA", client_company)
    assert project.starts_on == date(2026, 3, 2)
    rows = ScheduleRow.objects.filter(project=project).order_by("task__position")
    assert list(rows.values_list("task__name", "wbs")) == [
        ("Build", "1"), ("Search", "1.1"), ("Payments", "1.2"), ("Beta", "2"),
    ]  # fmt: skip
    told = Event.objects.get(verb="plan.imported")
    assert (told.facts["created"], told.facts["links"]) == (4, 2)
    assert not Event.objects.filter(verb="task.created").exists()


def test_an_import_is_applied_once(bring, manager):
    made = bring(mspdi(BUILD))
    plan_import.apply(made, by=manager, at=NOW)
    with pytest.raises(Refused, match="already"):
        plan_import.apply(made, by=manager, at=NOW)
    assert Project.objects.count() == 1


def test_f09_the_same_file_again_changes_nothing(taken, bring, manager):
    project = taken(mspdi(BUILD))
    before = list(Task.objects.order_by("pk").values())
    revision = Project.objects.get().plan_revision
    made = bring(mspdi(BUILD), project=project)
    assert made.summary["tasks"] == {"new": 0, "changed": 0, "unchanged": 4, "missing": 0}
    plan_import.apply(made, by=manager, at=NOW)
    assert list(Task.objects.order_by("pk").values()) == before
    assert Project.objects.get().plan_revision == revision
    assert Dependency.objects.count() == 2


def test_a_newer_file_changes_adds_and_moves_but_keeps_what_people_added(taken, manager):
    project = taken(mspdi(BUILD))
    own = tasks.create(project, NewTask("Ours"), by=manager, at=NOW)
    newer = [
        BUILD[0],
        Row(2, "Search and filters", 16, level=2),
        Row(5, "Maps", 8, level=2),
        Row(3, "Payments", 24, level=1, after=[(2, "SS", 480)]),
    ]
    taken(mspdi(newer), project=project)
    found = Task.objects.filter(project=project).order_by("position")
    assert list(found.values_list("name", "parent__name")) == [
        ("Build", None), ("Search and filters", "Build"), ("Maps", "Build"), ("Payments", None),
        ("Beta", None), ("Ours", None),
    ]  # fmt: skip
    assert Task.objects.filter(pk=own.pk).exists()
    link = Dependency.objects.get(successor__name="Payments")
    assert (link.kind, link.lag_minutes) == ("SS", 480)


def test_people_are_matched_by_address_then_by_name_and_can_be_named(bring, make, manager):
    by_mail = make.member(email="ana@fernhill.example", name="Ana P.")
    by_name = make.member(name="Bo Lind")
    other = make.member(name="Cy Young")
    made = bring(mspdi(BUILD, people={"ana@fernhill.example": [2], "bo  lind": [3], "C.Y.": [4]}))
    assert made.people == {
        "ana@fernhill.example": by_mail.pk, "bo  lind": by_name.pk, "C.Y.": None,
    }  # fmt: skip
    plan_import.name_people(made, {"C.Y.": other.pk}, by=manager, at=NOW)
    project = plan_import.apply(made, by=manager, at=NOW)
    given = Task.objects.exclude(assignee=None).order_by("position")
    assert list(given.values_list("name", "assignee")) == [
        ("Search", by_mail.pk), ("Payments", by_name.pk), ("Beta", other.pk),
    ]  # fmt: skip
    assert ProjectMember.objects.filter(project=project).count() == 3


def test_names_nobody_has_here_are_kept_as_names(taken):
    taken(mspdi(BUILD, people={"Zed": [2], "Yan": [2]}))
    task = Task.objects.get(name="Search")
    assert (task.assignee_name, [str(helper) for helper in task.helpers.all()]) == ("Zed", ["Yan"])


def test_a_project_is_taken_over_in_mid_flight(taken, contact):
    begun = [
        Row(1, "Design", 16, more="<PercentComplete>100</PercentComplete>"
            "<ActualStart>2026-02-02T08:00:00</ActualStart>"
            "<ActualFinish>2026-02-03T17:00:00</ActualFinish><ActualWork>PT20H0M0S</ActualWork>"),
        Row(2, "Build", 16, after=[(1, "FS", 0)]),
    ]  # fmt: skip
    wishes = {
        "taken_over_on": "2026-03-01", "spent_before_minutes": 7200,
        "promises": [{"what": "Beta", "due_on": "2026-04-01", "contact": contact.pk}],
    }  # fmt: skip
    project = taken(mspdi(begun), wishes=wishes)
    done = Task.objects.get(name="Design")
    assert (done.state, done.percent_complete, done.spent_before_minutes) == ("done", 100, 1200)
    assert done.schedule.finish == datetime(2026, 2, 3, 17, tzinfo=UTC)
    assert (project.taken_over_on, project.spent_before_minutes) == (date(2026, 3, 1), 7200)
    promise = Promise.objects.get(project=project)
    assert (promise.what, promise.contact) == ("Beta", contact)
    taken(mspdi(begun), project=project, wishes=wishes)
    assert Promise.objects.count() == 1


def test_a_circle_comes_in_and_is_named(taken, bring):
    round_ = [Row(1, "A", after=[(2, "FS", 0)]), Row(2, "B", after=[(1, "FS", 0)]), Row(3, "C")]
    assert set(bring(mspdi(round_)).summary["circle"]) == {"A", "B"}
    project = taken(mspdi(round_))
    assert Dependency.objects.filter(project=project).count() == 2
    assert len(PlanState.objects.get(project=project).circle) == 2
    assert ScheduleRow.objects.filter(project=project).count() == 3


def test_links_that_lead_nowhere_are_refused_and_the_rest_comes_in(bring):
    both = [(1, "FS", 0), (99, "FS", 0)]
    made = bring(mspdi([Row(1, "A", after=[(1, "FS", 0)]), Row(2, "B", after=both)]))
    assert made.summary["links"]["new"] == 1
    assert [refusal["value"] for refusal in made.refusals] == ["1", "99"]


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 JFIF no plan", b"<Project>"])
def test_what_is_no_plan_is_refused_in_a_sentence_and_nothing_is_kept(bring, content):
    with pytest.raises(Refused) as refusal:
        bring(content, name="photo.jpg")
    assert str(refusal.value).endswith(".")
    assert not PlanImport.objects.exists() and not Project.objects.exists()


def test_a_plan_reaching_beyond_all_calendars_is_refused_and_leaves_nothing(bring):
    endless = [Row(n, f"T{n}", 3_000_000, after=[(n - 1, "FS", 0)]) for n in range(2, 60)]
    with pytest.raises(Refused):
        bring(mspdi([Row(1, "T1"), *endless]))
    assert not Project.objects.exists()


def test_imported_dates_are_those_of_the_schedule_command(taken, workspace):
    for weekday in range(1, 6):
        for starts, ends in ((time(8), time(12)), (time(13), time(17))):
            WorkingPeriod.objects.create(
                workspace=workspace, weekday=weekday, starts=starts, ends=ends
            )
    snet = "<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-10T08:00:00</ConstraintDate>"
    alap = "<ConstraintType>1</ConstraintType>"
    content = mspdi([
        *BUILD,
        Row(6, "Copy", 12, after=[(2, "SS", 480)]),
        Row(7, "Review", 4, after=[(6, "FF", 60)], more=snet),
        Row(8, "Late", 8, more=alap),
    ])  # fmt: skip
    project = taken(content)
    plan = reader.read(content).schedule
    wanted = {
        task.uid: (task.start, task.finish, task.total_slack, task.critical)
        for task in schedule(plan).tasks
    }
    found = {
        row.task.imported_uid: (
            row.start.replace(tzinfo=None), row.finish.replace(tzinfo=None), row.total_slack,
            row.is_critical,
        )
        for row in ScheduleRow.objects.filter(project=project).select_related("task")
    }  # fmt: skip
    assert found == wanted


def test_the_command_line_brings_a_plan_in_once(tmp_path, workspace, client_company, capsys):
    path, errors = tmp_path / "plan.xml", tmp_path / "errors.csv"
    path.write_bytes(mspdi([*BUILD, Row(9, "Odd", after=[(9, "FS", 0)])]))
    words = ["import", "plan", str(path), "--workspace", "fernhill", "--client", "NWM", "--json"]
    assert main.main([*words, "--dry-run", "--errors", str(errors)]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, json.loads(SCHEMA.read_text()))
    assert printed["tasks"]["new"] == 5
    assert not Project.objects.exists() and not PlanImport.objects.exists()
    assert "cannot wait for itself" in errors.read_text("utf-8-sig")
    for new, unchanged in ((5, 0), (0, 5)):
        assert main.main(words) == 0
        tasks_ = json.loads(capsys.readouterr().out)["tasks"]
        assert (tasks_["new"], tasks_["unchanged"]) == (new, unchanged)
    assert Project.objects.count() == 1


@pytest.mark.parametrize("title", [b"<Title>Booking app</Title>", b""])
def test_on_the_command_line_a_file_of_another_name_is_another_plan(
    tmp_path, workspace, client_company, title
):
    for name in ("hall", "stage"):
        path = tmp_path / f"{name}.xml"
        path.write_bytes(mspdi(BUILD).replace(b"<Title>Booking app</Title>", title))
        words = ["import", "plan", str(path), "--workspace", "fernhill", "--client", "NWM"]
        assert main.main(words) == main.main(words) == 0
    names = set(Project.objects.values_list("name", flat=True))
    assert Project.objects.count() == 2
    assert names == ({"Booking app"} if title else {"hall", "stage"})


def test_the_command_line_says_in_a_sentence_what_is_wrong(tmp_path, workspace, capsys):
    words = ["import", "plan", str(tmp_path / "none.xml"), "--workspace"]
    assert main.main([*words, "nowhere"]) == 2
    assert "no workspace" in capsys.readouterr().err
    assert main.main([*words, "fernhill"]) == 2
    assert "--client" in capsys.readouterr().err
    assert main.main([*words, "fernhill", "--client", "XX"]) == 2
    assert "no client XX" in capsys.readouterr().err


def test_a_people_moved_task_stays_where_the_file_puts_it_only_if_the_file_differs(taken, manager):
    project = taken(mspdi(BUILD))
    beta = Task.objects.select_related("project", "workspace").get(name="Beta")
    placing.move(beta, None, None, by=manager, at=NOW)
    taken(mspdi(BUILD), project=project)
    first = Task.objects.filter(project=project).order_by("position").first()
    assert first.name == "Beta"


def test_a_table_is_taken_over_with_dates_people_and_links(taken, make):
    bo = make.member(name="Bo Lind")
    table = (
        "ID,Name,Start,Finish,Due,Assignee,Predecessors,Status,% complete\n"
        "1,Design,2026-03-02,2026-03-03,,Bo Lind,,Done,100\n"
        "2,Build,,,2026-03-13,Zed,1,,\n"
        "3,Check,,,2026-03-20,,,,\n"
    )
    project = taken(table.encode(), name="Their plan.csv")
    rows = {
        row.task.name: row
        for row in ScheduleRow.objects.filter(project=project).select_related("task")
    }
    assert rows["Design"].start == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert rows["Design"].finish == datetime(2026, 3, 3, 17, tzinfo=UTC)
    assert rows["Design"].task.assignee == bo and rows["Design"].task.state == "done"
    assert rows["Build"].start == datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert rows["Build"].task.deadline == date(2026, 3, 13)
    assert rows["Check"].finish == datetime(2026, 3, 20, 17, tzinfo=UTC)


def test_the_command_line_takes_a_mapping(tmp_path, workspace, client_company, capsys):
    path = tmp_path / "plan.csv"
    path.write_text("Schritt;Wozu\nEntwurf;a\n")
    words = ["import", "plan", str(path), "--workspace", "fernhill", "--client", "NWM"]
    assert main.main(words) == 2
    assert "mapping" in capsys.readouterr().err and not PlanImport.objects.exists()
    assert main.main([*words, "--map", "name=Schritt"]) == 0
    assert Task.objects.get().name == "Entwurf"


def test_the_command_line_takes_a_project_over_in_mid_flight(
    tmp_path, workspace, client_company, capsys
):
    path = tmp_path / "plan.csv"
    path.write_text("Name;Status\nDesign;Done\nBuild;\n")
    words = ["import", "plan", str(path), "--workspace", "fernhill", "--client", "NWM"]
    past = ["--taken-over", "2026-03-02", "--spent", "12.5", "--promise", "2026-04-01=Beta"]
    assert main.main([*words, "--spent", "3"]) == 2
    assert main.main([*words, "--promise", "soon=Beta"]) == 2
    assert "2026-04-01=Beta" in capsys.readouterr().err and not Promise.objects.exists()
    for _ in range(2):
        assert main.main([*words, *past]) == 0
    project = Project.objects.get()
    assert (project.taken_over_on, project.spent_before_minutes) == (date(2026, 3, 2), 750)
    promise = Promise.objects.get()
    assert (promise.what, promise.due_on, promise.project) == ("Beta", date(2026, 4, 1), project)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--spent", "12 h"], "“12 h” is no number of hours"),
        (["--spent", "nan"], "is no number of hours"),
        (["--spent", "-1"], "is no number of hours"),
        (["--taken-over", "1.4.2026"], "“1.4.2026” is no day"),
    ],
)
def test_what_was_before_is_refused_in_a_sentence(capsys, words, sentence):
    with pytest.raises(SystemExit):
        main.main(["import", "plan", "x.csv", "--workspace", "fernhill", *words])
    assert sentence in capsys.readouterr().err


def test_hours_may_be_written_with_a_comma(tmp_path, workspace, client_company):
    path = tmp_path / "plan.csv"
    path.write_text("Name\nDesign\n")
    words = ["import", "plan", str(path), "--workspace", "fernhill", "--client", "NWM"]
    assert main.main([*words, "--taken-over", "2026-03-02", "--spent", "12,5"]) == 0
    assert Project.objects.get().spent_before_minutes == 750


def test_a_very_long_plan_comes_in_whole(taken):
    rows = [Row(n, f"T{n}", after=[(n - 1, "FS", 0)] if n % 10 else []) for n in range(1, 1500)]
    project = taken(mspdi(rows))
    assert ScheduleRow.objects.filter(project=project).count() == 1499


def test_materials_are_nobody_and_are_named(bring, manager):
    content = mspdi([Row(1, "Cure"), Row(2, "Paint")], people={"Concrete": [1], "Zed": [1]})
    content = content.replace(b"<Name>Concrete</Name>", b"<Name>Concrete</Name><Type>0</Type>")
    made = bring(content)
    assert [(line["column"], line["value"]) for line in made.refusals] == [
        ("material", "1 resource")
    ]
    plan_import.apply(made, by=manager, at=NOW)
    task = Task.objects.get(name="Cure")
    assert (task.assignee_name, task.helpers.count()) == ("Zed", 0)
