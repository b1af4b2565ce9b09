"""Who is urgent, by the precedences alone."""

from rapport.engine.levelling.direction import directions
from rapport.engine.levelling.problem import Precedence, Problem
from rapport.engine.levelling.rules import BITS, rules

from .problems import work


def test_who_has_most_behind_is_most_urgent():
    # 0 before 1 before 2, the last after a lag; 3 alone and longer than any.
    works = (work(2), work(3), work(1), work(5))
    course = directions(Problem(works, (Precedence(0, 1), Precedence(1, 2, lag=4))))
    finish, start, followers = rules(course.forward)
    assert finish == (0, 3, 8, 8)
    assert start == (0, 2, 9, 5)
    assert followers == (0, 3, 6, 6)


def test_long_plans_are_told_apart_in_few_bits():
    course = directions(Problem((work(2**30), work(1), work(2**29)), (Precedence(0, 1),)))
    assert all(0 <= number < 2**BITS for rule in rules(course.forward) for number in rule)
