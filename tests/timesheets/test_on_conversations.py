"""Time spent on a conversation is noted beside it, and counts for its project."""

import pytest

from rapport.events.models import Event
from rapport.inbox.operations import merging
from rapport.timesheets.models import TimeEntry
from rapport.timesheets.operations import entries
from rapport.timesheets.operations.entries import NewEntry, TimeRefused
from tests.conftest import NOW

PART = {"HX-Request": "true"}


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, "Label relaunch", key="LAB")


@pytest.fixture
def talk(make, contact, project):
    return make.conversation(contact, project=project)


def url(talk, path="") -> str:
    return f"/w/fernhill/inbox/{talk.number}/time/{path}"


def post(browser, talk, **said):
    form = {"minutes": "0:45", "project": "LAB", "day": "2026-03-04", "note": "Call", **said}
    return browser.post(url(talk, "new/"), form, headers=PART)


def test_time_is_logged_beside_the_conversation_on_its_project(talk, project, member, browse):
    browser = browse(member)
    empty = browser.get(url(talk)).text
    assert "No time logged yet." in empty
    assert '<option value="LAB" selected>' in empty
    part = post(browser, talk).text
    assert "45 min" in part
    assert "Call" in part
    entry = TimeEntry.objects.get()
    assert (entry.conversation, entry.project, entry.member) == (talk, project, member)
    assert Event.objects.get(verb="timeentry.logged").facts["conversation"] == talk.pk
    assert "45 min" in browser.get("/w/fernhill/projects/LAB/time/").text


def test_it_can_be_undone_at_once(talk, member, browse):
    browser = browse(member)
    undo = "/w/fernhill/time/{}/deletion/"
    answer = post(browser, talk)
    entry = TimeEntry.objects.get()
    assert undo.format(entry.pk) in answer.headers["HX-Trigger"]
    browser.post(undo.format(entry.pk))
    assert "No time logged yet." in browser.get(url(talk)).text


def test_without_scripts_one_comes_back_to_the_conversation(talk, member, browse):
    form = {"minutes": "1", "project": "LAB", "day": "2026-03-04"}
    answer = browse(member).post(url(talk, "new/"), form)
    assert answer.url.endswith(f"/inbox/{talk.number}/")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"minutes": "soon"}, "Write the time as"),
        ({"project": "NOPE"}, "valid choice"),
        ({"day": "2099-01-01"}, "This day has not come yet."),
    ],
)
def test_what_cannot_be_logged_is_said_and_kept(talk, member, browse, said, why):
    answer = post(browse(member), talk, **said)
    assert answer.status_code == 422
    assert why in answer.text
    assert 'value="Call"' in answer.text
    assert not TimeEntry.objects.exists()


def test_only_projects_of_the_client_are_offered(make, talk, member, browse):
    make.project(make.client(), "Elsewhere", key="ELS")
    assert "Elsewhere" not in browse(member).get(url(talk)).text


def test_time_on_a_clients_conversation_is_not_billed_to_another(make, talk, member):
    elsewhere = make.project(make.client(), "Elsewhere", key="ELS")
    new = NewEntry(elsewhere, NOW.date(), 30, conversation=talk)
    with pytest.raises(TimeRefused, match="another client"):
        entries.log(new, by=member, at=NOW)


def test_correcting_an_entry_leaves_it_with_its_conversation(talk, project, member):
    entry = entries.log(NewEntry(project, NOW.date(), 30, conversation=talk), by=member, at=NOW)
    entries.change(entry, NewEntry(project, NOW.date(), 40), by=member, at=NOW)
    entry.refresh_from_db()
    assert (entry.minutes, entry.conversation) == (40, talk)


def test_time_goes_along_when_conversations_become_one_and_comes_back(
    make, contact, talk, project, member
):
    other = make.conversation(contact, project=project)
    entry = entries.log(NewEntry(project, NOW.date(), 30, conversation=talk), by=member, at=NOW)
    act = merging.merge(talk, other, by=member, at=NOW)
    entry.refresh_from_db()
    assert entry.conversation == other
    merging.part(act, by=member, at=NOW)
    entry.refresh_from_db()
    assert entry.conversation == talk


def test_a_viewer_reads_and_logs_nothing_and_strangers_find_nothing(talk, viewer, stranger, browse):
    assert "Log time" not in browse(viewer).get(url(talk)).text
    assert post(browse(viewer), talk).status_code == 403
    assert browse(stranger).get(url(talk)).status_code == 404
