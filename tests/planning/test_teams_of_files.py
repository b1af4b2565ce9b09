"""Several people on a task, as plan files bring them and take them along."""

from datetime import UTC, date, datetime

import pytest

from rapport.files.operations import files
from rapport.integrations.planfiles import mspdi
from rapport.planning.models import ScheduleRow
from rapport.planning.operations import plan_import, scheduling
from rapport.planning.operations.plan_import import NewImport
from rapport.projects.models import Helper, Task
from rapport.projects.operations import hands, helping
from rapport.resourcing.operations import shares
from rapport.resourcing.operations.shares import Share

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = 480
RESOURCES = ("Ana Prado", "Bo Lind", "Zed")


def _file(hours, *team, kind=0):
    """One task of so many hours; of each on it the resource, hours of work, and units."""
    resources = "".join(
        f"<Resource><UID>{uid}</UID><Name>{name}</Name><Type>1</Type></Resource>"
        for uid, name in enumerate(RESOURCES, 1)
    )
    assignments = "".join(
        f"<Assignment><UID>{uid}</UID><TaskUID>1</TaskUID><ResourceUID>{who}</ResourceUID>"
        f"<Work>PT{work}H0M0S</Work><Units>{units}</Units></Assignment>"
        for uid, (who, work, units) in enumerate(team, 1)
    )
    work = sum(one[1] for one in team)
    return (
        '<Project xmlns="http://schemas.microsoft.com/project"><Title>Fair</Title>'
        "<StartDate>2026-03-02T08:00:00</StartDate><Tasks><Task><UID>1</UID><Name>Stand</Name>"
        f"<Type>{kind}</Type><Duration>PT{hours}H0M0S</Duration><Work>PT{work}H0M0S</Work>"
        f"</Task></Tasks><Resources>{resources}</Resources><Assignments>{assignments}"
        "</Assignments></Project>"
    ).encode()


@pytest.fixture
def people(make):
    return make.member(name="Ana Prado"), make.member(name="Bo Lind")


@pytest.fixture
def bring(workspace, manager, client_company, people):
    def bring(content, project=None):
        file = files.store(workspace, name="plan.xml", content=content, by=manager, at=NOW)
        new = NewImport(file, client_company, project)
        made = plan_import.rehearse(workspace, new, by=manager, at=NOW)
        return plan_import.apply(made, by=manager, at=NOW), made

    return bring


@pytest.fixture
def leave(manager, browse):
    def leave(project, kind="xml"):
        address = f"/w/fernhill/projects/{project.key}/plan/export/"
        return browse(manager).get(address, {"as": kind}).content

    return leave


def _team(project):
    """Who is responsible, and who else with which share, by name."""
    task = Task.objects.get(project=project)
    helpers = Helper.objects.counting().filter(task=task).order_by("pk")
    who = task.assignee.name if task.assignee else task.assignee_name
    return who, [(str(one), one.percent) for one in helpers]


@pytest.mark.parametrize(
    ("hours", "team", "helpers"),
    [
        (16, [(1, 16, 1), (2, 8, 0.5)], [("Bo Lind", 50)]),
        (16, [(3, 16, 1), (2, 16, 1), (1, 4, 0.25)], [("Zed", 100), ("Ana Prado", 25)]),
        (16, [(1, 16, 1), (3, 48, 3)], [("Zed", 300)]),
        # Who is done sooner gives less of the time that the task takes.
        (16, [(1, 16, 1), (2, 4, 1)], [("Bo Lind", 25)]),
    ],
)
def test_everybody_comes_along_and_leaves_with_their_share(bring, leave, hours, team, helpers):
    project, made = bring(_file(hours, *team))
    assert made.refusals == []
    assert _team(project)[1] == helpers
    left = leave(project)
    found = mspdi.read(left)
    before = mspdi.read(_file(hours, *team))
    assert sorted(zip(found.tasks[0].assignees, found.tasks[0].units, strict=True)) == sorted(
        zip(before.tasks[0].assignees, before.tasks[0].units, strict=True)
    )
    assert found.tasks[0].work_minutes == before.tasks[0].work_minutes
    _, again = bring(left, project)
    assert (again.summary["tasks"]["changed"], _team(project)[1]) == (0, helpers)
    elsewhere, _ = bring(left)
    assert _team(elsewhere) == _team(project)


def test_a_newer_file_says_who_works_on_it_now(bring):
    project, _ = bring(_file(16, (1, 16, 1), (2, 16, 1)))
    _, made = bring(_file(16, (1, 16, 1), (2, 8, 0.5), (3, 16, 1)), project)
    assert made.summary["tasks"]["changed"] == 1
    assert _team(project) == ("Ana Prado", [("Bo Lind", 50), ("Zed", 100)])
    _, made = bring(_file(16, (1, 16, 1)), project)
    assert (made.summary["tasks"]["changed"], _team(project)) == (1, ("Ana Prado", []))


def test_work_is_shared_evenly_where_a_file_names_people_only(
    workspace, manager, client_company, people
):
    table = b"Task;Who;Duration;Effort\nStand;Ana Prado, Bo Lind;2d;16h\n"
    file = files.store(workspace, name="plan.csv", content=table, by=manager, at=NOW)
    made = plan_import.rehearse(workspace, NewImport(file, client_company), by=manager, at=NOW)
    project = plan_import.apply(made, by=manager, at=NOW)
    assert _team(project) == ("Ana Prado", [("Bo Lind", 50)])


def test_who_was_put_on_here_leaves_too_and_by_their_own_hours(
    make, client_company, manager, people, leave
):
    ana, bo = people
    project = make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))
    task = make.task(project, "Stand", duration_minutes=DAY, work_minutes=DAY, keeps="duration")
    hands.assign(task, ana, by=manager, at=NOW)
    helping.put_on(task, bo, 50, by=manager, at=NOW)
    shares.say(bo, Share(weekdays=[4]), by=manager, at=NOW)
    scheduling.reschedule(project, at=NOW)
    found = mspdi.read(leave(project))
    assert (found.tasks[0].assignees, found.tasks[0].units) == (("Ana Prado", "Bo Lind"), (1, 0.5))
    assert found.tasks[0].work_minutes == DAY * 1.5
    finish = ScheduleRow.objects.get(task=task).finish
    assert found.tasks[0].finish == finish.date() == date(2026, 3, 5)
    assert b"Ana Prado, Bo Lind" in leave(project, "csv")
