"""What is done with the time that is given: search, then proof where that is in reach."""

import itertools
from dataclasses import replace

import pytest

from rapport.engine.levelling import within as timed
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
from rapport.engine.levelling.within import Means, within

from .problems import work


def ticking(step=0.001):
    """Means whose clock goes on by so much at every look."""
    return Means(itertools.count(0, step).__next__)


def crowd(count):
    """Many who need two of three at a time now and then: nothing is near its simple bounds."""
    return Problem(
        tuple(work(k % 7 + 2, k % 2 + 1, k % 3) for k in range(count)),
        tuple(Precedence(k, k + 5) for k in range(count - 5)),
        (Resource(3), Resource(3)),
    )


@pytest.fixture
def no_solver(monkeypatch):
    def solve(*_, **__):
        raise AssertionError("the solver was asked")

    monkeypatch.setattr(timed, "solve", solve)


def test_what_the_search_proves_is_not_asked_again(no_solver):
    two = Problem((work(3, 1), work(4, 1)), resources=(Resource(1),))
    assert within(two, 1, ticking()).proved


def test_a_small_plan_is_proved_by_the_solver():
    # Three of two each on a resource of three: no simple bound sees that none go together.
    works = (work(3, 2, 0), work(3, 0, 2), work(3, 2, 2), work(2, 1, 1), work(4, 1, 1))
    problem = Problem(works, (Precedence(0, 1),), (Resource(3), Resource(3)))
    answer = within(problem, 5, ticking())
    assert broken(problem, answer) == ()
    assert answer.proved


def test_several_modes_are_answered_too():
    answer = within(Problem((Activity((Mode(5), Mode(3))),)), 5, ticking())
    assert answer.makespan == 3


def test_a_large_plan_far_from_its_bound_is_searched_to_the_end(no_solver, monkeypatch):
    monkeypatch.setattr(timed, "SMALL", 10)
    problem = crowd(20)
    monkeypatch.setattr(timed, "level", unproved(timed.level))
    answer = within(problem, 1, ticking(0.2))
    assert broken(problem, answer) == ()


def unproved(level):
    """The same search, knowing no bound."""

    def searched(problem, **more):
        found = level(problem, **more)
        return type(found)(found.starts, found.modes, found.makespan, 0)

    return searched


def test_a_large_plan_near_its_bound_is_proved(monkeypatch):
    monkeypatch.setattr(timed, "SMALL", 2)
    works = (work(3, 2, 0), work(3, 0, 2), work(3, 2, 2), work(2, 1, 1), work(4, 1, 1))
    monkeypatch.setattr(timed, "NEAR", 9.0)
    problem = Problem(works, (Precedence(0, 1),), (Resource(3), Resource(3)))
    assert within(problem, 5, ticking()).proved


def test_a_bound_once_proved_is_not_forgotten(monkeypatch):
    found = Answer((0,), (0,), 9, 7)
    monkeypatch.setattr(timed, "level", lambda *_, **__: found)
    monkeypatch.setattr(timed, "solve", lambda *_, hint, **__: replace(hint, makespan=8, bound=3))
    answer = within(Problem((work(7),)), 1, ticking())
    assert (answer.bound, answer.makespan) == (7, 8)


def test_the_impossible_is_said_at_once():
    with pytest.raises(Infeasible):
        within(Problem((work(1, 3),), resources=(Resource(2),)), 1, ticking())
