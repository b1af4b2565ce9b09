"""What a Microsoft Project file says and nobody can keep is told, never dropped in silence."""

import pytest

from rapport.integrations.planfiles import mspdi, mspdi_doubts

from .mspdi_files import link, project, task


def told(*tasks, **values):
    plan = mspdi.read(project("".join(tasks), **values))
    return [(one.column, one.value, one.reason) for one in plan.refusals]


def test_a_task_without_an_id_is_told():
    nameless = "<Task><Name>Lost</Name><Duration>PT8H0M0S</Duration></Task>"
    assert told(nameless, task(2)) == [("UID", "Lost", mspdi_doubts.NO_ID)]


def test_an_empty_row_is_nothing():
    assert told(task(1), "<Task><UID>2</UID><IsNull>1</IsNull></Task>") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("Work", "much"), ("ActualWork", "8"), ("RemainingDuration", "PT99999999999H0M0S")],
)
def test_what_is_no_length_of_time_is_told(name, value):
    assert told(task(1, **{name: value})) == [("Task 1", value, mspdi_doubts.NO_LENGTH)]


@pytest.mark.parametrize("name", ["Start", "Deadline", "ActualStart"])
def test_what_is_no_date_is_told_and_what_stands_for_none_is_not(name):
    assert told(task(1, **{name: "soon"})) == [("Task 1", "soon", mspdi_doubts.NO_DATE)]
    for nothing in ("NA", "1899-12-30T00:00:00", "9999-12-31T00:00:00"):
        assert told(task(1, **{name: nothing})) == []


def test_a_constraint_without_its_day_and_one_that_nobody_knows_are_told():
    assert told(task(1, ConstraintType=2)) == [("Task 1", "MSO", mspdi_doubts.NO_DAY)]
    assert told(task(1, ConstraintType=99)) == [("Task 1", "99", mspdi_doubts.NO_CONSTRAINT)]
    assert told(task(1, ConstraintType=1), task(2, ConstraintType=0)) == []


def test_a_link_that_says_not_how_it_binds_is_told():
    links = link(1, Type=9) + link(1, LinkLag="much") + link(1, LinkLag="1e13") + link(1, LinkLag=0)
    assert told(task(1), task(2, links)) == [
        ("Task 2", "9", mspdi_doubts.NO_LINK), ("Task 2", "much", mspdi_doubts.NO_LAG),
        ("Task 2", "1e13", mspdi_doubts.NO_LAG),
    ]  # fmt: skip
