"""Shifting everything late and early again wins time and never loses any."""

from hypothesis import given, settings

from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.direction import directions
from rapport.engine.levelling.generation import NEVER, generate
from rapport.engine.levelling.justification import improve, turned
from rapport.engine.levelling.problem import Answer, Precedence, Problem, Resource

from .problems import one_mode_problems, work


def test_a_schedule_that_left_a_hole_is_shortened():
    # The last of all waits for the one that needs both; shifted late, it goes beside others.
    works = (work(2, 1), work(4, 2), work(3, 1), work(5, 1))
    course = directions(Problem(works, (Precedence(0, 1),), (Resource(2),)))
    first = generate(course.forward, [0, 2, 1, 3]).last
    found, _, passes = improve(course, [0, 2, 1, 3], bound=0, worst=NEVER)
    assert (first, found.last) == (12, 11)
    assert passes >= 3


@settings(max_examples=60, deadline=None)
@given(one_mode_problems())
def test_no_schedule_gets_longer(problem):
    course = directions(problem)
    order = list(range(len(problem.activities)))
    first = generate(course.forward, order).last
    assert improve(course, order, bound=0, worst=NEVER)[0].last <= first


@settings(max_examples=60, deadline=None)
@given(one_mode_problems())
def test_placed_late_all_keep_the_rules_and_nobody_finishes_sooner(problem):
    course = directions(problem)
    early = generate(course.forward, list(range(len(problem.activities))))
    if early.last == NEVER:
        return
    late = generate(course.backward, turned(early), course.horizon - early.last)
    starts = [course.horizon - finish for finish in reversed(late.finish)]
    finishes = [course.horizon - start for start in reversed(late.start)]
    assert all(a <= b for a, b in zip(early.finish, finishes, strict=True))
    placed = dict(zip(course.places, starts, strict=True))
    answer = Answer(tuple(placed[k] for k in sorted(placed)), (0,) * len(placed), early.last, 0)
    assert broken(problem, answer) == ()
