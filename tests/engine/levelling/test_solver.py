"""The solver finds what a search through every answer finds, and says what is impossible."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.problem import (
    Activity,
    Answer,
    Infeasible,
    Mode,
    Precedence,
    Problem,
    Resource,
)
from rapport.engine.levelling.solver import solve

LAST = 8  # as far as everything is tried


def work(duration, *demand, **more):
    return Activity((Mode(duration, demand),), **more)


def solved(problem, **more):
    answer = solve(problem, seconds=10, **more)
    assert answer is not None
    assert broken(problem, answer) == ()
    return answer


def shortest(problem):
    """The best makespan by trying everything."""
    modes = [range(len(activity.modes)) for activity in problem.activities]
    makespans = range(LAST + 1)
    for makespan in makespans:
        for starts in product(range(makespan + 1), repeat=len(modes)):
            for chosen in product(*modes):
                if not broken(problem, Answer(starts, chosen, makespan, 0)):
                    return makespan
    return None


def test_what_needs_the_same_person_is_done_one_after_the_other():
    two = Problem((work(2, 1), work(3, 1)), resources=(Resource(1),))
    assert solved(two).makespan == 5
    assert solved(replace(two, resources=(Resource(2),))).makespan == 3


def test_what_is_proved_says_so():
    answer = solved(Problem((work(2, 1), work(3, 1)), resources=(Resource(1),)))
    assert answer.proved and answer.bound == 5


def test_a_quick_mode_is_taken_as_long_as_the_stock_lasts():
    modes = (Mode(1, consumes=(1,)), Mode(4, consumes=(0,)))
    three = Problem((Activity(modes),) * 3, (Precedence(0, 1), Precedence(1, 2)), stocks=(2,))
    assert solved(three).makespan == 6
    assert solved(replace(three, stocks=(3,))).makespan == 3


def test_a_greatest_lag_pulls_the_earlier_towards_the_later():
    # The second waits for slot 6, the first has to end at most one slot before it.
    two = Problem(
        (work(2), work(1, release=6)), (Precedence(0, 1), Precedence(1, 0, lag=-1 - 1 - 2))
    )
    assert solved(two).starts[0] >= 3


def test_a_circle_of_lags_is_named():
    circle = Problem((work(2), work(1), work(1)), (Precedence(1, 2), Precedence(2, 1, lag=-1)))
    with pytest.raises(Infeasible, match=r"wait for each other: (1 → 2 → 1|2 → 1 → 2)\."):
        solve(circle, seconds=1)


def test_a_circle_that_leaves_just_enough_is_none():
    assert solved(Problem((work(2), work(1)), (Precedence(0, 1), Precedence(1, 0, -3)))).proved


def test_more_demand_than_capacity_is_named():
    with pytest.raises(Infeasible, match="Activity 1 needs 3 of resource 0 .* more than 2"):
        solve(Problem((work(1, 2), work(1, 3)), resources=(Resource(2),)), seconds=1)


def test_more_than_there_is_in_stock_is_named():
    thirsty = Activity((Mode(1, consumes=(3,)), Mode(2, consumes=(2,))))
    with pytest.raises(Infeasible, match="At least 4 are taken from stock 0, which holds 3"):
        solve(Problem((thirsty, thirsty), stocks=(3,)), seconds=1)


def test_stocks_that_no_choice_of_modes_spares_are_named():
    either = Activity((Mode(1, consumes=(2, 0)), Mode(1, consumes=(0, 2))))
    with pytest.raises(Infeasible, match="No choice of modes"):
        solve(Problem((either,) * 3, stocks=(3, 3)), seconds=1)


def test_work_that_does_not_fit_its_calendar_is_named():
    late = Problem((work(3, calendar=0),), calendars=(((0, 2),),))
    with pytest.raises(Infeasible, match="Activity 0 cannot be finished"):
        solve(late, seconds=1)


def test_greatest_lags_that_one_person_cannot_keep_are_refused():
    both = Problem(
        (work(2, 1), work(2, 1)), (Precedence(0, 1, -3), Precedence(1, 0, -3)), (Resource(1),)
    )
    with pytest.raises(Infeasible, match="No order"):
        solve(both, seconds=1)


def test_work_goes_round_an_absence():
    away = Problem((work(3, 1), work(2, 1)), resources=(Resource(1, ((2, 4, 0),)),))
    assert solved(away).makespan == 7
    assert solved(replace(away, resources=(Resource(1, ((3, 4, 0),)),))).makespan == 6


def test_work_rests_with_its_calendar_and_keeps_its_person():
    week = ((0, 5), (7, 12))
    person = Resource(1, ((5, 7, 0),))
    two = Problem((work(6, 1, calendar=0), work(2, 1)), (), (person,), calendars=(week,))
    assert solved(two).makespan == 10
    both = replace(two, resources=(Resource(1),))
    assert solved(both).makespan == 10


def test_a_hint_is_kept_where_nothing_better_exists():
    two = Problem((work(2, 1), work(3, 1)), resources=(Resource(1),))
    known = Answer((3, 0), (0, 0), 5, 0)
    assert solved(two, hint=known) == replace(known, bound=5)


def test_a_hint_is_improved():
    two = Problem((work(2, 1), work(3, 1)), resources=(Resource(1),))
    assert solved(two, hint=Answer((4, 0), (0, 0), 6, 0)).makespan == 5


def test_the_same_seed_gives_the_same_answer():
    many = Problem(tuple(work(size, 1) for size in (3, 1, 4, 1, 5)), resources=(Resource(2),))
    assert solved(many, seed=7) == solved(many, seed=7)


SMALL = some.integers(0, 2)
CALENDAR = ((0, 2), (3, 5), (6, 8))


@some.composite
def problems(draw):
    count = draw(some.integers(1, 3))
    places = some.integers(0, count - 1)
    activity = some.builds(
        Activity,
        some.lists(
            some.builds(Mode, SMALL, some.tuples(SMALL), some.tuples(SMALL)), min_size=1, max_size=2
        ).map(tuple),
        release=SMALL,
        calendar=some.sampled_from((None, None, 0)),
    )
    lags = some.builds(Precedence, places, places, some.integers(-4, 1))
    away = some.tuples(some.integers(0, 3), some.integers(1, 2), SMALL)
    absences = some.lists(away.map(lambda one: (one[0], one[0] + one[1], one[2])), max_size=2)
    return Problem(
        tuple(draw(some.lists(activity, min_size=count, max_size=count))),
        tuple(draw(some.lists(lags, max_size=2))),
        (Resource(draw(some.integers(1, 2)), tuple(draw(absences))),),
        (draw(some.integers(0, 4)),),
        (CALENDAR,),
    )


@settings(max_examples=30, deadline=None)
@given(problem=problems())
def test_it_finds_what_trying_everything_finds(problem):
    best = shortest(problem)
    try:
        answer = solved(problem)
    except Infeasible:
        assert best is None
        return
    assert answer.proved
    assert answer.makespan == best or (best is None and answer.makespan > LAST)
