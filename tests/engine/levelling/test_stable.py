"""A repair leaves where it is what can stay, and keeps every rule."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.levelling.checker import broken
from rapport.engine.levelling.problem import (
    Activity,
    Answer,
    Mode,
    Precedence,
    Problem,
    Resource,
    Together,
)
from rapport.engine.levelling.stable import Wishes, stable


def _cost(problem):
    def cost(starts, finishes):
        moved = [a - one.release for a, one in zip(starts, problem.activities, strict=True)]
        return (sum(1 for by in moved if by), sum(moved), max(finishes, default=0))

    def nothing(starts, finishes):
        found = cost(starts, finishes)
        return found if found[0] else (0.0,)

    return nothing


shares = st.sampled_from([0, 50, 100])


@st.composite
def problems(draw):
    count = draw(st.integers(1, 7))
    activities = tuple(
        Activity(
            (Mode(draw(st.integers(0, 4)), draw(st.tuples(shares, shares))),),
            release=draw(st.integers(0, 8)),
            calendar=draw(st.sampled_from([None, 0])),
        )
        for _ in range(count)
    )
    precedences = tuple(
        Precedence(before, after, draw(st.integers(0, 2)))
        for after in range(count)
        for before in range(after)
        if draw(st.integers(0, 3)) == 0
    )
    calendar = tuple((n * 5, n * 5 + 3) for n in range(60))
    return Problem(activities, precedences, (Resource(100),) * 2, calendars=(calendar,))


def _wishes(problem, tries=20):
    return Wishes(tuple(one.release for one in problem.activities), _cost(problem), tries)


@settings(max_examples=80, deadline=None)
@given(problems())
def test_every_answer_keeps_every_rule_and_begins_nothing_sooner(problem):
    answer = stable(problem, _wishes(problem), 0)
    assert broken(problem, answer) == ()
    assert all(
        start >= one.release for start, one in zip(answer.starts, problem.activities, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(problems())
def test_repairing_what_was_repaired_moves_nothing(problem):
    answer = stable(problem, _wishes(problem), 0)
    activities = tuple(
        Activity(one.modes, start, one.calendar)
        for one, start in zip(problem.activities, answer.starts, strict=True)
    )
    again = Problem(activities, problem.precedences, problem.resources, calendars=problem.calendars)
    assert stable(again, _wishes(again), 0).starts == answer.starts


@settings(max_examples=40, deadline=None)
@given(problems())
def test_more_tries_never_cost_more_and_the_same_seed_gives_the_same(problem):
    few, many = (stable(problem, _wishes(problem, tries), 0) for tries in (0, 30))
    cost = _cost(problem)

    def of(answer):
        finishes = [
            start + one.modes[0].duration
            for start, one in zip(answer.starts, problem.activities, strict=True)
        ]
        return cost(answer.starts, finishes)[:2]

    assert of(many) <= of(few)
    assert stable(problem, _wishes(problem, 30), 0) == many


def test_what_fits_stays_and_the_urgent_one_of_two_keeps_its_place():
    day = Activity((Mode(8, (100,)),))
    later = Activity((Mode(8, (100,)),), release=20)
    problem = Problem((day, day, later), resources=(Resource(100),))
    found = stable(problem, Wishes((5, 1, 9), _cost(problem)), 0)
    assert found.starts == (8, 0, 20)


@st.composite
def teams(draw):
    """Activities of one person, each with a part of another, by calendars that may be shorter."""
    own = tuple((n * 5, n * 5 + 3) for n in range(60))
    theirs = tuple((n * 7 + 1, n * 7 + 5) for n in range(40))
    away = draw(st.sets(st.integers(0, 12)))
    less = tuple(period for n, period in enumerate(theirs) if n not in away)
    count, led, together = draw(st.integers(1, 5)), [], []
    leaders = [
        Activity((Mode(draw(st.integers(1, 4)), (draw(shares), 0)),), draw(st.integers(0, 8)),
                 draw(st.sampled_from([None, 0])))
        for _ in range(count)
    ]  # fmt: skip
    for place, leader in enumerate(leaders):
        if draw(st.booleans()):
            together.append(Together(place, count + len(led), 1))
            mode = Mode(leader.modes[0].duration, (0, draw(shares)))
            led.append(Activity((mode,), leader.release, draw(st.sampled_from([1, 2]))))
    rules = [
        Precedence(before, after)
        for after in range(1, count)
        if draw(st.booleans())
        for before in [after - 1, *(one.part for one in together if one.leader == after - 1)]
    ]
    return Problem((*leaders, *led), tuple(rules), (Resource(100),) * 2,
                   calendars=(own, theirs, less), together=tuple(together))  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(teams())
def test_parts_of_one_task_begin_together(problem):
    answer = stable(problem, _wishes(problem), 0)
    assert broken(problem, answer) == ()


@settings(max_examples=100, deadline=None)
@given(teams())
def test_a_team_that_nothing_holds_begins_in_the_first_slot_that_serves_all(problem):
    """Found again by trying every slot, with the checker alone to say what serves."""
    leaders = len(problem.activities) - len(problem.together)
    if leaders != 1 or not problem.together:
        return
    [rule] = problem.together
    answer = stable(problem, _wishes(problem, tries=0), 0)
    for start in range(problem.activities[0].release, answer.starts[0]):
        begins = min(max(a, start) for a, b in problem.calendars[rule.calendar] if b > start)
        other = replace(answer, starts=(start, begins), makespan=0, bound=0)
        assert [one for one in broken(problem, other) if "last finish" not in one]


def test_the_checker_sees_a_part_that_begins_at_another_time():
    one, two = Activity((Mode(2, (100, 0)),)), Activity((Mode(2, (0, 100)),), calendar=0)
    problem = Problem((one, two), (), (Resource(100),) * 2, calendars=(((3, 20),),),
                      together=(Together(0, 1, 0),))  # fmt: skip
    assert broken(problem, Answer((0, 3), (0, 0), 5, 0)) == ()
    [said] = broken(problem, Answer((0, 4), (0, 0), 6, 0))
    assert said == "Activity 1 begins at 4, but with activity 0 it would at 3."
