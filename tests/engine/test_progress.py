from rapport.engine.plan import Assignment, Calendar, Split

from .plans import DAY, at, dates, late, link, run, task

NIGHT = Calendar("night", days=(((1320, 1440),),) * 7)
OFFICE = Calendar("standard")
TEAM = {"calendars": (OFFICE, NIGHT)}


def test_a_finished_task_keeps_its_actual_dates_and_is_not_critical():
    done = task(
        "a", actual_start=at("03 08:00"), actual_finish=at("04 17:00"), percent_complete=100
    )
    plan = run(done, task("b"), link("a FS b"))
    assert dates(plan["a"]) == ("03 08:00", "04 17:00")
    assert dates(plan["b"]) == ("05 08:00", "05 17:00")
    assert (plan["a"].critical, plan["b"].critical) == (False, True)


def test_a_started_task_keeps_its_start_and_slack_is_that_of_its_finish():
    begun = task("a", 2, actual_start=at("03 08:00"), percent_complete=50)
    plan = run(task("p", 5), begun)
    assert dates(plan["a"]) == ("03 08:00", "04 17:00")
    assert late(plan["a"]) == ("03 08:00", "06 17:00")
    assert plan["a"].total_slack == 2 * DAY


def test_what_remains_begins_when_the_task_resumes():
    paused = task(
        "a", 2, actual_start=at("02 08:00"), stop=at("02 17:00"), resume=at("05 08:00"),
        remaining_minutes=DAY,
    )  # fmt: skip
    assert dates(run(paused)["a"]) == ("02 08:00", "05 17:00")


def test_predecessors_of_a_task_in_progress_are_needed_when_it_resumes():
    begun = task(
        "b", 2, actual_start=at("03 08:00"), stop=at("03 17:00"), resume=at("05 08:00"),
        remaining_minutes=DAY,
    )  # fmt: skip
    assert late(run(task("a"), begun, link("a FS b"))["a"])[1] == "04 17:00"


def test_a_finished_successor_waits_for_nobody():
    done = task(
        "b", actual_start=at("02 08:00"), actual_finish=at("02 17:00"), percent_complete=100
    )
    plan = run(task("a"), done, task("c", 4), link("a FS b"))
    assert (plan["a"].total_slack, plan["a"].free_slack) == (3 * DAY, 3 * DAY)


def test_a_pause_makes_a_task_end_later():
    assert dates(run(task("a", 2, splits=(Split(DAY, DAY),)))["a"]) == ("02 08:00", "04 17:00")


def test_in_a_pause_everybody_rests_who_is_not_done_by_then():
    pauses = (Split(DAY, DAY), Split(2 * DAY, DAY))
    team = (Assignment(3 * DAY, "standard"), Assignment(DAY, "night"))
    plan = run(task("a", 3, splits=pauses, assignments=team), **TEAM)
    assert dates(plan["a"]) == ("02 08:00", "06 17:00")
    late_one = (Assignment(DAY), Assignment(120, "night", 3 * 120))
    plan = run(task("a", splits=(Split(400, 120),), assignments=late_one), **TEAM)
    assert plan["a"].finish == at("07 00:00")  # waits three nights, rests one


def test_of_what_is_left_the_pauses_yet_to_come_count():
    begun = {
        "actual_start": at("02 08:00"), "stop": at("02 17:00"), "resume": at("04 08:00"),
        "splits": (Split(DAY, DAY), Split(2 * DAY, DAY)),
    }  # fmt: skip
    left = task("a", 3, remaining_minutes=2 * DAY, **begun)
    assert dates(run(left)["a"])[1] == "06 17:00"
    hers = Assignment(3 * DAY, remaining_minutes=2 * DAY, resume=at("04 08:00"))
    assert dates(run(task("a", 3, assignments=(hers,), **begun))["a"])[1] == "06 17:00"


def test_work_runs_in_the_calendar_of_the_one_who_does_it():
    plan = run(task("a", 0.5, assignments=(Assignment(240, "night"),)), **TEAM)
    assert dates(plan["a"])[0] == "02 22:00"
    assert plan["a"].finish == at("04 00:00")


def test_a_task_is_done_when_the_last_of_the_team_is():
    team = (Assignment(DAY), Assignment(120, "night"))
    plan = run(task("a", assignments=team), **TEAM)
    assert (plan["a"].start, plan["a"].finish) == (at("02 08:00"), at("03 00:00"))


def test_resource_calendars_can_be_ignored():
    shared = task("a", 0.5, assignments=(Assignment(240, "night"),), ignore_resource_calendars=True)
    assert dates(run(shared, **TEAM)["a"]) == ("02 08:00", "02 12:00")


def test_someone_who_joins_later_makes_the_task_longer():
    team = (Assignment(DAY), Assignment(DAY, delay_minutes=DAY))
    assert dates(run(task("a", assignments=team))["a"]) == ("02 08:00", "03 17:00")


def test_a_task_whose_calendar_shares_no_time_with_the_resource_keeps_its_own():
    shared = task("a", calendar="standard", assignments=(Assignment(DAY, "night"),))
    assert dates(run(shared, **TEAM)["a"]) == ("02 08:00", "02 17:00")
