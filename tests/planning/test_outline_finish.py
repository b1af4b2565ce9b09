"""A finish written into the plan's table says how long a task takes."""

import json
from datetime import UTC, date, datetime

import pytest

from rapport.events.models import Event
from rapport.planning.models import PlanRules
from rapport.planning.operations import scheduling
from rapport.projects.models import Task
from rapport.projects.operations import dependencies, progress
from rapport.resourcing.operations import shares
from rapport.resourcing.operations.shares import Share

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
URL = "/w/fernhill/projects/KTB/plan/"
A_DAY = 480


@pytest.fixture
def project(make, client_company):
    """From Monday, 2 March on."""
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


@pytest.fixture
def rows(make, project, manager):
    """Three tasks of a day, one after another, and one beside them."""
    found = [make.task(project, name) for name in ("Design", "Build", "Test", "Review")]
    for one, other in zip(found[:2], found[1:3], strict=True):
        dependencies.link(one, other, by=manager, at=NOW)
    scheduling.reschedule(project, at=NOW)
    return found


@pytest.fixture
def send(manager, browse):
    browser = browse(manager)

    def send(path, **fields):
        answer = browser.post(f"{URL}{path}", fields, headers={"HX-Request": "true"})
        told = json.loads(answer.headers.get("HX-Trigger", "{}")).get("toast", {})
        answer.undo = told.get("undo")
        return answer

    send.undo = lambda answer: browser.post(answer.undo, headers={"HX-Request": "true"})
    return send


def paste(send, *lines):
    sent = [{"number": number, "cells": cells, "was": {}} for number, cells in lines]
    return send("cells/", lines=json.dumps(sent))


def lengths(project):
    """Working days by name, in order."""
    rows = Task.objects.live().filter(project=project).order_by("position")
    return {task.name: task.duration_minutes / A_DAY for task in rows}


def ends(project):
    rows = Task.objects.live().filter(project=project).select_related("schedule")
    return {task.name: task.schedule.finish.date().isoformat()[5:] for task in rows}


def test_a_finish_that_is_typed_lets_the_task_last_until_the_end_of_that_day(project, rows, send):
    answer = send(f"{rows[0].number}/finish/", finish="2026-03-10", was="2026-03-02")
    assert answer.json()["value"] == "2026-03-10"
    assert lengths(project)["Design"] == 7  # a weekend lies between
    assert ends(project) == {
        "Design": "03-10", "Build": "03-11", "Test": "03-12", "Review": "03-02",
    }  # fmt: skip
    assert Event.objects.filter(verb="tasks.written").count() == 1
    assert send.undo(answer).status_code == 204
    assert lengths(project)["Design"] == 1


def test_a_column_of_finish_dates_is_pasted_as_one_act(project, rows, send):
    days = ("06.03.2026", "12/03/2026", "2026-03-13", "2026-03-03")
    lines = [(row.number, {"finish": day}) for row, day in zip(rows, days, strict=True)]
    before = Event.objects.filter(verb="plan.scheduled").count()
    answer = paste(send, *lines)
    assert answer.status_code == 200, answer.content
    assert lengths(project) == {"Design": 5, "Build": 4, "Test": 1, "Review": 2}
    assert ends(project) == {
        "Design": "03-06", "Build": "03-12", "Test": "03-13", "Review": "03-03",
    }  # fmt: skip
    assert Event.objects.filter(verb="tasks.written").count() == 1
    assert Event.objects.filter(verb="plan.scheduled").count() == before + 1
    assert send.undo(answer).status_code == 204
    assert set(lengths(project).values()) == {1}


def test_all_columns_of_a_spreadsheet_are_taken_with_new_tasks(project, rows, send, manager):
    lines = [
        (rows[0].number, {"duration": "3d", "constraint_at": "2030-03-04", "finish": "2030-03-06"}),
        (None, {"name": "Print", "waits": str(rows[0].number), "finish": "2030-03-11"}),
        (None, {"name": "Ship", "duration": "0d", "finish": "2030-03-20"}),
        (None, {"name": "Party", "constraint_at": "2030-03-19", "finish": "2030-03-20"}),
        (None, {"name": "Later", "finish": ""}),
    ]
    answer = paste(send, *lines)
    assert answer.status_code == 200, answer.content
    found = lengths(project)
    assert (found["Design"], found["Print"], found["Ship"]) == (3, 3, 0)
    assert (found["Party"], found["Later"]) == (2, Task().duration_minutes / A_DAY)
    assert Task.objects.get(name="Print").number == rows[-1].number + 1


def test_who_ends_on_the_day_anyway_stays_as_long(project, rows, send):
    Task.objects.filter(pk=rows[0].pk).update(duration_minutes=4 * 60)
    scheduling.reschedule(project, at=NOW)
    paste(
        send, (rows[0].number, {"finish": "2026-03-02"}), (rows[1].number, {"finish": "2026-03-03"})
    )
    assert lengths(project) == {"Design": 0.5, "Build": 1, "Test": 1, "Review": 1}
    paste(
        send, (rows[0].number, {"finish": "2026-03-02"}), (rows[1].number, {"finish": "2026-03-04"})
    )
    assert lengths(project)["Build"] == 2.5  # it begins after the noon of Monday


def test_it_is_counted_in_the_hours_of_whoever_does_it(project, rows, send, member, manager):
    shares.say(member, Share((1, 2), 8 * 60), by=manager, at=NOW)
    Task.objects.filter(pk=rows[0].pk).update(assignee=member)
    scheduling.reschedule(project, at=NOW)
    send(f"{rows[0].number}/finish/", finish="2026-03-13")
    task = Task.objects.select_related("schedule").get(pk=rows[0].pk)
    # Their last working day until then is Tuesday, the 10th.
    assert task.schedule.finish.date() == date(2026, 3, 10)


def test_around_the_clock_a_weekend_counts(project, rows, send):
    Task.objects.filter(pk=rows[3].pk).update(is_elapsed=True)
    scheduling.reschedule(project, at=NOW)
    send(f"{rows[3].number}/finish/", finish="2026-03-08")
    assert ends(project)["Review"] == "03-08"


@pytest.mark.parametrize("day", ["2026-03-01", "2025-01-01", "2026-02-28"])
def test_a_task_that_would_end_before_it_begins_is_named_and_nothing_is_written(
    project, rows, send, day
):
    answer = paste(
        send, (rows[0].number, {"finish": "2026-03-06"}), (rows[3].number, {"finish": day})
    )
    assert answer.status_code == 422 and "“Review” cannot end" in answer.json()["error"]
    assert set(lengths(project).values()) == {1}
    assert Event.objects.filter(verb="tasks.written").count() == 0


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "99.99.9999"])
def test_what_is_no_date_is_refused(project, rows, send, text):
    answer = send(f"{rows[0].number}/finish/", finish=text)
    assert answer.status_code == 422 and "date" in answer.json()["error"]
    assert set(lengths(project).values()) == {1}


def test_a_finish_that_has_moved_since_is_shown_and_kept(project, rows, send):
    answer = send(f"{rows[0].number}/finish/", finish="2026-03-10", was="2026-03-05")
    assert answer.status_code == 409 and answer.json()["theirs"]["value"] == "2026-03-02"
    assert lengths(project)["Design"] == 1


def test_a_circle_is_refused_with_its_names_as_ever(project, rows, send):
    answer = paste(send, (rows[0].number, {"waits": str(rows[2].number), "finish": "2026-03-20"}))
    assert answer.status_code == 422 and "“Design”" in answer.json()["error"]
    assert lengths(project)["Design"] == 1


def test_a_task_that_must_finish_on_a_day_keeps_its_start(project, rows, send):
    Task.objects.filter(pk=rows[3].pk).update(
        constraint="FNET", constraint_at=datetime(2026, 3, 6, 17, tzinfo=UTC)
    )
    scheduling.reschedule(project, at=NOW)
    send(f"{rows[3].number}/finish/", finish="2026-03-11")
    assert ends(project)["Review"] >= "03-06" and lengths(project)["Review"] == 4


def test_a_plan_laid_backwards_takes_it_from_where_the_task_begins(project, rows, send):
    PlanRules.objects.create(
        workspace=project.workspace, project=project, is_from_finish=True,
        finish_at=datetime(2026, 3, 20, 17, tzinfo=UTC),
    )  # fmt: skip
    scheduling.reschedule(project, at=NOW)
    before = Task.objects.get(pk=rows[3].pk).schedule
    answer = send(f"{rows[3].number}/finish/", finish=before.finish.date().isoformat())
    assert answer.status_code == 200 and lengths(project)["Review"] == 1


def test_what_is_begun_counts_from_when_it_began(project, rows, send, manager):
    progress.set_percent(rows[0], 50, by=manager, at=datetime(2026, 3, 4, 9, tzinfo=UTC))
    scheduling.reschedule(project, at=NOW)
    send(f"{rows[0].number}/finish/", finish="2026-03-09")
    assert ends(project)["Design"] == "03-09"


def test_milestones_summaries_and_what_is_done_offer_no_finish(
    make, project, rows, manager, browse
):
    make.task(project, "Part", parent=rows[3])
    make.task(project, "Gate", is_milestone=True, duration_minutes=0)
    progress.set_state(rows[0], "done", by=manager, at=NOW)
    scheduling.reschedule(project, at=NOW)
    page = browse(manager).get(f"{URL}table/").text
    assert page.count('data-name="finish"') == 3  # Build, Test, Part


def test_a_guest_and_a_viewer_write_no_finish(project, rows, viewer, browse):
    assert 'data-name="finish"' not in browse(viewer).get(f"{URL}table/").text
    answer = browse(viewer).post(f"{URL}{rows[0].number}/finish/", {"finish": "2026-03-10"})
    assert answer.status_code == 403


def test_500_finish_dates_in_a_row_of_tasks_cost_few_questions_each(
    make, project, manager, send, django_assert_max_num_queries
):
    with scheduling.postponed():
        tasks = [make.task(project, f"Step {n}") for n in range(100)]
        for one, other in zip(tasks, tasks[1:], strict=False):
            dependencies.link(one, other, by=manager, at=NOW)
    scheduling.reschedule(project, at=NOW)
    days = [date(2026, 3, 3).fromordinal(date(2026, 3, 3).toordinal() + 7 * n) for n in range(100)]
    lines = [(t.number, {"finish": d.isoformat()}) for t, d in zip(tasks, days, strict=True)]
    with django_assert_max_num_queries(460):
        assert paste(send, *lines).status_code == 200
    assert list(lengths(project).values()) == [2, *[5] * 99]
