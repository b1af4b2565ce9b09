"""Promises that are kept as often as they say."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rapport.engine.simulation.calibration import Calibration, experience, place
from rapport.engine.simulation.history import PastProject
from rapport.engine.simulation.reference import TooLittleHistory
from rapport.engine.simulation.simulate import simulate
from rapport.engine.simulation.study import Study
from tests.engine.plans import at

from .test_simulate import TWO

EVEN = tuple((np.arange(500) + 0.5) / 500)
SHARES = (0.5, 0.8, 0.95)
places = st.lists(st.floats(0.001, 0.999), max_size=60).map(tuple)


@pytest.mark.parametrize("share", SHARES)
def test_forecasts_that_were_right_stay_as_they_are(share):
    assert Calibration(EVEN).share(share) == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("power", [0.3, 2.0])
def test_a_share_is_read_off_below_which_so_many_finishes_lie(share, power):
    bent = Calibration(tuple(np.array(EVEN) ** power))
    assert bent.share(share) == pytest.approx(share**power, abs=0.02)


def test_forecasts_that_were_too_narrow_are_widened():
    narrow = Calibration(tuple(0.5 + 0.5 * np.sign(p - 0.5) * abs(2 * p - 1) ** 0.3 for p in EVEN))
    assert narrow.share(0.8) > 0.85


def test_few_projects_change_little_and_none_nothing():
    late = (0.97,) * 10
    assert Calibration(late[:7]).share(0.8) == 0.8
    assert 0.8 < Calibration(late).share(0.8) < Calibration(late * 20).share(0.8)


@given(places)
@example((0.5,) * 4 + (0.998046875,) * 4)
def test_more_confidence_is_never_an_earlier_share(found):
    shares = [Calibration(found).share(share) for share in (0.5, 0.65, 0.8, 0.9, 0.95)]
    assert shares == sorted(shares)
    assert all(0 < share < 1 for share in shares)


def project(number: int, factor: float) -> PastProject:
    actual = {task.uid: task.duration_minutes * factor for task in TWO.tasks}
    finish = simulate(Study(TWO, default=None, runs=1)).planned
    days = round((factor - 1) * 10)
    return PastProject(str(number), TWO, finish.replace(day=finish.day + days), actual)


def test_a_firm_that_is_always_late_promises_later():
    past = [project(number, 1.1 + number % 5 / 10) for number in range(40)]
    known = experience(past, runs=200)
    study = known.reference.study(TWO, {}, runs=500, seed=1)
    finish = simulate(study).finish
    assert known.promise(finish, 0.5) > at("13 17:00")
    assert known.promise(finish, 0.5) < known.promise(finish, 0.95)
    assert len(known.calibration.places) == 40


def test_an_end_outside_all_runs_is_placed_at_their_edge():
    outlook = simulate(Study(TWO, default=None, runs=100))
    assert place(outlook, project(1, 1.5)) == pytest.approx(0.995)
    assert place(outlook, project(1, 0.8)) == pytest.approx(0.005)


def test_a_handful_of_projects_gives_a_reference_but_no_calibration():
    known = experience([project(number, 1.2) for number in range(3)], runs=50)
    assert known.calibration.places == ()
    with pytest.raises(TooLittleHistory):
        experience([], runs=50)


def test_one_more_project_is_joined():
    assert Calibration((0.5,)).joined(0.7).places == (0.5, 0.7)
