"""What would buy three days."""

import pytest

from rapport.engine.simulation.acceleration import Option, cheapest_first, what_would_buy
from rapport.engine.simulation.spreads import Pert
from rapport.engine.simulation.study import Study
from tests.engine.plans import DAY, at, link, task

from .test_simulate import TWO, plan


def test_without_uncertainty_a_shorter_task_wins_what_it_is_shortened_by():
    (gain,) = what_would_buy(Study(TWO, default=None), [Option("b", 0.5, 10_000)])
    assert (gain.minutes, gain.price, gain.price_per_day) == (3 * DAY, 30_000, 10_000)
    assert gain.date == at("10 17:00")


def test_a_task_with_slack_wins_nothing_and_comes_last():
    parts = (task("a", 9), task("b", 1), task("c", 2), link("a FS c"), link("b FS c"))
    gains = what_would_buy(Study(plan(*parts)), [Option(uid, 0.3, 100) for uid in "bac"])
    assert [gain.option.uid for gain in gains] == ["a", "c", "b"]
    assert gains[-1].minutes == 0
    assert gains[-1].price_per_day == float("inf")


def test_where_two_paths_compete_half_a_gain_costs_double():
    spread = {uid: Pert(6 * DAY, 8 * DAY, 14 * DAY) for uid in "ab"}
    parts = (task("a", 8), task("b", 8), task("c", 4), link("a FS c"), link("b FS c"))
    options = [Option("a", 0.1, 100), Option("c", 0.1, 100)]
    first, second = what_would_buy(Study(plan(*parts), spread, default=None), options)
    assert (first.option.uid, second.option.uid) == ("c", "a")
    assert 0 < second.minutes < 0.1 * 8 * DAY


def test_the_cheapest_day_comes_first():
    gains = what_would_buy(Study(TWO), [Option("a", 0.2, 900), Option("b", 0.2, 400)])
    assert [gain.option.uid for gain in gains] == ["b", "a"]


def test_only_what_is_left_of_a_task_can_be_shortened():
    begun = task("a", 4, actual_start=at("02 08:00"), percent_complete=75)
    (gain,) = what_would_buy(Study(plan(begun), default=None), [Option("a", 0.5, 100)])
    assert gain.minutes == DAY / 2


@pytest.mark.parametrize("part", [0, 1, -0.5])
def test_nothing_and_everything_cannot_be_bought(part):
    with pytest.raises(ValueError, match="shortened"):
        Option("a", part, 100)


def test_the_next_best_is_found_after_what_was_taken():
    parts = (task("a", 9), task("b", 8), task("c", 3), link("a FS c"), link("b FS c"))
    study = Study(plan(*parts), default=None)
    options = [Option("a", 0.5, 100), Option("b", 0.5, 120), Option("c", 0.5, 900)]
    alone = what_would_buy(study, options)
    assert [(gain.option.uid, gain.minutes) for gain in alone if gain.minutes] == [
        ("a", DAY), ("c", 1.5 * DAY),
    ]  # fmt: skip
    way = cheapest_first(study, options, 5)
    assert [(gain.option.uid, gain.minutes) for gain in way] == [
        ("a", DAY), ("b", 3.5 * DAY), ("c", 1.5 * DAY),
    ]  # fmt: skip
    assert way[-1].date == at("09 17:00")
    assert [gain.option.uid for gain in cheapest_first(study, options, 1)] == ["a"]
    assert cheapest_first(study, [], 5) == ()
