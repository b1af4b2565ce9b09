"""A plan kept as it stood: what is kept, its seal, and how far things moved since."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from rapport.calendars.models import Holiday
from rapport.clients.timeline import story
from rapport.events.actor import SYSTEM
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.planning.models import Baseline, BaselineRow, PlanState, ScheduleRow
from rapport.planning.operations import baselines, scheduling
from rapport.planning.operations.baselines import NothingToKeep
from rapport.planning.queries.baseline_seals import GENESIS, digest, holding
from rapport.planning.queries.kept_rows import kept_rows
from rapport.planning.queries.shift import Shift
from rapport.planning.queries.variance import ORDERS, comparison, finish_moves
from rapport.projects.models import Dependency, Task
from rapport.workspaces.operations import bin

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


@pytest.fixture
def pair(make, project):
    """Payments waits for API access."""
    one = make.task(project, "API access", work_minutes=600, percent_complete=25)
    other = make.task(project, "Payments")
    Dependency.objects.create(
        workspace=project.workspace, project=project, predecessor=one, successor=other
    )
    scheduling.reschedule(project, at=NOW)
    return one, other


def _lengthen(task, days, *, at=NOW):
    Task.objects.filter(pk=task.pk).update(duration_minutes=days * 480)
    scheduling.reschedule(task.project, at=at)


def _events(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


def test_a_baseline_keeps_numbers_dates_and_amounts_but_no_name(pair, project, manager):
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    rows = BaselineRow.objects.filter(baseline=made).order_by("task_number")
    assert list(
        rows.values_list("task_number", "start", "duration_minutes", "work_minutes", "percent")
    ) == [
        (pair[0].number, datetime(2026, 3, 2, 9, tzinfo=UTC), 480, 600, 25),
        (pair[1].number, datetime(2026, 3, 3, 9, tzinfo=UTC), 480, None, 0),
    ]
    assert (made.number, made.tasks, made.taken_by) == (1, 2, manager)
    assert made.finish == datetime(2026, 3, 3, 17, tzinfo=UTC)
    fields = {field.name for field in BaselineRow._meta.get_fields()}
    assert not fields & {"name", "assignee", "who"}


def test_a_summary_is_as_long_as_the_working_time_it_spans(make, project, manager):
    phase = make.task(project, "Phase")
    make.task(project, "Part", parent=phase, duration_minutes=960)
    scheduling.reschedule(project, at=NOW)
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    assert made.rows.get(task_number=phase.number).duration_minutes == 960


def test_an_empty_plan_is_not_kept_and_says_why(project, manager):
    with pytest.raises(NothingToKeep, match="nothing to keep yet"):
        baselines.take(project, "Agreed", by=manager, at=NOW)
    assert not Baseline.objects.exists() and not _events("baseline.taken").exists()


def test_the_same_plan_by_the_same_name_is_kept_once(pair, project, manager):
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    assert baselines.take(project, "Agreed", by=manager, at=LATER) == made
    assert baselines.take(project, "Signed", by=manager, at=LATER).number == 2
    _lengthen(pair[0], 2)
    assert baselines.take(project, "Signed", by=manager, at=LATER).number == 3
    assert _events("baseline.taken").count() == 3


def test_a_long_plan_that_waits_for_the_worker_is_dated_before_it_is_kept(pair, project, manager):
    Task.objects.filter(pk=pair[0].pk).update(duration_minutes=960)
    PlanState.objects.update(revision=0)
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    assert made.finish == datetime(2026, 3, 4, 17, tzinfo=UTC)


def test_what_is_published_holds_numbers_and_the_digest_and_no_name(pair, project, manager):
    made = baselines.take(project, "Agreed with Ines", by=manager, at=NOW)
    [event] = _events("baseline.taken")
    assert (event.project_id, event.client_id) == (project.pk, project.client_id)
    assert event.facts == {
        "number": 1, "tasks": 2, "finish": made.finish.isoformat(), "digest": made.digest
    }  # fmt: skip


def test_the_clients_story_tells_of_it(pair, project, manager):
    assert get_resolver().url_patterns  # each app registers its sentences beside its addresses
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    reader = Reader(project.workspace_id, manager.role, member_id=manager.pk)

    def told():
        return [one.line for one in story(project.client, reader).told]

    [line] = [one for one in told() if "Agreed" in one.text]
    assert line.url == "/w/fernhill/projects/KTB/plan/baselines/1/"
    bin.put(made, by=manager, at=NOW)
    assert not [one for one in told() if "Agreed" in one.text]


def test_a_new_name_breaks_no_seal_and_the_same_name_again_is_no_act(pair, project, manager):
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    for _ in range(2):
        baselines.rename(made, "Signed", by=manager, at=LATER)
    made.refresh_from_db()
    assert made.name == "Signed" and holding(project, [made]) == {made.pk}
    assert _events("baseline.renamed").count() == 1


def _three(pair, project, by):
    made = []
    for days, name in enumerate(("One", "Two", "Three"), 1):
        _lengthen(pair[0], days)
        made.append(baselines.take(project, name, by=by, at=NOW + timedelta(days=days)))
    return made


def test_each_seal_covers_the_one_before(pair, project, manager):
    one, two, three = _three(pair, project, manager)
    assert one.previous_digest == GENESIS
    assert (two.previous_digest, three.previous_digest) == (one.digest, two.digest)
    read = list(Baseline.objects.order_by("number"))
    assert holding(project, read) == {one.pk, two.pk, three.pk}


@pytest.mark.parametrize(
    "changed",
    [
        {"percent": 100}, {"duration_minutes": 1}, {"work_minutes": 1}, {"task_number": 77},
        {"start": NOW}, {"finish": LATER},
    ],
)  # fmt: skip
def test_a_row_that_was_changed_breaks_the_seal(pair, project, manager, changed):
    one, two, three = _three(pair, project, manager)
    two.rows.filter(task_number=pair[0].number).update(**changed)
    read = list(Baseline.objects.all())
    assert holding(project, read) == {one.pk, three.pk}


@pytest.mark.parametrize(
    "changed", [{"taken_at": LATER}, {"taken_by": None}, {"finish": LATER}, {"tasks": 7}]
)
def test_so_does_another_moment_person_end_or_count(pair, project, manager, changed):
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    Baseline.objects.update(**changed)
    assert holding(project, [Baseline.objects.get(pk=made.pk)]) == set()


def test_a_row_that_was_taken_out_or_put_in_breaks_the_seal(pair, project, manager):
    one, two, _ = _three(pair, project, manager)
    one.rows.filter(task_number=pair[0].number).delete()
    row = two.rows.first()
    row.pk, row.task_number = None, 99
    row.save(force_insert=True)
    assert not holding(project, [one, two])


def test_one_rewritten_with_its_digest_is_found_by_the_stream(pair, project, manager):
    one, two, three = _three(pair, project, manager)
    two.rows.update(percent=100)
    two.digest = digest(two, kept_rows([two])[two.pk])
    two.save()
    three.previous_digest = two.digest
    three.digest = digest(three, kept_rows([three])[three.pk])
    three.save()
    assert holding(project, [one, two, three]) == {one.pk}


def test_one_that_vanished_with_its_word_in_the_stream_is_missed_by_the_next(
    pair, project, manager
):
    one, two, three = _three(pair, project, manager)
    _events("baseline.taken").filter(subject_id=one.pk).delete()
    one.delete()
    assert holding(project, [two, three]) == {three.pk}


def test_one_that_was_let_go_from_the_bin_breaks_no_other(pair, project, manager, workspace):
    one, two, three = _three(pair, project, manager)
    baselines.discard(two, by=manager, at=NOW)
    bin.empty(workspace, at=NOW + timedelta(days=40))
    left = list(Baseline.objects.order_by("number"))
    assert left == [one, three] and holding(project, left) == {one.pk, three.pk}
    assert not BaselineRow.objects.filter(baseline=two.pk).exists()


def test_the_chain_goes_on_behind_what_lies_in_the_bin(pair, project, manager):
    one = baselines.take(project, "Agreed", by=manager, at=NOW)
    baselines.discard(one, by=manager, at=NOW)
    again = baselines.take(project, "Agreed", by=manager, at=LATER)
    assert again.number == 2 and again.previous_digest == one.digest
    bin.restore(one, by=manager, at=LATER)
    assert holding(project, [one, again]) == {one.pk, again.pk}


def test_a_deleted_project_takes_its_baselines_along(pair, project, manager, workspace):
    baselines.take(project, "Agreed", by=manager, at=NOW)
    bin.put(project, by=manager, at=NOW)
    bin.empty(workspace, at=NOW + timedelta(days=40))
    assert not Baseline.objects.exists() and not BaselineRow.objects.exists()


def test_the_product_itself_takes_one_in_nobodys_name(pair, project):
    made = baselines.take(project, "Agreed", by=SYSTEM, at=NOW)
    assert made.taken_by is None and holding(project, [made]) == {made.pk}


def test_only_who_sees_the_project_sees_its_baselines(pair, project, manager, guest, contact):
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    everyone = Reader(project.workspace_id, manager.role, member_id=manager.pk)
    assert list(Baseline.objects.visible_to(everyone)) == [made]
    other = Reader(project.workspace_id, guest.role, member_id=guest.pk, project_ids=frozenset({0}))
    assert not Baseline.objects.visible_to(other).exists()


# How far things moved


def test_days_are_working_days_of_the_plan(pair, project, manager):
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    _lengthen(pair[0], 6)  # over the weekend
    found = comparison(made)
    first, second = found.tasks
    assert (first.start, first.finish, first.longer) == (Shift(), Shift(5, 2400), 2400)
    assert (second.start, second.finish, second.longer) == (Shift(5, 2400), Shift(5, 2400), 0)
    assert found.finish == Shift(5, 2400) and str(found.finish) == "5 days later"
    assert (found.moved, found.added, found.gone) == (2, 0, 0)
    assert first.change == "5 days longer"
    _lengthen(pair[0], 1)
    assert not comparison(made).moved and not comparison(made).finish


def test_earlier_is_said_as_earlier_and_hours_as_hours(pair, project, manager):
    _lengthen(pair[0], 2)
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    Task.objects.filter(pk=pair[0].pk).update(duration_minutes=240)
    Task.objects.filter(pk=pair[1].pk).update(duration_minutes=720)
    scheduling.reschedule(project, at=NOW)
    first, second = comparison(made).tasks
    assert (str(first.finish), first.change) == ("1 day earlier", "1 day 4 hr shorter")
    assert str(second.start) == "2 days earlier" and second.change == "4 hr longer"
    assert str(Shift(0, 240)) == "4 hr later" and str(Shift(0, -30)) == "30 min earlier"


def test_a_holiday_between_does_not_count(pair, project, manager, make):
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    Holiday.objects.create(workspace=project.workspace, day=date(2026, 3, 3), name="Fair")
    scheduling.reschedule(project, at=NOW)
    payments = comparison(made).tasks[1]
    assert payments.start.days == 1 and payments.now[0].date() == date(2026, 3, 4)


def test_added_and_gone_tasks_are_named(make, pair, project, manager):
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    make.task(project, "Training")
    bin.put(pair[1], by=manager, at=NOW)
    scheduling.reschedule(project, at=NOW)
    found = comparison(made)
    assert (found.added, found.gone) == (1, 1)
    assert [(task.name, task.is_added, task.is_gone) for task in found.tasks] == [
        ("API access", False, False), ("Training", True, False), ("Payments", False, True)
    ]  # fmt: skip
    number = pair[1].number
    Task.objects.filter(pk=pair[1].pk).delete()
    gone = comparison(made).tasks[-1]
    assert (gone.number, gone.name) == (number, "")
    assert holding(project, [made]) == {made.pk}


def test_a_plan_without_an_end_is_measured_against_nothing(pair, project, manager):
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    ScheduleRow.objects.all().delete()
    PlanState.objects.update(finish=None)
    found = comparison(made)
    assert found.planned is None and not found.finish and not found.moved
    assert finish_moves(project, [made]) == {}


def test_the_most_moved_come_first_and_the_rest_as_in_the_plan(make, pair, project, manager):
    far = make.task(project, "Far")
    make.task(project, "Still")
    scheduling.reschedule(project, at=NOW)
    made = baselines.take(project, "Agreed", by=manager, at=NOW)
    Task.objects.filter(pk=far.pk).update(duration_minutes=10 * 480)
    _lengthen(pair[0], 2)
    tasks = comparison(made).tasks
    orders = {name: [task.name for task in order(tasks)] for name, order in ORDERS.items()}
    assert orders == {
        "start": ["Payments", "API access", "Far", "Still"],
        "finish": ["Far", "API access", "Payments", "Still"],
        "duration": ["Far", "API access", "Payments", "Still"],
    }


def test_taking_and_comparing_ask_as_often_for_many_tasks_as_for_few(make, pair, project, manager):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            made = baselines.take(project, f"n{Baseline.objects.count()}", by=manager, at=NOW)
            comparison(made)
            holding(project, [made])
        return len(queries)

    asked()
    few = asked()
    for n in range(40):
        make.task(project, f"Task {n}")
    scheduling.reschedule(project, at=NOW)
    assert asked() == few
