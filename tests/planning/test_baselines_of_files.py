"""Baselines that come with a plan file, and leave with one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rapport.events.models import Event
from rapport.files.operations import files
from rapport.integrations.planfiles import mspdi as reader
from rapport.planning.models import Baseline
from rapport.planning.operations import baselines, plan_import, scheduling
from rapport.planning.operations.plan_import import NewImport
from rapport.planning.queries.baseline_seals import holding
from rapport.planning.queries.kept_rows import KeptRow, kept_rows
from rapport.projects.models import Task
from rapport.workspaces.operations import bin
from tests.integrations.primavera_files import activity, baseline, pmxml
from tests.planning.mspdi import Row, mspdi

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def kept(number, start="2026-03-02T09:00:00", finish="2026-03-02T17:00:00", **more):
    """A baseline of a task as the file writes it."""
    values = {"Number": number, "Start": start, "Finish": finish, **more}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return f"<Baseline>{inner}<TimephasedData><Type>1</Type></TimephasedData></Baseline>"


LATE = {"start": "2026-03-03T09:00:00", "finish": "2026-03-04T12:00:00"}
PLAN = [
    Row(11, "Design", more=kept(0, Duration="PT8H0M0S", Work="PT6H0M0S") + kept(3, **LATE)),
    Row(12, "Build", more=kept(0, **LATE, Duration="PT12H0M0S")),
]


@pytest.fixture
def bring(workspace, manager, client_company):
    """Rehearse and apply; the summary is what was said before."""

    def bring(content, project=None, *, name="launch.xml"):
        file = files.store(workspace, name=name, content=content, by=manager, at=NOW)
        new = NewImport(file, client_company, project)
        made = plan_import.rehearse(workspace, new, by=manager, at=NOW)
        return plan_import.apply(made, by=manager, at=NOW), made.summary

    return bring


@pytest.fixture
def leave(manager, browse):
    """The plan as Microsoft Project gets it."""

    def leave(project):
        address = f"/w/fernhill/projects/{project.key}/plan/export/"
        return browse(manager).get(address, {"as": "xml"}).content

    return leave


def _at(day, hour):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def _of(project):
    return list(Baseline.objects.live().filter(project=project).order_by("number"))


def _rows(project):
    found = _of(project)
    by_pk = kept_rows(found)
    return [by_pk[one.pk] for one in found]


def test_the_baselines_of_a_file_are_kept_sealed_and_taken_by_nobody(bring):
    project, summary = bring(mspdi(PLAN))
    third, first = _of(project)
    assert (third.name, first.name) == ("Baseline 3 of launch.xml", "Baseline of launch.xml")
    assert {third.taken_by, first.taken_by} == {None}
    assert {event.actor_kind for event in Event.objects.filter(verb="baseline.taken")} == {"system"}
    assert holding(project, [third, first]) == {third.pk, first.pk}
    assert kept_rows([first])[first.pk] == [
        KeptRow(1, _at(2, 9), _at(2, 17), 480, 360, 0),
        KeptRow(2, _at(3, 9), _at(4, 12), 720, None, 0),
    ]
    assert summary["baselines"] == 2
    assert Event.objects.get(verb="plan.imported").facts["baselines"] == 2


def test_those_of_a_primavera_file_come_by_their_names_and_leave_as_ours(bring, leave):
    def old(uid, name, day):
        dates = {"StartDate": f"2026-03-0{day}T08:00:00", "FinishDate": f"2026-03-0{day}T16:00:00"}
        return baseline(uid, activity(uid + 1, 8, Id="A1", **dates), Name=name)

    content = pmxml(
        activity(1), after=old(70, "Agreed", 2) + old(80, "Too long a wish " * 20, 3),
        CurrentBaselineProjectObjectId=70,
    )  # fmt: skip
    project, summary = bring(content, name="plan.xml")
    second, first = _of(project)
    assert (first.name, second.name[:12], first.taken_by) == ("Agreed", "Too long a w", None)
    assert holding(project, [second, first]) == {second.pk, first.pk}
    assert {first.file_number, second.file_number} == {None}
    assert kept_rows([first])[first.pk] == [KeptRow(1, _at(2, 8), _at(2, 16), 480, None, 0)]
    assert bring(content, project)[1]["baselines"] == 0 and summary["baselines"] == 2
    assert [one.number for one in reader.read(leave(project)).baselines] == [0, 1]


def test_the_one_the_file_compares_with_is_the_newest(bring, leave):
    content = mspdi(PLAN, project="<BaselineForEarnedValue>3</BaselineForEarnedValue>")
    project, _ = bring(content)
    assert [one.name for one in _of(project)][-1] == "Baseline 3 of launch.xml"
    found = reader.read(leave(project))
    assert (found.compared_with, [one.number for one in found.baselines]) == (3, [0, 3])


def test_a_dry_run_says_how_many_baselines_come_and_keeps_none(
    workspace, manager, client_company, browse
):
    file = files.store(workspace, name="plan.xml", content=mspdi(PLAN), by=manager, at=NOW)
    new = NewImport(file, client_company)
    made = plan_import.rehearse(workspace, new, by=manager, at=NOW)
    assert made.summary["baselines"] == 2
    assert not Baseline.objects.exists()
    page = browse(manager).get(f"/w/fernhill/projects/import/{made.number}/").content.decode()
    assert "<dt>Baselines</dt><dd>2</dd>" in page


def test_the_same_file_again_adds_none_whatever_they_are_called_by_now(bring, manager):
    project, _ = bring(mspdi(PLAN))
    third, first = _of(project)
    baselines.rename(first, "Agreed with Kestrel", by=manager, at=NOW)
    baselines.discard(third, by=manager, at=NOW)
    _, summary = bring(mspdi(PLAN), project, name="other.xml")
    assert summary["baselines"] == 0
    assert [one.name for one in _of(project)] == ["Agreed with Kestrel"]


def test_two_that_are_the_same_are_two_and_come_once(bring):
    twice = mspdi([Row(1, "Design", more=kept(0) + kept(1))])
    project, _ = bring(twice)
    bring(twice, project)
    assert [one.file_number for one in _of(project)] == [1, 0]


def test_one_that_has_changed_comes_as_another(bring):
    project, _ = bring(mspdi(PLAN))
    again = [Row(11, "Design", more=kept(0, Duration="PT6H0M0S")), Row(12, "Build")]
    _, summary = bring(mspdi(again), project)
    assert summary["baselines"] == 1
    assert len(_of(project)) == 3


def test_what_runs_around_the_clock_is_as_long_as_the_working_time_it_spans(bring):
    row = kept(0, "2026-03-02T09:00:00", "2026-03-04T09:00:00", Duration="PT48H0M0S",
               DurationFormat=8)  # fmt: skip
    project, _ = bring(mspdi([Row(1, "Cure", more=row)]))
    assert _rows(project)[0][0].duration_minutes == 960


@pytest.mark.parametrize(
    "row",
    [kept(0, start=""), kept(0, finish="never"), kept(-1), kept(11), kept("x", start="1900-01-01"),
     kept(0, finish="2026-03-01T09:00:00"), kept(0, Duration=f"PT{10**9}H0M0S")],
)  # fmt: skip
def test_one_without_dates_or_of_no_number_that_there_is_is_none(bring, row):
    project, summary = bring(mspdi([Row(1, "Design", more=row)]))
    assert (summary["baselines"], _of(project)) == (0, [])


def test_the_newest_eleven_leave_and_the_newest_is_the_one_compared_with(
    make, client_company, manager, leave
):
    project = make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))
    task = make.task(project, "Design")
    for days in range(1, 14):
        Task.objects.filter(pk=task.pk).update(duration_minutes=480 * days)
        scheduling.reschedule(project, at=NOW)
        baselines.take(project, f"As of day {days}", by=manager, at=NOW + timedelta(days=days))
    found = reader.read(leave(project)).baselines
    lengths = {one.number: one.tasks["1"].duration_minutes / 480 for one in found}
    assert lengths == {number: 13 - number for number in range(11)}


def test_one_taken_since_is_number_0_and_those_of_the_file_keep_theirs_where_they_can(
    bring, leave, manager
):
    project, _ = bring(mspdi(PLAN))
    newest = baselines.take(project, "Agreed", by=manager, at=NOW)
    found = reader.read(leave(project))
    starts = {one.number: one.tasks["11"].start for one in found.baselines}
    before = {one.number: one.tasks["11"].start for one in reader.read(mspdi(PLAN)).baselines}
    assert found.compared_with == 0
    now = newest.rows.get(task_number=1).start.replace(tzinfo=None)
    assert starts == {0: now, 3: before[3], 1: before[0]}


def test_what_leaves_comes_back_as_it_was_here_and_elsewhere(bring, leave, manager):
    project, _ = bring(mspdi(PLAN))
    baselines.take(project, "Agreed", by=manager, at=NOW)
    left, before = leave(project), _rows(project)
    _, summary = bring(left, project)
    assert summary["baselines"] == 0
    assert _rows(project) == before
    elsewhere, _ = bring(left)
    assert leave(elsewhere).split(b"<Tasks>")[1] == left.split(b"<Tasks>")[1]


def test_a_task_that_is_gone_makes_no_new_baseline_of_an_old_one(bring, leave, manager):
    project, _ = bring(mspdi(PLAN))
    bin.put(Task.objects.get(name="Build"), by=manager, at=NOW)
    _, summary = bring(leave(project), project)
    assert summary["baselines"] == 0
