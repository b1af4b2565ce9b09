"""A plan that is edited and dated again says what `schedule` and `as_of` say of it, each day."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.network import schedule
from rapport.engine.plan import Link, Plan, Task
from rapport.planning.dated_plan import DatedPlan
from rapport.planning.expectation import as_of

MONDAY = datetime.fromisoformat("2026-03-02T00:00")
COUNT = 6
place = st.integers(0, COUNT - 1)
STATES = {
    "to do": {"percent_complete": 0, "actual_start": None, "actual_finish": None},
    "begun": {"percent_complete": 40, "actual_start": MONDAY, "actual_finish": None},
    "done": {
        "percent_complete": 100, "actual_start": MONDAY,
        "actual_finish": MONDAY + timedelta(days=1, hours=17),
    },
}  # fmt: skip
EDITS = st.one_of(
    st.tuples(st.just("duration"), place, st.sampled_from([0, 240, 960, 4800])),
    st.tuples(st.just("state"), place, st.sampled_from(sorted(STATES))),
    st.tuples(st.just("day"), st.integers(-3, 20), st.none()),
    st.tuples(st.just("links"), place, place),
    st.tuples(st.just("links"), st.just(0), place),
)


def expected(plan: Plan, today: datetime) -> tuple[list[datetime], list[datetime]]:
    """The finishes by plan, and those to be expected, reckoned from nothing."""
    placed = schedule(plan)
    ahead = as_of(plan, placed, today)
    planned = [task.finish for task in placed.tasks]
    return planned, [task.finish for task in schedule(ahead).tasks] if ahead else planned


def edited(task: Task, what: str, value) -> Task:
    if what == "duration":
        return replace(task, duration_minutes=value)
    return replace(task, **STATES[value])


@settings(max_examples=120, deadline=None)
@given(
    begin=st.lists(st.sampled_from(sorted(STATES)), min_size=COUNT, max_size=COUNT),
    edits=st.lists(EDITS, min_size=1, max_size=12),
)
def test_after_any_edits_on_any_day_both_finishes_are_those_reckoned_from_nothing(begin, edits):
    tasks = tuple(
        Task(str(n), f"t{n}", duration_minutes=480 * (n + 1), **STATES[state])
        for n, state in enumerate(begin)
    )
    links = tuple(Link(str(n), str(n + 1)) for n in range(0, COUNT - 1, 2))
    plan, today = Plan(MONDAY, tasks, links), MONDAY + timedelta(days=2)
    dated = DatedPlan(plan, today)
    for what, which, value in edits:
        changed: list[Task] = []
        if what == "day":
            today = MONDAY + timedelta(days=which)
        elif what == "links":
            first, second = sorted((which, value))
            if first == second:
                continue
            plan = replace(plan, links=(*links, Link(str(first), str(second))))
            dated.relink(plan.links)
        else:
            changed = [edited(plan.tasks[which], what, value)]
            rows = list(plan.tasks)
            rows[which] = changed[0]
            plan = replace(plan, tasks=tuple(rows))
        dated.edit(changed, today)
        planned, ahead = expected(plan, today)
        all_ = dated.places([task.uid for task in plan.tasks])
        columns = dated.columns(np.array(all_))
        assert list(columns[2]) == planned
        assert list(columns[-1]) == ahead
