"""Promises are watched: what will slip and what is near is told, once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from rapport.accounts.readers import reader_for
from rapport.calendars.models import Holiday
from rapport.events.models import Event
from rapport.lib.felt import Felt
from rapport.notifications.models import Notification, Topic
from rapport.planning.models import ScheduleRow
from rapport.planning.operations import scheduling
from rapport.planning.queries.promised import expected_on
from rapport.promises import forecasts
from rapport.promises.models import Promise
from rapport.promises.operations import making, settling, watching
from rapport.promises.operations.making import NewPromise
from rapport.today.queries.need import Desk
from rapport.today.queries.needs import needs
from tests.conftest import NOW

TODAY = NOW.date()  # a Wednesday


@pytest.fixture
def project(make, client_company, manager):
    return make.project(client_company, key="KTB", lead=manager)


def promised(project, by, *, days=2, task=None, **fields) -> Promise:
    """A promise for so many days from now, perhaps hanging on a task."""
    due = TODAY + timedelta(days=days)
    new = NewPromise(project.client, "Beta", due, project=project, task=task, **fields)
    return making.make(new, by=by, at=NOW)


def planned(make, project, *, days: float = 1):
    """A task that takes so many working days from today on."""
    begins = datetime.combine(TODAY, datetime.min.time(), ZoneInfo(project.workspace.time_zone))
    task = make.task(
        project, "Payments", duration_minutes=round(days * 480), constraint="SNET",
        constraint_at=begins,
    )  # fmt: skip
    scheduling.reschedule(project, at=NOW)
    return task


def moves(task, *, days: float) -> None:
    type(task).objects.filter(pk=task.pk).update(duration_minutes=round(days * 480))
    scheduling.reschedule(task.project, at=NOW)


def look(project) -> int:
    return watching.watch_forecasts(project.workspace, today=TODAY, at=NOW)


def test_a_forecast_that_passes_the_promise_is_told_once_and_again_after_it_was_back_in_time(
    make, project, member
):
    task = planned(make, project)
    promised(project, member, task=task)
    assert look(project) == 0
    moves(task, days=9)
    assert [look(project), look(project)] == [1, 0]
    moves(task, days=10)
    assert look(project) == 0
    moves(task, days=1)
    assert look(project) == 0
    moves(task, days=9)
    assert look(project) == 1


def test_will_slip_reaches_the_owner_and_the_lead_and_says_by_how_much(
    make, project, manager, member, browse, run_jobs
):
    promise = promised(project, member, task=planned(make, project, days=4))
    look(project)
    run_jobs()
    told = Notification.objects.filter(topic=Topic.FORECAST)
    assert {row.member for row in told} == {manager, member}
    assert Event.objects.get(verb="promise.will_slip").facts == {
        "number": promise.number,
        "due_on": "2026-03-06",
        "expected": "2026-03-09",
    }


def test_the_notification_names_the_promise_and_how_it_stands(
    make, project, manager, member, browse, run_jobs
):
    task = planned(make, project)
    promise = promised(project, member, task=task)
    due = now().date() + timedelta(days=3)
    Promise.objects.update(due_on=due)
    ScheduleRow.objects.update(forecast_finish=now() + timedelta(days=5))
    watching.watch_forecasts(project.workspace, today=now().date(), at=now())
    run_jobs()
    page = browse(manager).get("/w/fernhill/notifications/").text
    assert f"/w/fernhill/promises/{promise.number}/" in page
    assert "Northwind Medical: Beta" in page and "will slip by 2 days" in page


@pytest.mark.parametrize(
    ("today", "days", "told"),
    [
        (date(2026, 3, 4), 1, 1),  # Wednesday, due on Thursday
        (date(2026, 3, 4), 2, 0),
        (date(2026, 3, 4), 0, 0),
        (date(2026, 3, 6), 5, 1),  # Friday, due on Monday
        (date(2026, 3, 6), 3, 1),  # Friday, due on Saturday
        (date(2026, 3, 7), 5, 0),  # Saturday: nobody is there to read it
    ],
)
def test_a_promise_is_told_on_the_working_day_before(project, member, today, days, told):
    promised(project, member, days=days)
    assert watching.remind(project.workspace, today=today, at=NOW) == told
    assert watching.remind(project.workspace, today=today, at=NOW) == 0


def test_a_holiday_is_no_working_day(project, member, workspace):
    Holiday.objects.create(workspace=workspace, day=date(2026, 3, 5), name="Fair day")
    promised(project, member, days=2)
    assert watching.remind(workspace, today=TODAY, at=NOW) == 1


def test_another_day_is_told_anew(project, member):
    promise = promised(project, member, days=1)
    assert watching.remind(project.workspace, today=TODAY, at=NOW) == 1
    settling.move(promise, to=date(2026, 3, 10), consent=None, by=member, at=NOW)
    assert watching.remind(project.workspace, today=date(2026, 3, 9), at=NOW) == 1


def test_what_is_settled_theirs_or_past_is_not_told(make, project, member):
    task = planned(make, project, days=9)
    settling.keep(promised(project, member, days=1, task=task), by=member, at=NOW)
    promised(project, member, days=1, side="client", task=task)
    promised(project, member, days=-1, task=task)
    assert look(project) == 0
    assert watching.remind(project.workspace, today=TODAY, at=NOW) == 0


def test_a_promise_taken_over_from_elsewhere_is_no_news_until_it_slips_anew(make, project, member):
    task = planned(make, project, days=9)
    promised(project, member, days=2, task=task, said_at=NOW - timedelta(days=30))
    assert look(project) == 0
    moves(task, days=1)
    look(project)
    moves(task, days=9)
    assert look(project) == 1


def test_list_filter_and_today_say_the_same_of_every_promise(make, project, manager, workspace):
    """One computation: in Python for a page, in the database to filter by."""
    workspace.time_zone = "Pacific/Auckland"
    workspace.save()
    task = planned(make, project, days=1)
    finish = datetime(2026, 3, 6, 11, 30, tzinfo=ZoneInfo("UTC"))  # the 7th in Auckland
    ScheduleRow.objects.filter(task=task).update(forecast_finish=finish)
    late, fine = (
        promised(project, manager, days=2, task=task),
        promised(project, manager, days=3, task=task),
    )
    rows = Promise.objects.select_related("workspace", "task__schedule")
    assert [expected_on(row) for row in rows] == [date(2026, 3, 7)] * 2
    seen = forecasts.outlooks([late, fine])
    assert [one.slips_by for one in seen] == [1, 0]
    assert list(forecasts.slipping(Promise.objects.all(), workspace)) == [late]
    desk = Desk(reader_for(manager), "fernhill", NOW, only_mine=False)
    slipping = [need for need in needs(desk) if need.felt == Felt.PROMISE_WILL_SLIP]
    assert len(slipping) == 1
