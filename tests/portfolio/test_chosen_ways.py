"""Proposals to do a task in another way, where something due would be late."""

from datetime import datetime, time, timedelta

import pytest

from rapport.portfolio import choosing
from rapport.portfolio.case import Case, Job, Option
from rapport.portfolio.models import Levelling, Move, Way
from rapport.portfolio.operations import ways
from rapport.portfolio.operations.ways import NewWay
from rapport.projects.models import Task
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.resourcing.own_hours import OwnHours
from tests.portfolio.conftest import AT, MONDAY, PAGE

DAY, WEEK = 480, 2400


@pytest.fixture
def late(make, site, member, manager, dated):
    """A task of a week that is promised for its third day."""
    task = make.task(site, "Basket", assignee=member, duration_minutes=WEEK)
    dated(site)
    day = MONDAY + timedelta(days=2)
    making.make(NewPromise(site.client, "Basket", day, site, task=task), by=manager, at=AT)
    return task


@pytest.fixture
def others(late, manager):
    new = NewWay("subcontract", 2 * DAY, price=250_000, what="Pixel Ltd")
    return ways.note(late, new, by=manager, at=AT)


def undo_of(answer):
    return str(list(answer.context["messages"])[0].extra_tags).split("undo=")[1]


def is_now(task):
    row = Task.objects.get(pk=task.pk)
    return row.duration_minutes, row.work_minutes, row.assignee_id


def test_a_way_that_makes_less_late_is_proposed_with_its_price_and_days(late, others, ask):
    shown = " ".join(ask().split())
    move = Move.objects.get()
    assert (move.task, move.way, move.days, move.ties) == (late, others, 2, False)
    assert "Basket (Northwind site): Given to others (Pixel Ltd), done " in shown
    assert "2 days less are late then · takes 2 days · €2,500" in shown
    assert "promised: Basket" in shown and "will be late" not in shown


def test_accepted_the_task_is_done_so_and_undo_takes_it_back(
    late, others, ask, browse, manager, member
):
    ask()
    number, browser = Levelling.objects.get().number, browse(manager)
    answer = browser.post(f"{PAGE}{number}/acceptance/", follow=True)
    assert "1 proposal accepted." in answer.text and "have changed since" not in answer.text
    assert is_now(late) == (2 * DAY, 0, None)
    assert Way.objects.get().taken_at
    browser.post(undo_of(answer))
    assert is_now(late) == (WEEK, None, member.pk)
    assert Way.objects.get().taken_at is None
    assert "have changed since" not in browser.get(PAGE).text


def test_the_cheaper_of_two_that_help_as_much_is_proposed(late, others, manager, ask):
    cheaper = ways.note(late, NewWay("crash", 2 * DAY, 8 * DAY, 60_000), by=manager, at=AT)
    ask()
    assert Move.objects.get().way == cheaper


def test_nothing_is_paid_for_where_nothing_is_late(make, site, member, manager, dated, ask):
    task = make.task(site, "Basket", assignee=member, duration_minutes=WEEK)
    dated(site)
    ways.note(task, NewWay("overtime", DAY, WEEK, 100), by=manager, at=AT)
    assert "Nothing has to move" in ask()


def test_a_way_that_buys_no_day_or_is_in_the_bin_is_not_proposed(late, others, manager, ask):
    ways.note(late, NewWay("overtime", WEEK, WEEK, 100), by=manager, at=AT)
    ways.delete(others, by=manager, at=AT)
    assert "Nothing has to move" in ask()


def test_a_changed_price_makes_proposals_stale(late, others, ask, browse, manager):
    ask()
    Way.objects.update(price=1)
    assert "have changed since" in browse(manager).get(PAGE).text


def test_who_sees_no_money_sees_the_proposal_without_its_price(late, others, ask, browse, member):
    ask()
    shown = browse(member).get(PAGE).text
    assert "Pixel Ltd" in shown and "€" not in shown


# The reckoning itself, on plain values.

HOURS = OwnHours((((540, 1020),),) * 5 + ((), ()), frozenset())


def test_a_way_is_taken_only_where_it_still_helps_beside_those_taken_before():
    begin = datetime.combine(MONDAY, time(9))
    end = begin + timedelta(days=1, hours=8)
    due = MONDAY + timedelta(days=2)
    jobs = [Job(pk, begin, end, 2 * DAY, 100, 1, stays=False, due=due, slack=pk) for pk in (1, 2)]
    options = {1: [Option(10, DAY, DAY, 500, True)], 2: [Option(20, DAY, DAY, 900, True)]}
    case = Case(MONDAY, jobs, [], lambda member: HOURS, {}, options=options)
    found = choosing.chosen(case)
    assert {pk: one.option.way for pk, one in found.items()} == {1: 10}
    assert found[1].days == 1
