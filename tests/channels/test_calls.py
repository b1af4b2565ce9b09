"""A call is begun with one click, and noted when it is over; then it is whoever's turn."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from rapport.channels.models import Call
from rapport.clients.operations import contacts
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Message


@pytest.fixture
def page(browse, member):
    return browse(member)


@pytest.fixture
def of_ines(contact):
    return f"/w/fernhill/clients/NWM/contacts/{contact.pk}/calls/"


@pytest.fixture
def begin(page, of_ines):
    def start():
        answer = page.post(of_ines)
        assert answer.status_code == 302
        return answer.headers["Location"]

    return start


def finish(page, where, **said):
    sent = {"outcome": "reached", "text": "She wants blue.", "after": "nobody", **said}
    return page.post(where, sent, follow=True)


def test_one_click_starts_the_clock_and_the_page_shows_it(begin, page):
    text = page.get(begin()).content.decode()
    call = Call.objects.get()
    assert f'<call-timer data-since="{call.started_at:%Y-%m-%dT%H:%M:%S}' in text
    assert "Call with Ines Prado" in text


def test_a_second_click_goes_on_with_the_call_that_runs(begin):
    assert begin() == begin() and Call.objects.count() == 1


def test_what_was_said_becomes_a_conversation_by_phone_that_is_over(
    begin, page, contact, client_company, member
):
    where = begin()
    Call.objects.update(started_at=now() - timedelta(minutes=12, seconds=10))
    text = finish(page, where).content.decode()
    talk = Conversation.objects.get()
    assert (talk.channel, talk.client, talk.correspondent) == (
        "phone",
        client_company,
        "Ines Prado",
    )
    assert talk.closed_at is not None and talk.assignee == member
    note = Message.objects.get()
    assert note.kind == "note" and note.author == member
    assert note.text == "Called Ines Prado · We spoke · 12 minutes\n\nShe wants blue."
    assert "She wants blue." in text
    assert (Call.objects.get().minutes, Call.objects.get().message) == (12, note)
    assert not Message.objects.visible_to(contact.reader).exists()


def test_the_length_may_be_put_right(begin, page):
    finish(page, begin(), minutes="25", is_incoming="on", outcome="machine")
    call = Call.objects.get()
    assert (call.minutes, call.is_incoming, call.outcome) == (25, True, "machine")
    assert Message.objects.get().text.startswith("Ines Prado called · Left a message · 25 minutes")


def test_a_follow_up_stays_with_whoever_called_and_comes_back_on_its_day(begin, page, member):
    finish(page, begin(), after="us")
    talk = Conversation.objects.get()
    assert (talk.turn, talk.closed_at, talk.assignee) == ("us", None, member)
    day = localdate() + timedelta(days=3)
    finish(page, begin(), after="us", on_day=day.isoformat())
    talk = Conversation.objects.latest("pk")
    assert talk.snoozed_until.date() == day and talk.snoozed_by == member


def test_a_follow_up_in_the_past_is_refused_with_a_sentence(begin, page):
    answer = finish(page, begin(), after="us", on_day=localdate().isoformat())
    assert answer.status_code == 422 and "Choose a day after today." in answer.content.decode()
    assert Call.objects.get().ended_at is None


def test_when_they_come_back_to_us_it_is_their_turn(begin, page):
    finish(page, begin(), after="client")
    assert Conversation.objects.get().turn == "client"


def test_a_call_about_a_conversation_is_noted_there(page, make, contact):
    talk = make.conversation(contact, "Label proofs")
    where = f"/w/fernhill/inbox/{talk.number}/calls/"
    assert "Log a call with Ines Prado" in page.get(where).content.decode()
    finish(page, page.post(where).headers["Location"])
    assert Conversation.objects.count() == 1
    assert talk.messages.get(kind="note").text.endswith("She wants blue.")
    talk.refresh_from_db()
    assert talk.closed_at is None and talk.turn == "us"


def test_it_is_told_once_and_stands_in_the_story_of_the_client(begin, page, of_ines):
    where = begin()
    finish(page, where)
    finish(page, where)
    assert Message.objects.count() == 1
    assert Event.objects.filter(verb="call.noted").count() == 1
    story = page.get("/w/fernhill/clients/NWM/").content.decode()
    assert "called Ines Prado: We spoke" in story
    assert "We spoke" in page.get(of_ines).content.decode()


def test_its_note_is_found_by_its_words(begin, page):
    finish(page, begin(), text="She wants cerulean.")
    assert "Ines Prado" in page.get("/w/fernhill/search/?q=cerulean").content.decode()


def test_an_erased_person_is_gone_from_calls_too(begin, page, contact, owner, run_jobs):
    finish(page, begin(), text="Ines Prado wants blue.")
    contacts.erase(contact, by=owner, at=now())
    run_jobs()
    left = [*Message.objects.values(), *Conversation.objects.values(), *Call.objects.values()]
    assert "Prado" not in str(left)
    assert Call.objects.get().contact is None


def test_what_was_no_call_is_forgotten_but_a_noted_one_stays(begin, page):
    where = begin()
    page.post(f"{where}discard/")
    assert not Call.objects.exists()
    where = begin()
    finish(page, where)
    page.post(f"{where}discard/")
    assert Call.objects.count() == 1


def test_nobody_sees_or_ends_the_call_of_another(begin, browse, manager, viewer, of_ines):
    where = begin()
    assert browse(manager).get(where).status_code == 404
    assert browse(manager).post(f"{where}discard/").status_code == 404
    assert browse(viewer).post(of_ines).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "x"}, {"minutes": "-1"}, {"minutes": "1441"}, {"after": "x"},
     {"on_day": "soon"}, {"on_day": "2099-01-01"}],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_the_clock_runs_on(begin, page, wrong):
    assert finish(page, begin(), **wrong).status_code == 422
    assert Call.objects.get().ended_at is None
