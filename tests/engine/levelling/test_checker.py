"""The checker finds every kind of broken rule, and nothing in an answer that keeps them."""

import dataclasses

import pytest

from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.problem import (
    Activity,
    Answer,
    Mode,
    Precedence,
    Problem,
    Resource,
)

WEEK = ((0, 5), (7, 12))


def work(duration, demand=(), consumes=(), release=0, calendar=None):
    return Activity((Mode(duration, demand, consumes),), release, calendar)


def answer(starts, makespan, modes=None, bound=0):
    return Answer(tuple(starts), tuple(modes or [0] * len(starts)), makespan, bound)


def problem(*activities, **more):
    return Problem(activities, **more)


def test_an_answer_that_keeps_every_rule_breaks_none():
    two = problem(
        work(2, (1,)), work(3, (1,)), precedences=(Precedence(0, 1),), resources=(Resource(1),)
    )
    assert broken(two, answer((0, 2), 5)) == ()


def test_a_problem_without_activities_ends_at_once():
    assert broken(problem(), answer((), 0)) == ()


def test_work_may_not_begin_before_its_predecessor_lets_it():
    two = problem(work(2), work(3), precedences=(Precedence(0, 1, lag=1),))
    assert broken(two, answer((0, 3), 6)) == ()
    assert broken(two, answer((0, 2), 5)) == (
        "Activity 1 begins at 2, but activity 0 lets it begin at 3 and no earlier.",
    )


def test_a_greatest_lag_is_a_negative_one_turned_round():
    # The second begins no later than 4 after the finish of the first.
    two = problem(work(2), work(3), precedences=(Precedence(1, 0, lag=-3 - 4 - 2),))
    assert broken(two, answer((0, 6), 9)) == ()
    assert broken(two, answer((0, 7), 10)) == (
        "Activity 0 begins at 0, but activity 1 lets it begin at 1 and no earlier.",
    )


def test_more_may_not_be_used_than_there_is():
    two = problem(work(4, (2,)), work(4, (1,)), resources=(Resource(2),))
    assert broken(two, answer((0, 4), 8)) == ()
    found = broken(two, answer((0, 3), 7))
    assert found[0] == "At 3 3 of resource 0 are at work, but there are 2."


def test_an_absence_takes_capacity_while_it_lasts():
    absent = Resource(2, absences=((3, 5, 1),))
    one = problem(work(3, (2,)), resources=(absent,))
    assert broken(one, answer((0,), 3)) == ()
    assert broken(one, answer((5,), 8)) == ()
    assert broken(one, answer((1,), 4)) == ("At 3 2 of resource 0 are at work, but there are 1.",)
    assert broken(one, answer((4,), 7))


def test_of_absences_that_overlap_the_smallest_counts():
    absent = Resource(3, absences=((0, 9, 2), (4, 6, 1)))
    one = problem(work(2, (2,)), resources=(absent,))
    assert broken(one, answer((2,), 4)) == ()
    assert broken(one, answer((3,), 5))


def test_an_absence_may_also_bring_more():
    more = Resource(1, absences=((2, 4, 2),))
    two = problem(work(2, (1,)), work(2, (1,)), resources=(more,))
    assert broken(two, answer((2, 2), 4)) == ()
    assert broken(two, answer((3, 3), 5))


def test_a_stock_is_emptied_once():
    two = problem(work(1, consumes=(3,)), work(1, consumes=(2,)), stocks=(4,))
    assert broken(two, answer((0, 9), 10)) == ("5 are taken from stock 0, which holds 4.",)
    assert broken(dataclasses.replace(two, stocks=(5,)), answer((0, 9), 10)) == ()


def test_work_may_not_begin_before_its_release_nor_before_time():
    assert broken(problem(work(1, release=3)), answer((2,), 3))
    assert broken(problem(work(1)), answer((-1,), 0)) == ("Activity 0 begins at -1, before 0.",)


def test_work_rests_while_its_calendar_does():
    one = problem(work(6, calendar=0), calendars=(WEEK,))
    assert broken(one, answer((4,), 12)) == ()
    assert broken(one, answer((4,), 10)) == ("The last finish is said to be 10, but is 12.",)


def test_work_may_not_begin_while_its_calendar_rests():
    one = problem(work(2, calendar=0), calendars=(WEEK,))
    assert broken(one, answer((5,), 9)) == (
        "Activity 0 begins at 5, when its calendar does not work.",
    )


def test_work_must_be_finished_before_its_calendar_ends():
    one = problem(work(6, calendar=0), calendars=(WEEK,))
    assert broken(one, answer((7,), 12)) == ("Activity 0 is not finished when its calendar ends.",)


def test_what_rests_holds_what_it_needs():
    two = problem(
        work(6, (1,), calendar=0), work(2, (1,)), resources=(Resource(1),), calendars=(WEEK,)
    )
    assert broken(two, answer((0, 5), 8)) == ("At 5 2 of resource 0 are held, but there are 1.",)


def test_what_rests_is_not_disturbed_by_an_absence():
    one = problem(
        work(6, (1,), calendar=0), resources=(Resource(1, ((5, 7, 0),)),), calendars=(WEEK,)
    )
    assert broken(one, answer((0,), 8)) == ()


def test_a_milestone_holds_nothing_and_needs_no_working_time():
    one = problem(work(0, (9,), calendar=0), resources=(Resource(1),), calendars=(WEEK,))
    assert broken(one, answer((5,), 5)) == ()


def test_the_demand_is_that_of_the_mode():
    modes = Activity((Mode(2, (3,)), Mode(4, (1,))))
    one = problem(modes, resources=(Resource(1),))
    assert broken(one, answer((0,), 4, modes=[1])) == ()
    assert broken(one, answer((0,), 2, modes=[0]))


@pytest.mark.parametrize("mode", [-1, 1])
def test_a_mode_must_be_one_of_the_activity(mode):
    assert broken(problem(work(1)), answer((0,), 1, modes=[mode])) == (
        f"Activity 0 has no mode {mode}.",
    )


def test_every_activity_must_be_answered():
    assert broken(problem(work(1), work(1)), answer((0,), 1)) == (
        "There are 2 activities, but 1 starts and 1 modes.",
    )


def test_the_makespan_is_the_last_finish():
    assert broken(problem(work(3), work(1)), answer((0, 0), 1))


def test_a_bound_that_the_answer_itself_beats_is_false():
    assert broken(problem(work(3)), answer((0,), 3, bound=3)) == ()
    assert broken(problem(work(3)), answer((0,), 3, bound=4))
