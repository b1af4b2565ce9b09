"""WhatsApp by Meta, Messenger and Instagram: one way of being told, three dialects."""

import json
from copy import deepcopy
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils.timezone import now

from rapport.channels.models import Channel, Delivery, Handle
from rapport.inbox.models import Attachment, Conversation, Dispatch, Message
from tests.channels.conftest import knock, leave
from tests.integrations import signing

SECRETS = {"app_secret": "app-secret", "verify_word": "our-word", "access_token": "EAAG-token"}
MESSAGE = {
    "from": "4917055501", "id": "wamid.1", "timestamp": "1772616600", "type": "text",
    "text": {"body": "Is the leaflet ready?"},
}  # fmt: skip


def of_whatsapp(*messages, statuses=(), number="106540352242922"):
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "493055501", "phone_number_id": number},
        "contacts": [{"profile": {"name": "Ines Prado"}, "wa_id": "4917055501"}],
        **({"messages": list(messages)} if messages else {}),
        **({"statuses": list(statuses)} if statuses else {}),
    }  # fmt: skip
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


@pytest.fixture
def whatsapp(channel_of):
    return channel_of("whatsapp", "WhatsApp line", number_id="106540352242922", **SECRETS)


@pytest.fixture
def tell(run_jobs):
    """Meta tells a channel something."""

    def send(channel, content, secret="app-secret"):
        hook = signing.meta(json.dumps(content).encode(), 0, secret)
        answer = knock(channel, hook)
        run_jobs()
        return answer.status_code

    return send


def test_metas_challenge_is_answered_to_who_knows_the_word(whatsapp):
    where = f"/hooks/{whatsapp.token}/"
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "our-word"}
    answer = Browser().get(where, asked)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert "text/plain" in answer.headers["Content-Type"]
    for wrong in ({"hub.verify_token": "theirs"}, {"hub.mode": "other"}, {"hub.verify_token": ""},
                  {"hub.challenge": "<script>"}):  # fmt: skip
        assert Browser().get(where, asked | wrong).status_code == 403


def test_a_message_on_whatsapp_becomes_a_conversation(whatsapp, tell):
    assert tell(whatsapp, of_whatsapp(MESSAGE)) == 200
    talk = Conversation.objects.get()
    assert (talk.channel, talk.correspondent) == ("whatsapp", "Ines Prado")
    assert Handle.objects.get().address == "+4917055501"


def test_another_secret_is_refused(whatsapp, tell):
    assert tell(whatsapp, of_whatsapp(MESSAGE), secret="theirs") == 401
    assert not Delivery.objects.exists()


def test_what_meta_sends_again_in_another_batch_is_filed_once(whatsapp, tell):
    second = {**MESSAGE, "id": "wamid.2", "text": {"body": "And the label?"}}
    tell(whatsapp, of_whatsapp(MESSAGE))
    tell(whatsapp, of_whatsapp(MESSAGE))
    tell(whatsapp, of_whatsapp(MESSAGE, second))
    assert Message.objects.count() == 2 and Conversation.objects.count() == 1


def test_a_message_to_another_number_of_the_same_app_is_not_ours(whatsapp, tell):
    tell(whatsapp, of_whatsapp(MESSAGE, number="999"))
    assert Delivery.objects.get().outcome == "ignored" and not Message.objects.exists()


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("button", {"text": "Yes"}, "Yes"),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "1", "title": "OK"}}, "OK"),
        ("location", {"latitude": 52.5, "longitude": 13.4, "name": "Studio"}, "Studio https://"),
        (
            "contacts",
            [{"name": {"formatted_name": "Tom Weld"}, "phones": [{"phone": "+49 30 1"}]}],
            "Tom Weld, +49 30 1",
        ),
    ],
)
def test_whatever_kind_of_message_has_its_words(whatsapp, tell, kind, body, text):
    one = {"from": "4917055501", "id": "wamid.9", "timestamp": "1", "type": kind, kind: body}
    tell(whatsapp, of_whatsapp(one))
    assert text in Message.objects.get().visible_text


def test_reactions_and_what_is_not_supported_are_ignored(whatsapp, tell):
    for number, kind in enumerate(("reaction", "unsupported")):
        one = {"from": "4917055501", "id": f"wamid.{number}", "timestamp": "1", "type": kind}
        tell(whatsapp, of_whatsapp({**one, kind: {"emoji": "x"}}))
    assert {d.outcome for d in Delivery.objects.all()} == {"ignored"}


def test_a_picture_is_fetched_by_its_id_with_our_token(whatsapp, tell, net):
    net.says("/ME1", {"url": "https://lookaside.fbsbx.com/whatsapp/ME1", "mime_type": "image/jpeg"})
    net.says("lookaside", b"\xff\xd8\xff\xe0")
    image = {"id": "ME1", "mime_type": "image/jpeg", "caption": "The proof"}
    tell(whatsapp, of_whatsapp({**MESSAGE, "type": "image", "image": image}))
    assert Message.objects.get().visible_text == "The proof"
    assert Attachment.objects.get().file.name == "image.jpg"
    assert all(r.headers["Authorization"] == "Bearer EAAG-token" for r in net.asked)


def test_an_address_that_is_not_metas_gets_no_token(whatsapp, tell, net):
    net.says("/ME1", {"url": "https://lookaside.fbsbx.com.evil.example/ME1"})
    tell(whatsapp, of_whatsapp({**MESSAGE, "type": "image", "image": {"id": "ME1"}}))
    assert len(net.asked) == 1 and Message.objects.filter(kind="note").exists()


def test_an_answer_goes_out_on_whatsapp(whatsapp, tell, confirmed, answer, net):
    tell(whatsapp, of_whatsapp(MESSAGE))
    net.says("/106540352242922/messages", {"messages": [{"id": "wamid.out"}]})
    assert answer(confirmed()).state == "sent"
    [body] = net.bodies()
    assert body["to"] == "4917055501" and body["text"]["body"] == "They left this morning."
    failed = {"id": "wamid.out", "status": "failed", "timestamp": "1", "recipient_id": "4917055501",
              "errors": [{"code": 131026, "title": "Message undeliverable"}]}  # fmt: skip
    tell(whatsapp, of_whatsapp(statuses=[failed]))
    mail = Dispatch.objects.get()
    assert mail.state == "failed" and "Message undeliverable (131026)" in mail.error


def test_the_24_hours_are_told_before_anything_is_sent(whatsapp, tell, confirmed, browse, member):
    tell(whatsapp, of_whatsapp(MESSAGE))
    talk = confirmed()
    Handle.objects.update(last_heard_at=now() - timedelta(days=2))
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/").content.decode()
    assert "takes free answers only within 24 hours after they last wrote" in page


@pytest.mark.parametrize(
    ("code", "state", "is_account"), [(131047, "failed", False), (190, "waiting", True),
                                      (130429, "waiting", False)],
)  # fmt: skip
def test_metas_codes_say_whether_to_try_again(
    whatsapp, tell, confirmed, answer, net, code, state, is_account
):
    tell(whatsapp, of_whatsapp(MESSAGE))
    net.says("/messages", {"error": {"code": code, "message": "says Meta"}}, 400)
    mail = answer(confirmed())
    assert mail.state == state and ("says Meta" in mail.error or str(code) in mail.error)
    assert bool(Channel.objects.get().last_error) == is_account
    if code == 130429:
        net.says("/messages", {"messages": [{"id": "wamid.out"}]})
        assert leave(20).state == "waiting"
        assert leave(300).state == "sent"


PAGE = {
    "object": "page",
    "entry": [{
        "id": "1001", "time": 1772616600000,
        "messaging": [{
            "sender": {"id": "7007"}, "recipient": {"id": "1001"}, "timestamp": 1772616600000,
            "message": {"mid": "m_1", "text": "Is the leaflet ready?"},
        }],
    }],
}  # fmt: skip


def page_says(**message):
    content = deepcopy(PAGE)
    content["entry"][0]["messaging"][0]["message"] = {"mid": "m_1", **message}
    return content


@pytest.fixture
def messenger(channel_of, net):
    net.says("/7007?", {"first_name": "Ines", "last_name": "Prado", "id": "7007"})
    return channel_of("messenger", "Our page", page_id="1001", **SECRETS)


def test_a_message_to_our_page_becomes_a_conversation_with_a_name(messenger, tell):
    tell(messenger, PAGE)
    talk = Conversation.objects.get()
    assert (talk.channel, talk.correspondent) == ("messenger", "Ines Prado")
    assert talk.messages.get().from_name == "Ines Prado"


def test_our_own_echo_and_read_marks_are_ignored(messenger, tell):
    read = deepcopy(PAGE)
    del read["entry"][0]["messaging"][0]["message"]
    read["entry"][0]["messaging"][0]["read"] = {"watermark": 1}
    for content in (page_says(text="Ours", is_echo=True), read):
        tell(messenger, content)
    assert not Message.objects.exists()


def test_an_answer_goes_to_the_person_of_the_page(messenger, tell, confirmed, answer, net):
    tell(messenger, PAGE)
    net.says("/1001/messages", {"recipient_id": "7007", "message_id": "m_out"})
    assert answer(confirmed()).state == "sent"
    assert net.bodies() == [{
        "recipient": {"id": "7007"}, "messaging_type": "RESPONSE",
        "message": {"text": "They left this morning."},
    }]  # fmt: skip


def test_a_picture_is_fetched_from_meta_alone(messenger, tell, net):
    net.says("scontent.fbcdn.net", b"\xff\xd8\xff\xe0", content_type="image/jpeg")
    urls = ("https://scontent.fbcdn.net/a.jpg", "https://evil.example/a.jpg")
    sent = [{"type": "image", "payload": {"url": url}} for url in urls]
    tell(messenger, page_says(attachments=sent))
    assert Attachment.objects.get().file.name == "image.jpg"
    assert not [request for request in net.asked if "evil" in request.url]


def test_instagram_is_told_apart_by_its_own_account(channel_of, tell, net):
    channel = channel_of("instagram", "Studio", page_id="1001", instagram_id="1784", **SECRETS)
    content = {**deepcopy(PAGE), "object": "instagram"}
    tell(channel, content)
    assert not Message.objects.exists()
    content["entry"][0]["id"] = "1784"
    net.says("/7007?", {"name": "ines.prado"})
    tell(channel, content)
    talk = Conversation.objects.get()
    assert (talk.channel, talk.correspondent) == ("instagram", "ines.prado")


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"object": "page"},
        {"object": "page", "entry": [{}]},
        {"object": "page", "entry": [{"id": "1001", "messaging": 3}]},
    ],
)
def test_what_is_not_in_metas_format_is_quarantined(messenger, tell, content):
    assert tell(messenger, content) == 200
    assert Delivery.objects.get().outcome == "quarantined"
