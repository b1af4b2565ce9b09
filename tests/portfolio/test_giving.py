"""Proposals to give a task to somebody else who has the skills it asks for."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.accounts.models import Member
from rapport.engine.levelling.checker import broken
from rapport.lib.roles import Role
from rapport.portfolio import giving
from rapport.portfolio.case import Case, Job
from rapport.portfolio.giving import Given
from rapport.portfolio.models import Levelling, Move
from rapport.portfolio.repair import Reason, repaired, tried
from rapport.projects.models import Task
from rapport.projects.operations import hands
from rapport.resourcing.models import Level
from rapport.resourcing.operations import absences, bookings, levels, skills
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.bookings import Wanted
from rapport.resourcing.own_hours import OwnHours
from tests.portfolio.conftest import AT, MONDAY, PAGE

DAY, WEEK = 480, 2400
NEXT = MONDAY + timedelta(days=7)


@pytest.fixture
def figma(manager):
    return skills.add("Figma", by=manager, at=AT)


@pytest.fixture
def teo(make):
    return make.member(name="Teo")


@pytest.fixture
def can(manager, figma):
    """`can(teo, 2)`: this person has the skill at a level."""
    return lambda person, level: levels.say(person, {figma.pk: level}, by=manager, at=AT)


@pytest.fixture
def twice(make, site, shop, member, manager, dated, figma):
    """Two tasks of a week for one person at the same time; the second asks for a skill."""
    first = make.task(site, "Wireframes", assignee=member, duration_minutes=WEEK)
    second = make.task(shop, "Basket", assignee=member, duration_minutes=WEEK)
    levels.ask(second, figma, Level.GOOD, by=manager, at=AT)
    dated(site, shop)
    return first, second


def undo_of(answer):
    return str(list(answer.context["messages"])[0].extra_tags).split("undo=")[1]


def hands_of(task):
    return Task.objects.get(pk=task.pk).assignee


def test_a_task_is_proposed_to_who_has_the_skills_and_time(twice, ask, teo, can, member):
    can(teo, Level.GOOD)
    shown = ask()
    [move] = Move.objects.all()
    assert (move.task, move.give_to, move.taken_from, move.ties) == (twice[1], teo, member, False)
    assert "Basket (Checkout): give it to Teo, " in " ".join(shown.split())
    assert f"because {member.name} is on “Wireframes” (Northwind site) until then" in shown
    assert "It asks for: Figma (good)" in shown


def test_accepted_they_have_it_and_undo_gives_it_back(
    twice, ask, teo, can, member, browse, manager
):
    can(teo, Level.EXPERT)
    ask()
    number, browser = Levelling.objects.get().number, browse(manager)
    move = Move.objects.get()
    answer = browser.post(f"{PAGE}{number}/moves/{move.pk}/acceptance/", follow=True)
    assert "1 proposal accepted." in answer.text and "have changed since" not in answer.text
    assert hands_of(twice[1]) == teo
    assert f"because {member.name} is on" in answer.text
    assert browser.post(undo_of(answer)).status_code == 302
    assert hands_of(twice[1]) == member
    assert "have changed since" not in browser.get(PAGE).text
    browser.post(f"{PAGE}{number}/acceptance/")
    assert hands_of(twice[1]) == teo
    assert "Nothing has to move" in ask()


def test_one_accepted_leaves_the_other_proposals_as_good_as_they_were(
    twice, ask, teo, can, make, site, browse, manager, dated
):
    other = make.member(name="Una")
    for n in range(2):
        make.task(site, f"U{n}", assignee=other, duration_minutes=WEEK)
    dated(site)
    can(teo, Level.GOOD)
    ask()
    number = Levelling.objects.get().number
    given_away = Move.objects.exclude(give_to=None).get()
    browser = browse(manager)
    browser.post(f"{PAGE}{number}/moves/{given_away.pk}/acceptance/")
    assert "Accept all" in browser.get(PAGE).text
    browser.post(f"{PAGE}{number}/acceptance/")
    assert not Move.objects.filter(accepted_at=None).exists()


@pytest.mark.parametrize("level", [None, Level.BASICS])
def test_who_cannot_do_it_well_enough_is_not_proposed(twice, ask, teo, can, level):
    if level:
        can(teo, level)
    ask()
    move = Move.objects.get()
    assert move.give_to is None and move.to_start.date() == NEXT


def test_neither_guests_nor_viewers_nor_who_left_are_proposed(twice, ask, make, can, member):
    for person in (make.member(Role.GUEST), make.member(Role.VIEWER)):
        can(person, Level.GOOD)
    left = make.member()
    can(left, Level.GOOD)
    Member.objects.filter(pk=left.pk).update(deactivated_at=AT)
    ask()
    assert Move.objects.get().give_to is None


def test_who_is_away_or_as_busy_or_booked_elsewhere_is_not_proposed(
    twice, ask, make, teo, can, site, shop, manager, dated
):
    away, busy = make.member(name="Una"), make.member(name="Vic")
    for person in (teo, away, busy):
        can(person, Level.GOOD)
    absences.note(away, Away(MONDAY, MONDAY + timedelta(days=20)), by=manager, at=AT)
    wanted = Wanted(site, MONDAY, MONDAY + timedelta(days=20), WEEK, teo, firmness="hard")
    bookings.book(wanted, by=manager, at=AT)
    make.task(site, "Busy", assignee=busy, duration_minutes=3 * WEEK)
    dated(site)
    ask()
    assert Move.objects.get().give_to is None


def test_a_task_that_asks_for_nothing_is_not_given_away(twice, ask, teo, can, figma, manager):
    can(teo, Level.GOOD)
    levels.ask(twice[1], figma, None, by=manager, at=AT)
    ask()
    assert Move.objects.get().give_to is None


def test_a_changed_skill_makes_proposals_stale(twice, ask, teo, can, browse, manager):
    can(teo, Level.GOOD)
    ask()
    can(teo, Level.BASICS)
    assert "have changed since" in browse(manager).get(PAGE).text


def test_taken_back_a_task_that_somebody_else_was_given_since_stays(
    twice, ask, teo, can, browse, manager, make
):
    can(teo, Level.GOOD)
    ask()
    number = Levelling.objects.get().number
    browser, third = browse(manager), make.member()
    browser.post(f"{PAGE}{number}/acceptance/")
    hands.assign(Task.objects.get(pk=twice[1].pk), third, by=manager, at=AT)
    browser.post(f"{PAGE}{number}/taking-back/")
    assert hands_of(twice[1]) == third


# The reckoning itself, on plain values.

HOURS = OwnHours((((540, 1020),),) * 5 + ((), ()), frozenset())


@st.composite
def cases(draw):
    jobs = []
    for pk in range(draw(st.integers(1, 8))):
        begin = datetime.combine(MONDAY + timedelta(days=draw(st.integers(0, 4))), time(9))
        length = draw(st.integers(1, 3))
        due = draw(st.none() | st.integers(0, 9))
        jobs.append(
            Job(
                pk, begin, begin + timedelta(days=length - 1, hours=8), length * DAY, 100,
                draw(st.sampled_from([1, 2])), stays=False,
                due=None if due is None else MONDAY + timedelta(days=due),
            )
        )  # fmt: skip
    asking = draw(st.sets(st.sampled_from(range(len(jobs)))))
    able = {pk: draw(st.frozensets(st.sampled_from([1, 2, 3]))) for pk in asking}
    return Case(MONDAY, jobs, [], lambda member: HOURS, {}, able=able)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_only_who_is_able_is_given_work_and_only_where_that_spares_something(case):
    before = repaired(case)
    found = giving.given(before)
    assert giving.unable(case, found) == []
    jobs = [
        replace(job, member=found[job.pk].member) if job.pk in found else job for job in case.jobs
    ]
    after = tried(replace(case, jobs=jobs))
    assert broken(after.problem, after.answer) == ()
    if found:
        assert giving.cost(after, len(found)) < giving.cost(tried(case), 0)


def test_who_helps_and_is_given_the_task_does_not_help_beside_themselves():
    job = Job(1, datetime.combine(MONDAY, time(9)), datetime.combine(MONDAY, time(17)), DAY, 100, 1,
              stays=False, beside=((2, 50), (3, 20)))  # fmt: skip
    assert job.given_to(2).shares == {2: 100, 3: 20}


def test_the_checker_refuses_who_lacks_a_skill():
    job = Job(1, datetime.combine(MONDAY, time(9)), datetime.combine(MONDAY, time(17)), DAY, 100, 1,
              stays=False)  # fmt: skip
    case = Case(MONDAY, [job], [], lambda member: HOURS, {}, able={1: frozenset({2})})
    given_to = {who: Given(who, Reason("away"), job.start) for who in (2, 3)}
    assert giving.unable(case, {1: given_to[2]}) == []
    assert giving.unable(case, {1: given_to[3]}) == [1]
    assert giving.unable(replace(case, able={}), {1: given_to[2]}) == [1]
