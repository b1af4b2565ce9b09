"""The heat map: what stands on people's weeks, and what of it cannot be done in time."""

from datetime import date, timedelta

import pytest

from rapport.accounts.readers import reader_for
from rapport.lib.visibility import Turn
from rapport.portfolio.load import Span
from rapport.portfolio.queries.capacity import heat_map
from rapport.projects.models import Helper, Task
from rapport.resourcing.models import Booking
from rapport.resourcing.operations import absences, bookings, levels, shares, skills
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.bookings import Wanted
from rapport.resourcing.operations.shares import Share
from tests.portfolio.conftest import AT, MONDAY

PAGE = "/w/fernhill/capacity/"
DAY, WEEK = 480, 2400
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def look(manager, workspace):
    """The weeks of a member as they are reckoned."""

    def weeks(member, weeks=4):
        heat = heat_map(reader_for(manager), workspace, Span(MONDAY, MONDAY, weeks))
        return heat.line(str(member.pk)).weeks

    return weeks


def _tasks(make, project, member, *minutes, **fields):
    return [
        make.task(project, f"Task {n}", assignee=member, duration_minutes=one, **fields)
        for n, one in enumerate(minutes)
    ]


def test_work_stands_where_the_plan_puts_it(make, site, member, dated, look):
    _tasks(make, site, member, 2 * WEEK)
    dated(site)
    shown = look(member)
    assert [round(week.hard) for week in shown] == [WEEK, WEEK, 0, 0]
    assert [week.capacity for week in shown] == [WEEK] * 4
    assert not any(week.is_over for week in shown)


def test_only_what_is_left_of_a_task_counts(make, site, member, dated, look):
    _tasks(make, site, member, WEEK, percent_complete=75)
    _tasks(make, site, member, WEEK, work_minutes=600)
    done = _tasks(make, site, member, WEEK, state=Task.State.DONE, percent_complete=100)
    dated(site)
    assert done
    assert round(look(member)[0].hard) == WEEK / 4 + 600


def test_two_days_of_work_on_one_day_are_too_much_whatever_the_week_holds(
    make, site, shop, member, dated, look, browse, manager
):
    _tasks(make, site, member, DAY)
    _tasks(make, shop, member, DAY)
    dated(site, shop)
    week = look(member)[0]
    # Two days of five; by Tuesday both are done, so the week as a whole is fine.
    assert not week.is_over
    assert "Nobody is over-booked" in browse(manager).get(PAGE).text


def test_a_week_is_too_full_when_what_is_due_cannot_be_done_until_then(
    make, site, shop, member, dated, browse, manager, look
):
    _tasks(make, site, member, WEEK)
    _tasks(make, shop, member, DAY)
    dated(site, shop)
    first, second = look(member)[:2]
    assert (round(first.late), round(second.late)) == (DAY, 0)
    page = browse(manager).get(PAGE).text
    assert "Nobody is over-booked" not in page
    assert "8 hr too much" in page
    cell = browse(manager).get(f"{PAGE}week/?week=2026-W10&who={member.pk}").text
    assert "48 hr of work are due by the end of this week, and 40 hr fit until then: 8 hr" in cell
    assert f"/w/fernhill/projects/SITE/tasks/{1}/" in cell


def test_more_than_a_week_holds_is_fine_if_some_of_it_can_wait(
    make, site, shop, member, dated, look, browse, manager
):
    _tasks(make, site, member, WEEK)
    _tasks(make, shop, member, 4 * WEEK, work_minutes=WEEK + 2 * DAY)
    dated(site, shop)
    first = look(member)[0]
    assert first.load > first.capacity
    assert not first.is_over
    cell = browse(manager).get(f"{PAGE}week/?week=2026-W10&who={member.pk}").text
    assert "it fits: some of it can wait" in cell


def test_who_is_away_has_no_capacity_and_work_then_is_too_much(make, site, member, dated, look):
    _tasks(make, site, member, WEEK)
    dated(site)
    absences.note(member, Away(MONDAY, FRIDAY), by=member, at=AT)
    week = look(member)[0]
    assert (week.capacity, round(week.late)) == (0, WEEK)


def test_part_time_counts(make, site, member, manager, dated, look):
    _tasks(make, site, member, WEEK)
    dated(site)
    shares.say(member, Share([1, 2], 12 * 60), by=manager, at=AT)
    week = look(member)[0]
    assert (week.capacity, round(week.late)) == (720, WEEK - 720)


def test_booked_hours_hold_the_tasks_of_their_project(
    make, site, shop, member, manager, dated, look
):
    _tasks(make, site, member, WEEK, work_minutes=600)
    dated(site)
    for project in (site, shop):
        wanted = Wanted(project, MONDAY, FRIDAY, 1200, member=member, firmness="hard")
        bookings.book(wanted, by=manager, at=AT)
    # 10 hours of tasks within 20 booked, and 20 booked elsewhere.
    assert round(look(member)[0].hard) == 2400


def test_soft_bookings_count_apart(make, site, member, manager, dated, look, browse):
    _tasks(make, site, member, WEEK)
    dated(site)
    other = make.project(site.client, "Maybe", key="MAY", starts_on=MONDAY)
    bookings.book(Wanted(other, MONDAY, FRIDAY, 600, member=member), by=manager, at=AT)
    week = look(member)[0]
    assert (week.is_over, week.would_be_over, round(week.soft)) == (False, True, 600)
    assert "too full with soft ones" in browse(manager).get(PAGE).text


def test_a_booking_of_part_of_a_week_counts_in_part(make, site, member, manager, look):
    wanted = Wanted(
        site, MONDAY + timedelta(days=3), MONDAY + timedelta(days=8), 1000, member=member,
        firmness="hard",
    )  # fmt: skip
    bookings.book(wanted, by=manager, at=AT)
    assert [round(week.hard) for week in look(member)[:3]] == [400, 400, 0]


def test_roles_pool_their_people_and_wait_for_who_is_missing(
    make, site, member, manager, dated, workspace, browse
):
    other = make.member(name="Second designer")
    for person in (member, other):
        shares.say(person, Share(role="Designer"), by=manager, at=AT)
    _tasks(make, site, member, WEEK)
    _tasks(make, site, member, WEEK)
    dated(site)
    bookings.book(
        Wanted(site, MONDAY, FRIDAY, 300, role="designer", firmness="hard"), by=manager, at=AT
    )
    heat = heat_map(reader_for(manager), workspace, Span(MONDAY, MONDAY, 2))
    assert round(heat.line(str(member.pk)).weeks[0].late) == WEEK
    [role] = heat.roles
    assert (role.weeks[0].capacity, round(role.weeks[0].late)) == (2 * WEEK, 300)
    shown = browse(manager).get(f"{PAGE}?by=role").text
    assert "By person" in shown
    assert "5 hr too much" in shown


def test_only_those_with_a_skill_are_shown_and_all_of_them_together(
    make, site, member, manager, dated, browse
):
    other, skill = make.member(name="Teo"), skills.add("Figma", by=manager, at=AT)
    assert "Nobody can do that" in browse(manager).get(f"{PAGE}?skill={skill.number}").text
    for person in (member, other):
        levels.say(person, {skill.pk: 2}, by=manager, at=AT)
    make.task(site, "Sketches", assignee=member, duration_minutes=DAY)
    dated(site)
    browser = browse(manager)
    shown = browser.get(f"{PAGE}?skill={skill.number}").text
    assert "Teo, 2 Mar" in shown and f"{manager.name}, 2 Mar" not in shown
    assert "of 80 hr" in shown and "All with “Figma”" in shown
    cell = browser.get(f"{PAGE}week/?week=2026-W10&who=skill:{skill.number}").text
    assert "Sketches" in cell and "80 hr" in cell
    assert f"&amp;skill={skill.number}" in shown
    assert browser.get(f"{PAGE}?skill=77").status_code == 200
    assert browser.get(f"{PAGE}week/?week=2026-W10&who=skill:77").status_code == 404


def test_what_nobody_has_stands_apart_and_is_nobodys_burden(make, site, manager, dated, browse):
    _tasks(make, site, None, WEEK)
    dated(site)
    shown = browse(manager).get(PAGE).text
    assert "Nobody yet" in shown
    assert "Nobody is over-booked" in shown
    cell = browse(manager).get(f"{PAGE}week/?week=2026-W10&who=open:").text
    assert "takes nobody&#x27;s time" in cell


def test_what_the_client_does_waits_for_nobody_of_ours(make, site, manager, dated, browse):
    _tasks(make, site, None, WEEK, turn=Turn.CLIENT)
    dated(site)
    assert "Nobody yet" not in browse(manager).get(PAGE).text


def test_what_is_paused_binned_or_left_out_takes_no_time(make, site, shop, member, dated, look):
    _tasks(make, site, member, WEEK)
    _tasks(make, shop, member, WEEK, binned_at=AT)
    dated(site, shop)
    site.state = site.State.PAUSED
    site.save()
    assert look(member)[0].hard == 0


def test_days_are_those_of_the_workspace(make, site, member, dated, look, workspace):
    workspace.time_zone = "Pacific/Auckland"
    workspace.save()
    site.refresh_from_db()
    _tasks(make, site, member, DAY)
    dated(site)
    assert round(look(member)[0].hard) == DAY


def test_weeks_that_are_over_or_far_away_or_none_are_no_cells(browse, manager):
    browser = browse(manager)
    for week in ("2026-W09", "2029-W01", "2026-W60", "soon"):
        assert browser.get(f"{PAGE}week/?week={week}&who={manager.pk}").status_code == 404
    assert browser.get(f"{PAGE}week/?week=2026-W10&who=999999").status_code == 404
    assert browser.get(f"{PAGE}?from=2001-W01").status_code == 200
    assert browser.get(f"{PAGE}?from=2099-W01").status_code == 200


def test_all_of_staff_look_and_guests_do_not(browse, viewer, guest):
    assert browse(viewer).get(PAGE).status_code == 200
    assert browse(guest).get(PAGE).status_code == 403


def test_the_page_asks_as_often_for_a_thousand_tasks_as_for_one(
    make,
    site,
    member,
    manager,
    dated,
    browse,
    workspace,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    browser = browse(manager)
    _tasks(make, site, member, DAY)
    dated(site)
    wanted = Wanted(site, MONDAY, FRIDAY, 60, member=member, firmness="hard")
    bookings.book(wanted, by=manager, at=AT)
    browser.get(PAGE)
    with django_assert_max_num_queries(30) as few:
        browser.get(PAGE)
    people = [member, *(make.member() for _ in range(9))]
    Task.objects.bulk_create(
        Task(
            workspace=workspace, project=site, number=n, position=n, name=f"Task {n}",
            assignee=people[n % 10], created_at=AT,
        )
        for n in range(2, 1002)
    )  # fmt: skip
    Booking.objects.bulk_create(
        Booking(
            workspace=workspace, project=site, member=people[n % 10], number=n, first=MONDAY,
            last=date(2026, 5, 1), weekly_minutes=60, created_at=AT,
        )
        for n in range(2, 102)
    )  # fmt: skip
    dated(site)
    with django_assert_num_queries(len(few)):
        assert browser.get(PAGE).status_code == 200


def test_each_of_several_people_has_their_own_part_of_the_work(
    make, site, member, manager, dated, look
):
    (task,) = _tasks(make, site, member, WEEK, work_minutes=WEEK * 3 // 2)
    Helper.objects.create(workspace=site.workspace, task=task, member=manager, percent=50)
    dated(site)
    assert [round(look(person)[0].hard) for person in (member, manager)] == [WEEK, WEEK / 2]
    Task.objects.update(work_minutes=WEEK / 4)  # together they do not do more than there is
    assert [round(look(person)[0].hard) for person in (member, manager)] == [0, WEEK / 4]
    Task.objects.update(work_minutes=None, percent_complete=50)
    assert [round(look(person)[0].hard) for person in (member, manager)] == [WEEK / 2, WEEK / 4]


def test_who_was_taken_off_or_is_no_member_takes_nobodys_time(
    make, site, member, manager, dated, look
):
    (task,) = _tasks(make, site, member, WEEK, work_minutes=WEEK)
    owned = {"workspace": site.workspace, "task": task}
    Helper.objects.create(member=manager, percent=0, **owned)
    Helper.objects.create(name="Agency", percent=40, **owned)
    dated(site)
    assert [round(look(person)[0].hard) for person in (member, manager)] == [WEEK * 0.6, 0]
