"""Proposals lay a task in the hours of everybody on it: of the one responsible and of who helps."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.engine.levelling.checker import broken
from rapport.portfolio.case import SLOT, WHOLE, Case, Job
from rapport.portfolio.models import Move
from rapport.portfolio.repair import repaired
from rapport.projects.operations import dependencies, helping
from rapport.resourcing.operations import absences, bookings
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.bookings import Wanted
from rapport.resourcing.own_hours import Away as Gone
from rapport.resourcing.own_hours import OwnHours
from tests.portfolio.conftest import AT, MONDAY

DAY, WEEK = 480, 2400
FRIDAY, NEXT = MONDAY + timedelta(days=4), MONDAY + timedelta(days=7)


@pytest.fixture
def ida(make):
    return make.member(name="Ida")


@pytest.fixture
def helped(make, site, member, manager, ida, dated):
    """Somebody does Wireframes for a week, from today on, and Ida helps with all her time."""
    task = make.task(site, "Wireframes", assignee=member, duration_minutes=WEEK)
    helping.put_on(task, ida, WHOLE, by=manager, at=AT)
    return task


def test_it_waits_until_a_helper_is_no_longer_booked_elsewhere(
    helped, site, shop, ida, manager, dated, ask
):
    dated(site, shop)
    wanted = Wanted(shop, MONDAY, FRIDAY, WEEK, ida, firmness="hard")
    bookings.book(wanted, by=manager, at=AT)
    shown = ask()
    move = Move.objects.get()
    assert (move.task, move.to_start.date()) == (helped, NEXT)
    assert "because Ida is booked on Checkout until then" in shown


def test_what_a_helper_does_after_they_were_away_is_in_the_way_of_their_other_work(
    helped, make, site, shop, ida, manager, dated, ask
):
    absences.note(ida, Away(MONDAY, FRIDAY, "holiday", ""), by=manager, at=AT)
    lead = make.task(shop, "Concept", assignee=manager, duration_minutes=WEEK)
    basket = make.task(shop, "Basket", assignee=ida, duration_minutes=DAY)
    dependencies.link(lead, basket, by=manager, at=AT)
    dated(site, shop)
    basket.refresh_from_db()
    assert basket.schedule.start.date() == NEXT
    shown = ask()
    # Wireframes stays: one begins it today, and Ida does her part next week.
    move = Move.objects.get()
    assert (move.task, move.to_start.date()) == (basket, NEXT + timedelta(days=7))
    assert "because Ida is on “Wireframes”" in shown


def test_that_a_helper_is_away_at_first_moves_nothing(helped, site, ida, manager, dated, ask):
    absences.note(ida, Away(MONDAY, MONDAY, "holiday", ""), by=manager, at=AT)
    dated(site)
    assert "Nothing has to move" in ask()


def test_that_the_one_responsible_comes_after_a_helper_moves_nothing(
    helped, site, member, manager, dated, ask
):
    absences.note(member, Away(MONDAY, MONDAY, "holiday", ""), by=manager, at=AT)
    dated(site)
    assert "Nothing has to move" in ask()


# The reckoning itself, on plain values: three people, whose hours differ.

FULL = (((540, 1020),),) * 5 + ((), ())
PARTS = {1: FULL, 2: ((), ((600, 720),), (), ((540, 1020),), (), (), ()), 3: FULL}


@st.composite
def cases(draw):
    gone = {
        member: [
            Gone(MONDAY + timedelta(days=n), MONDAY + timedelta(days=n + draw(st.integers(0, 6))),
                 None)
            for n in draw(st.lists(st.integers(0, 20), max_size=2))
        ]
        for member in PARTS
    }  # fmt: skip
    hours = {
        member: OwnHours(PARTS[member], frozenset(), absences=tuple(gone[member]))
        for member in PARTS
    }
    jobs = []
    for pk in range(draw(st.integers(1, 7))):
        start = datetime.combine(MONDAY + timedelta(days=draw(st.integers(0, 10))), time(9))
        who, *others = draw(st.permutations([1, 2, 3]))
        beside = tuple((one, draw(st.sampled_from([30, 100])))
                       for one in others[: draw(st.integers(0, 2))])  # fmt: skip
        minutes = draw(st.integers(1, 12)) * 120
        jobs.append(
            Job(pk, start, start + timedelta(minutes=minutes), minutes,
                draw(st.sampled_from([50, 100])), who, stays=False, beside=beside)
        )  # fmt: skip
    links = [(one, one + 1) for one in range(len(jobs) - 1) if draw(st.integers(0, 3)) == 0]
    return Case(MONDAY, jobs, links, lambda member: hours.get(member, hours[1]), {})


def worked(case, member, start, minutes):
    """The slots in which somebody does so much work from a moment on, found day by day."""
    found, left, day = [], -(-minutes // SLOT), start.date()
    while left:
        for begin, end in case.hours(member).periods(day):
            for minute in range(begin, end, SLOT):
                at = datetime.combine(day, time()) + timedelta(minutes=minute)
                if at >= start and left:
                    found.append(at)
                    left -= 1
        day += timedelta(days=1)
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_nobody_works_on_more_than_they_can_and_what_waits_waits_for_all(case):
    found = repaired(case)
    assert broken(found.problem, found.answer) == ()
    used, done = Counter(), {}
    for job in case.jobs:
        start = found.start(job.pk)
        for member, share in job.shares.items():
            slots = worked(case, member, start, round(job.minutes))
            used.update({(member, at): share for at in slots})
            done[job.pk] = max(done.get(job.pk, start), slots[-1] + timedelta(minutes=SLOT))
    assert max(used.values()) <= WHOLE
    assert all(found.start(after) >= done[before] for before, after in case.links)
    assert all(case.moment(end) == done[job.pk]
               for job, end in zip(case.jobs, found.finishes, strict=True))  # fmt: skip
