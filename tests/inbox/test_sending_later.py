"""An answer waits for the moment its author chose."""

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.urls import reverse

from rapport.cases.operations import opening
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Dispatch, Draft, Message, Participant
from rapport.inbox.operations import later, participants, sending, taking_back, writing
from rapport.inbox.operations.letters import Letter
from rapport.notifications.models import Notification, Topic
from rapport.workspaces.operations import bin as waste
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)
LETTER = Letter("Here is the new proof.", to=(("", "ines@northwind.example"),))


@pytest.fixture
def talk(arrive, contact) -> Conversation:
    return arrive(written(message_id="<a@client.example>")).message.conversation


@pytest.fixture
def waiting(talk, member) -> Message:
    return writing.reply(talk, letter=LETTER, by=member, at=NOW, leaves_at=TOMORROW)


@pytest.fixture
def sent(monkeypatch):
    """Who was handed what, without a server."""
    handed = []
    monkeypatch.setattr(sending, "_server", lambda mail, at: object())

    def send(server, *, sender, recipients, content):
        handed.append(content)
        return sending.smtp.Handed(dict.fromkeys(recipients, "sent"))

    monkeypatch.setattr(sending.smtp, "send", send)
    return handed


def page(name, conversation, **kwargs):
    return reverse(name, kwargs={"slug": "fernhill", "number": conversation.number, **kwargs})


def dispatch_of(message) -> Dispatch:
    return Dispatch.objects.select_related("message__conversation", "workspace").get(
        message=message
    )


def answer(**more):
    return {"kind": "reply", "to": "ines@northwind.example", "text": "Here it is.", **more}


def test_it_is_chosen_beside_send_and_shows_in_the_thread(browse, member, talk, contact):
    browser = browse(member)
    assert "Send later" in browser.get(page("inbox.conversation", talk)).text
    browser.post(page("inbox.answer", talk), answer(when="tomorrow"))
    text = browser.get(page("inbox.conversation", talk)).text
    assert "tomorrow, 09:00" in text and "Send now" in text and "<undo-send" not in text
    message = Message.objects.get(kind="out")
    assert message not in Message.objects.visible_to(contact.reader)
    assert Event.objects.get(verb="message.scheduled").facts["message"] == message.pk


def test_a_day_and_hour_that_stand_there_count_whichever_button_was_pressed(browse, member, talk):
    browser = browse(member)
    browser.post(page("inbox.answer", talk), answer(at="2020-01-01T09:00"))
    assert not Dispatch.objects.exists(), "that moment is over"
    assert Draft.objects.get().body == "Here it is.", "nothing is lost"
    browser.post(page("inbox.answer", talk), answer(when="at"))
    assert not Dispatch.objects.exists()


def test_it_leaves_at_its_moment_under_that_date(member, waiting, talk, sent):
    assert not sending.deliver(dispatch_of(waiting), at=TOMORROW - timedelta(seconds=1))
    assert sending.deliver(dispatch_of(waiting), at=TOMORROW + timedelta(seconds=3))
    assert b"Date: " + format_datetime(TOMORROW).encode()[:16] in sent[0]
    waiting.refresh_from_db()
    talk.refresh_from_db()
    assert waiting.sent_at == waiting.written_at == talk.last_message_at
    assert talk.turn == "client" and not talk.sends_later


def test_what_is_written_meanwhile_does_not_wait_for_it(member, waiting, talk, sent):
    now_ = writing.reply(talk, letter=LETTER, by=member, at=NOW)
    assert sending.deliver(dispatch_of(now_), at=NOW + timedelta(minutes=1))
    assert waiting.message_id.encode() not in sent[0], "nobody has read it yet"
    assert dispatch_of(waiting).state == Dispatch.State.WAITING


def test_it_is_held_when_the_client_writes_first_and_its_author_is_told(
    arrive, member, waiting, talk, run_jobs, browse
):
    arrive(written(In_Reply_To="<a@client.example>", text="Never mind!\n"), minutes=9)
    run_jobs()
    assert dispatch_of(waiting).state == Dispatch.State.HELD
    assert not sending.deliver(dispatch_of(waiting), at=TOMORROW + timedelta(hours=1))
    assert Notification.objects.get(topic=Topic.HELD).member == member
    assert "on hold" in browse(member).get(page("inbox.conversation", talk)).text


def test_a_stranger_holds_nothing(arrive, waiting):
    arrive(written(sender="m@evil.example", In_Reply_To="<a@client.example>"), minutes=9)
    assert dispatch_of(waiting).state == Dispatch.State.WAITING


def test_what_is_held_can_be_sent_or_moved(browse, arrive, member, waiting, talk, sent):
    arrive(written(In_Reply_To="<a@client.example>"), minutes=9)
    browser = browse(member)
    where = page("inbox.leaving", talk, pk=waiting.pk)
    assert browser.get(where).status_code == 200
    browser.post(where, {"when": "tomorrow"})
    assert dispatch_of(waiting).state == Dispatch.State.WAITING
    browser.post(where, {"when": "now"})
    ready = dispatch_of(waiting)
    assert sending.deliver(ready, at=ready.not_before)
    refused = browser.post(where, {"when": "tomorrow"})
    assert refused.status_code == 422 and "already on its way" in refused.text


def test_it_can_be_made_a_draft_again(browse, member, waiting, talk):
    browse(member).post(page("inbox.undo", talk, pk=waiting.pk))
    assert Draft.objects.get().body == LETTER.text and not Dispatch.objects.exists()
    talk.refresh_from_db()
    assert not talk.sends_later


def test_a_held_one_can_be_made_a_draft_again(arrive, member, waiting, talk):
    arrive(written(In_Reply_To="<a@client.example>"), minutes=9)
    taking_back.take_back(Message.objects.get(pk=waiting.pk), by=member, at=NOW)
    assert Draft.objects.get().body == LETTER.text


def test_a_failure_on_that_day_is_tried_again_for_four_days(member, waiting, monkeypatch):
    def broken(mail, at):
        raise sending.smtp.NoServer("down")

    monkeypatch.setattr(sending, "_server", broken)
    later.move(waiting, leaves_at=NOW + timedelta(days=9), by=member, at=NOW)
    sending.deliver(dispatch_of(waiting), at=NOW + timedelta(days=9))
    assert dispatch_of(waiting).state == Dispatch.State.WAITING


def test_nothing_leaves_out_of_the_bin(member, waiting, talk):
    talk.refresh_from_db()
    waste.put(talk, by=member, at=NOW)
    assert dispatch_of(waiting).state == Dispatch.State.HELD
    waste.restore(talk, by=member, at=NOW)
    assert not sending.deliver(dispatch_of(waiting), at=TOMORROW)


def test_no_clock_of_a_case_stops_for_it(member, talk):
    case = opening.open_case(talk, kind="request", by=member, at=NOW)
    writing.reply(talk, letter=LETTER, by=member, at=NOW, leaves_at=TOMORROW)
    case.refresh_from_db()
    assert case.paused_since is None and case.first_replied_at is None


def test_a_case_that_is_opened_on_it_has_no_answer_yet(member, waiting, talk):
    case = opening.open_case(talk, kind="request", by=member, at=NOW)
    assert case.paused_since is None and case.first_replied_at is None


@pytest.mark.parametrize("days", [-1, 400])
def test_a_moment_that_is_over_or_far_away_is_refused(member, talk, days):
    with pytest.raises(later.NotThen):
        writing.reply(
            talk, letter=LETTER, by=member, at=NOW, leaves_at=NOW + timedelta(days=days)
        )  # fmt: skip


def test_nobody_is_taken_out_while_an_answer_to_them_waits(browse, member, talk, make):
    tom = make.contact(talk.client, "Tom", "tom@northwind.example")
    person = participants.bring_in(talk, contact=tom, by=member, at=NOW)
    now = NOW + timedelta(minutes=1)
    letter = replace(LETTER, cc=(("Tom", "tom@northwind.example"),))
    message = writing.reply(talk, letter=letter, by=member, at=now, leaves_at=TOMORROW)
    url = page("inbox.remove_participant", talk, pk=person.pk)
    assert "waits here to be sent" in browse(member).post(url, follow=True).text
    taking_back.take_back(message, by=member, at=NOW)
    assert Participant.objects.filter(pk=person.pk, removed_at=None).exists(), "they were there"
    browse(member).post(url)
    assert Participant.objects.exclude(removed_at=None).get() == person


@pytest.mark.parametrize("hour", ["2026-03-29T02:30", "2026-10-25T02:30"])
def test_an_hour_that_the_clocks_leave_out_or_pass_twice_is_named(
    browse, member, talk, hour, monkeypatch
):  # fmt: skip
    member.user.time_zone = "Europe/Berlin"
    member.user.save()
    monkeypatch.setattr("rapport.inbox.views.answers.now", lambda: NOW)
    page_ = browse(member).post(page("inbox.answer", talk), answer(when="at", at=hour), follow=True)
    assert "Europe/Berlin" in page_.text and hour[-5:] in page_.text
    assert not Dispatch.objects.exists() and Draft.objects.get().body == "Here it is."


def test_a_mail_that_was_taken_back_in_another_window_says_so(browse, member, waiting, talk):
    browser, url = browse(member), page("inbox.undo", talk, pk=waiting.pk)
    browser.post(url)
    again = browser.post(url, follow=True)
    assert "It was taken back already." in again.text and Draft.objects.count() == 1
