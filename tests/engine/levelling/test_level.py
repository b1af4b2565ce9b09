"""What search answers keeps every rule, is good, is the same again, and says what is impossible."""

import pytest
from hypothesis import given, settings

from rapport.engine.levelling import level as levelling
from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.level import level
from rapport.engine.levelling.problem import (
    Activity,
    Infeasible,
    Mode,
    Precedence,
    Problem,
    Resource,
)
from rapport.engine.levelling.solver import solve

from .problems import one_mode_problems, work


@pytest.fixture(params=["compiled", "python"], autouse=True, scope="module")
def kind(request):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "python":
            patch.setattr(levelling, "kernel", lambda: None)
        yield


def test_two_who_need_the_same_person_wait_for_each_other():
    answer = level(Problem((work(3, 1), work(4, 1)), resources=(Resource(1),)), schedules=20)
    assert answer.makespan == answer.bound == 7
    assert answer.proved


def test_a_project_of_nothing_is_over_at_once():
    assert level(Problem(())).makespan == 0


def test_the_better_order_is_found_where_the_obvious_one_is_longer():
    # Placed as they stand, the two long ones come after each other: 12 instead of 10.
    works = (work(2, 1), work(5, 2), work(5, 2), work(3, 1), work(2, 1), work(3, 1))
    rules = (Precedence(0, 3), Precedence(3, 2), Precedence(4, 5))
    answer = level(Problem(works, rules, (Resource(3),)), schedules=300)
    assert broken(Problem(works, rules, (Resource(3),)), answer) == ()
    assert answer.makespan == 10
    assert answer.proved


def test_a_lag_is_waited():
    answer = level(Problem((work(2), work(3)), (Precedence(0, 1, lag=4),)), schedules=20)
    assert answer.starts == (0, 6)


def test_work_waits_until_an_absence_is_over():
    problem = Problem((work(3, 1),), resources=(Resource(1, absences=((2, 6, 0),)),))
    assert level(problem, schedules=20).starts == (6,)


def test_work_rests_over_the_weekend_and_holds_what_it_needs():
    week = ((0, 5), (7, 12))
    problem = Problem(
        (work(6, 1, calendar=0), work(1, 1)),
        resources=(Resource(1, absences=((5, 7, 0),)),),
        calendars=(week,),
    )
    answer = level(problem, schedules=50)
    assert broken(problem, answer) == ()
    assert answer.makespan == 9


def test_who_works_and_who_rests_changes_within_an_absence():
    # One of two is away. The second works from 2 to 4 and from 6 to 8: beside the first in
    # neither, since the one who is left can do one thing at a time.
    problem = Problem(
        (work(4, 1), work(2, 1, calendar=0)),
        resources=(Resource(2, absences=((0, 10, 1),)),),
        calendars=(((2, 4), (6, 8)),),
    )
    answer = level(problem, schedules=50)
    assert broken(problem, answer) == ()
    assert answer.makespan == 8


def test_without_a_place_before_the_calendar_ends_it_says_that_there_is_none():
    with pytest.raises(Infeasible, match="Activity 0 cannot be finished before its calendar ends"):
        level(Problem((work(6, calendar=0),), calendars=(((0, 5),),)))


def test_impossible_demand_is_named():
    with pytest.raises(Infeasible, match="Activity 1 needs 3 of resource 0 at a time"):
        level(Problem((work(1, 1), work(1, 3)), resources=(Resource(2),)))


def test_a_circle_is_named():
    with pytest.raises(Infeasible, match="wait for each other: "):
        level(Problem((work(1), work(1)), (Precedence(0, 1), Precedence(1, 0))))


@pytest.mark.parametrize(
    "problem",
    [
        Problem((Activity((Mode(1), Mode(2))),)),
        Problem((work(1), work(1)), (Precedence(0, 1, lag=-1),)),
    ],
)
def test_what_is_the_solvers_is_refused(problem):
    with pytest.raises(ValueError, match="one mode"):
        level(problem)


def test_it_ends_when_told_that_it_is_enough(monkeypatch):
    monkeypatch.setattr(levelling, "bound", lambda *_: 0)
    monkeypatch.setattr(levelling, "SLICE", 100)
    looks = []
    works = tuple(work(k % 5 + 1, k % 3 + 1) for k in range(8))
    level(
        Problem(works, resources=(Resource(4),)),
        schedules=1_000,
        enough=lambda: looks.append(1) or len(looks) > 1,
    )
    assert len(looks) == 2


def test_the_same_seed_gives_the_same_answer():
    works = tuple(work(k % 5 + 1, k % 3 + 1, k % 2) for k in range(15))
    problem = Problem(works, resources=(Resource(4), Resource(1)))
    assert level(problem, schedules=400, seed=3) == level(problem, schedules=400, seed=3)


@settings(max_examples=40, deadline=None)
@given(one_mode_problems())
def test_every_answer_keeps_every_rule(kind, problem):
    try:
        answer = level(problem, schedules=60)
    except Infeasible:
        return
    assert answer is None or broken(problem, answer) == ()


@settings(max_examples=25, deadline=None)
@given(one_mode_problems(most=6))
def test_no_bound_lies_above_the_best_answer(kind, problem):
    try:
        answer = level(problem, schedules=60)
        best = solve(problem, seconds=5)
    except Infeasible:
        return
    if answer and best and best.proved:
        assert answer.bound <= best.makespan <= answer.makespan
