"""What is peculiar to groups of cases."""

import numpy as np
import pytest

from rapport.engine.simulation.effects import effects, intraclass

DICE = np.random.default_rng(3)
PROJECTS = [str(n // 10) for n in range(1000)]


def test_large_groups_have_the_effect_of_their_cases():
    kinds = ["slow" if n % 2 else "fast" for n in range(1000)]
    values = np.where(np.array(kinds) == "slow", 0.3, -0.3) + DICE.normal(0, 0.2, 1000) + 1
    found = effects(values, {"kind": kinds}, PROJECTS)
    assert found.mean == pytest.approx(1, abs=0.05)
    assert found.by_factor["kind"] == pytest.approx({"slow": 0.3, "fast": -0.3}, abs=0.05)
    assert found.rest.std() == pytest.approx(0.2, abs=0.02)


def test_of_one_case_only_a_small_part_is_believed():
    values = np.append(DICE.normal(0, 0.4, 1000), 2.0)
    kinds = [*(str(n % 4) for n in range(1000)), "odd"]
    found = effects(values, {"kind": kinds}, [*PROJECTS, "0"])
    assert 0.02 < found.by_factor["kind"]["odd"] < 0.4


def test_a_kind_of_work_is_not_blamed_for_the_projects_it_was_in():
    common = np.append([1, 1, 1], DICE.normal(0, 0.5, 97))
    kinds = ["rare" if n < 30 else str(n % 4) for n in range(1000)]
    values = np.repeat(common, 10) + DICE.normal(0, 0.1, 1000)
    blamed = effects(values, {"kind": kinds}, ["all"] * 1000)
    fair = effects(values, {"kind": kinds}, PROJECTS)
    assert abs(fair.by_factor["kind"]["rare"]) < 0.6 * abs(blamed.by_factor["kind"]["rare"])


def test_correlation_within_projects_is_the_part_of_variance_they_share():
    shared = np.repeat(DICE.normal(0, 0.6, 400), 10) + DICE.normal(0, 0.8, 4000)
    projects = [str(n // 10) for n in range(4000)]
    assert intraclass(shared, projects) == pytest.approx(0.36, abs=0.05)
    assert intraclass(DICE.normal(0, 1, 4000), projects) < 0.02


def test_one_project_alone_shows_no_correlation():
    assert intraclass(DICE.normal(0, 1, 20), ["p"] * 20) == 0
