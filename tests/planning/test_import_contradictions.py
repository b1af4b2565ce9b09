"""What a plan file says that cannot all be true is named, with what counts instead."""

from datetime import UTC, datetime

import pytest

from rapport.files.operations import files
from rapport.planning.operations import plan_import
from rapport.planning.operations.plan_import import NewImport
from tests.planning.mspdi import Row, mspdi

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
ASANA = "Task ID,Name,Section/Column,Start Date,Due Date,Parent task\n"
HEAD = "Name,Start,Finish,Duration,Parent\n"


@pytest.fixture
def lines(workspace, manager, client_company):
    """What a dry run says of a file: row, column, value, reason."""

    def lines(content, name="plan.csv"):
        file = files.store(workspace, name=name, content=content, by=manager, at=NOW)
        new = NewImport(file, client=client_company)
        made = plan_import.rehearse(workspace, new, by=manager, at=NOW)
        return [(one["row"], one["column"], one["value"], one["reason"]) for one in made.refusals]

    return lines


def test_a_finish_before_its_start_is_named(lines):
    ((row, column, value, reason),) = lines(f"{HEAD}f,2027-02-05,2027-02-01,,\n".encode())
    assert (row, column, value) == (2, "finish", "2027-02-01")
    assert "finishes before it starts. The start counts" in reason


def test_a_due_date_before_the_start_is_named(lines):
    ((row, column, value, reason),) = lines(f"{ASANA}7,f,,2027-02-05,2027-02-01,\n".encode())
    assert (row, column, value) == (2, "due date", "2027-02-01")
    assert "due before it starts" in reason


@pytest.mark.parametrize(
    ("duration", "is_named"),
    [("1d", True), ("4d", True), ("4.5d", False), ("5d", False), ("6d", True)],
)
def test_of_start_finish_and_duration_the_finish_gives_way_and_that_is_said(
    lines, duration, is_named
):
    said = lines(f"{HEAD}f,2027-02-01,2027-02-05,{duration},\n".encode())
    assert [one[:3] for one in said] == [(2, "finish", "2027-02-05")] * is_named
    assert all("Start and duration count" in one[3] for one in said)


def test_the_dates_of_a_heading_are_those_of_its_parts(lines):
    assert not lines(f"{HEAD}Build,2027-02-01,2027-02-12,1d,\nf,2027-02-01,,1d,Build\n".encode())


def test_links_to_tasks_that_a_project_file_does_not_have_are_named(lines):
    (said,) = lines(mspdi([Row(1, "A"), Row(2, "B", after=[(99, "FS", 0)])]), "plan.xml")
    assert said[1:] == ("predecessor", "99", "“B” waits for a task that the file does not have.")


@pytest.mark.parametrize("duration", ["PT-8H", "-PT8H0M0S", f"PT{'9' * 400}H", "soon"])
def test_durations_that_none_can_take_are_counted(lines, duration):
    file = mspdi([Row(1, "A"), Row(2, "B")]).decode()
    assert not lines(file.encode(), "plan.xml")
    broken = file.replace("<Duration>PT8H0M0S</Duration>", f"<Duration>{duration}</Duration>", 1)
    assert broken != file
    ((_, column, value, reason),) = lines(broken.encode(), "plan.xml")
    assert (column, value) == ("duration", "1 task") and "is not taken over" in reason
