"""Hours booked hard on a project are for its tasks: others' go into what is left of the week."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.accounts.readers import reader_for
from rapport.engine.levelling.checker import broken
from rapport.portfolio.case import Case, Job, Kept
from rapport.portfolio.models import Levelling, Move
from rapport.portfolio.queries.pieces import kept_hours
from rapport.portfolio.queries.who_could import who_could
from rapport.portfolio.repair import repaired
from rapport.projects.models import Helper
from rapport.resourcing.models import Booking
from rapport.resourcing.operations import bookings
from rapport.resourcing.operations.bookings import Wanted
from rapport.resourcing.own_hours import OwnHours, minutes_of
from tests.portfolio.conftest import AT, MONDAY, PAGE

DAY, WEEK = 480, 2400
SUNDAY = MONDAY + timedelta(days=6)
NEXT = MONDAY + timedelta(days=7)


@pytest.fixture
def book(manager, member):
    """`book(site, 40)` books so many hours of this week, hard."""

    def booked(project, hours, *, who=None, firmness="hard", last=SUNDAY):
        wanted = Wanted(project, MONDAY, last, hours * 60, who or member, firmness=firmness)
        return bookings.book(wanted, by=manager, at=AT)

    return booked


def test_a_task_waits_where_its_person_is_booked_elsewhere_and_says_so(
    make, site, shop, member, dated, book, ask
):
    task = make.task(shop, "Basket", assignee=member, duration_minutes=DAY)
    dated(site, shop)
    book(site, 40)
    shown = ask()
    move = Move.objects.get()
    assert (move.task, move.to_start.date()) == (task, NEXT)
    assert f"because {member.name} is booked on {site.name} until then" in shown
    assert "Hours booked hard on a project are kept for its tasks" in shown


def test_soft_bookings_and_those_of_the_own_project_move_nothing(
    make, site, shop, member, dated, book, ask
):
    make.task(shop, "Basket", assignee=member, duration_minutes=DAY)
    dated(site, shop)
    book(site, 40, firmness="soft")
    book(shop, 40)
    assert "Nothing has to move" in ask()


def test_what_the_plan_uses_of_booked_hours_is_not_kept_twice(
    make, site, shop, member, dated, book, ask
):
    make.task(site, "Wireframes", assignee=member, duration_minutes=WEEK // 2)
    make.task(shop, "Basket", assignee=member, duration_minutes=WEEK // 2)
    dated(site, shop)
    book(site, 20)
    ask()
    move = Move.objects.get()
    assert move.task.project == shop
    assert move.to_start.date() == MONDAY + timedelta(days=2)


def test_helping_on_a_project_uses_the_hours_booked_on_it(
    make, site, shop, member, dated, book, ask
):
    task = make.task(site, "Wireframes", assignee=make.member(), duration_minutes=WEEK // 2)
    Helper.objects.create(workspace=site.workspace, task=task, member=member, percent=100)
    make.task(shop, "Basket", assignee=member, duration_minutes=WEEK // 2)
    dated(site, shop)
    book(site, 20)
    ask()
    move = Move.objects.get()
    assert (move.task.project, move.to_start.date()) == (shop, MONDAY + timedelta(days=2))


def test_who_is_booked_twice_over_can_still_do_the_work_of_both(
    make, site, shop, member, dated, book, ask
):
    for project in (site, shop):
        make.task(project, "Work", assignee=member, duration_minutes=WEEK // 2)
        book(project, 40)
    dated(site, shop)
    ask()
    assert Levelling.objects.get().state == "done"
    assert Move.objects.get().to_start.date() == MONDAY + timedelta(days=2)


def test_a_changed_booking_makes_proposals_stale(
    make, site, shop, member, manager, dated, book, ask, browse
):
    make.task(shop, "Basket", assignee=member, duration_minutes=DAY)
    dated(site, shop)
    booking = book(site, 40)
    assert "Accept all" in ask()
    bookings.drop(booking, by=manager, at=AT)
    shown = browse(manager).get(PAGE).text
    assert "have changed since" in shown and "Accept all" not in shown


def test_accepted_the_task_begins_after_the_booking(
    make, site, shop, member, manager, dated, book, ask, browse
):
    task = make.task(shop, "Basket", assignee=member, duration_minutes=DAY)
    dated(site, shop)
    book(site, 40)
    ask()
    number = Levelling.objects.get().number
    browse(manager).post(f"{PAGE}{number}/acceptance/")
    task.refresh_from_db()
    assert task.schedule.start.date() == NEXT
    assert "Nothing has to move" in ask()


def test_who_could_counts_hours_booked_elsewhere_but_not_those_for_the_task_itself(
    make, site, shop, member, manager, dated, book, browse
):
    other = make.member(name="Teo")
    task = make.task(site, "Sketches", duration_minutes=2 * DAY)
    dated(site)
    book(shop, 40)
    book(site, 40, who=other)
    answer = who_could(task, reader_for(manager), role="", today=MONDAY)
    found = {one.member: one for one in answer.candidates}
    assert found[member.pk].chance.beside == NEXT + timedelta(days=1)
    assert found[other.pk].chance.beside == MONDAY + timedelta(days=1)
    assert found[other.pk].is_booked and not found[member.pk].is_booked
    page = f"/w/fernhill/projects/SITE/tasks/{task.number}/who/?asked=1&role="
    assert "booked on the project" in browse(manager).get(page).text


def test_a_task_in_booked_hours_makes_nothing_later_than_it_is(
    make, site, shop, member, manager, dated, book
):
    task = make.task(site, "Sketches", duration_minutes=2 * DAY)
    make.task(shop, "Basket", assignee=member, duration_minutes=WEEK)
    dated(site, shop)
    book(site, 40)
    answer = who_could(task, reader_for(manager), role="", today=MONDAY)
    [mine] = [one for one in answer.candidates if one.member == member.pk]
    assert mine.chance.beside == MONDAY + timedelta(days=1)
    assert mine.chance.is_free


def test_a_booking_of_the_project_holds_no_more_of_the_task_than_it_has(
    make, site, member, manager, dated, book
):
    task = make.task(site, "Sketches", duration_minutes=WEEK)
    dated(site)
    book(site, 10)
    answer = who_could(task, reader_for(manager), role="", today=MONDAY)
    [mine] = [one for one in answer.candidates if one.member == member.pk]
    assert mine.chance.beside == MONDAY + timedelta(days=4)


# The reckoning itself, on plain values.

HOURS = OwnHours((((540, 1020),),) * 5 + ((), ()), frozenset())
BOOKED, OTHER = 1, 2


@st.composite
def cases(draw):
    jobs = []
    for pk in range(draw(st.integers(1, 8))):
        start = MONDAY + timedelta(days=draw(st.sampled_from([0, 1, 2, 3, 4, 7, 8])))
        length = draw(st.integers(1, 3))
        begin = datetime.combine(start, time(9))
        jobs.append(
            Job(
                pk, begin, begin + timedelta(days=length - 1, hours=8), length * DAY, 100, 1,
                stays=False, project=draw(st.sampled_from([BOOKED, OTHER])),
            )
        )  # fmt: skip
    kept = [
        Kept(1, 1, BOOKED, MONDAY, MONDAY + timedelta(days=draw(st.integers(0, 20))), minutes)
        for minutes in draw(st.lists(st.sampled_from([300, 1200, 2400, 3000]), max_size=2))
    ]
    return Case(MONDAY, jobs, [], lambda member: HOURS, {}, kept)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_other_projects_get_no_more_of_a_week_than_bookings_leave(case):
    found = repaired(case)
    assert broken(found.problem, found.answer) == ()
    for week in range(12):
        monday = MONDAY + timedelta(days=7 * week)
        days = [monday + timedelta(days=n) for n in range(7)]
        there = sum(minutes_of(case.periods(1, day)) for day in days)
        last = max((one.last for one in case.kept), default=MONDAY - timedelta(days=1))
        most = sum(minutes_of(case.periods(1, day)) for day in days if day <= last)
        booked = sum(
            one.weekly_minutes * sum(one.first <= day <= one.last for day in days[:5]) / 5
            for one in case.kept
        )
        worked = sum(
            _worked(found, place, week)
            for place, job in enumerate(case.jobs)
            if job.project == OTHER
        )
        assert worked <= there - min(booked, most) + 1


def _worked(found, place, week):
    """Minutes that a task is worked on in a week of slots."""
    activity, slots = found.problem.activities[place], 7 * 96
    begin, end = found.answer.starts[place], found.finishes[place]
    periods = found.problem.calendars[activity.calendar]
    low, high = max(begin, week * slots), min(end, (week + 1) * slots)
    return 15 * sum(max(0, min(stop, high) - max(start, low)) for start, stop in periods)


def test_bookings_are_asked_for_once_however_many_they_are(
    make, site, shop, member, manager, workspace, django_assert_num_queries
):
    Booking.objects.bulk_create(
        Booking(
            workspace=workspace, number=n, project=site, member=member, first=MONDAY, last=SUNDAY,
            weekly_minutes=60, firmness="hard", created_at=AT,
        )
        for n in range(1, 301)
    )  # fmt: skip
    with django_assert_num_queries(1):
        assert len(kept_hours(today=MONDAY, until=SUNDAY)) == 300
