"""The working time of a project: its calendars, and what people set on single tasks."""

import html
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from rapport.calendars.models import Holiday
from rapport.engine.plan import CalendarException
from rapport.events.models import Event
from rapport.planning.models import (
    HoursAct,
    PlanCalendar,
    PlanRules,
    ScheduleRow,
    TaskTiming,
)
from rapport.planning.operations import calendars, hours_acts, scheduling, timings
from rapport.planning.operations.calendars import CalendarGone
from rapport.planning.queries.frame import frame_of
from rapport.planning.tasks import forget_hours_acts
from rapport.projects.models import Task
from rapport.projects.operations import dependencies

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
URL = "/w/fernhill/projects/KTB/plan/hours/"
WEEK = {
    f"d{day}_{slot}_{end}": at
    for day in range(1, 5)
    for slot, end, at in (
        (1, "starts", "08:00"), (1, "ends", "10:00"), (2, "starts", "11:00"), (2, "ends", "13:00"),
    )
}  # fmt: skip


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


@pytest.fixture
def task(make, project):
    task = make.task(project, "Design")
    scheduling.reschedule(project, at=NOW)
    return Task.objects.select_related("project", "workspace").get(pk=task.pk)


@pytest.fixture
def own(project, manager):
    return calendars.create(project, "Four mornings", by=manager, at=NOW)


def _finish(task):
    return ScheduleRow.objects.get(task=task).finish


def test_a_plan_counts_in_the_calendar_that_was_chosen(project, task, own, manager, browse):
    browser = browse(manager)
    assert browser.post(f"{URL}{own.pk}/week/", WEEK | {"name": "Mornings"}).status_code == 302
    assert _finish(task) == datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert browser.post(f"{URL}choice/", {"calendar": own.pk}).status_code == 302
    assert _finish(task) == datetime(2026, 3, 3, 13, tzinfo=UTC)
    page = browser.get(URL).text
    assert "Mornings" in page and "Mon–Thu 08:00–10:00, 11:00–13:00" in page
    browser.post(f"{URL}choice/", {"calendar": ""})
    assert _finish(task) == datetime(2026, 3, 2, 17, tzinfo=UTC)
    whats = [event.facts["what"] for event in Event.objects.filter(verb="plan.hours_changed")]
    assert whats == ["created", "week", "chosen", "chosen"]


def test_a_new_calendar_follows_the_workspace_until_a_day_is_set(project, own, workspace, manager):
    Holiday.objects.create(workspace=workspace, day=date(2026, 3, 2), name="Day off")
    days = frame_of(project).calendars.days(str(own.pk))
    assert days.usual(0) == ((540, 1020),) and days.usual(6) == ()
    week = (*(((540, 1020),),) * 4, ((540, 720),), (), ())
    calendars.change(own, own.name, week, by=manager, at=NOW)
    assert PlanCalendar.objects.get().days == [None, None, None, None, [[540, 720]], None, None]


def test_an_exception_is_added_and_removed_and_the_plan_follows(
    project, task, own, manager, browse
):
    calendars.choose(project, own, by=manager, at=NOW)
    browser = browse(manager)
    sent = {"name": "Fair", "first": "2026-03-02", "last": "2026-03-03"}
    browser.post(f"{URL}{own.pk}/exceptions/", sent)
    assert _finish(task) == datetime(2026, 3, 4, 17, tzinfo=UTC)
    assert "Fair" in browser.get(f"{URL}{own.pk}/").text
    gone = f"{URL}{own.pk}/exceptions/0/removal/"
    browser.post(gone, {"first": "2026-01-01"})
    assert _finish(task).day == 4, "not the exception that was meant"
    browser.post(gone, {"first": "2026-03-02"})
    assert _finish(task).day == 2


def test_an_exception_can_come_back_and_have_hours(project, task, own, manager, browse):
    calendars.choose(project, own, by=manager, at=NOW)
    sent = {
        "first": "2026-03-02", "last": "2026-12-31", "repeats": "weekly", "starts": "09:00",
        "ends": "11:00",
    }  # fmt: skip
    page = browse(manager).post(f"{URL}{own.pk}/exceptions/", sent, follow=True).text
    assert "every Mon" in page
    assert _finish(task) == datetime(2026, 3, 3, 15, tzinfo=UTC)


def test_of_two_exceptions_on_a_day_the_newer_counts(project, task, own, manager, browse):
    calendars.choose(project, own, by=manager, at=NOW)
    browser = browse(manager)
    browser.post(f"{URL}{own.pk}/exceptions/", {"first": "2026-03-02", "last": "2026-03-03"})
    hours = {"first": "2026-03-02", "starts": "09:00", "ends": "11:00"}
    browser.post(f"{URL}{own.pk}/exceptions/", hours)
    assert _finish(task) == datetime(2026, 3, 4, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "sent",
    [{"first": "2026-03-02", "last": "2026-03-01"}, {"first": "soon"},
     {"first": "2026-03-02", "repeats": "weekly"}, {"first": "2026-03-02", "starts": "09:00"},
     {"first": "2026-03-02", "project": "1"}],
)  # fmt: skip
def test_an_exception_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    own, manager, browse, sent
):
    answer = browse(manager).post(f"{URL}{own.pk}/exceptions/", sent)
    assert answer.status_code == 422 and sent["first"] in answer.text
    assert PlanCalendar.objects.get().exceptions == []


def test_a_week_without_work_or_with_overlaps_is_refused(own, manager, browse):
    for week in ({}, WEEK | {"d1_2_starts": "09:00"}):
        answer = browse(manager).post(f"{URL}{own.pk}/week/", {"name": "x"} | week)
        assert answer.status_code == 422
    assert PlanCalendar.objects.get().days == [None] * 7


def test_a_calendar_others_are_based_on_stays_and_another_goes(project, task, own, manager, browse):
    PlanCalendar.objects.create(
        workspace=project.workspace, project=project, name="Variant", base=own, days=[None] * 7
    )
    answer = browse(manager).post(f"{URL}{own.pk}/removal/", follow=True)
    assert "Another calendar is based on" in answer.text
    PlanCalendar.objects.filter(name="Variant").delete()
    calendars.choose(project, own, by=manager, at=NOW)
    browse(manager).post(f"{URL}{own.pk}/removal/")
    assert not PlanCalendar.objects.exists()
    assert PlanRules.objects.get().calendar is None
    assert _finish(task) == datetime(2026, 3, 2, 17, tzinfo=UTC)


def test_a01_a_calendar_of_another_project_is_not_there(make, own, task, manager, browse):
    other = calendars.create(make.project(key="OTH"), "Theirs", by=manager, at=NOW)
    browser = browse(manager)
    assert browser.get(f"{URL}{other.pk}/").status_code == 404
    assert browser.post(f"{URL}choice/", {"calendar": other.pk}).status_code == 404
    timing = f"/w/fernhill/projects/KTB/plan/{task.number}/timing/"
    assert browser.post(timing, {"calendar": other.pk}).status_code == 422


def test_a_task_works_in_a_calendar_of_its_own_and_undo_takes_it_back(task, own, manager, browse):
    week = (((600, 720),), (), (), (), (), (), ())
    calendars.change(own, own.name, week, by=manager, at=NOW)
    browser = browse(manager)
    url = f"/w/fernhill/projects/KTB/plan/{task.number}/timing/"
    answer = browser.post(url, {"calendar": own.pk, "was": ""})
    assert answer.json() == {"text": "Four mornings", "value": str(own.pk)}
    assert _finish(task) == datetime(2026, 3, 23, 12, tzinfo=UTC)
    act = Event.objects.get(verb="task.timed")
    assert browser.post(f"{url}{act.pk}/undo/").status_code == 302
    assert _finish(task) == datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert browser.post(f"{url}{act.pk}/undo/").status_code == 409


def test_the_page_of_a_task_shows_what_fixes_pauses_or_delays_it(task, manager, browse):
    TaskTiming.objects.create(
        workspace=task.workspace, project=task.project, task=task, delay_minutes=1440,
        fixed_start=NOW, fixed_finish=NOW, pauses=[[60, 480]], is_active=False,
    )  # fmt: skip
    browser, url = browse(manager), f"/w/fernhill/projects/KTB/plan/{task.number}/"
    page = browser.get(url).text
    for words in ("Fixed by hand", "after 1 hr of work, 1 day", "1 day elapsed", "Left out of the"):
        assert words in page
    for act in ("release", "go_on", "take_back_in"):
        assert browser.post(f"{url}timing/act/", {"act": act}).status_code == 302
    browser.post(f"{url}timing/", {"delay": ""})
    row = TaskTiming.objects.get()
    assert (row.fixed_start, row.pauses, row.is_active, row.delay_minutes) == (None, [], True, 0)
    assert "Fixed by hand" not in browser.get(url).text
    assert browser.post(f"{url}timing/act/", {"act": "explode"}).status_code == 400


def test_a_bar_fixed_by_hand_is_dragged_with_both_its_dates(task, manager, browse):
    timings.fix(
        task, NOW.replace(hour=9), NOW.replace(day=3, hour=13), by=manager, at=NOW
    )  # fmt: skip
    bar = f"/w/fernhill/projects/KTB/plan/{task.number}/schedule/"
    browse(manager).post(bar, {"start": "2026-03-05T09:00"})
    row = ScheduleRow.objects.get()
    assert (row.start.day, row.finish) == (5, datetime(2026, 3, 6, 13, tzinfo=UTC))


def test_a_bar_fixed_by_hand_that_was_dragged_goes_back(task, manager, browse):
    timings.fix(task, NOW.replace(hour=9), NOW.replace(hour=17), by=manager, at=NOW)
    browser, url = browse(manager), f"/w/fernhill/projects/KTB/plan/{task.number}/"
    said = {"start": "2026-03-05T09:00"}
    answer = browser.post(f"{url}schedule/", said, headers={"HX-Request": "true"})
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
    assert undo.startswith(f"{url}timing/")
    assert browser.post(undo).status_code == 302
    assert ScheduleRow.objects.get().start == NOW.replace(hour=9)


def test_a_task_is_fixed_where_it_stands_and_its_links_move_it_no_more(
    project, task, make, manager, browse
):
    browser, url = browse(manager), f"/w/fernhill/projects/KTB/plan/{task.number}/"
    assert _finish(task) == datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert 'value="fix"' in browser.get(url).text
    assert browser.post(f"{url}timing/act/", {"act": "fix"}).status_code == 302
    before = make.task(project, "Before", duration_minutes=5 * 480)
    dependencies.link(before, task, by=manager, at=NOW)
    assert _finish(task) == datetime(2026, 3, 2, 17, tzinfo=UTC)
    page = browser.get(url).text
    assert "Fixed by hand" in page and 'value="fix"' not in page
    act = Event.objects.get(verb="task.timed")
    browser.post(f"{url}timing/{act.pk}/undo/")
    assert _finish(task) == datetime(2026, 3, 9, 17, tzinfo=UTC)


def test_an_act_is_not_taken_back_on_another_task(project, task, make, manager, browse):
    other = make.task(project, "Other")
    for one in (task, other):
        timings.set_delay(one, 1440, by=manager, at=now())
    act = Event.objects.filter(verb="task.timed").earliest("pk").pk
    url = f"/w/fernhill/projects/KTB/plan/{other.number}/timing/{act}/undo/"
    assert browse(manager).post(url).status_code == 409
    assert set(TaskTiming.objects.values_list("delay_minutes", flat=True)) == {1440}


def test_what_has_begun_or_is_a_summary_is_not_fixed(project, task, make, manager, browse):
    url = f"/w/fernhill/projects/KTB/plan/{task.number}/"
    make.task(project, "Part", parent=task)
    scheduling.reschedule(project, at=NOW)
    page = browse(manager).post(f"{url}timing/act/", {"act": "fix"}, follow=True).text
    assert "has no dates yet" in page
    assert 'value="fix"' not in browse(manager).get(url).text
    begun = make.task(project, "Begun", actual_start=NOW, state="doing")
    scheduling.reschedule(project, at=NOW)
    url = f"/w/fernhill/projects/KTB/plan/{begun.number}/timing/act/"
    assert "has begun" in browse(manager).post(url, {"act": "fix"}, follow=True).text
    assert not TaskTiming.objects.exclude(fixed_start=None).exists()


def test_a_pulled_end_counts_in_the_tasks_own_calendar(task, own, manager, browse):
    calendars.change(own, own.name, (((540, 660),),) * 5 + ((), ()), by=manager, at=NOW)
    timings.use_calendar(task, own, by=manager, at=NOW)
    bar = f"/w/fernhill/projects/KTB/plan/{task.number}/schedule/"
    browse(manager).post(bar, {"finish": "2026-03-06T11:00"})
    task.refresh_from_db()
    assert task.duration_minutes == 5 * 120


def test_the_gantt_shades_the_days_of_the_plans_calendar(project, task, own, manager, browse):
    browse(manager).post(f"{URL}{own.pk}/week/", WEEK | {"name": "Mornings"})
    browse(manager).post(
        f"{URL}{own.pk}/exceptions/", {"first": "2026-03-03", "last": "2026-03-03"}
    )
    calendars.choose(project, own, by=manager, at=NOW)
    page = browse(manager).get("/w/fernhill/projects/KTB/plan/").text
    assert '"holidays": ["2026-03-03"], "workdays": [1, 2, 3, 4]' in page


def test_the_pages_cost_the_same_for_one_calendar_and_for_ten(
    project, own, manager, browse, django_assert_max_num_queries
):
    for _ in range(9):
        calendars.create(project, "More", by=manager, at=NOW)
    browser = browse(manager)
    for url in (URL, f"{URL}{own.pk}/"):
        with django_assert_max_num_queries(15):
            assert browser.get(url).status_code == 200


# Taking back


def undo_of(answer):
    return next(str(one.extra_tags) for one in answer.context["messages"]).split("undo=")[1]


def held(project):
    """All there is of calendars, and what counts in them."""
    return (
        list(PlanCalendar.objects.order_by("pk").values()),
        list(PlanRules.objects.values("calendar")),
        list(TaskTiming.objects.values("task", "calendar")),
        list(ScheduleRow.objects.order_by("pk").values("task", "start", "finish")),
    )


ACTS = {
    "week": WEEK | {"name": "Mornings"},
    "exceptions": {"name": "Fair", "first": "2026-03-02", "last": "2026-03-03"},
    "exceptions/0/removal": {"first": "2026-03-09"},
    "removal": {},
}


def test_every_act_on_calendars_is_taken_back(project, task, own, make, manager, browse):
    """The plan counts in one calendar, a task in it too; days, name and dates are as before."""
    other = make.task(project, "Build")
    timings.use_calendar(other, own, by=manager, at=now())
    calendars.choose(project, own, by=manager, at=now())
    off = CalendarException(date(2026, 3, 9), date(2026, 3, 9), name="Feast")
    calendars.add_exception(own, off, by=manager, at=now())
    browser, before = browse(manager), held(project)
    urls = {f"{URL}{own.pk}/{name}/": sent for name, sent in ACTS.items()}
    for url, sent in (*urls.items(), (f"{URL}choice/", {"calendar": ""})):
        answer = browser.post(url, sent, follow=True)
        assert held(project) != before, url
        assert browser.post(undo_of(answer), headers={"HX-Request": "true"}).status_code == 204
        assert held(project) == before, url
        again = browser.post(undo_of(answer), headers={"HX-Request": "true"})
        assert "cannot be undone" in again.text and again.status_code == 409


def test_a_new_calendar_is_taken_back_until_something_counts_in_it(project, manager, browse):
    browser = browse(manager)
    answer = browser.post(f"{URL}new/", {"name": "Nights"}, follow=True)
    made = PlanCalendar.objects.get()
    calendars.choose(project, made, by=manager, at=now())
    assert browser.post(undo_of(answer), headers={"HX-Request": "true"}).status_code == 409
    calendars.choose(project, None, by=manager, at=now())
    browser.post(undo_of(answer))
    assert not PlanCalendar.objects.exists()
    # The page on which one asked for it is shown anew: there is no such calendar any more.
    assert browser.get(f"{URL}{made.pk}/")["Location"] == URL


def test_what_was_changed_since_or_by_others_stays(project, own, manager, owner, browse):
    browser = browse(manager)
    sent = {"name": "Fair", "first": "2026-03-02"}
    answer = browser.post(f"{URL}{own.pk}/exceptions/", sent, follow=True)
    undo = undo_of(answer)
    assert browse(owner).post(undo, headers={"HX-Request": "true"}).status_code == 409
    browser.post(f"{URL}{own.pk}/exceptions/", {"first": "2026-03-05"})
    assert browser.post(undo, headers={"HX-Request": "true"}).status_code == 409
    own.refresh_from_db()
    assert len(own.exceptions) == 2


@pytest.fixture
def twice(own, manager):
    """A calendar with a day off, as two people have read it before either wrote."""
    off = CalendarException(date(2026, 3, 9), date(2026, 3, 9), name="Feast")
    calendars.add_exception(own, off, by=manager, at=now())
    rows = PlanCalendar.objects.select_related("workspace", "project__workspace")
    return rows.get(pk=own.pk), rows.get(pk=own.pk)


def test_who_writes_second_builds_on_what_the_first_wrote(twice, project, manager, browse):
    for one, day in zip(twice, (16, 17), strict=True):
        off = CalendarException(date(2026, 3, day), date(2026, 3, day), name="Fair")
        act = calendars.add_exception(one, off, by=manager, at=now())
    days = [one["first"] for one in PlanCalendar.objects.get().exceptions]
    assert days == ["2026-03-17", "2026-03-16", "2026-03-09"]
    assert browse(manager).post(f"{URL}{act}/undo/").status_code == 302
    assert [one["first"] for one in PlanCalendar.objects.get().exceptions] == days[1:]


@pytest.mark.parametrize("name", ["week", "exceptions", "exceptions/0/removal", "removal"])
def test_who_waits_while_somebody_removes_the_calendar_is_told(
    twice, manager, browse, monkeypatch, name
):
    mine, theirs = twice
    monkeypatch.setattr(hours_acts, "hold", lambda project: theirs.delete() if theirs.pk else None)
    answer = browse(manager).post(f"{URL}{mine.pk}/{name}/", ACTS[name], follow=True)
    told = "Somebody has removed “Four mornings”." in html.unescape(answer.text)
    assert told == (name != "removal")
    assert answer.redirect_chain[-1][0] == URL and HoursAct.objects.count() == 2


def test_a_calendar_that_has_just_gone_is_not_chosen(twice, project, manager):
    mine, theirs = twice
    calendars.remove(theirs, by=manager, at=now())
    with pytest.raises(CalendarGone):
        calendars.choose(project, mine, by=manager, at=now())


def test_every_act_on_calendars_first_takes_the_project(twice, project, manager):
    """For itself alone, as the undo does, where the database knows such locks."""
    mine, _theirs = twice
    off = {"first": "2026-03-09"}
    on = CalendarException(date(2026, 3, 16), date(2026, 3, 16))
    week = frame_of(project).week(str(mine.pk))
    acts = (
        lambda: calendars.create(project, "Nights", by=manager, at=now()),
        lambda: calendars.choose(project, mine, by=manager, at=now()),
        lambda: calendars.change(mine, "Mornings", week, by=manager, at=now()),
        lambda: calendars.add_exception(mine, on, by=manager, at=now()),
        lambda: calendars.remove_exception(mine, off, by=manager, at=now()),
        lambda: calendars.remove(mine, by=manager, at=now()),
    )
    for act in acts:
        with CaptureQueriesContext(connection) as asked:
            act()
        first = next(one["sql"] for one in asked if not one["sql"].startswith("SAVEPOINT"))
        assert 'FROM "projects_project"' in first
        assert "FOR UPDATE" in first or not connection.features.has_select_for_update


def test_what_was_before_is_forgotten_once_nobody_can_go_back_to_it(own, project, manager):
    calendars.choose(project, own, by=manager, at=now() - timedelta(minutes=50))
    HoursAct.objects.filter(before={}).update(at=now() - timedelta(minutes=70))
    forget_hours_acts()
    [kept] = HoursAct.objects.all()
    assert kept.before == {"chosen": None}


def test_what_calendars_say_is_not_in_the_stream(own, manager, browse):
    browse(manager).post(f"{URL}{own.pk}/week/", WEEK | {"name": "Anna alone"})
    browse(manager).post(f"{URL}{own.pk}/removal/")
    facts = list(Event.objects.filter(verb="plan.hours_changed").values_list("facts", flat=True))
    assert [one.keys() for one in facts] == [{"calendar", "what"}] * 3
