"""Published cases of earned value, PERT and crashing; forecasts of a project that ended late."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from rapport.engine.earned_value.earned_schedule import at_period, by_value, earned_schedule
from rapport.engine.earned_value.measures import Measures
from rapport.engine.simulation.classical_pert import ThreePoint, longest_path
from rapport.engine.simulation.crashing import Crashable, crash

from .msproject import DATA

FOLDER = DATA / "planning" / "evm"
FROM_MONTH = 7  # from here on the two forecasts are compared

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the published cases are not here"),
]

Case = dict


def cases() -> Iterator[object]:
    for file in sorted(FOLDER.glob("*.json")):
        found = json.loads(file.read_text())
        for one in found["cases"] if isinstance(found, dict) else found:
            if one.get("method") != "cpm":  # see test_textbook_networks
                yield pytest.param(one, id=one["id"])


@pytest.mark.parametrize("case", cases())
def test_every_published_figure_is_found(case: Case) -> None:
    found = FINDERS.get(case.get("method", "worked"), worked)(case)
    missed = {
        name: (found.get(name), value)
        for name, value in case["expected"].items()
        if found.get(name) is None or abs(float(found[name]) - value) > case["tol"]
    }
    assert missed == {}


def money(value: float) -> Decimal:
    return Decimal(str(value))


def figures(measures: Measures) -> Case:
    eac = measures.eac_as_so_far
    return {
        "pv": measures.pv, "ev": measures.ev, "ac": measures.ac, "bac": measures.bac,
        "sv": measures.sv, "cv": measures.cv, "spi": measures.spi, "cpi": measures.cpi,
        "eac": eac, "eac_cpi": eac, "eac_typical": measures.eac_as_planned,
        "etc": measures.etc(eac), "vac": measures.vac(eac), "tcpi_bac": measures.tcpi_budget,
    }  # fmt: skip


def evm(case: Case) -> Case:
    given = case["inputs"]
    curve = [money(value) for value in given["pv"]]
    at = given["at"]
    measures = Measures(curve[at], money(given["ev"]), money(given["ac"]), curve[-1])
    time = at_period(measures.ev, curve, at)
    return figures(measures) | {
        "es": time.es, "sv_t": time.sv_t, "spi_t": time.spi_t, "ieac_t": time.ieac_t,
    }  # fmt: skip


def schedule(case: Case) -> Case:
    given = case["inputs"]
    return {"es": earned_schedule(money(given["ev"]), [money(one) for one in given["pv"]])}


def pert(case: Case) -> Case:
    path = longest_path(
        [
            ThreePoint(one["id"], one["a"], one["m"], one["b"], tuple(one["predecessors"]))
            for one in case["inputs"]["activities"]
        ]
    )
    return {"expected_duration": path.duration, "sigma_critical_path": path.deviation}


def crashed(case: Case) -> Case:
    activities = [
        Crashable(
            one["id"], one["duration"], one["crash_duration"], one["crash_cost"],
            tuple(one["predecessors"]),
        )
        for one in case["inputs"]["activities"]
    ]  # fmt: skip
    targets = {name: float(name.rpartition("_")[2]) for name in case["expected"]}
    found = {name: crash(activities, target) for name, target in targets.items()}
    return {name: one.cost for name, one in found.items() if one}


def worked(case: Case) -> Case:
    """Examples that state a status directly, as parts of a budget, or in hours."""
    given = case["inputs"]
    if "rate" in given:
        return in_hours(given)
    bac = money(given["bac"])
    if "schedule" in given:
        period = given["period"]
        planned = bac * money(given["schedule"][period - 1])
        spent = money(given["actual_costs_cum"][period - 1])
        return figures(Measures(planned, bac * money(given["percent_complete"]), spent, bac))
    return figures(Measures(money(given["pv"]), money(given["ev"]), money(given["ac"]), bac))


def in_hours(given: Case) -> Case:
    """What is done is the part of all hours, now thought necessary, that were worked."""
    rate, worked_, left = (money(given[name]) for name in ("rate", "actual_hours", "etc_hours"))
    bac = rate * money(given["budget_hours"])
    done = bac * worked_ / (worked_ + left)
    measures = Measures(bac * money(given["planned_fraction"]), done, rate * worked_, bac)
    eac = measures.eac_anew(rate * left)
    return figures(measures) | {"eac": eac, "vac": measures.vac(eac)}


FINDERS = {"evm": evm, "earned_schedule": schedule, "pert": pert, "crash": crashed}


def series() -> list[object]:
    return [pytest.param(file, id=file.stem) for file in sorted(FOLDER.glob("*.csv"))]


@pytest.mark.parametrize("file", series())
def test_earned_schedule_forecasts_the_end_of_a_late_project_better_than_value_does(file) -> None:
    with file.open() as table:
        rows = list(csv.DictReader(table))
    curve = [Decimal(0), *(Decimal(row["PV"]) for row in rows)]
    ended = next(int(row["AD"]) for row in rows if Decimal(row["EV"]) >= curve[-1])
    print()
    for row in rows[FROM_MONTH - 1 :]:
        month = int(row["AD"])
        measures = Measures(curve[month], Decimal(row["EV"]), Decimal(row["AC"]), curve[-1])
        time = at_period(measures.ev, curve, month)
        in_time, in_value = time.ieac_t, by_value(measures.spi, time.pd)
        assert in_time is not None and in_value is not None
        print(f"month {month:2}: by ES {in_time:5.2f}, by value {in_value:5.2f}, real {ended}")
        assert abs(in_time - ended) < abs(in_value - ended)
