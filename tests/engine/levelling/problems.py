"""Problems for tests: one by hand whose best answer is known, and random ones of every kind."""

from hypothesis import strategies as st

from rapport.engine.levelling.problem import Activity, Mode, Precedence, Problem, Resource

WEEKS = 40


def work(duration, *demand, release=0, calendar=None):
    """An activity of one mode."""
    return Activity((Mode(duration, demand),), release, calendar)


@st.composite
def one_mode_problems(draw, most=10):
    """Random ones: lags, releases, absences that overlap or bring more, calendars, milestones."""
    capacities = draw(st.lists(st.integers(1, 9), max_size=4))
    count = draw(st.integers(1, most))
    weeks = draw(st.lists(st.integers(1, 7), max_size=2))
    activities = tuple(
        Activity(
            (
                Mode(
                    draw(st.integers(0, 7)), tuple(draw(st.integers(0, one)) for one in capacities)
                ),
            ),
            draw(st.sampled_from((0, 0, 5))),
            draw(st.sampled_from((None, *range(len(weeks))))),
        )
        for _ in range(count)
    )
    order = draw(st.permutations(range(count)))
    chosen = st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=12)
    return Problem(
        activities,
        tuple(
            Precedence(order[first], order[second], draw(st.integers(0, 3)))
            for first, second in draw(chosen)
            if first < second
        ),
        tuple(Resource(one, _absences(draw, one)) for one in capacities),
        calendars=tuple(tuple((7 * k, 7 * k + days) for k in range(WEEKS)) for days in weeks),
    )


def _absences(draw, capacity):
    one = st.tuples(st.integers(0, 20), st.integers(1, 5), st.integers(0, capacity + 2))
    return tuple(
        (begin, begin + length, left) for begin, length, left in draw(st.lists(one, max_size=3))
    )
