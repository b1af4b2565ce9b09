"""Proposals over all projects: few moves, each with its reason, accepted one by one or all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.accounts.readers import reader_for
from rapport.engine.levelling.checker import broken
from rapport.events.models import Event
from rapport.lib.roles import Role
from rapport.planning.models import ScheduleRow
from rapport.planning.operations import timings
from rapport.portfolio.case import Case, Job
from rapport.portfolio.load import Span
from rapport.portfolio.models import Levelling, Move
from rapport.portfolio.queries.capacity import heat_map
from rapport.portfolio.repair import repaired
from rapport.projects.models import Dependency, Helper, Task
from rapport.projects.operations import dependencies, progress, tasks
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.resourcing.operations import absences, shares
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.shares import Share
from rapport.resourcing.own_hours import OwnHours
from tests.portfolio.conftest import AT, MONDAY, PAGE

DAY, WEEK = 480, 2400
FAR = datetime(2064, 5, 5, 9, tzinfo=UTC)


@pytest.fixture
def ask(ask):
    """Ask on the page and let the worker answer; the levelling comes back."""

    def asked():
        ask()
        return Levelling.objects.latest("number")

    return asked


@pytest.fixture
def twice(make, site, shop, member, dated):
    """Two tasks of a week for one person at the same time."""
    first = make.task(site, "Wireframes", assignee=member, duration_minutes=WEEK)
    second = make.task(shop, "Basket", assignee=member, duration_minutes=WEEK)
    dated(site, shop)
    return first, second


def _starts(*found):
    rows = ScheduleRow.objects.filter(task__in=found).order_by("task")
    return [row.start.date() for row in rows]


def test_work_of_another_decade_does_not_stand_in_the_way_of_an_answer(
    twice, ask, make, client_company, dated
):
    far = make.project(client_company, "Dam", key="DAM", starts_on=MONDAY)
    make.task(far, "Pour", duration_minutes=DAY, constraint="SNET", constraint_at=FAR)
    make.task(far, "Cure", duration_minutes=9 * 52 * WEEK)
    dated(far)
    levelling = ask()
    assert levelling.state == Levelling.State.DONE
    assert [move.task_id for move in Move.objects.all()] in [[one.pk] for one in twice]


def test_one_of_two_at_once_is_proposed_to_wait_and_says_why(twice, ask, browse, manager, member):
    levelling = ask()
    [move] = Move.objects.all()
    assert levelling.state == "done"
    assert (move.to_start.date() - move.start.date()).days == 7
    shown = browse(manager).get(f"{PAGE}{levelling.number}/").text
    other = next(task for task in twice if task != move.task)
    assert f"because {member.name} is on “{other.name}” ({other.project.name}) until then" in shown
    assert "no order could end sooner" in shown
    assert _starts(*twice) == [MONDAY, MONDAY]


def test_accepting_moves_the_task_and_undo_brings_it_back(twice, ask, browse, manager):
    levelling, browser = ask(), browse(manager)
    move = Move.objects.get()
    answer = browser.post(f"{PAGE}{levelling.number}/moves/{move.pk}/acceptance/", follow=True)
    assert "accepted" in answer.text
    assert sorted(_starts(*twice)) == [MONDAY, MONDAY + timedelta(days=7)]
    undo = str(list(answer.context["messages"])[0].extra_tags).split("undo=")[1]
    assert browser.post(undo).status_code == 302
    assert _starts(*twice) == [MONDAY, MONDAY]
    move.task.refresh_from_db()
    assert (move.task.constraint, move.task.constraint_at) == (Task.Constraint.ASAP, None)
    # What was taken back can be accepted again: nothing else changed.
    browser.post(f"{PAGE}{levelling.number}/acceptance/")
    assert sorted(_starts(*twice)) == [MONDAY, MONDAY + timedelta(days=7)]
    verbs = Event.objects.in_workspace(levelling.workspace_id).values_list("verb", flat=True)
    assert list(verbs).count("levelling.moves_accepted") == 2


def test_after_accepting_all_nobody_is_over_booked(
    make, site, shop, member, dated, ask, browse, manager, workspace
):
    for n in range(3):
        make.task(site, f"S{n}", assignee=member, duration_minutes=2 * DAY)
        make.task(shop, f"P{n}", assignee=member, duration_minutes=DAY)
    dated(site, shop)
    span = Span(MONDAY, MONDAY, 8)

    def late():
        line = heat_map(reader_for(manager), workspace, span).line(str(member.pk))
        return [week.is_over for week in line.weeks]

    assert any(late())
    levelling = ask()
    browse(manager).post(f"{PAGE}{levelling.number}/acceptance/")
    assert not any(late())


def test_who_helps_cannot_be_in_two_places_and_is_named(
    make, site, shop, member, manager, dated, ask, browse
):
    other = make.member(name="Teo")
    task = make.task(site, "Wireframes", assignee=member, duration_minutes=WEEK)
    Helper.objects.create(workspace=site.workspace, task=task, member=other, percent=100)
    make.task(shop, "Basket", assignee=other, duration_minutes=WEEK)
    dated(site, shop)
    levelling = ask()
    assert (Move.objects.get().to_start.date() - MONDAY).days == 7
    shown = browse(manager).get(f"{PAGE}{levelling.number}/").text
    assert "because Teo is on “" in shown and f"because {member.name}" not in shown


def test_a_promised_task_keeps_its_day_and_the_other_waits(twice, ask, manager, site, shop):
    for project, task in ((shop, twice[1]),):
        new = NewPromise(project.client, "Basket", MONDAY + timedelta(days=4), project, task=task)
        making.make(new, by=manager, at=AT)
    ask()
    assert Move.objects.get().task == twice[0]


def test_touched_promises_are_named_with_their_days(twice, ask, browse, manager, site, shop):
    promises = [
        making.make(
            NewPromise(project.client, f"Promise of {project.name}", day, project, task=task),
            by=manager, at=AT,
        )
        for project, task, day in (
            (site, twice[0], MONDAY + timedelta(days=4)),
            (shop, twice[1], MONDAY + timedelta(days=8)),
        )
    ]  # fmt: skip
    levelling = ask()
    [touch] = levelling.touches
    assert touch[0] == promises[1].pk
    assert date.fromisoformat(touch[2]) == MONDAY + timedelta(days=11)
    shown = browse(manager).get(f"{PAGE}{levelling.number}/").text
    assert "promised: Promise of Checkout" in shown
    assert "will be late" in shown


def test_what_has_begun_or_is_tied_to_a_date_stays(twice, ask, manager, make, site, member, dated):
    progress.set_percent(twice[1], 10, by=manager, at=AT)
    ask()
    assert Move.objects.get().task == twice[0]


def test_what_whoever_is_away_would_do_begins_when_they_are_back_without_a_proposal(
    make, site, member, dated, ask
):
    task = make.task(site, "Wireframes", assignee=member, duration_minutes=DAY)
    absences.note(member, Away(MONDAY, MONDAY + timedelta(days=2)), by=member, at=AT)
    dated(site)
    ask()
    assert _starts(task) == [MONDAY + timedelta(days=3)] and not Move.objects.exists()


def test_a_task_that_heeds_nobodys_hours_is_proposed_to_wait_for_who_is_away(
    make, site, member, dated, ask, browse, manager
):
    task = make.task(site, "Wireframes", assignee=member, duration_minutes=DAY)
    timings.ignore_people(task, by=manager, at=AT)
    dated(site)
    absences.note(member, Away(MONDAY, MONDAY + timedelta(days=2)), by=member, at=AT)
    levelling = ask()
    move = Move.objects.get()
    assert (move.task, move.to_start.date()) == (task, MONDAY + timedelta(days=3))
    shown = browse(manager).get(f"{PAGE}{levelling.number}/").text
    assert f"because {member.name} is not there before" in shown


def test_who_waits_for_a_moved_task_follows_without_being_told(
    twice, ask, make, site, shop, dated, manager
):
    after = [
        make.task(project, "Afterwards", duration_minutes=DAY, assignee=None)
        for project in (site, shop)
    ]
    for first, then in zip(twice, after, strict=True):
        dependencies.link(first, then, by=manager, at=AT)
    levelling = ask()
    assert Move.objects.count() == 1
    assert levelling.follow == 1


def test_where_everything_fits_nothing_has_to_move(make, site, member, dated, ask, browse, manager):
    make.task(site, "Alone", assignee=member, duration_minutes=WEEK)
    dated(site)
    levelling = ask()
    assert "Nothing has to move" in browse(manager).get(f"{PAGE}{levelling.number}/").text


def test_without_plans_nothing_has_to_move(ask, browse, manager):
    levelling = ask()
    assert levelling.state == "done"
    assert "Nothing has to move" in browse(manager).get(PAGE).text


@pytest.mark.parametrize("what", ["plan", "assignment", "absence", "share"])
def test_proposals_are_stale_when_plans_or_hours_changed(
    twice, ask, browse, manager, member, make, what
):
    levelling = ask()
    if what == "plan":
        tasks.set_duration(twice[0], DAY, by=manager, at=AT)
    elif what == "assignment":
        Task.objects.filter(pk=twice[0].pk).update(assignee=make.member())
    elif what == "absence":
        absences.note(member, Away(MONDAY, MONDAY), by=member, at=AT)
    else:
        shares.say(member, Share([1, 2]), by=manager, at=AT)
    browser, page = browse(manager), f"{PAGE}{levelling.number}/"
    shown = browser.get(page).text
    assert "have changed since" in shown
    assert "Accept all" not in shown
    answer = browser.post(f"{page}acceptance/", follow=True)
    assert "Ask anew." in answer.text
    assert not Move.objects.exclude(accepted_at=None).exists()


def test_one_accepted_move_leaves_the_others_as_good_as_they_were(
    make, site, shop, member, dated, ask, browse, manager
):
    for project in (site, shop):
        for n in range(2):
            make.task(project, f"T{n}", assignee=member, duration_minutes=WEEK)
    dated(site, shop)
    levelling = ask()
    first, *rest = Move.objects.order_by("to_start")
    browser = browse(manager)
    browser.post(f"{PAGE}{levelling.number}/moves/{first.pk}/acceptance/")
    assert "Accept all" in browser.get(f"{PAGE}{levelling.number}/").text
    browser.post(f"{PAGE}{levelling.number}/acceptance/")
    assert Move.objects.exclude(accepted_at=None).count() == 1 + len(rest)


def test_asking_twice_works_it_out_once(twice, browse, manager, run_jobs):
    browser = browse(manager)
    browser.post(f"{PAGE}new/")
    browser.post(f"{PAGE}new/")
    assert "One moment" in browser.get(PAGE).text
    run_jobs()
    assert Levelling.objects.count() == 1


def test_thrown_away_it_can_come_back(twice, ask, browse, manager):
    levelling = ask()
    browser = browse(manager)
    browser.post(f"{PAGE}{levelling.number}/binning/")
    assert "Nothing asked yet" in browser.get(PAGE).text
    browser.post(f"/w/fernhill/settings/bin/levelling/{levelling.pk}/restoration/")
    assert browser.get(f"{PAGE}{levelling.number}/").status_code == 200


def test_members_look_and_only_managers_ask_or_accept(twice, ask, browse, member, make):
    levelling = ask()
    browser = browse(member)
    shown = browser.get(f"{PAGE}{levelling.number}/").text
    assert "Accept" not in shown
    assert browser.post(f"{PAGE}new/").status_code == 403
    assert browser.post(f"{PAGE}{levelling.number}/acceptance/").status_code == 403
    assert browse(make.member(Role.GUEST)).get(PAGE).status_code == 403


def test_links_of_all_kinds_are_kept(make, site, shop, member, dated, ask, browse, manager):
    blocker = make.task(shop, "Blocker", assignee=member, duration_minutes=WEEK)
    first = make.task(site, "First", assignee=member, duration_minutes=WEEK)
    beside = make.task(site, "Beside", duration_minutes=DAY)
    dated(site, shop)
    new = NewPromise(shop.client, "Soon", MONDAY + timedelta(days=4), shop, task=blocker)
    making.make(new, by=manager, at=AT)
    dependencies.link(first, beside, kind="SS", by=manager, at=AT)
    levelling = ask()
    browse(manager).post(f"{PAGE}{levelling.number}/acceptance/")
    week = MONDAY + timedelta(days=7)
    assert _starts(first, beside) == [week, week]
    assert levelling.follow == 1


def test_tasks_that_wait_for_each_other_break_nothing(twice, ask, make, site, dated, manager):
    moments = [make.task(site, f"M{n}", is_milestone=True, duration_minutes=0) for n in range(3)]
    long = [make.task(site, f"L{n}", duration_minutes=DAY) for n in range(2)]
    for ring in (moments, long):
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            Dependency.objects.create(
                workspace=site.workspace, project=site, predecessor=one, successor=other
            )
    dated(site)
    assert ask().state == "done"
    assert Move.objects.count() == 1


def test_an_answer_that_never_came_can_be_asked_for_again(twice, browse, manager, make):
    Levelling.objects.create(
        workspace=make.workspace, number=99, asked_at=AT - timedelta(minutes=16)
    )
    browser = browse(manager)
    assert "Ask anew" in browser.get(PAGE).text
    browser.post(f"{PAGE}new/")
    assert Levelling.objects.count() == 2


def test_the_page_asks_as_often_for_many_moves_as_for_one(
    twice,
    ask,
    browse,
    manager,
    make,
    site,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    levelling, browser = ask(), browse(manager)
    page = f"{PAGE}{levelling.number}/"
    browser.get(page)
    with django_assert_max_num_queries(40) as few:
        browser.get(page)
    made = Task.objects.bulk_create(
        Task(
            workspace=make.workspace,
            project=site,
            number=n,
            name=f"Task {n}",
            created_at=AT,
            state="done",
        )
        for n in range(2, 1002)
    )
    Move.objects.bulk_create(
        Move(
            workspace=make.workspace, levelling=levelling, task=task, start=AT, finish=AT,
            to_start=AT, to_finish=AT, why="busy", other=twice[0],
        )
        for task in made
    )  # fmt: skip
    with django_assert_num_queries(len(few)):
        assert "1–50 of 1,001" in browser.get(page).text


# The reckoning itself, on plain values.

HOURS = OwnHours((((540, 1020),),) * 5 + ((), ()), frozenset())


@st.composite
def cases(draw):
    count = draw(st.integers(1, 8))
    jobs = []
    for pk in range(count):
        day, length = draw(st.integers(0, 9)), draw(st.integers(1, 3))
        start = MONDAY + timedelta(days=day + (2 if day > 4 else 0))
        begin = _at(start)
        due = draw(st.none() | st.integers(0, 20))
        jobs.append(
            Job(
                pk, begin, begin + timedelta(days=length - 1, hours=8), length * DAY,
                draw(st.sampled_from([40, 100])), draw(st.sampled_from([None, 1, 2])),
                stays=False, due=None if due is None else MONDAY + timedelta(days=due),
            )
        )  # fmt: skip
    links = [
        (one, other)
        for other in range(count)
        for one in range(other)
        if draw(st.integers(0, 4)) == 0
    ]
    return Case(MONDAY, jobs, links, lambda member: HOURS, {})


def _at(day):
    return AT.replace(tzinfo=None, hour=9, year=day.year, month=day.month, day=day.day)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_nobody_is_asked_for_more_than_they_are_and_nothing_begins_sooner(case):
    found = repaired(case)
    assert broken(found.problem, found.answer) == ()
    for job in case.jobs:
        assert found.start(job.pk) >= job.start
        assert found.why(job.pk)[0] in ("busy", "waits", "away")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_what_was_levelled_needs_no_levelling(case):
    found = repaired(case)
    there = [
        Job(
            job.pk, found.start(job.pk), found.start(job.pk), job.minutes, job.share, job.member,
            stays=False, due=job.due,
        )
        for job in case.jobs
    ]  # fmt: skip
    assert not repaired(Case(MONDAY, there, case.links, case.hours, {})).moved()
