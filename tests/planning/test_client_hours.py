"""What the client does of a plan stands on days on which they are there."""

from datetime import date

import pytest

from rapport.clients.models import Closure
from rapport.clients.operations import closures
from rapport.clients.operations.closures import Closed
from rapport.integrations.planfiles import mspdi
from rapport.lib.visibility import Turn
from rapport.planning.operations import calendars, dragging, scheduling, timings
from rapport.projects.operations import dependencies, hands
from rapport.workspaces.operations import bin
from tests.conftest import NOW as TODAY
from tests.planning.moments import NOW, at, stored

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
DAY = 480
PLAN = "/w/fernhill/projects/KTB/plan/"


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=MONDAY)


@pytest.fixture
def approval(make, project):
    """Two days of theirs; the workspace works from nine to five."""
    return make.task(project, "Approval", turn=Turn.CLIENT, duration_minutes=2 * DAY)


@pytest.fixture
def closed(client_company, manager):
    closed = Closed(TUESDAY, WEDNESDAY, "Carnival")
    return closures.note(client_company, closed, by=manager, at=NOW)


def test_their_work_goes_on_when_they_are_there_again(approval, closed, dates):
    assert dates(approval) == (at(2, 9), at(5, 17))


def test_our_own_work_and_that_of_others_does_not_wait(make, project, member, closed, dates):
    ours = make.task(project, "Design", assignee=member, duration_minutes=2 * DAY)
    asked = make.task(project, "Texts", turn=Turn.CLIENT, assignee=member, duration_minutes=2 * DAY)
    named = make.task(
        project, "Print", turn=Turn.CLIENT, assignee_name="Printer", duration_minutes=2 * DAY
    )
    drying = make.task(
        project, "Drying", turn=Turn.CLIENT, is_elapsed=True, duration_minutes=3 * 1440
    )
    assert dates(ours)[1] == stored(asked)[1] == stored(named)[1] == at(3, 17)
    assert stored(drying)[1] == at(5, 0)


def test_another_clients_plan_is_none_of_it(make, closed, run_jobs):
    other = make.project(make.client("Halden", "HAL"), starts_on=MONDAY)
    task = make.task(other, "Approval", turn=Turn.CLIENT, duration_minutes=2 * DAY)
    scheduling.reschedule(other, at=NOW)
    run_jobs()
    assert stored(task)[1] == at(3, 17)
    assert type(other).objects.get(pk=other.pk).plan_revision == other.plan_revision


def test_a_calendar_of_the_tasks_own_counts_instead(project, approval, closed, manager, dates):
    own = calendars.create(project, "Always", by=manager, at=NOW)
    timings.use_calendar(approval, own, by=manager, at=NOW)
    assert dates(approval) == (at(2, 9), at(3, 17))


def test_the_plan_follows_when_the_turn_changes(approval, closed, manager, member, dates):
    assert dates(approval)[1] == at(5, 17)
    hands.set_turn(approval, Turn.US, by=manager, at=NOW)
    assert stored(approval)[1] == at(3, 17)
    hands.set_turn(approval, Turn.CLIENT, by=manager, at=NOW)
    assert stored(approval)[1] == at(5, 17)
    hands.assign(approval, member, by=manager, at=NOW)
    assert stored(approval)[1] == at(3, 17)


def test_plans_follow_when_days_are_noted_binned_and_restored(
    approval, dates, client_company, manager, run_jobs
):
    assert dates(approval)[1] == at(3, 17)
    noted = closures.note(client_company, Closed(TUESDAY, TUESDAY, "Fair"), by=manager, at=NOW)
    run_jobs()
    assert stored(approval)[1] == at(4, 17)
    bin.put(noted, by=manager, at=NOW)
    run_jobs()
    assert stored(approval)[1] == at(3, 17)
    bin.restore(noted, by=manager, at=NOW)
    run_jobs()
    assert stored(approval)[1] == at(4, 17)
    assert closures.take(client_company, {WEDNESDAY: "Fair"}, by=manager, at=NOW) == 1
    run_jobs()
    assert stored(approval)[1] == at(5, 17)


def test_a_plan_in_which_nothing_is_theirs_is_not_dated_again(
    make, project, member, dates, closed, run_jobs
):
    dates(make.task(project, "Ours", assignee=member, duration_minutes=DAY))
    revision = type(project).objects.get(pk=project.pk).plan_revision
    run_jobs()
    assert type(project).objects.get(pk=project.pk).plan_revision == revision


def test_why_it_begins_then_names_them(make, project, approval, closed, manager, browse, dates):
    first = make.task(project, "Proofs", duration_minutes=DAY, position=0)
    dependencies.link(first, approval, by=manager, at=NOW)
    assert dates(approval)[0] == at(5, 9)
    page = browse(manager).get(f"{PLAN}table/").text
    assert "waits for “Proofs”; Northwind Medical is closed until then" in page


def test_an_end_that_is_dragged_is_counted_in_their_days(approval, closed, manager, dates):
    dates(approval)
    dragging.finish_at(approval, at(6, 17).replace(tzinfo=None), by=manager, at=NOW)
    approval.refresh_from_db()
    assert approval.duration_minutes == 3 * DAY


def test_another_program_gets_their_days_along(approval, closed, manager, browse, dates):
    dates(approval)
    left = mspdi.read(browse(manager).get(f"{PLAN}export/", {"as": "xml"}).content)
    [task] = left.schedule.tasks
    named = {calendar.uid: calendar.name for calendar in left.schedule.calendars}
    assert named[task.calendar] == "Northwind Medical"


def test_a_day_on_which_they_are_closed_is_said_where_it_is_promised(
    project, closed, manager, browse
):
    browser, url = browse(manager), "/w/fernhill/plans/chance/"
    said = browser.get(url, {"project": "KTB", "due_on": TUESDAY.isoformat()}).text
    assert "Northwind Medical is closed on that day: Carnival." in said
    for day in ("2026-03-02", "2026-03-05"):
        assert "closed" not in browser.get(url, {"project": "KTB", "due_on": day}).text
    assert "closed" not in browser.get(url, {"project": "KTB", "due_on": "soon"}).text


def test_closures_of_the_past_change_nothing(approval, client_company, manager, dates):
    closures.note(
        client_company, Closed(date(2025, 3, 3), date(2025, 3, 4), "Old"), by=manager, at=TODAY
    )
    assert dates(approval)[1] == at(3, 17)
    assert Closure.objects.count() == 1
