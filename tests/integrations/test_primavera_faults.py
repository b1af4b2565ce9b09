"""Primavera files that do not say what they should: read as far as they go, and told."""

import pytest

from rapport.integrations.planfiles import detect, primavera
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.records import PlanFileError

from .primavera_files import TOP, activity, fields, pmxml, pred, task, wbs, xer


def read(content):
    data = content if isinstance(content, bytes) else content.encode("cp1252")
    return detect.read_any(data, "plan.xer")


def told(plan):
    return [(one.column, one.value) for one in plan.refusals if one.reason == primavera.NO_ID]


@pytest.mark.parametrize("parent", ["", 11])
def test_a_part_without_an_id_is_told_and_its_work_stands_above(parent):
    nodes = [TOP, wbs("", parent, "Nameless"), wbs(11, 10)]
    plan = read(xer([task(1), task(2, wbs_id="")], PROJWBS=nodes))
    assert [(t.uid, t.parent) for t in plan.tasks] == [
        ("2", None), ("wbs-11", None), ("1", "wbs-11")
    ]  # fmt: skip
    assert told(plan) == [("W", "Nameless")]


def test_a_part_of_a_pmxml_file_without_an_id_is_told():
    node = f"<WBS>{fields(Code='1', Name='Nameless')}</WBS>"
    plan = read(pmxml(node + activity(1, WBSObjectId="") + activity(2)))
    assert [(t.uid, t.parent) for t in plan.tasks] == [("1", None), ("2", None)]
    assert told(plan) == [("1", "Nameless")]


def test_an_activity_without_an_id_is_told():
    plan = read(xer([task(1), task(""), task("")]))
    assert [t.uid for t in plan.tasks] == ["wbs-11", "1"]
    assert told(plan) == [("A", "Task "), ("A", "Task ")]
    both = read(pmxml(activity("") + activity(1)))
    assert [t.uid for t in both.tasks] == ["1"]
    assert told(both) == [("A", "Task")]


def test_a_breakdown_may_be_as_deep_as_it_is_long():
    nodes = [TOP, wbs(11, 10), *(wbs(n, n - 1) for n in range(12, 5000))]
    plan = read(xer([task(1, wbs_id=4999)], PROJWBS=nodes))
    assert len(plan.tasks) == 4990
    assert max(len(one.wbs) for one in plan.schedule.tasks) <= 200


def test_a_plan_has_an_end(monkeypatch):
    monkeypatch.setattr(primavera, "MOST_TASKS", 3)
    with pytest.raises(PlanFileError, match="more than"):
        read(xer([task(1), task(2)], TASKPRED=[pred(1, 2)]))


@pytest.mark.parametrize("lag", ["1e12", "-1e12", "abc", "nan"])
def test_a_lag_that_is_none_is_told_in_both_formats(lag):
    said = [(one.column, one.value, one.reason) for one in read(
        xer([task(1), task(2)], TASKPRED=[pred(1, 2, hours=lag)])).refusals]  # fmt: skip
    assert said == [("A2", lag, p6.NO_LAG)]
    relation = fields(PredecessorActivityObjectId=1, SuccessorActivityObjectId=2, Lag=lag)
    plan = read(pmxml(activity(1) + activity(2) + f"<Relationship>{relation}</Relationship>"))
    assert [(one.column, one.value, one.reason) for one in plan.refusals] == said


def test_a_kind_of_link_that_nobody_knows_is_told():
    plan = read(xer([task(1), task(2)], TASKPRED=[pred(1, 2, "XX")]))
    assert [(one.column, one.value, one.reason) for one in plan.refusals] == [
        ("A2", "PR_XX", p6.NO_LINK)
    ]  # fmt: skip


def test_a_link_of_an_activity_that_is_not_there_is_told():
    plan = read(xer([task(1)], TASKPRED=[pred(1, 8), pred(9, 1)]))
    assert [(one.column, one.value, one.reason) for one in plan.refusals] == [
        ("8", "A1", primavera.NO_SUCCESSOR), ("A1", "9", primavera.NO_TARGET)
    ]  # fmt: skip


def test_a_file_without_a_table_of_links_says_so():
    [said] = read(xer([task(1), task(2)])).refusals
    assert said.reason == primavera.NO_LINKS
    assert read(xer([task(1)])).refusals == ()
