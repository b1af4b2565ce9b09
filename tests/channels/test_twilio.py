"""Text messages and WhatsApp by Twilio: signed forms in, forms out, and what became of them."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.utils.timezone import now

from rapport.channels.models import Delivery, Handle, Sending
from rapport.inbox.models import Attachment, Conversation, Dispatch, Message
from rapport.integrations import http
from tests.channels.conftest import knock, leave
from tests.integrations import signing

SID, TOKEN = "AC" + "0" * 32, "12345"
ACCOUNT = {"account_sid": SID, "auth_token": TOKEN, "sender": "+493055501"}
MEDIA = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"


@pytest.fixture
def channel(channel_of):
    return channel_of("sms", "Studio line", **ACCOUNT)


def come(channel, run_jobs, token=TOKEN, **fields):
    url = f"{configured.PUBLIC_URL}/hooks/{channel.token}/"
    said = {"MessageSid": "SM1", "From": "+4917055501", "To": "+493055501", "NumMedia": "0",
            "Body": "Is the leaflet ready?", "SmsStatus": "received", **fields}  # fmt: skip
    answer = knock(channel, signing.twilio({k: v for k, v in said.items() if v is not None},
                                           token, url))  # fmt: skip
    run_jobs()
    return answer


@pytest.fixture
def text(channel, run_jobs):
    return lambda **fields: come(channel, run_jobs, **fields)


def test_a_text_message_becomes_a_conversation_and_twilio_is_answered_in_xml(text):
    answer = text()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/xml")
    assert b"<Response></Response>" in answer.content
    talk = Conversation.objects.get()
    assert (talk.channel, talk.correspondent) == ("sms", "+4917055501")
    assert talk.messages.get().visible_text == "Is the leaflet ready?"


def test_another_token_or_address_is_refused(text, channel, run_jobs):
    assert text(token="54321").status_code == 401
    elsewhere = signing.twilio({"MessageSid": "SM1"}, TOKEN, "https://evil.example/hooks/x/")
    assert knock(channel, elsewhere).status_code == 401
    assert not Delivery.objects.exists()


def test_a_message_sent_again_changes_nothing(text):
    assert {text().status_code for _ in range(3)} == {200}
    assert Message.objects.count() == 1 and Delivery.objects.count() == 1


def test_pictures_are_fetched_from_twilio_with_our_token(text, net):
    net.says("/Media/ME1", b"\xff\xd8\xff\xe0")
    text(NumMedia="1", MediaUrl0=MEDIA, MediaContentType0="image/jpeg")
    assert Attachment.objects.get().file.name == "image.jpg"
    assert net.asked[0].headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    "url", ["https://twilio.com.evil.example/x", "http://api.twilio.com/x", "https://evil/x"]
)
def test_nobody_but_twilio_gets_our_token(text, net, url):
    text(NumMedia="1", MediaUrl0=url, MediaContentType0="image/jpeg")
    assert net.asked == [] and Message.objects.filter(kind="note").count() == 1


def test_an_answer_goes_out_as_a_form(text, confirmed, answer, net, settings):
    settings.PUBLIC_URL = "https://rapport.example"
    text()
    net.says("/Messages.json", {"sid": "SM9", "status": "queued"}, 201)
    assert answer(confirmed()).state == "sent"
    [request] = net.asked
    assert request.url == f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json"
    assert request.form["To"] == "+4917055501" and request.form["From"] == "+493055501"
    assert request.form["StatusCallback"].startswith("https://rapport.example/hooks/")
    assert Sending.objects.get().remote_id == "SM9"


def test_the_carriers_refusal_comes_later_and_stands_at_the_message(text, confirmed, answer, net):
    text()
    talk = confirmed()
    net.says("/Messages.json", {"sid": "SM9", "status": "queued"}, 201)
    answer(talk)
    for status, code in (("sent", None), ("undelivered", "30006"), ("undelivered", "30006")):
        text(MessageSid="SM9", MessageStatus=status, ErrorCode=code, Body=None, SmsStatus=status)
    mail = Dispatch.objects.get()
    assert mail.state == "failed" and "a landline takes no text messages (30006)" in mail.error
    assert list(Delivery.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "filed", "receipt", "receipt",
    ]  # fmt: skip


def test_who_asked_for_no_more_gets_none(text, confirmed, answer, net):
    text()
    said = {"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400}
    net.says("/Messages.json", said, 400)
    mail = answer(confirmed())
    assert mail.state == "failed" and "unsubscribed recipient" in mail.error


def test_a_too_long_text_is_refused_before_it_leaves(text, confirmed, browse, member):
    text()
    talk = confirmed()
    url = f"/w/fernhill/inbox/{talk.number}/answer/"
    sent = {"text": "x" * 1601, "kind": "reply"}
    assert "up to 1600 characters" in browse(member).post(url, sent, follow=True).content.decode()
    assert not Dispatch.objects.exists()


@pytest.fixture
def whatsapp(channel_of, run_jobs):
    channel = channel_of("twilio-whatsapp", "WhatsApp line", **ACCOUNT)
    return lambda **fields: come(
        channel, run_jobs, From="whatsapp:+4917055501", To="whatsapp:+493055501",
        ProfileName="Ines", **fields,
    )  # fmt: skip


def test_whatsapp_comes_and_goes_with_its_prefix(whatsapp, confirmed, answer, net):
    whatsapp()
    talk = Conversation.objects.get()
    assert (talk.channel, talk.correspondent) == ("whatsapp", "Ines")
    assert Handle.objects.get().address == "+4917055501"
    net.says("/Messages.json", {"sid": "SM9"}, 201)
    answer(confirmed())
    assert net.asked[0].form["To"] == "whatsapp:+4917055501"
    assert net.asked[0].form["From"] == "whatsapp:+493055501"


def test_after_24_hours_whatsapp_takes_no_free_answer_and_the_page_says_so(
    whatsapp, confirmed, browse, member, net
):
    whatsapp()
    talk = confirmed()
    page = f"/w/fernhill/inbox/{talk.number}/"
    assert "only within 24 hours" not in browse(member).get(page).content.decode()
    Handle.objects.update(last_heard_at=now() - timedelta(hours=24, minutes=1))
    assert "only within 24 hours" in browse(member).get(page).content.decode()
    sent = {"text": "They left.", "kind": "reply"}
    said = browse(member).post(f"{page}answer/", sent, follow=True).content.decode()
    assert "only within 24 hours" in said and "They left." in said
    assert not Dispatch.objects.exists() and net.asked == []
    whatsapp(MessageSid="SM2")
    assert "only within 24 hours" not in browse(member).get(page).content.decode()


def test_trying_it_out_asks_for_the_accounts_name(browse, admin, channel, net):
    net.says(f"/{SID}.json", {"friendly_name": "Fernhill"})
    where = f"/w/fernhill/settings/channels/{channel.pk}/trial/"
    assert "It works: Fernhill." in browse(admin).post(where, follow=True).content.decode()
    net.says(f"/{SID}.json", {"code": 20003, "message": "Authenticate"}, 401)
    assert "401: Authenticate" in browse(admin).post(where, follow=True).content.decode()


def test_twilio_at_its_limit_holds_all_that_waits(text, confirmed, answer, net):
    text()
    net.says("/Messages.json", {"code": 20429, "message": "Too Many Requests"}, 429)
    assert answer(confirmed()).state == "waiting"
    net.says("/Messages.json", http.Answer(201, {}, b'{"sid": "SM9"}').content, 201)
    assert leave(3600).state == "sent"
