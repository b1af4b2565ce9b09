"""Did it hold? Asked once some days after it was mended; a no opens the case again."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils.timezone import now

from rapport.cases.models import Case
from rapport.cases.operations import closing, opening
from rapport.events.models import Event
from rapport.feedback import tasks
from rapport.feedback.models import Holding
from rapport.feedback.operations import holding
from rapport.inbox.models import Message
from rapport.inbox.operations import merging

LINK = re.compile(r"http://localhost:8000(/p/fernhill/held/[\w-]+/)\?held=(yes|no)")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def mended(make, contact, manager):
    def close_one(subject="Label proofs", *, who=None, kind="incident", at=MONDAY, **fields):
        talk = make.conversation(who or contact, subject, **fields)
        case = opening.open_case(talk, kind=kind, by=manager, at=at)
        closing.close(case, cause="SECRET CAUSE", by=manager, at=at)
        return case

    return close_one


@pytest.fixture
def clock(monkeypatch):
    """The hour at which the clock looks and the client answers."""

    def set_to(at):
        monkeypatch.setattr("rapport.feedback.tasks.now", lambda: at)
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)
        return at

    return set_to


@pytest.fixture
def asked(mended, clock) -> Case:
    case = mended()
    clock(MONDAY + timedelta(days=7))
    tasks.ask_whether_it_held()
    return case


def link() -> str:
    return LINK.findall(mail.outbox[-1].body)[0][0]


@pytest.mark.parametrize(("days", "asks"), [(4, 0), (7, 1), (18, 1), (21, 0)])
def test_it_is_asked_some_days_later_and_not_when_nobody_remembers(mended, clock, days, asks):
    mended()
    clock(MONDAY + timedelta(days=days))
    tasks.ask_whether_it_held()
    assert len(mail.outbox) == asks


@pytest.mark.parametrize(
    "at", [datetime(2026, 3, 9, 20, tzinfo=UTC), datetime(2026, 3, 8, 10, tzinfo=UTC)]
)
def test_nobody_is_asked_at_night_or_on_a_sunday(mended, clock, at):
    mended()
    clock(at)
    tasks.ask_whether_it_held()
    assert not mail.outbox


def test_it_is_asked_once(asked, clock):
    for days in (8, 15, 18):
        clock(MONDAY + timedelta(days=days))
        tasks.ask_whether_it_held()
    assert len(mail.outbox) == 1
    event = Event.objects.get(verb="holding.asked")
    assert event.facts["number"] == asked.number


def test_several_are_asked_about_in_one_mail_and_others_get_their_own(make, mended, contact):
    mended("One")
    mended("Two")
    mended("Three", who=make.contact(contact.client))
    assert holding.ask_all(at=MONDAY + timedelta(days=7)) == 2
    assert sorted(len(LINK.findall(sent.body)) for sent in mail.outbox) == [2, 4]


def test_who_was_asked_lately_is_asked_later(mended):
    mended("One")
    mended("Two", at=MONDAY + timedelta(days=3))
    assert holding.ask_all(at=MONDAY + timedelta(days=6)) == 1
    assert holding.ask_all(at=MONDAY + timedelta(days=9)) == 0
    assert holding.ask_all(at=MONDAY + timedelta(days=14)) == 1


def test_questions_history_and_what_is_open_again_are_not_asked_about(make, mended, manager):
    mended(kind="question")
    mended(is_history=True)
    closing.reopen(mended(), by=manager, at=MONDAY + timedelta(hours=1))
    assert holding.ask_all(at=MONDAY + timedelta(days=7)) == 0


def test_an_erased_person_is_not_asked(mended, contact):
    mended()
    contact.erased_at = MONDAY
    contact.save(update_fields=["erased_at"])
    assert holding.ask_all(at=MONDAY + timedelta(days=7)) == 0


def test_opening_the_link_records_nothing(asked):
    page = Browser().get(f"{link()}?held=no")
    assert 'value="no" required checked' in page.text
    assert Holding.objects.get().held is None


def test_a_yes_is_noted_and_nothing_opens(asked):
    answer = Browser().post(link(), {"held": "yes", "sentence": ""})
    assert "We are glad that it held." in Browser().get(answer["Location"]).text
    asked.refresh_from_db()
    assert (asked.is_open, Holding.objects.get().held) == (False, True)


def test_a_no_opens_the_case_and_its_conversation_with_what_they_say(asked, contact):
    answer = Browser().post(link(), {"held": "no", "sentence": "The old symbol is back."})
    assert "It is open again" in Browser().get(answer["Location"]).text
    asked.refresh_from_db()
    assert asked.is_open
    assert asked.conversation.closed_at is None
    message = Message.objects.filter(kind="in").order_by("-pk").first()
    assert (message.contact, message.visible_text) == (contact, "The old symbol is back.")
    event = Event.objects.get(verb="holding.answered")
    assert (event.actor_kind, event.facts["held"]) == ("contact", False)


def test_a_no_without_a_word_and_sent_twice_is_one_message(asked):
    for _ in range(2):
        Browser().post(link(), {"held": "no"})
    said = Message.objects.filter(kind="in", visible_text__startswith="It did not hold")
    assert said.count() == 1


def test_mended_again_it_is_asked_again(asked, manager, clock):
    Browser().post(link(), {"held": "no"})
    asked.refresh_from_db()
    closing.close(asked, by=manager, at=MONDAY + timedelta(days=8))
    assert holding.ask_all(at=MONDAY + timedelta(days=15)) == 1


@pytest.mark.parametrize("said", ["", "maybe", "YES"])
def test_anything_but_yes_or_no_is_answered_kindly(asked, said):
    answer = Browser().post(link(), {"held": said})
    assert answer.status_code == 422
    assert "Please say yes or no." in answer.text


def test_a_guessed_or_old_link_finds_nothing(asked, clock):
    assert Browser().get("/p/fernhill/held/nonsense/").status_code == 404
    page = link()
    clock(MONDAY + timedelta(days=80))
    assert Browser().get(page).status_code == 404


def test_the_mail_tells_nothing_internal_and_keeps_only_a_hash(asked):
    (sent,) = mail.outbox
    assert "SECRET CAUSE" not in str(sent.message())
    assert Holding.objects.get().token_hash not in sent.body


def test_how_much_held_stands_with_the_feedback(mended, manager, browse):
    today = now()
    mended(at=today - timedelta(days=7))
    browser = browse(manager)
    assert "Did it hold?" not in browser.get("/w/fernhill/feedback/").text
    holding.ask_all(at=today)
    assert "Did it hold?" in browser.get("/w/fernhill/feedback/").text


def test_the_clients_story_tells_whether_it_held(mended, manager, browse, contact):
    today = now()
    mended("Old symbol", at=today - timedelta(days=7))
    holding.ask_all(at=today)
    holding.answer(Holding.objects.get(), held=True, at=today)
    page = browse(manager).get(f"/w/fernhill/clients/{contact.client.key}/")
    assert "It held, says Ines Prado: Old symbol" in page.text


def test_what_went_into_another_conversation_is_not_asked_about(
    mended, make, contact, manager, clock
):
    other = make.conversation(contact)
    opening.open_case(other, kind="incident", by=manager, at=MONDAY)
    talk = make.conversation(contact)
    opening.open_case(talk, kind="incident", by=manager, at=MONDAY)
    merging.merge(talk, other, by=manager, at=MONDAY)
    clock(MONDAY + timedelta(days=7))
    tasks.ask_whether_it_held()
    assert not Holding.objects.exists()


def test_a_no_is_heard_where_the_conversation_went(asked, make, contact, manager):
    other = make.conversation(contact)
    opening.open_case(other, kind="incident", by=manager, at=MONDAY)
    merging.merge(asked.conversation, other, by=manager, at=MONDAY + timedelta(days=7))
    holding.answer(Holding.objects.get(), held=False, at=MONDAY + timedelta(days=8))
    assert other.messages.filter(text__startswith="It did not hold").exists()
