"""What is learned from past work, against how it was made up."""

from math import exp, log

import numpy as np
import pytest

from rapport.engine.simulation.history import Label, PastTask
from rapport.engine.simulation.reference import TooLittleHistory, learn
from rapport.engine.simulation.simulate import simulate

from .test_simulate import TWO

KINDS = {"design": -0.2, "build": 0.0, "test": 0.2}


def past(projects=300, optimism=1.3, common=0.3, own=0.4, size=10, seed=1):
    """Tasks of many projects whose overruns have a common part."""
    dice = np.random.default_rng(seed)
    for project in range(projects):
        shared = log(optimism) + dice.normal(0, common)
        for _ in range(size):
            kind = str(dice.choice([*KINDS]))
            error = shared + KINDS[kind] + dice.normal(0, own)
            yield PastTask(100, 100 * exp(error), Label(kind, "ann"), str(project))


REFERENCE = learn([*past()])


def test_optimism_is_found():
    assert REFERENCE.optimism == pytest.approx(1.3, rel=0.05)


def test_what_overruns_together_is_found():
    assert REFERENCE.correlation == pytest.approx(0.09 / (0.09 + 0.16), abs=0.05)
    alone = learn([*past(common=0)])
    assert alone.correlation < 0.03


def test_every_kind_of_work_has_its_own_ratio():
    for kind, effect in KINDS.items():
        found = REFERENCE.spread(Label(kind)).at(np.zeros(1))[0]
        assert found == pytest.approx(1.3 * exp(effect), rel=0.07)


def test_nine_of_ten_cases_are_below_the_ninth_decile():
    spread = REFERENCE.spread(Label("build"))
    limit = spread.at(np.array([1.2815516]))[0]
    cases = [t for t in past(seed=2) if t.label.kind == "build"]
    below = sum(t.actual / t.estimate <= limit for t in cases) / len(cases)
    assert below == pytest.approx(0.9, abs=0.03)


def test_of_a_kind_with_few_cases_little_is_believed():
    odd = [PastTask(100, 1000, Label("odd"), "p")]
    many = odd * 60
    few, sure = (learn([*past(), *more]).spread(Label("odd")) for more in (odd, many))
    zero = np.zeros(1)
    assert 1.3 * 0.9 < few.at(zero)[0] < 3.5
    assert few.at(zero)[0] < sure.at(zero)[0]


def test_of_an_unknown_kind_and_person_the_common_ratio_is_foretold():
    found = REFERENCE.spread(Label("never", "seen")).at(np.zeros(1))[0]
    assert found == pytest.approx(REFERENCE.optimism)


def test_with_little_history_the_spread_is_wider():
    few = learn([*past(projects=2, size=5)])
    many = learn([*past(projects=200, size=5)])
    z = np.array([-2.0, 2.0])
    low, high = few.spread(Label()).at(z)
    lower, higher = many.spread(Label()).at(z)
    # Narrower cases can come by chance; per unit of scale the tails are heavier.
    assert log(high / low) / few.scale > log(higher / lower) / many.scale


def test_the_scale_of_the_unit_does_not_matter():
    hours = learn([PastTask(t.estimate / 60, t.actual / 60, t.label, t.project) for t in past()])
    assert hours.optimism == pytest.approx(REFERENCE.optimism)
    assert hours.correlation == pytest.approx(REFERENCE.correlation)


def test_a_slip_of_the_pen_does_not_spoil_what_is_known():
    slips = [
        PastTask(100, 10**9, Label("build"), "slip"),
        PastTask(100, 1e-6, Label("build"), "slip"),
    ]
    assert learn([*past(), *slips]).optimism == pytest.approx(REFERENCE.optimism, rel=0.02)


def test_too_little_is_refused():
    with pytest.raises(TooLittleHistory, match="too little"):
        learn([PastTask(1, 1)] * 4)


def test_equal_ratios_do_not_vary():
    same = learn([PastTask(10, 12, project=str(n % 3)) for n in range(30)])
    assert same.spread(Label()).at(np.array([-2.0, 0, 2.0])) == pytest.approx([1.2] * 3)
    assert same.correlation == 0


def test_a_plan_with_a_reference_says_that_it_is_from_history():
    study = REFERENCE.study(TWO, {"a": Label("test"), "b": Label("design")}, runs=500, seed=1)
    outlook = simulate(study)
    assert set(outlook.basis.values()) == {"history"}
    assert outlook.from_default == ()
    assert outlook.finish.quantile(0.5) > outlook.planned
