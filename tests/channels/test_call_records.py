"""Calls as an exchange tells of them: kept raw, verified, each once; a missed one waits."""

import json
from time import time

import pytest
from django.conf import settings as configured

from rapport.channels.models import Call, CallRecord, Delivery
from rapport.channels.operations import erasing, going_along
from rapport.inbox.models import Conversation, Message
from rapport.insights.models import ConversationFact
from rapport.insights.operations import counting
from tests.channels.conftest import knock
from tests.conftest import NOW
from tests.integrations import signing

SID, TOKEN = "AC" + "0" * 32, "12345"
NUMBER = "+4917055501"
RECORDING = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Recordings/RE1"


@pytest.fixture
def line(channel_of):
    return channel_of("twilio-voice", "Studio line", account_sid=SID, auth_token=TOKEN)


@pytest.fixture
def rings(line, run_jobs):
    """Twilio tells of a call."""

    def tell(status="completed", token=TOKEN, **fields):
        url = f"{configured.PUBLIC_URL}/hooks/{line.token}/"
        said = {
            "CallSid": "CA1", "CallStatus": status, "Direction": "inbound", "From": NUMBER,
            "To": "+493055501", "CallDuration": "300",
            "Timestamp": "Wed, 04 Mar 2026 09:30:00 +0000", **fields,
        }  # fmt: skip
        answer = knock(line, signing.twilio(said, token, url))
        run_jobs()
        return answer

    return tell


@pytest.fixture
def exchange(channel_of, run_jobs):
    """Any other telephone exchange tells of a call."""
    line = channel_of("calls", "Reception", secret=signing.SECRET)

    def tell(kind="call.missed", key="msg_1", **data):
        data = {"id": "c1", "number": NUMBER, "direction": "incoming", **data}
        body = json.dumps({"type": kind, "data": data}).encode()
        answer = knock(line, signing.standard(body, int(time()), key=key))
        run_jobs()
        return answer

    return tell


def test_a_missed_call_waits_for_us_and_offers_to_call_back(
    rings, contact, member, browse, workspace
):
    contact.phone = "0170 55501"
    contact.save()
    for status in ("ringing", "in-progress"):
        assert rings(status).status_code == 200
    assert not Conversation.objects.exists()
    rings(DialCallStatus="no-answer")
    talk = Conversation.objects.get()
    assert (talk.channel, talk.turn, talk.client) == ("phone", "us", contact.client)
    assert talk.messages.get().kind == Message.Kind.IN
    record = CallRecord.objects.get()
    assert (record.is_missed, record.is_incoming, record.ended_at.hour) == (True, True, 9)
    beside = browse(member).get(f"/w/fernhill/inbox/{talk.number}/calls/").text
    assert "Missed call" in beside and f'href="tel:{NUMBER}"' in beside and "Call back" in beside
    assert "Missed call from" in browse(member).get("/w/fernhill/inbox/").text
    counting.catch_up(workspace, at=record.ended_at)
    assert ConversationFact.objects.filter(conversation=talk).exists()


def test_a_call_told_of_twice_and_in_any_order_is_one(rings):
    rings(RecordingUrl=RECORDING, RecordingSid="RE1", CallStatus="")
    rings()
    rings()
    rings("completed", DialCallStatus="completed")
    assert CallRecord.objects.count() == Conversation.objects.count() == 1
    record = CallRecord.objects.get()
    assert (record.recording, record.minutes, record.is_missed) == (RECORDING, 5, False)
    outcomes = Delivery.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["filed", "filed", "duplicate"]


def test_what_was_said_is_logged_with_one_click_and_all_else_filled_in(
    rings, contact, member, browse
):
    rings()
    talk, record = Conversation.objects.get(), CallRecord.objects.get()
    assert talk.turn == "nobody"
    browser = browse(member)
    assert "Log what was said" in browser.get(f"/w/fernhill/inbox/{talk.number}/calls/").text
    note = f"/w/fernhill/calls/records/{record.pk}/note/"
    page = browser.post(note, follow=True)
    assert 'value="5"' in page.text and "checked" in page.text
    call = Call.objects.get()
    assert browser.post(note).url == f"/w/fernhill/calls/{call.pk}/"
    said = {"outcome": "reached", "is_incoming": "on", "text": "They like it.", "after": "nobody",
            "minutes": "5"}  # fmt: skip
    browser.post(f"/w/fernhill/calls/{call.pk}/", said)
    assert "They like it." in talk.messages.order_by("-pk").first().text
    beside = browser.get(f"/w/fernhill/inbox/{talk.number}/calls/").text
    assert "noted" in beside and "Log what was said" not in beside


def test_a_recording_is_heard_through_us_by_whoever_may_read_the_conversation(
    rings, member, guest, browse, net
):
    rings(RecordingUrl=RECORDING, RecordingSid="RE1")
    record = CallRecord.objects.get()
    where = f"/w/fernhill/calls/records/{record.pk}/recording/"
    net.says("/Recordings/RE1", b"RIFF", Content_Type="audio/x-wav")
    heard = browse(member).get(where)
    assert heard.content == b"RIFF" and "attachment" in heard.headers["Content-Disposition"]
    assert net.asked[0].headers["Authorization"].startswith("Basic ")
    assert browse(guest).get(where).status_code in (403, 404)


@pytest.mark.parametrize(
    "recording", ["http://api.twilio.com/x", "https://api.twilio.com.evil.example/x"]
)
def test_our_token_goes_to_twilio_alone(rings, member, browse, net, recording):
    rings(RecordingUrl=recording, RecordingSid="RE1")
    pk = CallRecord.objects.get().pk
    assert browse(member).get(f"/w/fernhill/calls/records/{pk}/recording/").status_code == 302
    assert net.asked == []


def test_another_signature_is_refused_and_nothing_is_kept(rings):
    assert rings(token="54321").status_code == 401
    assert not Delivery.objects.exists() and not CallRecord.objects.exists()


def test_any_exchange_may_tell_of_calls(exchange):
    exchange()
    exchange("call.recorded", "msg_2", recording_url="https://pbx.example/1.mp3")
    exchange("call.ended", "msg_3", id="c2", direction="outgoing", seconds=61)
    exchange("call.parked", "msg_4", id="c3")
    missed, made = CallRecord.objects.order_by("pk")
    assert missed.is_missed and missed.recording == "https://pbx.example/1.mp3"
    assert (made.is_incoming, made.minutes, made.conversation) == (False, 2, missed.conversation)
    assert Delivery.objects.get(key="msg_4").outcome == "ignored"


@pytest.mark.parametrize(
    "data",
    [{"id": ""}, {"id": 7}, {"seconds": "many"}, {"seconds": -5}, {"ended_at": "soon"},
     {"number": ""}, {"number": {"a": 1}}, {"recording_url": "javascript:alert(1)"}],
)  # fmt: skip
def test_what_is_odd_ends_in_one_outcome(exchange, data):
    assert exchange(**data).status_code == 200
    assert Delivery.objects.get().outcome in ("filed", "quarantined")
    assert not CallRecord.objects.filter(recording__startswith="javascript").exists()


def test_a_number_that_two_people_have_is_nobodys_until_somebody_says(rings, make, contact):
    other = make.contact(contact.client, "Jo", "jo@x.example", phone=NUMBER)
    contact.phone = NUMBER
    contact.save()
    rings("no-answer")
    talk = Conversation.objects.get()
    assert talk.client is None and talk.turn == "us" and other.pk


def test_a_hidden_number_gets_a_conversation_of_its_own_each_time(exchange):
    for n in (1, 2):
        exchange(key=f"msg_{n}", id=f"c{n}", number="")
    assert Conversation.objects.count() == 2


def test_whoever_is_erased_is_gone_from_their_calls_too(rings, contact, admin):
    contact.phone = NUMBER
    contact.save()
    rings(RecordingUrl=RECORDING, RecordingSid="RE1", CallStatus="")
    rings(CallerName="Ines P")
    erasing.erase(contact)
    talk = Conversation.objects.get()
    words = f"{talk.subject} {talk.preview} {talk.messages.get().text}"
    assert contact.name not in words and NUMBER not in words
    assert CallRecord.objects.get().recording == ""
    assert not any(NUMBER.encode() in delivery.bytes for delivery in Delivery.objects.all())


def test_records_go_along_into_another_conversation_and_back(rings, make, contact, member):
    rings()
    talk, other = Conversation.objects.get(), make.conversation(contact)
    kept = going_along.join(talk, other, NOW)
    assert CallRecord.objects.get().conversation == other
    going_along.part(talk, other, kept)
    assert CallRecord.objects.get().conversation == talk
