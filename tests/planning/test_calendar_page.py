"""The plan as a calendar: what stands on which day, for whom, and how one goes on from there."""

import json
from datetime import UTC, date, datetime

import pytest

from rapport.calendars.models import Holiday
from rapport.clients.operations import closures
from rapport.clients.operations.closures import Closed
from rapport.lib.roles import Role
from rapport.planning.models import ScheduleRow
from rapport.planning.operations import scheduling
from rapport.projects.models import Task
from rapport.promises.models import Promise
from rapport.resourcing.models import Absence
from tests.builders import THEN

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
URL = "/w/fernhill/projects/KTB/plan/calendar/"
MARCH = f"{URL}?month=2026-03"


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


def dated(project):
    scheduling.reschedule(project, at=NOW)


def read(browser, url):
    page = browser.get(url)
    assert page.status_code == 200
    return page.content.decode()


def bars(page):
    """The places of bars in the grid, by name: [(from, days, lane)]."""
    found = {}
    for piece in page.split('<li class="from-')[1:]:
        day, days, lane = (int(word.split("-")[-1]) for word in piece.split('"')[0].split())
        found.setdefault(piece.split('class="name">')[1].split("<")[0], []).append(
            (day, days, lane)
        )
    return found


def test_a_task_lies_across_its_days_and_goes_on_in_the_next_week(make, project, manager, browse):
    make.task(project, "Build", duration_minutes=8 * 480)
    make.task(project, "Design", duration_minutes=480)
    dated(project)
    found = bars(read(browse(manager), MARCH))
    # Monday 2 March to Wednesday 11 March, with a weekend between.
    assert found == {"Build": [(1, 7, 1), (1, 3, 1)], "Design": [(1, 1, 2)]}


def test_a_task_that_moves_by_hand_says_from_where(make, project, manager, viewer, browse):
    task = make.task(project, "Build")
    make.task(project, "Begun", actual_start=NOW, state="doing")
    dated(project)
    page = read(browse(manager), MARCH)
    assert f'data-number="{task.number}" data-start="2026-03-02T09:00"' in page
    assert page.count("data-start=") == 1
    seen = read(browse(viewer), MARCH)
    assert "Build" in seen and "data-start=" not in seen and "new-task-on" not in seen


def test_milestones_deadlines_and_open_promises_of_ours_stand_on_their_day(
    make, project, manager, browse, client_company
):
    make.task(project, "Launch", is_milestone=True, duration_minutes=0)
    late = make.task(project, "Build", duration_minutes=5 * 480, deadline=date(2026, 3, 4))
    for number, side, state in ((1, "us", "open"), (2, "client", "open"), (3, "us", "kept")):
        Promise.objects.create(
            workspace=project.workspace, number=number, what=f"Beta {number}", side=side,
            state=state, client=client_company, project=project, task=late, made_at=NOW,
            due_on=date(2026, 3, 5), created_at=NOW,
        )  # fmt: skip
    dated(project)
    page = read(browse(manager), MARCH)
    assert bars(page)["Launch"] == [(1, 1, 2)] and "is-milestone" in page
    assert (3, 1, 2) in bars(page)["Build"] and "is-deadline is-late" in page
    assert bars(page)["Beta 1"] == [(4, 1, 2)] and "is-promise is-late" in page
    assert "Beta 2" not in page and "Beta 3" not in page


def test_what_ends_at_midnight_does_not_stand_on_the_next_day(make, project, manager, browse):
    make.task(project, "Night", duration_minutes=1440, is_elapsed=True)
    dated(project)
    ScheduleRow.objects.update(
        start=datetime(2026, 3, 3, tzinfo=UTC), finish=datetime(2026, 3, 4, tzinfo=UTC)
    )
    assert bars(read(browse(manager), MARCH)) == {"Night": [(2, 1, 1)]}


def test_days_are_those_of_the_workspace_wherever_the_reader_is(make, project, manager, browse):
    make.task(project, "Late", duration_minutes=60)
    dated(project)
    ScheduleRow.objects.update(
        start=datetime(2026, 3, 4, 22, tzinfo=UTC), finish=datetime(2026, 3, 4, 23, tzinfo=UTC)
    )
    type(manager.user).objects.update(time_zone="Asia/Tokyo")
    assert bars(read(browse(manager), MARCH)) == {"Late": [(3, 1, 1)]}
    type(project.workspace).objects.update(time_zone="Asia/Tokyo")
    assert bars(read(browse(manager), MARCH)) == {"Late": [(4, 1, 1)]}


def test_weekends_and_holidays_are_days_off_by_name(make, project, manager, guest, browse):
    Holiday.objects.create(workspace=project.workspace, day=date(2026, 3, 17), name="St Patrick")
    page = read(browse(manager), MARCH)
    assert page.count("is-off") == 6 * 2 + 1
    assert "St Patrick" in page
    make.on_project(project, guest)
    seen = read(browse(guest), MARCH)
    assert seen.count("is-off") == page.count("is-off") and "St Patrick" not in seen


def test_one_persons_tasks_and_days_away(make, project, manager, browse):
    other = make.member(Role.MEMBER, name="Robin Roe")
    make.task(project, "Mine", assignee=manager)
    make.task(project, "Theirs", assignee=other)
    make.task(project, "Brought", assignee_name="Pat Plan")
    make.task(project, "Open")
    Absence.objects.create(
        workspace=project.workspace, number=1, member=other, first=date(2026, 3, 10),
        last=date(2026, 3, 11), created_at=THEN,
    )  # fmt: skip
    dated(project)
    browser = browse(manager)
    said = {
        who: set(bars(read(browser, f"{MARCH}&person={who}")))
        for who in (other.pk, "name:Pat Plan", "nobody", "")
    }
    assert said == {
        other.pk: {"Theirs"}, "name:Pat Plan": {"Brought"}, "nobody": {"Open"},
        "": {"Mine", "Theirs", "Brought", "Open"},
    }  # fmt: skip
    page = read(browser, f"{MARCH}&person={other.pk}")
    assert page.count("is-off") == 6 * 2 + 2 and "away" in page
    assert f"?month=2026-04&amp;person={other.pk}" in page


def test_summaries_binned_and_left_out_tasks_do_not_stand_there(make, project, manager, browse):
    phase = make.task(project, "Phase")
    make.task(project, "Part", parent=phase)
    make.task(project, "Gone", binned_at=NOW)
    dated(project)
    assert set(bars(read(browse(manager), MARCH))) == {"Part"}


def test_a_full_day_says_how_many_more_and_opens_all_of_them(make, project, manager, browse):
    for number in range(11):
        make.task(project, f"Task {number:02}")
    dated(project)
    browser = browse(manager)
    page = read(browser, MARCH)
    assert len(bars(page)) == 4 and "+7 more" in page and "+3 more" in page
    day = read(browser, f"{URL}?day=2026-03-02")
    assert all(f"Task {number:02}" in day for number in range(11)) and "more<" not in day
    assert len(bars(read(browser, f"{URL}?week=2026-W10"))) == 11


@pytest.mark.parametrize(
    ("asked", "title", "before", "after"),
    [
        ("month=2026-12", "December 2026", "?month=2026-11", "?month=2027-01"),
        ("week=2026-W53", "2027", "?week=2026-W52", "?week=2027-W01"),
        ("day=2026-12-31", "31 December 2026", "?day=2026-12-30", "?day=2027-01-01"),
    ],
)
def test_the_address_names_what_is_shown_and_leads_on(
    project, manager, browse, asked, title, before, after
):
    page = read(browse(manager), f"{URL}?{asked}")
    assert title in page.split("<h2>")[1].split("</h2>")[0]
    assert f'calendar/{before}" rel="prev"' in page and f'calendar/{after}" rel="next"' in page


@pytest.mark.parametrize(
    "asked",
    ["month=2026-13", "month=soon", "month=0001-01", "week=W", "day=2026-02-30", "day=9999-12-31"],
)  # fmt: skip
def test_an_address_that_names_nothing_shows_this_month(project, manager, browse, asked):
    assert read(browse(manager), f"{URL}?{asked}").count('aria-current="date"') == 1


def test_the_ends_of_time_have_no_way_on(project, manager, browse):
    first = read(browse(manager), f"{URL}?month=1990-01")
    assert 'rel="prev"' not in first and 'rel="next"' in first
    assert 'rel="next"' not in read(browse(manager), f"{URL}?day=2100-12-31")


def test_the_week_begins_as_the_language_has_it(project, manager, browse, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("pt-br", "Português")]
    page = read(browse(manager), MARCH)
    assert page.index("Mon") < page.index("Sun") and 'data-day="2026-02-23"' in page
    type(manager.user).objects.update(language="pt-br")
    page = read(browse(manager), MARCH)
    assert 'data-day="2026-03-01"' in page and 'data-day="2026-02-28"' not in page


def test_a_task_is_added_on_a_day_and_its_month_comes_back(project, manager, browse):
    browser = browse(manager)
    new = "/w/fernhill/projects/KTB/tasks/new/"
    assert f"{new}?back=days&amp;on=2026-04-07" in read(browser, f"{URL}?month=2026-04")
    assert 'value="2026-04-07"' in read(browser, f"{new}?back=days&on=2026-04-07")
    sent = {"name": "Retro", "duration": "1d", "visibility": "client", "back": "days"}
    answer = browser.post(new, {**sent, "on": "2026-04-07"})
    assert answer.headers["Location"] == f"{URL}?month=2026-04"
    task = Task.objects.get()
    assert (task.constraint, task.schedule.start.date()) == ("SNET", date(2026, 4, 7))
    assert "from 1990 to 2100" in browser.post(new, {**sent, "on": "9999-12-31"}).content.decode()
    assert Task.objects.count() == 1


def test_a_move_by_days_is_the_same_act_as_a_dragged_bar(make, project, manager, browse):
    task = make.task(project, "Build")
    dated(project)
    browser = browse(manager)
    url = f"/w/fernhill/projects/KTB/plan/{task.number}/schedule/"
    assert f'data-url="{url.replace(f"/{task.number}/", "/0/")}"' in read(browser, MARCH)
    moved = browser.post(url, {"start": "2026-03-05T09:00"}, headers={"HX-Request": "true"})
    assert bars(read(browser, MARCH)) == {"Build": [(4, 1, 1)]}
    undo = json.loads(moved.headers["HX-Trigger"])["toast"]["undo"]
    browser.post(undo, headers={"HX-Request": "true"})
    assert bars(read(browser, MARCH)) == {"Build": [(1, 1, 1)]}


def test_a_guest_sees_the_days_of_their_projects_only(make, project, guest, browse):
    make.task(project, "Build")
    dated(project)
    assert browse(guest).get(MARCH).status_code == 404
    make.on_project(project, guest)
    assert "Build" in read(browse(guest), MARCH)


def test_an_empty_month_says_so_and_undated_tasks_are_counted(make, project, manager, browse):
    page = read(browse(manager), MARCH)
    assert "Nothing stands on these days." in page
    make.task(project, "Build")
    assert "1 task has no dates yet." in read(browse(manager), MARCH)


def test_a_calendar_costs_the_same_for_ten_tasks_and_for_a_thousand(
    make, project, manager, browse, django_assert_num_queries, django_assert_max_num_queries
):
    browser = browse(manager)
    for _ in range(10):
        make.task(project, assignee=manager)
    dated(project)
    with django_assert_max_num_queries(15) as few:
        read(browser, MARCH)
    first = Task.objects.first()
    Task.objects.bulk_create(
        Task(
            workspace=project.workspace, project=project, number=number, position=number,
            name=f"Task {number}", assignee=manager, deadline=date(2026, 3, 4), created_at=THEN,
            duration_minutes=first.duration_minutes,
        )
        for number in range(100, 1090)
    )  # fmt: skip
    dated(project)
    for url in (MARCH, f"{URL}?week=2026-W10", f"{URL}?day=2026-03-02"):
        with django_assert_num_queries(len(few.captured_queries)):
            read(browser, url)


def test_a_day_on_which_the_client_is_closed_says_so(project, manager, browse):
    day = date(2026, 3, 17)
    closures.note(project.client, Closed(day, day, "St Patrick"), by=manager, at=NOW)
    page = read(browse(manager), MARCH)
    assert f"{project.client} is closed" in page
