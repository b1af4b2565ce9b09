"""The search over orders and modes keeps every rule, and does not miss what is easy to see."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.levelling import mode_search
from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.hybrid import hybrid
from rapport.engine.levelling.mode_search import search, searchable
from rapport.engine.levelling.problem import (
    Activity,
    Infeasible,
    Mode,
    Precedence,
    Problem,
    Resource,
)
from rapport.engine.levelling.solver import solve
from rapport.engine.native.library import build
from tests.services import absent

LONG = 40 * 7


@pytest.fixture(scope="module", autouse=True)
def built():
    if not build(mode_search.SOURCE):
        absent("a C compiler")
    mode_search.kernel.cache_clear()


def still():
    return 0.0


@st.composite
def problems(draw, most=8):
    """Random ones without circles: modes, stocks, leads, releases, absences, calendars."""
    capacity = draw(st.integers(1, 4))
    week = draw(st.integers(1, 7))
    mode = st.builds(
        Mode,
        st.integers(0, 5),
        st.tuples(st.integers(0, capacity), st.integers(0, 2)),
        st.tuples(st.integers(0, 3)),
    )
    activity = st.builds(
        Activity,
        st.lists(mode, min_size=1, max_size=3).map(tuple),
        release=st.sampled_from((0, 0, 4)),
        calendar=st.sampled_from((None, None, 0)),
    )
    activities = draw(st.lists(activity, min_size=1, max_size=most))
    places = st.integers(0, len(activities) - 1)
    arcs = draw(st.lists(st.tuples(places, places, st.integers(-2, 3)), max_size=10))
    away = st.tuples(st.integers(0, 15), st.integers(1, 4), st.integers(0, capacity + 1))
    absences = draw(st.lists(away.map(lambda one: (one[0], one[0] + one[1], one[2])), max_size=3))
    return Problem(
        tuple(activities),
        tuple(Precedence(first, second, lag) for first, second, lag in arcs if first < second),
        (Resource(capacity, tuple(absences)), Resource(2)),
        (draw(st.integers(0, 3 * len(activities))),),
        (tuple((begin, begin + week) for begin in range(0, LONG, 7)),),
    )


@settings(max_examples=100, deadline=None)
@given(problem=problems())
def test_what_it_finds_keeps_every_rule(problem):
    try:
        found = search(problem, schedules=300)
    except Infeasible:
        return
    assert found is None or broken(problem, found) == ()


@settings(max_examples=25, deadline=None)
@given(problem=problems(most=5))
def test_it_is_never_better_than_what_is_proved_best(problem):
    try:
        proved = solve(problem, seconds=10)
        found = search(problem, schedules=2_000)
    except Infeasible:
        return
    assert found is None or found.makespan >= proved.makespan == proved.bound


def test_it_finds_the_modes_that_a_stock_can_pay_for():
    modes = (Mode(1, (), (2,)), Mode(3, (), (1,)), Mode(9, (), (0,)))
    chain = tuple(Precedence(place, place + 1) for place in range(5))
    six = Problem((Activity(modes),) * 6, chain, stocks=(8,))
    found = search(six, schedules=5_000)
    assert (broken(six, found), found.makespan) == ((), solve(six, seconds=10).makespan)


def test_it_waits_for_calendars_and_keeps_the_person_over_the_weekend():
    week = tuple((begin, begin + 5) for begin in range(0, LONG, 7))
    two = Problem(
        (Activity((Mode(6, (1,)),), calendar=0), Activity((Mode(2, (1,)), Mode(4, (0,))))),
        resources=(Resource(1, ((5, 7, 0),)),),
        calendars=(week,),
    )
    assert search(two, schedules=500).makespan == 8


def test_the_same_seed_gives_the_same_answer():
    many = Problem(
        tuple(Activity((Mode(size, (1,)), Mode(size + 2, (0,)))) for size in (3, 1, 4, 1, 5)),
        resources=(Resource(1),),
    )
    assert search(many, schedules=900, seed=3) == search(many, schedules=900, seed=3)


def test_it_ends_when_it_has_to():
    many = Problem(tuple(Activity((Mode(size, (1,)),)) for size in range(1, 9)), (), (Resource(2),))
    asked = []
    search(many, schedules=10**9, enough=lambda: asked.append(1) or len(asked) == 3)
    assert len(asked) <= 3


def test_a_circle_of_lags_is_not_for_it():
    circle = (Precedence(0, 1), Precedence(1, 0, lag=-9))
    both = Problem((Activity((Mode(2), Mode(3))), Activity((Mode(1),))), circle)
    assert not searchable(both)
    assert hybrid(both, seconds=5, clock=still).makespan == 3


def test_without_the_kernel_the_solver_answers_alone(monkeypatch):
    monkeypatch.setattr(mode_search, "kernel", lambda: None)
    two = Problem((Activity((Mode(4), Mode(2))),) * 2, (Precedence(0, 1),))
    assert hybrid(two, seconds=5, clock=still).makespan == 4


def test_search_and_solver_together_prove():
    modes = (Mode(2, (2,)), Mode(4, (1,)))
    four = Problem((Activity(modes),) * 4, resources=(Resource(3),))
    answer = hybrid(four, seconds=5, clock=still)
    assert answer.proved and broken(four, answer) == ()
