"""S-curves by period and branch."""

from datetime import timedelta
from decimal import Decimal

from rapport.engine.calendar import WorkCalendar
from rapport.engine.earned_value.curves import (
    Expense,
    Progress,
    Record,
    WorkPackage,
    branches_of,
    curves,
)
from rapport.engine.plan import Calendar
from tests.engine.plans import MONDAY, at

OFFICE = WorkCalendar.of(Calendar("office"))
WEEKS = tuple(MONDAY + timedelta(weeks=week) for week in range(5))
RECORD = Record(
    (
        WorkPackage("a", "1.1", Decimal(1000), at("02 08:00"), at("06 17:00")),
        WorkPackage("b", "1.2", Decimal(2000), at("04 08:00"), at("17 17:00")),
        WorkPackage("c", "2", Decimal(400), at("23 08:00"), at("24 17:00")),
    ),
    (
        Progress("a", at("05 17:00"), Decimal(50)),
        Progress("a", at("12 17:00"), Decimal(100)),
        Progress("b", at("13 17:00"), Decimal(25)),
    ),
    (Expense("a", at("06 17:00"), Decimal(700)), Expense("b", at("13 17:00"), Decimal(900))),
)


def found(now=WEEKS[2]):
    return curves(RECORD, WEEKS, now, OFFICE)


def test_planned_value_accrues_over_working_time():
    assert found()["1.1"].planned == (0, 1000, 1000, 1000, 1000)
    # Of ten working days three pass in the first week and five in the second.
    assert found()["1.2"].planned == (0, 600, 1600, 2000, 2000)


def test_what_was_reported_last_stands():
    assert found()["1.1"].earned == (0, 500, 1000)
    assert found()["1.1"].spent == (0, 700, 700)


def test_a_branch_is_the_sum_of_what_is_below():
    whole = found()[""]
    assert whole.planned[-1] == whole.budget == 3400
    assert whole.earned == (0, 500, 1500)
    assert found()["1"].budget == 3000
    assert set(found()) == {"", "1", "1.1", "1.2", "2"}


def test_what_comes_after_now_is_not_known():
    assert len(found(now=WEEKS[1] + timedelta(days=3))[""].earned) == 2


def test_a_branch_has_measures_and_an_earned_schedule():
    whole = found()[""]
    measures, time = whole.measures(2), whole.schedule(2)
    assert (measures.pv, measures.ev, measures.ac, measures.bac) == (2600, 1500, 1600, 3400)
    assert time.es == 1500 / 1600


def test_branches_of_a_place_are_all_above_it():
    assert list(branches_of("1.2.3")) == ["", "1", "1.2", "1.2.3"]
    assert list(branches_of("")) == [""]
