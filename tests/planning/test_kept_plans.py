"""What a plan file says about time survives the way into the database."""

from datetime import UTC, date, datetime

import pytest

from rapport.engine.network import schedule
from rapport.files.operations import files
from rapport.integrations.planfiles import mspdi as reader
from rapport.planning.models import PlanCalendar, PlanRules, ScheduleRow, TaskTiming, WorkShare
from rapport.planning.operations import plan_import, scheduling
from rapport.planning.operations.plan_import import NewImport
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import hands, progress, tasks
from tests.planning.mspdi import Row, calendar, mspdi

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
NIGHT = calendar(2, "Night shift", "22:00", "23:59", days=(2, 3, 4, 5, 6))
SHORT = calendar(1, "Short days", "09:00", "13:00", days=(2, 3, 4, 5))
OFF = (
    "<Exceptions><Exception><Name>Fair</Name><EnteredByOccurrences>0</EnteredByOccurrences>"
    "<TimePeriod><FromDate>2026-03-03T00:00:00</FromDate><ToDate>2026-03-03T23:59:00</ToDate>"
    "</TimePeriod><DayWorking>0</DayWorking><Type>1</Type></Exception></Exceptions>"
)
STARTED = (
    "<PercentComplete>50</PercentComplete><ActualStart>2026-03-02T09:00:00</ActualStart>"
    "<RemainingDuration>PT4H0M0S</RemainingDuration><Stop>2026-03-02T13:00:00</Stop>"
    "<Resume>2026-03-09T09:00:00</Resume>"
)
FIXED = (
    "<Manual>1</Manual><ManualStart>2026-03-10T11:00:00</ManualStart>"
    "<ManualFinish>2026-03-11T12:00:00</ManualFinish>"
)
SNET = "<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-10T10:30:00</ConstraintDate>"

PLANS = {
    "own calendar of the project": mspdi([Row(1, "A", 8)], calendars=SHORT),
    "exceptions": mspdi([Row(1, "A", 8)], calendars=calendar(1, "Std", "08:00", "16:00", more=OFF)),
    "calendar of a task": mspdi(
        [Row(1, "A", 2, more="<CalendarUID>2</CalendarUID>"), Row(2, "B", after=[(1, "FS", 0)])],
        calendars=SHORT + NIGHT,
    ),
    "elapsed duration": mspdi(
        [Row(1, "Cure", 72, more="<DurationFormat>8</DurationFormat>"),
         Row(2, "Paint", after=[(1, "FS", 0)])]
    ),
    "elapsed and percent lag": mspdi(
        [Row(1, "A", 16), Row(2, "B", after=[(1, "FS", 2880)], lag=(8, 10)),
         Row(3, "C", after=[(1, "SS", 50)], lag=(19, 1)),
         Row(4, "D", after=[(1, "FF", 100)], lag=(20, 1))]
    ),
    "lag in tenths of minutes": mspdi([Row(1, "A", 1), Row(2, "B", after=[(1, "FS", 1.5)])]),
    "levelling delay": mspdi([Row(1, "A", more="<LevelingDelay>28800</LevelingDelay>")]),
    "interrupted work": mspdi([Row(1, "A", 8, more=STARTED), Row(2, "B", after=[(1, "FS", 0)])]),
    "fixed by hand": mspdi([Row(1, "A", 40), Row(2, "B", more=FIXED, after=[(1, "FS", 0)])]),
    "inactive": mspdi(
        [Row(1, "A", 40, more="<Active>0</Active>"), Row(2, "B", after=[(1, "FS", 0)])]
    ),
    "milestone with a length": mspdi(
        [Row(1, "A", 8, more="<Milestone>1</Milestone>"), Row(2, "B")]
    ),
    "seconds": mspdi([Row(1, "A", 1.005), Row(2, "B", 2.33, after=[(1, "FS", 0)])]),
    "from the finish": mspdi(
        [Row(1, "A", 16), Row(2, "B", after=[(1, "FS", 0)])],
        project="<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-03-20T17:00:00"
        "</FinishDate>",
    ),
    "calendar of a person": mspdi(
        [Row(1, "A", 2), Row(2, "B", after=[(1, "FS", 0)])],
        people={"Ana": [1]}, calendars=SHORT + NIGHT, people_calendar=2,
    ),
    "deadline and constraint": mspdi(
        [Row(1, "A", 16, more="<Deadline>2026-03-03T12:00:00</Deadline>"), Row(2, "B", more=SNET)]
    ),
}  # fmt: skip


@pytest.fixture
def bring(workspace, manager, client_company):
    def bring(content, project=None):
        file = files.store(workspace, name="plan.xml", content=content, by=manager, at=NOW)
        new = NewImport(file, client_company, project)
        made = plan_import.rehearse(workspace, new, by=manager, at=NOW)
        return plan_import.apply(made, by=manager, at=NOW), made

    return bring


def _held(project):
    rows = ScheduleRow.objects.filter(project=project).select_related("task")
    return {
        row.task.imported_uid: (
            _local(row.start), _local(row.finish), _local(row.late_finish), row.total_slack,
            row.is_critical,
        )
        for row in rows
    }  # fmt: skip


def _local(at):
    return at.replace(tzinfo=None, microsecond=0)


def _wanted(content):
    return {
        task.uid: (
            task.start.replace(microsecond=0), task.finish.replace(microsecond=0),
            task.late_finish.replace(microsecond=0), round(task.total_slack), task.critical,
        )
        for task in schedule(reader.read(content).schedule).tasks
    }  # fmt: skip


@pytest.mark.parametrize("content", PLANS.values(), ids=PLANS.keys())
def test_a_plan_brought_in_keeps_every_date_of_the_schedule_command(bring, content):
    project, made = bring(content)
    assert _held(project) == _wanted(content)
    assert made.refusals == []
    _, again = bring(content, project)
    assert again.summary["tasks"]["changed"] == again.summary["calendars_changed"] == 0


def test_ordinary_tasks_need_no_finer_points(bring):
    bring(mspdi([Row(1, "A"), Row(2, "B", after=[(1, "FS", 480)])], people={"Ana": [1, 2]}))
    assert not TaskTiming.objects.exists() and not WorkShare.objects.exists()


def test_the_dry_run_names_the_calendars_of_the_file(bring):
    _, made = bring(PLANS["calendar of a task"])
    said = [(one["name"], one["is_own"], one["is_new"]) for one in made.summary["calendars"]]
    assert said == [("Short days", True, True), ("Night shift", False, True)]
    assert made.summary["calendars"][0]["days"][0] == [[540, 780]]


def test_a_newer_file_changes_the_calendar_it_brought(bring):
    project, _ = bring(PLANS["own calendar of the project"])
    longer = mspdi([Row(1, "A", 8)], calendars=calendar(1, "Long days", "06:00", "16:00"))
    _, made = bring(longer, project)
    assert made.summary["calendars_changed"] == 1
    assert PlanCalendar.objects.get().name == "Long days"
    assert _held(project) == _wanted(longer)


def test_another_duration_here_stretches_the_work_of_people_too(bring, manager):
    project, _ = bring(PLANS["calendar of a person"])
    task = Task.objects.select_related("workspace", "project").get(name="A")
    tasks.set_duration(task, 240, by=manager, at=NOW)
    row = ScheduleRow.objects.get(task=task)
    assert _local(row.finish) > _wanted(PLANS["calendar of a person"])["1"][1]


def test_another_person_here_works_by_the_plans_hours(bring, manager):
    project, _ = bring(PLANS["calendar of a person"])
    task = Task.objects.select_related("workspace", "project").get(name="A")
    hands.assign(task, manager, by=manager, at=NOW)
    assert _local(ScheduleRow.objects.get(task=task).start) == _local(NOW.replace(hour=9))
    hands.assign(task, None, by=manager, at=NOW)
    assert Task.objects.get(pk=task.pk).assignee is None


def test_overdue_work_fixed_by_hand_or_paused_is_expected_from_today_on(bring):
    for plan in ("fixed by hand", "interrupted work"):
        project, _ = bring(PLANS[plan])
        scheduling.reschedule(project, at=datetime(2026, 4, 6, 8, tzinfo=UTC))
        rows = ScheduleRow.objects.filter(project=project)
        assert all(row.forecast_finish.date() >= date(2026, 4, 6) for row in rows), plan


def test_work_that_is_done_here_ends_its_pause(bring, manager):
    project, _ = bring(PLANS["interrupted work"])
    task = Task.objects.select_related("workspace", "project").get(name="A")
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    progress.set_state(task, "done", by=manager, at=noon)
    assert _local(ScheduleRow.objects.get(task=task).finish) == _local(noon)


def test_a_project_that_begins_on_another_day_is_said_to_date_the_plan_otherwise(bring, make):
    project = make.project(starts_on=date(2026, 4, 6))
    make.task(project)
    project, made = bring(mspdi([Row(1, "A")]), project)
    assert [line["column"] for line in made.refusals] == ["start"]
    assert "2026-04-06" in made.refusals[0]["reason"]


def test_an_empty_project_begins_when_the_plan_brought_into_it_does(bring, make):
    project, made = bring(mspdi([Row(1, "A")]), make.project(starts_on=date(2026, 4, 6)))
    project.refresh_from_db()
    assert (project.starts_on, made.refusals) == (date(2026, 3, 2), [])


def test_links_keep_the_kind_of_their_lag(bring):
    bring(PLANS["elapsed and percent lag"])
    lags = Dependency.objects.order_by("pk").values_list(
        "lag_minutes", "lag_percent", "lag_is_elapsed"
    )
    assert list(lags) == [(2880, None, True), (0, 50, False), (0, 100, True)]


def test_rules_and_calendars_of_a_plan_go_with_its_project(bring):
    project, _ = bring(PLANS["calendar of a task"])
    Dependency.objects.all().delete()
    project.delete()
    assert not PlanCalendar.objects.exists() and not PlanRules.objects.exists()
