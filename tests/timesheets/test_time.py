"""People log their time, correct it, and take back what they deleted."""

from datetime import date

import pytest

from rapport.events.models import Event
from rapport.projects.models import ProjectMember
from rapport.timesheets.models import TimeEntry
from rapport.timesheets.operations import entries
from rapport.timesheets.operations.entries import NewEntry, TimeRefused
from rapport.timesheets.queries import weeks
from tests.conftest import NOW

PAGE = "/w/fernhill/time/"
DAY = date(2026, 3, 4)


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, "Label relaunch", key="LAB")


def logged(project, by, minutes=90, **fields):
    return entries.log(NewEntry(project, DAY, minutes, **fields), by=by, at=NOW)


def post(browser, **fields):
    said = {"project": "LAB", "day": "2026-03-04", "minutes": "1:30", "note": "Proofs"}
    return browser.post(PAGE, said | fields)


@pytest.mark.parametrize(
    ("written", "minutes"), [("1:30", 90), ("1.5", 90), ("1,5", 90), ("90m", 90), ("2h 15m", 135)]
)
def test_time_is_logged_however_it_is_written(project, member, browse, written, minutes):
    answer = post(browse(member), minutes=written)
    assert answer.status_code == 302
    entry = TimeEntry.objects.get()
    assert (entry.minutes, entry.day, entry.note, entry.member) == (minutes, DAY, "Proofs", member)
    assert "Label relaunch" in browse(member).get(answer["Location"]).text


@pytest.mark.parametrize("written", ["", "soon", "0", "25:00", "-1"])
def test_what_is_no_time_of_a_day_is_refused_and_nothing_is_kept(project, member, browse, written):
    assert post(browse(member), minutes=written).status_code == 422
    assert not TimeEntry.objects.exists()


def test_a_day_has_no_more_than_24_hours(project, member):
    logged(project, member, 1400)
    with pytest.raises(TimeRefused, match="24 hours"):
        logged(project, member, 60)


def test_a_day_that_has_not_come_is_refused(project, member):
    with pytest.raises(TimeRefused, match="not come"):
        entries.log(NewEntry(project, date(2026, 3, 9), 60), by=member, at=NOW)


def test_a03_a_task_of_another_project_is_refused(make, project, member, browse):
    other = make.task(make.project(key="OTH"))
    make.task(project)
    answer = post(browse(member), task=str(other.number + 7))
    assert answer.status_code == 422
    with pytest.raises(TimeRefused, match="another project"):
        logged(project, member, task=other)


def test_logging_is_one_event_without_names_or_text(make, project, member):
    task = make.task(project, "Secret name")
    logged(project, member, note="Secret note", task=task)
    event = Event.objects.get(verb="timeentry.logged")
    assert event.facts == {"minutes": 90, "day": "2026-03-04", "task": task.pk}
    assert event.project_id == project.pk


def test_an_entry_is_corrected_once_and_saying_it_again_changes_nothing(project, member, browse):
    entry = logged(project, member)
    for _time in range(2):
        answer = browse(member).post(
            f"{PAGE}{entry.pk}/", {"project": "LAB", "day": "2026-03-03", "minutes": "2"}
        )
        assert answer.status_code == 302
    entry.refresh_from_db()
    assert (entry.minutes, entry.day) == (120, date(2026, 3, 3))
    assert Event.objects.filter(verb="timeentry.changed").count() == 1


def test_a_deleted_entry_comes_back_with_undo(project, member, browse):
    entry = logged(project, member)
    browser = browse(member)
    browser.post(f"{PAGE}{entry.pk}/deletion/")
    assert not TimeEntry.objects.live().exists()
    assert browser.get(f"{PAGE}{entry.pk}/").status_code == 404
    browser.post(f"{PAGE}{entry.pk}/restoration/")
    assert TimeEntry.objects.live().count() == 1


def test_nobody_touches_the_time_of_somebody_else(project, member, manager, browse):
    entry = logged(project, member)
    for path in ("", "deletion/", "restoration/"):
        assert browse(manager).post(f"{PAGE}{entry.pk}/{path}").status_code == 404
    with pytest.raises(TimeRefused):
        entries.delete(entry, by=manager, at=NOW)


def test_a_guest_logs_only_on_their_projects_and_sees_only_their_own_time(
    make, project, member, guest, browse
):
    other = make.project(key="HID")
    ProjectMember.objects.create(workspace=project.workspace, project=project, member=guest)
    logged(project, member, note="By a colleague")
    assert post(browse(guest), project=other.key).status_code == 422
    assert post(browse(guest)).status_code == 302
    panel = browse(guest).get("/w/fernhill/projects/LAB/time/")
    assert "By a colleague" not in panel.text


def test_the_panels_show_the_sum_with_what_was_spent_before(make, project, member, browse):
    project.spent_before_minutes = 480
    project.save()
    task = make.task(project)
    logged(project, member, 60, task=task, note="On the task")
    logged(project, member, 60)
    browser = browse(member)
    of_project = browser.get("/w/fernhill/projects/LAB/time/")
    assert of_project.context["spent"].total == 600
    of_task = browser.get(f"/w/fernhill/projects/LAB/tasks/{task.number}/time/")
    assert of_task.context["spent"].total == 60
    assert "On the task" in of_task.text


def test_the_form_offers_the_tasks_of_the_chosen_project(make, project, member, browse):
    make.task(project, "Proof reading")
    browser = browse(member)
    assert "Proof reading" not in browser.get(PAGE).text
    assert "Proof reading" in browser.get(f"{PAGE}?project=LAB").text


def test_weeks_are_named_and_a_wrong_name_is_this_week():
    assert weeks.monday_of("2026-W10", today=DAY) == date(2026, 3, 2)
    assert weeks.monday_of("nonsense", today=DAY) == date(2026, 3, 2)
    assert weeks.name_of(date(2027, 1, 1)) == "2026-W53"


@pytest.mark.parametrize("count", [3, 15])
def test_the_week_takes_as_many_queries_for_many_entries_as_for_few(
    project, member, browse, django_assert_max_num_queries, count
):
    for _number in range(count):
        logged(project, member, 10)
    browser = browse(member)
    browser.get(PAGE)
    with django_assert_max_num_queries(14):
        assert browser.get(f"{PAGE}?week=2026-W10").status_code == 200
