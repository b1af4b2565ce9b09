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


PEOPLE = f"{PAGE}people/"


def test_a_manager_reads_the_week_of_anybody_and_changes_nothing_there(
    make, project, member, manager, browse
):
    entry = logged(project, member, note="Proofs, second half", task=make.task(project, "Proofs"))
    browser = browse(manager)
    page = browser.get(f"{PEOPLE}{member.pk}/?week=2026-W10").text
    for said in (f"Time of {member.name}", "Proofs, second half", "Label relaunch", "1 hr 30 min"):
        assert said in page
    assert f"/time/{entry.pk}/" not in page and 'id="time-form"' not in page
    assert "deletion" not in page and "week=2026-W09" in page
    assert "Nothing logged." in browser.get(f"{PEOPLE}{member.pk}/?week=2026-W11").text


def test_everybody_stands_on_one_page_with_their_days(project, member, manager, viewer, browse):
    logged(project, member, 90)
    logged(project, member, 30)
    browser = browse(manager)
    page = browser.get(f"{PEOPLE}?week=2026-W10")
    rows = {one.member: one for one in page.context["people"]}
    assert [minutes for _day, minutes in rows[member].days] == [0, 0, 120, 0, 0, 0, 0]
    assert rows[manager].minutes == 0 and viewer not in rows
    assert "2:00" in page.text and "40:00" in page.text
    assert f"{PEOPLE}{member.pk}/?week=2026-W10" in page.text
    assert PEOPLE in browser.get(PAGE).text


def test_a_chosen_person_leads_to_their_week(member, manager, browse):
    answer = browse(manager).get(f"{PEOPLE}?who={member.pk}&week=2026-W10")
    assert answer["Location"] == f"{PEOPLE}{member.pk}/?week=2026-W10"
    for who in ("x", "", "9" * 30, "-1"):
        assert browse(manager).get(PEOPLE, {"who": who}).status_code == 200


def test_who_has_left_still_has_the_weeks_they_logged(project, member, manager, browse):
    logged(project, member)
    member.deactivated_at = NOW
    member.save()
    page = browse(manager).get(f"{PEOPLE}?week=2026-W10")
    assert member in [one.member for one in page.context["people"]]
    later = browse(manager).get(f"{PEOPLE}?week=2026-W11")
    assert member not in [one.member for one in later.context["people"]]
    assert browse(manager).get(f"{PEOPLE}{member.pk}/").status_code == 200


def test_deleted_time_is_in_no_sum(project, member, manager, browse):
    entries.delete(logged(project, member), by=member, at=NOW)
    page = browse(manager).get(f"{PEOPLE}?week=2026-W10")
    assert {one.minutes for one in page.context["people"]} == {0}


@pytest.mark.parametrize("who", ["member", "guest", "viewer"])
def test_a02_others_see_nobody_elses_week(project, manager, browse, request, who):
    person = request.getfixturevalue(who)
    logged(project, manager, note="By the manager")
    for path in ("", f"{manager.pk}/", f"{person.pk}/"):
        assert browse(person).get(f"{PEOPLE}{path}").status_code == 403
    assert PEOPLE not in browse(person).get("/w/fernhill/").text
    if who == "member":
        own = browse(person).get(f"{PAGE}?week=2026-W10").text
        assert PEOPLE not in own and "By the manager" not in own


def test_a02_nobody_of_another_company_is_found(manager, stranger, browse):
    assert browse(manager).get(f"{PEOPLE}{stranger.pk}/").status_code == 404


@pytest.mark.parametrize("count", [2, 40])
def test_everybodys_week_takes_as_many_queries_for_many_people_as_for_few(
    make, project, manager, browse, django_assert_max_num_queries, count
):
    for _number in range(count):
        logged(project, make.member(), 60)
    browser = browse(manager)
    browser.get(PEOPLE)
    with django_assert_max_num_queries(16):
        browser.get(f"{PEOPLE}?week=2026-W10")


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
