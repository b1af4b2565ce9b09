"""Primavera files that do not say what they should: read as far as they go, and told."""

import pytest

from rapport.integrations.planfiles import detect, primavera
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
