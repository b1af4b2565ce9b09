"""Plans that leave and come back to the project they are of: nothing is new, nothing changes."""

from datetime import UTC, date, datetime

import pytest

from rapport.files.operations import files
from rapport.planning.models import PlanCalendar, ScheduleRow, TaskTiming
from rapport.planning.operations import plan_import, scheduling
from rapport.planning.operations.plan_import import NewImport
from rapport.planning.queries.export_kinds import KINDS, Wanted
from rapport.projects.models import Dependency, Helper, Task
from rapport.projects.operations import tasks
from rapport.projects.operations.tasks import NewTask
from tests.integrations.primavera_files import pred, task, xer
from tests.planning.mspdi import Row, mspdi

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
COME_BACK = ["xml", "xer", "p6.xml", "xlsx", "csv"]
ROWS = [
    Row(1, "Build", level=1),
    Row(2, "Search", 16, level=2),
    Row(3, "Payments", 24, level=2, after=[(2, "FS", 0)]),
    Row(4, "Launch", level=1, after=[(1, "FS", 0)]),
    Row(5, "Texts", 16, level=2),
]


@pytest.fixture
def bring(workspace, manager, client_company):
    """Take a file in, into a project or as one; what the rehearsal said comes with it."""

    def bring(content, kind="xml", project=None):
        name = f"plan.{kind}"
        file = files.store(workspace, name=name, content=content, by=manager, at=NOW)
        new = NewImport(file, client_company, project)
        made = plan_import.rehearse(workspace, new, by=manager, at=NOW)
        return plan_import.apply(made, by=manager, at=NOW), made

    return bring


@pytest.fixture
def own(make, client_company, manager, member):
    """A plan made here, in which hardly anything is as usual."""
    project = make.project(client_company, key="KTB", name="Launch", starts_on=date(2026, 3, 2))
    top = make.task(project, "Design", deadline=date(2026, 4, 1))
    one = make.task(
        project, "Research", parent=top, assignee=manager, work_minutes=600, state="doing",
        percent_complete=40, actual_start=NOW, spent_before_minutes=60, description="By phone",
    )  # fmt: skip
    two = make.task(project, "Drawing", parent=top, assignee=member, state="waiting", turn="client")
    end = make.task(project, "Launch", is_milestone=True, duration_minutes=0)
    dry = make.task(project, "Drying", duration_minutes=2880, is_elapsed=True)
    make.task(
        project, "Print", constraint="FNLT", constraint_at=datetime(2026, 5, 1, 17, tzinfo=UTC)
    )
    Helper.objects.create(workspace=project.workspace, task=two, name="Zed", percent=40)
    for before, after, lag in (
        (one, two, {"kind": "SS", "lag_minutes": 480}), (top, end, {"lag_percent": 50}),
        (two, dry, {"lag_minutes": 1440, "lag_is_elapsed": True}),
    ):  # fmt: skip
        Dependency.objects.create(
            workspace=project.workspace, project=project, predecessor=before, successor=after, **lag
        )
    scheduling.reschedule(project, at=NOW)
    return project


def left(project, kind):
    return KINDS[kind].write(Wanted(project, NOW))


def standing(project):
    """All that a file might change."""
    return [
        list(rows.filter(project=project).order_by("pk").values())
        for rows in (Task.objects, Dependency.objects, TaskTiming.objects, PlanCalendar.objects)
    ] + [
        list(ScheduleRow.objects.filter(project=project).order_by("pk").values("start", "finish")),
        list(Helper.objects.filter(task__project=project).order_by("pk").values()),
    ]


def unchanged(made, count):
    said = {"new": 0, "changed": 0, "unchanged": count, "missing": 0}
    return made.summary["tasks"] == said and made.summary["links"] == {"new": 0, "changed": 0}


@pytest.mark.parametrize("kind", COME_BACK)
def test_a_plan_made_here_comes_back_unchanged(own, bring, kind):
    before = standing(own)
    _, made = bring(left(own, kind), kind, own)
    assert unchanged(made, 6), (made.summary, made.refusals)
    assert standing(own) == before
    assert made.refusals == []


@pytest.mark.parametrize("kind", COME_BACK)
@pytest.mark.parametrize("source", ["xml", "xer"])
def test_an_imported_plan_to_which_a_task_was_added_comes_back_unchanged(
    bring, manager, kind, source
):
    theirs = xer([task(n) for n in (1, 2, 3, 4)], TASKPRED=[pred(1, 2)]).encode()
    project, _ = bring(mspdi(ROWS) if source == "xml" else theirs, source)
    tasks.create(project, NewTask("Ours"), by=manager, at=NOW)
    before = standing(project)
    _, made = bring(left(project, kind), kind, project)
    assert unchanged(made, 6), (made.summary, made.refusals)
    assert standing(project) == before


@pytest.mark.parametrize("kind", COME_BACK)
def test_the_file_of_one_project_brings_new_tasks_to_another(
    own, bring, make, client_company, kind
):
    other = make.project(client_company, key="OTH", starts_on=date(2026, 3, 2))
    for n in range(6):
        make.task(other, f"Other {n}")
    _, made = bring(left(own, kind), kind, other)
    assert made.summary["tasks"]["new"] == 6
    assert {f"Other {n}" for n in range(6)} < set(other.tasks.values_list("name", flat=True))


@pytest.mark.parametrize("kind", ["xml", "xer", "p6.xml", "csv"])
def test_what_somebody_changed_in_the_file_comes_back_and_nothing_else(own, bring, kind):
    coding = {"xer": "cp1252", "csv": "utf-8-sig"}.get(kind, "utf-8")
    text = left(own, kind).decode(coding).replace("Drying", "Drying out")
    _, made = bring(text.encode(coding), kind, own)
    assert made.summary["tasks"] == {"new": 0, "changed": 1, "unchanged": 5, "missing": 0}
    assert own.tasks.get(number=5).name == "Drying out"
    assert own.tasks.get(number=3).state == "waiting"


def test_tasks_that_were_made_here_since_are_not_taken_for_those_of_the_file(own, bring, make):
    content = left(own, "xml")
    make.task(own, "Since")  # it has the number that Project gives a task that is added there
    added = (
        b"<Task><UID>7</UID><Name>Theirs</Name><OutlineLevel>1</OutlineLevel>"
        b"<Duration>PT8H0M0S</Duration></Task></Tasks>"
    )
    for new in (1, 0):
        _, made = bring(content.replace(b"</Tasks>", added), "xml", own)
        assert (made.summary["tasks"]["new"], made.summary["tasks"]["changed"]) == (new, 0)
    later = own.tasks.filter(number__gt=6).order_by("number")
    assert list(later.values_list("name", flat=True)) == ["Since", "Theirs"]
    _, made = bring(left(own, "xml"), "xml", own)
    assert unchanged(made, 8)


def test_a_task_in_the_bin_does_not_come_back(own, bring):
    content = left(own, "xml")
    own.tasks.filter(number=6).update(binned_at=NOW)
    _, made = bring(content, "xml", own)
    assert made.summary["tasks"]["new"] == 0
    assert not own.tasks.live().filter(number=6).exists()


@pytest.mark.parametrize("kind", ["xer", "p6.xml"])
def test_the_nodes_of_a_file_for_primavera_are_the_summaries_they_were(bring, kind):
    rows = [
        Row(1, "First", level=1), Row(2, "A", 16, level=2), Row(3, "B", 24, level=2),
        Row(4, "Second", level=1, after=[(1, "FS", 0)]), Row(5, "C", 16, level=2),
        Row(6, "D", 8, level=2, after=[(5, "FS", 0)], more="<Notes>By hand</Notes>"),
    ]  # fmt: skip
    project, _ = bring(mspdi(rows))
    before = standing(project)
    content = left(project, kind)
    _, made = bring(content, kind, project)
    assert unchanged(made, 6), (made.summary, made.refusals)
    assert standing(project) == before
    elsewhere, _ = bring(content, kind)
    assert list(elsewhere.tasks.values_list("name", "parent__name").order_by("name")) == [
        ("A", "First"), ("B", "First"), ("C", "Second"), ("D", "Second"), ("First", None),
        ("Second", None),
    ]  # fmt: skip
