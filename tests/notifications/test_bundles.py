"""Staff are told once, bundled, and as they chose."""

import pytest
from django.db import transaction
from django.utils.timezone import now

from rapport.accounts.readers import reader_for
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.inbox.operations import conversations, writing
from rapport.notifications.models import Notification, Preference, Topic
from rapport.notifications.operations import choosing, notify
from rapport.notifications.queries.telling import told


@pytest.fixture
def talk(make, contact, manager):
    return make.conversation(contact, "Label proofs", assignee=manager)


def writes(talk, contact) -> Event:
    with transaction.atomic():
        facts = {"message": talk.messages.first().pk, "number": talk.number}
        return publish("message.received", subject=talk, by=contact, at=now(), facts=facts)


def test_a_clients_message_is_told_to_whoever_holds_the_conversation(
    talk, contact, manager, member, run_jobs
):
    writes(talk, contact)
    run_jobs()
    assert [row.member for row in Notification.objects.all()] == [manager]


def test_what_nobody_holds_is_told_to_those_who_manage(
    make, contact, owner, admin, manager, member, viewer, guest, run_jobs
):
    gone = make.member("manager")
    gone.deactivated_at = now()
    gone.save()
    talk = make.conversation(contact, "Label proofs")
    writes(talk, contact)
    run_jobs()
    assert {row.member for row in Notification.objects.all()} == {owner, admin, manager}


def test_whoever_looks_after_the_client_hears_of_what_nobody_holds(
    make, client_company, contact, manager, member, run_jobs
):
    client_company.owner = member
    client_company.save()
    writes(make.conversation(contact, "Label proofs"), contact)
    run_jobs()
    assert [row.member for row in Notification.objects.all()] == [member]


def test_unread_news_about_the_same_thing_is_one_bundle_that_counts(
    talk, contact, manager, run_jobs
):
    for _ in range(3):
        writes(talk, contact)
    run_jobs()
    assert [row.count for row in Notification.objects.filter(member=manager)] == [3]


def test_hearing_an_event_twice_counts_once(talk, contact, manager):
    event = writes(talk, contact)
    for _ in range(2):
        notify.tell([manager.pk], topic=Topic.MESSAGE, event=event)
    assert Notification.objects.get(member=manager).count == 1


def test_nobody_is_told_of_their_own_act(talk, manager, member, run_jobs):
    conversations.assign(talk, to=member, by=member, at=now())
    run_jobs()
    assert not Notification.objects.filter(topic=Topic.ASSIGNED).exists()


def test_the_new_assignee_is_told(talk, manager, member, run_jobs):
    conversations.assign(talk, to=member, by=manager, at=now())
    run_jobs()
    assert Notification.objects.get(topic=Topic.ASSIGNED).member == member


def test_what_somebody_muted_whole_does_not_reach_them(talk, contact, manager, run_jobs):
    choosing.prefer(manager, topic=Topic.MESSAGE, way=Preference.Way.OFF)
    writes(talk, contact)
    run_jobs()
    assert not Notification.objects.exists()


def test_words_are_made_when_shown_and_only_for_what_may_be_seen(
    talk, contact, manager, guest, run_jobs
):
    writes(talk, contact)
    run_jobs()
    rows = Notification.objects.all()
    assert "Label proofs" in told(rows, reader=reader_for(manager), slug="fernhill")[0].title
    assert told(rows, reader=reader_for(guest), slug="fernhill") == []


def test_the_page_reads_and_takes_back(talk, contact, manager, browse, run_jobs):
    writes(talk, contact)
    run_jobs()
    browser, row = browse(manager), Notification.objects.get()
    assert b"Label proofs" in browser.get("/w/fernhill/notifications/").content
    browser.post(f"/w/fernhill/notifications/{row.pk}/reading/")
    assert Notification.objects.filter(read_at=None).count() == 0
    browser.delete(f"/w/fernhill/notifications/{row.pk}/reading/")
    assert Notification.objects.filter(read_at=None).count() == 1


def test_somebody_elses_notification_cannot_be_read(talk, contact, member, browse, run_jobs):
    writes(talk, contact)
    run_jobs()
    row = Notification.objects.get()
    url = f"/w/fernhill/notifications/{row.pk}/reading/"
    assert browse(member).post(url).status_code == 404


def test_a_preference_outside_the_choices_changes_nothing(manager, browse):
    answer = browse(manager).post(
        "/w/fernhill/notifications/preferences/", {"topic": "message", "way": "nonsense"}
    )
    assert answer.status_code == 400
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("text", "is_told"),
    [("@Mara please look", True), ("ask @mara winter!", True), ("to mara@x.example", False),
     ("Mara knows", False), ("@Marabel", False)],
)  # fmt: skip
def test_a_note_that_calls_somebody_tells_them(talk, manager, make, run_jobs, text, is_told):
    mara = make.member(name="Mara Winter")
    writing.note(talk, text=text, by=manager, at=now())
    run_jobs()
    told_of = Notification.objects.filter(topic=Topic.MENTION, member=mara)
    assert told_of.exists() is is_told


def test_a_choice_made_in_place_is_saved_and_said_at_once(manager, browse):
    said = browse(manager).post(
        "/w/fernhill/notifications/preferences/",
        {"topic": "message", "way": "list"},
        headers={"HX-Request": "true"},
    )
    assert said.status_code == 204
    assert "Saved." in said.headers["HX-Trigger"]
