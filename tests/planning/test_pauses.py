"""Pauses of the work, set on the task's page."""

from datetime import UTC, date, datetime

import pytest

from rapport.engine.plan import Split
from rapport.events.models import Event
from rapport.files.operations import files
from rapport.integrations.planfiles import mspdi
from rapport.planning.models import ScheduleRow, TaskTiming, WorkShare
from rapport.planning.operations import plan_import, scheduling
from rapport.planning.operations.plan_import import NewImport
from rapport.projects.models import Task

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
DAY = 480
PAGE = "/w/fernhill/projects/KTB/plan/1/"


@pytest.fixture
def task(make, client_company):
    """Four days of work from Monday on."""
    project = make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))
    task = make.task(project, "Paint", duration_minutes=4 * DAY)
    scheduling.reschedule(project, at=NOW)
    return task


@pytest.fixture
def say(manager, browse):
    return lambda text, **more: browse(manager).post(f"{PAGE}timing/", {"pauses": text, **more})


def finish():
    return ScheduleRow.objects.get().finish.date()


def test_a_pause_makes_the_work_end_later_and_is_taken_back(task, say, manager, browse):
    assert finish() == date(2026, 3, 5)
    answer = say("2d + 1w")
    assert answer.json() == {"text": "after 2 days of work, 5 days", "value": "2d + 5d"}
    assert finish() == date(2026, 3, 12)
    page = browse(manager).get(PAGE).text
    assert 'data-value="2d + 5d"' in page and "after 2 days of work" in page
    act = Event.objects.get(verb="task.timed")
    undone = browse(manager).post(f"{PAGE}timing/{act.pk}/undo/", HTTP_HX_REQUEST="true")
    assert undone.status_code == 204
    assert finish() == date(2026, 3, 5)


def test_several_pauses_stand_in_the_order_of_the_work(task, say):
    assert say(" 3d+4h ; 1d + 1d;").json()["value"] == "1d + 1d; 3d + 4h"
    assert TaskTiming.objects.get().pauses == [[DAY, DAY], [3 * DAY, 240]]
    assert finish() == date(2026, 3, 9)


def test_nothing_written_is_no_pause(task, say):
    say("2d + 1w")
    assert say("").json() == {"text": "—", "value": ""}
    assert (finish(), TaskTiming.objects.get().pauses) == (date(2026, 3, 5), [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1w", "like 2d + 1w"), ("2d + ", "like 2d + 1w"), ("2d + 0d", "like 2d + 1w"),
        ("soon + 1d", "like 2d + 1w"), ("2d + 1d + 1d", "like 2d + 1w"),
        ("4d + 1d", "between the beginning and the end"), ("0h + 1d", "between the beginning"),
        ("2d + 1d; 16h + 3d", "at the same time"),
    ],
)  # fmt: skip
def test_what_is_no_pause_is_refused_in_a_sentence(task, say, text, why):
    answer = say(text)
    assert answer.status_code == 422 and why in answer.json()["error"]
    assert finish() == date(2026, 3, 5)


def test_what_runs_around_the_clock_and_who_takes_their_own_time_does_not_pause(
    task, say, member, manager, browse
):
    Task.objects.update(is_elapsed=True)
    assert "takes working time" in say("1d + 1d").json()["error"]
    assert 'data-name="pauses"' not in browse(manager).get(PAGE).text
    Task.objects.update(is_elapsed=False, assignee=member)
    owned = {"workspace_id": task.workspace_id, "project": task.project}
    timing = TaskTiming.objects.update_or_create(
        task=task, defaults={**owned, "shares_of": f"{member.pk}:"}
    )[0]
    WorkShare.objects.create(timing=timing, position=0, member=member, duration_minutes=9, **owned)
    assert "own time" in say("1d + 1d").json()["error"]
    assert 'data-name="pauses"' not in browse(manager).get(PAGE).text


def test_who_only_looks_sees_the_pauses_and_sets_none(task, say, viewer, browse):
    say("2d + 1d")
    page = browse(viewer).get(PAGE).text
    assert "after 2 days of work, 1 day" in page and 'data-name="pauses"' not in page
    assert browse(viewer).post(f"{PAGE}timing/", {"pauses": ""}).status_code == 403


def test_pauses_leave_with_the_plan_and_keep_its_dates(task, say, manager, browse):
    say("2d + 1w")
    left = browse(manager).get("/w/fernhill/projects/KTB/plan/export/", {"as": "xml"}).content
    found = mspdi.read(left)
    assert found.tasks[0].finish == finish()
    assert found.schedule.tasks[0].splits == (Split(2 * DAY, 5 * DAY),)


def test_pauses_come_with_a_plan_and_are_there_to_be_set(task, say, manager, workspace, browse):
    say("1d + 1d; 2d + 1w")
    left = browse(manager).get("/w/fernhill/projects/KTB/plan/export/", {"as": "xml"}).content
    file = files.store(workspace, name="plan.xml", content=left, by=manager, at=NOW)
    new = NewImport(file, task.project.client)
    made = plan_import.rehearse(workspace, new, by=manager, at=NOW)
    project = plan_import.apply(made, by=manager, at=NOW)
    timing = TaskTiming.objects.get(project=project)
    assert timing.pauses == [[DAY, DAY], [2 * DAY, 5 * DAY]] and not timing.shares.exists()
    came = ScheduleRow.objects.get(project=project)
    assert came.finish == ScheduleRow.objects.get(project=task.project).finish
    page = browse(manager).get(f"/w/fernhill/projects/{project.key}/plan/1/").text
    assert 'data-value="1d + 1d; 2d + 5d"' in page
    again = NewImport(file, None, project)
    summary = plan_import.rehearse(workspace, again, by=manager, at=NOW).summary
    assert (summary["tasks"]["changed"], summary["refused"]) == (0, 0)
