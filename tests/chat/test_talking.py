"""A visitor writes, staff answers, and each sees what the other said: once, in order, their own."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from rapport.channels.models import Delivery
from rapport.channels.operations import deliveries
from rapport.channels.tasks import read_left
from rapport.chat.models import Visitor
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Dispatch, Message, Participant


def test_a_visitor_writes_and_is_answered_in_the_same_moment(visitor, answer, browse, member):
    assert visitor.say("Do you print leaflets?").status_code == 201
    talk = Conversation.objects.get()
    assert (talk.channel, talk.subject, talk.turn) == ("chat", "Do you print leaflets?", "us")
    assert Event.objects.filter(verb="message.received").count() == 1
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/").content.decode()
    assert "Do you print leaflets?" in page and f"/inbox/{talk.number}/visitor/" in page
    answer("Yes, up to A3.")
    # No undo window, and no worker had to run: it is there with the act itself.
    assert visitor.texts() == ["Do you print leaflets?", "Yes, up to A3."]
    talk.refresh_from_db()
    assert talk.turn == "client" and Dispatch.objects.get().state == "sent"
    assert visitor.ask().json()["lines"][1]["name"] == member.name


def test_what_is_sent_twice_arrives_once(visitor):
    visitor.begin()
    for _try in range(3):
        answer = visitor.say("Only once", key="the-same-key")
        assert (answer.status_code, answer.json()) == (
            201, {"id": "the-same-key", "isFiled": True},
        )  # fmt: skip
    assert Message.objects.count() == 1 and visitor.texts() == ["Only once"]


def test_what_was_kept_when_its_process_died_is_filed_on_the_next_try_or_by_the_clock(
    visitor, monkeypatch
):
    visitor.begin()
    with monkeypatch.context() as dead:
        dead.setattr(deliveries, "settle", _dies)
        for key in ("first-one", "second-one"):
            with pytest.raises(SystemExit):
                visitor.say(key, key=key)
    assert Delivery.objects.filter(outcome="waiting").count() == 2
    assert visitor.say("first-one", key="first-one").status_code == 201
    Delivery.objects.update(received_at=now() - timedelta(minutes=1))
    read_left()
    assert sorted(Message.objects.values_list("text", flat=True)) == ["first-one", "second-one"]
    assert not Delivery.objects.filter(outcome="waiting").exists()


def _dies(*_args, **_more):
    raise SystemExit


def test_an_answer_that_is_sent_again_because_the_line_broke_is_taken_once(
    visitor, browse, member, make
):
    visitor.say()
    url = f"/w/fernhill/inbox/{Conversation.objects.get().number}/visitor/answer/"
    for _try in range(2):
        said = browse(member).post(url, {"text": "Yes.", "kind": "reply", "once": "one-key"})
        assert (said.status_code, said.content) == (204, b"")
    assert visitor.texts() == ["Do you print leaflets?", "Yes."]
    late = {"text": "Me too.", "kind": "reply", "once": "three", "after": "1"}
    colleague = browse(make.member()).post(url, late)
    assert colleague.status_code == 409 and member.name in colleague.content.decode()
    refused = browse(member).post(url, {"text": " ", "kind": "reply", "once": "two"})
    assert refused.status_code == 422 and "nothing written" in refused.content.decode()


def test_order_is_that_in_which_they_wrote(visitor, answer):
    for number in range(5):
        visitor.say(f"said {number}")
        answer(f"answered {number}")
    said = [word for number in range(5) for word in (f"said {number}", f"answered {number}")]
    assert visitor.texts() == said


def test_who_comes_back_finds_what_was_said_and_goes_on_there(visitor, answer, other):
    visitor.say("First word")
    answer("An answer")
    other.token = visitor.token
    assert other.texts() == ["First word", "An answer"]
    other.say("Next day")
    assert Conversation.objects.count() == 1


def test_after_it_was_closed_a_new_word_begins_anew_and_history_stays(
    visitor, answer, browse, member
):
    visitor.say("First matter")
    talk = Conversation.objects.get()
    browse(member).post(f"/w/fernhill/inbox/{talk.number}/closure/")
    visitor.say("Second matter")
    assert Conversation.objects.count() == 2
    assert visitor.texts() == ["First matter", "Second matter"]


def test_a_note_and_what_waits_is_never_shown_to_them(visitor, answer):
    visitor.say()
    answer("They seem new to this.", kind="note")
    Visitor.objects.update(seen_at=now() - timedelta(minutes=5))
    answer("Still in its undo window.")
    assert visitor.texts() == ["Do you print leaflets?"]


def test_each_sees_that_the_other_writes(visitor, browse, member, answer):
    visitor.say()
    talk, staff = Conversation.objects.get(), browse(member)
    beside = f"/w/fernhill/inbox/{talk.number}/visitor/"
    assert "here now" in staff.get(beside).content.decode()
    assert visitor.tell("doing/", {"doing": "typing"}).status_code == 204
    assert "is writing" in staff.get(beside).content.decode()
    visitor.tell("doing/", {"doing": "paused"})
    assert "is writing" not in staff.get(beside).content.decode()
    assert visitor.ask().json()["typing"] is None
    staff.post(f"{beside}typing/")
    assert visitor.ask().json()["typing"] == member.name
    answer()
    assert visitor.ask().json()["typing"] is None
    visitor.tell("doing/", {"doing": "left"})
    assert "left" in staff.get(beside).content.decode()


def test_what_they_say_of_themselves_is_marked_as_said_and_bound_to_nobody(
    visitor, contact, browse, member
):
    visitor.say()
    about = {"name": "Ines \x00 Prado", "email": contact.email}
    assert visitor.tell("about/", about).status_code == 204
    talk = Conversation.objects.get()
    assert talk.correspondent == "Ines Prado (visitor)" and talk.client_id is None
    assert Participant.objects.get().contact is None
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/visitor/").content.decode()
    assert "Nobody proved who it is" in page and contact.email in page
    visitor.tell("about/", {"name": "I. Prado"})
    talk.refresh_from_db()
    assert talk.correspondent == "I. Prado (visitor)"
    assert visitor.tell("about/", {"email": "no address"}).status_code == 422


def test_words_that_went_into_another_conversation_stay_theirs_and_no_more_is_shown(
    visitor, other, answer, browse, member
):
    visitor.say("Mine")
    first = Conversation.objects.get()
    other.say("Somebody else's")
    answer("To somebody else")
    second = Conversation.objects.latest("pk")
    url = f"/w/fernhill/inbox/{first.number}/merge/"
    answered = browse(member).post(url, {"other": second.number, "target": second.number})
    assert answered.status_code in (200, 302, 422)
    assert visitor.texts() == ["Mine"]
    assert other.texts() == ["Somebody else's", "To somebody else"]


def test_a_copy_of_all_that_was_said_can_be_taken_along(visitor, answer):
    visitor.say("A question")
    answer("An answer")
    copy = visitor.ask("transcript/")
    assert copy["Content-Type"].startswith("text/plain")
    assert "A question" in copy.content.decode() and "An answer" in copy.content.decode()
