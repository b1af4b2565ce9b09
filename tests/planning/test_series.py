"""Tasks that come back: made, changed, ended, left alone where somebody put a hand on them."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from rapport.accounts.readers import reader_for
from rapport.calendars.models import Holiday
from rapport.clients.timeline import story
from rapport.events.models import Event
from rapport.integrations.planfiles import mspdi
from rapport.lib.reader import Detail, Reader
from rapport.lib.roles import Role
from rapport.planning.models import Occurrence, TaskSeries
from rapport.planning.operations import scheduling, series
from rapport.planning.queries.series import effect
from rapport.planning.queries.shape_of import shape_of
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import hands, progress, tasks, transfer

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
URL = "/w/fernhill/projects/KTB/"
MONDAY = date(2026, 3, 2)
SAID = {
    "name": "Report", "every": "1", "unit": "weekly", "weekdays": ["0"], "place": "day",
    "which": "any", "since": "2026-03-02", "until": "", "times": "4", "on_day_off": "after",
    "duration": "2h", "assignee": "", "visibility": "internal",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """It is Monday morning, 2 March, wherever somebody asks."""
    clock = {"now": NOW}
    for place in ("rapport.planning.views.series", "rapport.projects.views.several"):
        monkeypatch.setattr(f"{place}.now", lambda: clock["now"])
    return clock


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=MONDAY)


@pytest.fixture
def task(make, project):
    found = make.task(project, "Report")
    make.task(project, "Beside")
    scheduling.reschedule(project, at=NOW)
    return found


@pytest.fixture
def weekly(task, manager, browse):
    """Four Mondays."""
    answer = say(browse(manager), task)
    assert answer.status_code == 302
    return TaskSeries.objects.get()


def page_of(task):
    return f"{URL}plan/{task.number}/repeat/"


def say(browser, task, **said):
    return browser.post(page_of(task), SAID | said, headers={"HX-Request": "true"})


def told(browser, answer):
    """What the next page says was done."""
    assert answer.status_code == 302
    return browser.get(answer.headers["Location"]).content.decode()


def undo_of(browser, answer):
    return undo_in(told(browser, answer))


def undo_in(page):
    return re.search(r"/w/[^\"']*/repeat/\d+/undo/", page)[0]


def parts(task):
    rows = Task.objects.live().filter(parent=task).select_related("schedule").order_by("position")
    return list(rows)


def days(task):
    return [f"{part.schedule.start:%m-%d}" for part in parts(task)]


def day(number):
    return MONDAY + timedelta(weeks=number)


def looked(browser, task, **said):
    page = browser.get(page_of(task), SAID | said)
    assert page.status_code == 200
    return page.content.decode().split('id="effect"')[1].split("</section>")[0]


# Made


def test_a_task_becomes_a_summary_with_a_part_for_each_time(weekly, task, project):
    made = parts(task)
    assert [part.name for part in made] == ["Report 1", "Report 2", "Report 3", "Report 4"]
    assert days(task) == ["03-02", "03-09", "03-16", "03-23"]
    assert {(part.constraint, part.duration_minutes, part.visibility) for part in made} == {
        ("SNET", 120, "internal")
    }
    outline = Task.objects.filter(project=project).order_by("position")
    assert [one.name for one in outline][:3] == ["Report", "Report 1", "Report 2"]
    [event] = Event.objects.filter(verb="task_series.begun")
    assert event.subject_id == task.pk and event.facts["made"] == [part.pk for part in made]
    assert "Report" not in json.dumps(event.facts)


def test_what_it_makes_is_shown_beforehand_and_looking_writes_nothing(task, manager, browse):
    browser = browse(manager)
    page = looked(browser, task, unit="monthly", place="5", which="any", times="3")
    assert "3 tasks, parts of this one" in page
    assert "31 March 2026" in page and "30 April 2026" in page and "29 May 2026" in page
    page = browser.get(page_of(task)).content.decode()
    assert "10 tasks" in page and "without them it ends on Monday, 2 March 2026" in page
    assert not TaskSeries.objects.exists() and Task.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"unit": "daily", "every": "3", "times": "3"}, ["03-02", "03-05", "03-09"]),
        ({"unit": "weekly", "every": "2", "weekdays": ["1", "3"], "times": "4"},
         ["03-03", "03-05", "03-17", "03-19"]),
        ({"unit": "weekly", "weekdays": [], "times": "2"}, ["03-02", "03-09"]),
        ({"unit": "monthly", "times": "3"}, ["03-02", "04-02", "05-04"]),
        ({"unit": "monthly", "place": "1", "times": "3"}, ["03-02", "04-01", "05-01"]),
        ({"unit": "monthly", "place": "5", "which": "4", "times": "2"}, ["03-27", "04-24"]),
        ({"unit": "yearly", "times": "2"}, ["03-02", "03-02"]),
        ({"times": "", "until": "2026-03-16"}, ["03-02", "03-09", "03-16"]),
        ({"times": "9", "until": "2026-03-10"}, ["03-02", "03-09"]),
    ],
)  # fmt: skip
def test_rules_and_ends(task, manager, browse, said, expected):
    assert say(browse(manager), task, **said).status_code == 302
    assert days(task) == expected


@pytest.mark.parametrize(
    ("how", "expected"),
    [("skip", ["03-02", "03-16", "03-23"]), ("before", ["03-02", "03-06", "03-16"]),
     ("after", ["03-02", "03-10", "03-16"])],
)  # fmt: skip
def test_a_day_off(task, manager, browse, how, expected):
    Holiday.objects.create(workspace=task.workspace, day=date(2026, 3, 9), name="Day off")
    say(browse(manager), task, on_day_off=how, times="3")
    assert days(task) == expected


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"times": ""}, "Say until when it comes back, or how many times."),
        ({"times": "201"}, "at most 200 times"),
        ({"times": "", "unit": "daily", "until": "2030-01-01"}, "at most 200 times"),
        ({"until": "2026-03-01"}, "The end must come after the beginning."),
        ({"weekdays": ["5"], "on_day_off": "skip"}, "There is no such day until then."),
        ({"duration": "long"}, "Write a duration"),
        ({"since": "9999-01-01"}, "from 1990 to 2100"),
        ({"every": "0"}, "greater than or equal to 1"),
        ({"assignee": "999999"}, "Select a valid choice"),
        ({"workspace": "1"}, "fields it does not have"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(task, manager, browse, said, sentence):
    answer = say(browse(manager), task, **said)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Task.objects.count() == 2 and not TaskSeries.objects.exists()


def test_what_is_proposed_ends_with_the_plan(make, project, task, manager, browse):
    make.task(project, "Long", duration_minutes=25 * 480)
    scheduling.reschedule(project, at=NOW)
    page = browse(manager).get(page_of(task)).content.decode()
    assert 'value="2026-04-03"' in page and "5 tasks, parts" in page
    assert "without them" not in page


def test_what_has_begun_or_has_parts_cannot_come_back(make, project, task, manager, browse):
    browser = browse(manager)
    make.task(project, "Part", parent=task)
    assert "has parts" in browser.get(page_of(task)).content.decode()
    assert say(browser, task).status_code == 422
    begun = make.task(project, "Begun", state="doing", actual_start=NOW)
    assert "has begun" in browser.get(page_of(begun)).content.decode()
    assert not TaskSeries.objects.exists()


def test_making_a_series_is_taken_back_as_one_act(task, manager, browse):
    tasks.constrain(task, "SNET", NOW, by=manager, at=NOW)
    hands.assign(task, manager, by=manager, at=NOW)
    browser = browse(manager)
    undo = undo_of(browser, say(browser, task))
    task.refresh_from_db()
    assert (task.assignee, task.constraint) == (None, "ASAP")
    assert browser.post(undo, headers={"HX-Request": "true"}).status_code == 204
    task.refresh_from_db()
    assert (task.assignee, task.constraint, task.constraint_at) == (manager, "SNET", NOW)
    assert parts(task) == [] and not TaskSeries.objects.exists()
    assert task.schedule.is_summary is False
    assert browser.post(undo).status_code == 409
    assert say(browser, task).status_code == 302


def test_it_is_not_taken_back_when_a_part_has_changed_or_by_somebody_else(
    weekly, task, manager, member, browse
):
    undo = f"{page_of(task)}{weekly.act}/undo/"
    assert browse(member).post(undo).status_code == 409
    progress.set_percent(parts(task)[1], 20, by=manager, at=NOW)
    answer = browse(manager).post(undo)
    assert answer.status_code == 409 and "changed since" in answer.content.decode()
    assert len(parts(task)) == 4


# Changed


def test_another_weekday_moves_what_has_not_begun(weekly, task, manager, browse):
    browser = browse(manager)
    seen = looked(browser, task, weekdays=["1"])
    assert "4 tasks go to another day." in seen
    undo = undo_of(browser, say(browser, task, weekdays=["1"]))
    assert days(task) == ["03-03", "03-10", "03-17", "03-24"]
    [event] = Event.objects.filter(verb="task_series.changed")
    assert event.facts["made"] == event.facts["removed"] == [] and len(event.facts["moved"]) == 4
    browser.post(undo, headers={"HX-Request": "true"})
    assert days(task) == ["03-02", "03-09", "03-16", "03-23"]
    assert TaskSeries.objects.get().rule["weekdays"] == [0]


def test_what_is_done_begun_or_changed_by_hand_stays(weekly, task, manager, browse, now):
    done, begun, by_hand, _free = parts(task)
    progress.set_percent(done, 100, by=manager, at=NOW)
    progress.set_percent(begun, 30, by=manager, at=NOW)
    tasks.set_duration(by_hand, 960, by=manager, at=NOW)
    browser = browse(manager)
    seen = looked(browser, task, weekdays=["1"], name="Minutes")
    assert "1 task goes to another day." in seen
    assert "2 tasks have begun" in seen and "1 task was changed or thrown away by hand" in seen
    say(browser, task, weekdays=["1"], name="Minutes")
    assert [part.name for part in parts(task)] == ["Report 1", "Report 2", "Report 3", "Minutes 4"]
    assert days(task)[2:] == ["03-16", "03-24"]
    task.refresh_from_db()
    assert task.name == "Minutes"


def test_one_that_was_thrown_away_is_not_made_again(weekly, task, manager, browse):
    tasks.put_in_bin(parts(task)[1], by=manager, at=NOW)
    browser = browse(manager)
    say(browser, task, times="6")
    assert days(task) == ["03-02", "03-16", "03-23", "03-30", "04-06"]
    say(browser, task, times="6", weekdays=["1"])
    assert days(task) == ["03-03", "03-17", "03-24", "03-31", "04-07"]
    Task.everywhere.filter(parent=task, binned_at__isnull=False).delete()
    say(browser, task, times="6", weekdays=["2"])
    assert days(task) == ["03-04", "03-18", "03-25", "04-01", "04-08"]


def test_nor_when_the_series_was_shorter_meanwhile(weekly, task, manager, browse):
    tasks.put_in_bin(parts(task)[3], by=manager, at=NOW)
    browser = browse(manager)
    assert "1 task goes to the bin." in looked(browser, task, times="2")
    say(browser, task, times="2")
    say(browser, task, times="4")
    assert days(task) == ["03-02", "03-09", "03-16"]


def test_one_that_others_wait_for_stays(weekly, task, project, manager, browse):
    first, beside = parts(task)[0], Task.objects.get(name="Beside")
    Dependency.objects.create(
        workspace=project.workspace, project=project, predecessor=first, successor=beside
    )
    say(browse(manager), task, weekdays=["1"])
    assert days(task) == ["03-02", "03-10", "03-17", "03-24"]


def test_name_duration_and_person_reach_those_that_are_left(make, weekly, task, manager, browse):
    robin = make.member(Role.MEMBER, name="Robin")
    browser = browse(manager)
    said = {"name": "Minutes", "duration": "3d", "assignee": str(robin.pk)}
    assert "4 tasks get the new name" in looked(browser, task, **said)
    undo = undo_of(browser, say(browser, task, **said))
    found = {(part.duration_minutes, part.assignee) for part in parts(task)}
    assert found == {(1440, robin)} and parts(task)[0].name == "Minutes 1"
    browser.post(undo, headers={"HX-Request": "true"})
    found = {(part.duration_minutes, part.assignee) for part in parts(task)}
    task.refresh_from_db()
    assert found == {(120, None)} and (parts(task)[3].name, task.name) == ("Report 4", "Report")


def test_what_is_past_stays_and_nothing_is_made_in_the_past(weekly, task, manager, browse, now):
    now["now"] = NOW + timedelta(days=10)
    say(browse(manager), task, unit="daily", times="6")
    assert days(task) == ["03-02", "03-09", "03-12", "03-13", "03-16", "03-17"]


def test_fewer_times_go_to_the_bin_and_come_back_with_undo(weekly, task, manager, browse):
    browser = browse(manager)
    assert "2 tasks go to the bin." in looked(browser, task, times="2")
    undo = undo_of(browser, say(browser, task, times="2"))
    assert days(task) == ["03-02", "03-09"] and Occurrence.objects.count() == 2
    browser.post(undo, headers={"HX-Request": "true"})
    assert days(task) == ["03-02", "03-09", "03-16", "03-23"]
    assert Occurrence.objects.count() == 4
    assert "4 tasks go to another day." in looked(browser, task, weekdays=["1"])


def test_undoing_leaves_what_was_touched_since(weekly, task, manager, browse):
    browser = browse(manager)
    undo = undo_of(browser, say(browser, task, times="6"))
    tasks.set_duration(parts(task)[5], 960, by=manager, at=NOW)
    browser.post(undo, headers={"HX-Request": "true"})
    assert days(task) == ["03-02", "03-09", "03-16", "03-23", "04-06"]


def test_a_series_ends_today(weekly, task, manager, browse, now):
    browser = browse(manager)
    now["now"] = NOW + timedelta(days=8)
    answer = browser.post(f"{page_of(task)}end/", headers={"HX-Request": "true"})
    page = told(browser, answer)
    assert "does not come back any more" in page
    assert days(task) == ["03-02", "03-09"]
    assert TaskSeries.objects.get().until == date(2026, 3, 10)
    browser.post(undo_in(page), headers={"HX-Request": "true"})
    assert days(task) == ["03-02", "03-09", "03-16", "03-23"]
    assert TaskSeries.objects.get().until is None


def test_saying_the_same_changes_nothing(weekly, task, manager, browse):
    browser = browse(manager)
    assert "Everything stands like that already." in browser.get(page_of(task)).content.decode()
    assert "Nothing had to be changed." in told(browser, say(browser, task))
    assert not Event.objects.filter(verb="task_series.changed").exists()


# Shown


def test_the_task_says_how_it_comes_back_and_a_part_of_what_it_is(weekly, task, manager, browse):
    browser = browse(manager)
    assert "every Mon" in browser.get(f"{URL}plan/{task.number}/").content.decode()
    part = parts(task)[1]
    seen = browser.get(f"{URL}plan/{part.number}/").content.decode()
    assert "every Mon" in seen and "9 March 2026" in seen and "changed by hand" not in seen
    tasks.set_duration(part, 960, by=manager, at=NOW)
    assert "changed by hand" in browser.get(f"{URL}plan/{part.number}/").content.decode()
    answer = browser.get(page_of(part))
    assert answer.headers["Location"] == page_of(task)


def test_who_may_not_work_on_tasks_may_not_repeat_them(task, viewer, browse):
    assert browse(viewer).get(page_of(task)).status_code == 403
    assert "Repeat" not in browse(viewer).get(f"{URL}plan/{task.number}/").content.decode()


def test_each_place_marks_what_comes_back(weekly, task, manager, browse):
    browser = browse(manager)
    for place in ("plan/table/", "board/", "plan/calendar/?month=2026-03"):
        assert "#refresh" in browser.get(f"{URL}{place}").content.decode(), place
    page = browser.get(f"{URL}plan/").content.decode()
    assert page.count('"repeats": true') == 5


def test_the_clients_story_tells_of_it_to_staff(weekly, task, project, manager, contact, browse):
    tasks.rename(task, "100 % Report", by=manager, at=NOW)
    say(browse(manager), task, name="100 % Report", weekdays=["1"])
    lines = [one.line.text for one in story(project.client, reader_for(manager)).told]
    assert "“100 % Report” comes back otherwise" in lines
    assert "“100 % Report” comes back 4 times" in lines
    them = Reader(
        project.workspace_id, Role.CONTACT, contact_id=contact.pk,
        client_ids=frozenset({project.client_id}), detail=Detail.EVERYTHING,
    )  # fmt: skip
    theirs = [one.line.text for one in story(project.client, them).told]
    assert not [line for line in theirs if "comes back" in line]


def test_a_milestone_comes_back_as_milestones(make, project, task, manager, browse):
    bill = make.task(project, "Bill", is_milestone=True, duration_minutes=0)
    browser = browse(manager)
    shown = browser.get(page_of(bill)).content.decode()
    length = re.search(r'name="duration" value="([^"]*)"', shown)[1]
    say(browser, bill, name="Bill", duration=length)
    bill.refresh_from_db()
    assert {(part.is_milestone, part.duration_minutes) for part in parts(bill)} == {(True, 0)}
    assert bill.is_milestone is False


def test_one_moved_on_the_calendar_stays_there(weekly, task, manager, browse):
    browser, part = browse(manager), parts(task)[1]
    browser.post(f"{URL}plan/{part.number}/schedule/", {"start": "2026-03-11T09:00"})
    say(browser, task, weekdays=["4"])
    assert days(task) == ["03-06", "03-11", "03-20", "03-27"]


def test_a_new_task_can_go_on_to_be_repeated(project, manager, browse):
    browser = browse(manager)
    new = f"{URL}tasks/new/"
    assert 'value="planning.series"' in browser.get(new).content.decode()
    sent = {"name": "Report", "duration": "1d", "visibility": "client", "back": "plan"}
    answer = browser.post(new, sent | {"then": "planning.series"})
    assert answer.headers["Location"] == page_of(Task.objects.get())
    answer = browser.post(new, sent | {"then": "team.member"})
    assert answer.headers["Location"] == f"{URL}plan/"


def test_a_part_that_went_to_another_project_says_nothing_of_the_series(
    make, weekly, task, project, manager, browse
):
    other = make.project(project.client, key="OTH", starts_on=MONDAY)
    part = parts(task)[1]
    transfer.move(project, [part], other, by=manager, at=NOW)
    part.refresh_from_db()
    browser = browse(manager)
    page = browser.get(f"/w/fernhill/projects/OTH/plan/{part.number}/").content.decode()
    assert "every Mon" not in page and "Repeat…" in page
    say(browser, task, weekdays=["1"])
    assert days(task) == ["03-03", "03-17", "03-24"]


def test_a_series_goes_to_another_project_as_a_whole(make, weekly, task, project, manager, browse):
    other = make.project(project.client, key="OTH", starts_on=MONDAY)
    transfer.move(project, [task], other, by=manager, at=NOW)
    task.refresh_from_db()
    url = f"/w/fernhill/projects/OTH/plan/{task.number}/repeat/"
    assert browse(manager).post(url, SAID | {"weekdays": ["1"]}).status_code == 302
    assert days(task) == ["03-03", "03-10", "03-17", "03-24"]
    assert {part.project for part in parts(task)} == {other}


def test_a_copy_has_them_as_plain_tasks(weekly, project):
    shape = shape_of(project, {})
    assert [one.name for one in shape.tasks][:2] == ["Report", "Report 1"]
    assert [one.tied_after for one in shape.tasks][1:5] == [None, 7, 14, 21]


def test_files_have_them_as_plain_tasks(weekly, task, manager, browse):
    browser = browse(manager)
    read = mspdi.read(browser.get(f"{URL}plan/export/?as=xml").content)
    found = {one.name: one for one in read.tasks}
    assert [found[f"Report {number}"].parent for number in (1, 4)] == [found["Report"].uid] * 2
    assert f"{found['Report 2'].start:%m-%d}" == "03-09"
    assert "RRULE" not in browser.get(f"{URL}plan/export/?as=ics").content.decode()


def test_two_hundred_times_cost_the_same_queries_as_two(
    make, project, task, manager, browse, django_assert_max_num_queries
):
    browser = browse(manager)
    browser.get(page_of(task))
    with django_assert_max_num_queries(60) as few:
        say(browser, task, times="2")
    other = make.task(project, "Other")
    with django_assert_max_num_queries(len(few.captured_queries) + 7):
        say(browser, other, times="200", name="Other")
    assert len(parts(other)) == 200
    with django_assert_max_num_queries(22):
        browser.get(page_of(other))


def test_another_zone_counts_its_own_days(project, task, manager, browse):
    type(project.workspace).objects.update(time_zone="Pacific/Auckland")
    say(browse(manager), task, times="2")
    zone = timezone.zoneinfo.ZoneInfo("Pacific/Auckland")
    starts = [part.schedule.start.astimezone(zone) for part in parts(task)]
    assert [f"{at:%m-%d %H:%M}" for at in starts] == ["03-02 09:00", "03-09 09:00"]


def test_the_effect_of_a_series_is_the_one_that_comes_about(weekly, task, project, manager):
    found = effect(project, weekly, weekly, today=MONDAY)
    assert found.is_nothing and found.days == [day(number) for number in range(4)]
    ended = series.end(weekly, day(1), by=manager, at=NOW)
    assert ended and days(task) == ["03-02", "03-09"]
