"""What we ask of vendors fits the contracts that they publish; and what does not would be found."""

import json
import re
from dataclasses import replace

import pytest
from openapi_core.exceptions import OpenAPIError

from rapport.integrations import http
from rapport.integrations.providers import x_hooks
from rapport.integrations.providers.meta_pages import Instagram, Messenger
from rapport.integrations.providers.meta_whatsapp import WhatsAppCloud
from rapport.integrations.providers.records import Enclosed, Filled, Outgoing, RemoteFile
from rapport.integrations.providers.telegram import Telegram
from rapport.integrations.providers.twilio import Sms, WhatsApp
from rapport.integrations.providers.x import X
from tests.quality.vendor_specs import fits, needed, spec

pytestmark = needed
BOT = {"bot_token": "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "word": "w" * 43}
PYTHON = {"Integer": int, "String": str, "Boolean": bool, "Array of String": list}


@pytest.fixture
def asked(monkeypatch):
    """The requests we make; `asked.answers` is what comes back to each."""

    class Asked(list):
        answer = {}

    found = Asked()

    def send(request, **how):
        found.append(request)
        return http.Answer(200, {}, json.dumps(found.answer).encode())

    monkeypatch.setattr(http, "send", send)
    return found


def telegram_fits(request):
    """Telegram publishes no OpenAPI: methods with their fields, types and what is required."""
    method = spec("telegram/bot-api.json.gz")["methods"][request.url.rpartition("/")[2]]
    fields = {field["name"]: field for field in method.get("fields", [])}
    given = json.loads(request.content)
    assert set(given) <= set(fields), "a field that Telegram does not know"
    assert {name for name, field in fields.items() if field["required"]} <= set(given)
    for name, value in given.items():
        kinds = tuple(PYTHON[kind] for kind in fields[name]["types"] if kind in PYTHON)
        assert isinstance(value, kinds), name


def test_what_we_ask_of_telegram_fits_its_methods(asked):
    bot = Telegram()
    asked.answer = {"ok": True, "result": {"message_id": 1, "username": "bot"}}
    bot.send(Outgoing("k", "-100", "Hello"), BOT, 0)
    bot.try_out(BOT, 0)
    bot.meet(BOT, "https://rapport.example/hooks/x/", 0)
    bot.meet(BOT, "", 0)
    asked.answer = {"ok": True, "result": []}
    bot.poll(BOT, "901")
    asked.answer = {"ok": True, "result": {"pending_update_count": 0}}
    bot.complaint(BOT, "https://rapport.example/hooks/x/", 0)
    assert len(asked) == 6
    for request in asked:
        telegram_fits(request)


@pytest.mark.parametrize("kind", [kind.name for kind in Telegram.files.kinds])
def test_files_for_telegram_go_in_the_field_that_its_method_has(asked, kind):
    asked.answer = {"ok": True, "result": {"message_id": 1}}
    file = Enclosed(kind, "a.png", "image/png", 4, b"\x89PNG")
    Telegram().send(Outgoing("k", "-100", "Hello", files=(file,)), BOT, 0)
    [request] = asked
    fields = {one["name"] for one in spec("telegram/bot-api.json.gz")["methods"][kind]["fields"]}
    given = set(re.findall(rb'form-data; name="(\w+)"', request.content))
    assert {name.decode() for name in given} <= fields and len(given) == 3


@pytest.mark.parametrize(
    ("method", "content"),
    [
        ("sendMessage", {"text": "Hello"}),
        ("sendMessage", {"chat_id": 1, "text": 5}),
        ("sendMessage", {"chat_id": 1, "text": "Hello", "txt": ""}),
        ("setWebhook", {}),
    ],
)
def test_what_does_not_fit_telegrams_methods_is_found(method, content):
    request = http.Request("POST", f"https://x/bot/{method}", {}, json.dumps(content).encode())
    with pytest.raises(AssertionError):
        telegram_fits(request)


def test_the_fields_we_read_of_telegram_are_in_its_types():
    types = spec("telegram/bot-api.json.gz")["types"]
    read = {
        "Update": {"update_id", "message"},
        "Message": {
            "message_id", "from", "chat", "text", "caption", "photo", "document", "voice", "audio",
            "video", "video_note", "animation", "sticker", "location", "contact",
        },
        "Chat": {"id", "type", "title", "first_name", "last_name", "username"},
        "File": {"file_path"}, "PhotoSize": {"file_id"}, "Document": {"file_name", "mime_type"},
        "ResponseParameters": {"retry_after"}, "Location": {"latitude", "longitude"},
        "Contact": {"phone_number", "first_name", "last_name"},
    }  # fmt: skip
    for name, wanted in read.items():
        assert wanted <= {field["name"] for field in types[name]["fields"]}, name


TWILIO = {"account_sid": "AC" + "0" * 32, "auth_token": "12345", "sender": "+493055501"}
OF_TWILIO = "twilio/twilio_api_v2010.json.gz"


@pytest.mark.parametrize("vendor", [Sms(), WhatsApp()])
def test_what_we_ask_of_twilio_fits_its_contract(asked, vendor):
    asked.answer = {"sid": "SM1", "friendly_name": "Fernhill"}
    out = Outgoing("k", "+4917055501", "Hello", "https://rapport.example/hooks/x/")
    vendor.send(out, TWILIO, 0)
    vendor.try_out(TWILIO, 0)
    assert len(asked) == 2
    for request in asked:
        fits(OF_TWILIO, request)


FILE = Enclosed("image", "a.png", "image/png", 4, b"\x89PNG", "https://rapport.example/f/")
TEMPLATE = Filled("HX" + "a" * 32, "hello", "en", (("header", "1", "12"), ("body", "1", "Ines")))


def test_files_templates_lists_and_numbers_fit_twilios_contract(asked):
    asked.answer = {"sid": "SM1", "incoming_phone_numbers": [{"sid": "PN" + "0" * 32}]}
    WhatsApp().send(Outgoing("k", "+4917055501", "Look", files=(FILE,)), TWILIO, 0)
    WhatsApp().send(Outgoing("k", "+4917055501", "", template=TEMPLATE), TWILIO, 0)
    list(Sms().recall(TWILIO, 0, 0))
    Sms().meet(TWILIO, "https://rapport.example/hooks/x/", 0)
    assert len(asked) == 6
    for request in asked:
        fits(OF_TWILIO, request)
    asked.clear()
    WhatsApp().patterns(TWILIO)
    [listed] = asked
    fits("twilio/twilio_content_v1.json.gz", listed)


def test_what_does_not_fit_twilios_contract_is_found(asked):
    asked.answer = {"sid": "SM1"}
    Sms().send(Outgoing("k", "+4917055501", "Hello"), {**TWILIO, "account_sid": "AC1"}, 0)
    Sms().send(Outgoing("k", "+4917055501", "Hello"), TWILIO, 0)
    short, good = asked
    without = dict(good.form)
    del without["To"]
    for wrong in (
        short,
        replace(good, form=without),
        replace(good, headers={}),
        replace(good, url=good.url.replace("Messages", "Letters")),
    ):
        with pytest.raises(OpenAPIError):
            fits(OF_TWILIO, wrong)


META = {
    "access_token": "EAAG-token", "number_id": "106540352242922", "page_id": "1001",
    "instagram_id": "1784", "app_secret": "s", "verify_word": "w",
}  # fmt: skip
OF_WHATSAPP = "meta/business-messaging-api_v23.0.json.gz"


def test_what_we_ask_of_whatsapp_fits_its_contract(asked):
    asked.answer = {"messages": [{"id": "wamid.1"}], "url": "https://lookaside.fbsbx.com/x"}
    WhatsAppCloud().send(Outgoing("k", "+4917055501", "Hello"), META, 0)
    WhatsAppCloud().fetch(RemoteFile("123"), META, 100)
    message, media, _content = asked
    fits(OF_WHATSAPP, message)
    fits(OF_WHATSAPP, media)


def test_files_and_templates_fit_whatsapps_contract(asked):
    asked.answer = {"messages": [{"id": "wamid.1"}], "id": "7", "data": [], "success": True}
    account = META | {"business_id": "77", "app_id": "5"}
    WhatsAppCloud().send(Outgoing("k", "+4917055501", "Look", files=(FILE,)), META, 0)
    WhatsAppCloud().send(Outgoing("k", "+4917055501", "", template=TEMPLATE), META, 0)
    WhatsAppCloud().patterns(account)
    WhatsAppCloud().meet(account, "https://rapport.example/hooks/x/", 0)
    left, picture, template, listed, _app, subscribed = asked
    assert left.url.endswith("/106540352242922/media")
    for request in (picture, template, listed, subscribed):
        fits(OF_WHATSAPP, request)


@pytest.mark.parametrize(
    "wrong", [{"type": "text"}, {"text": {"body": 5}}, {"text": {"body": "Hello", "bold": True}}]
)
def test_what_does_not_fit_whatsapps_contract_is_found(asked, wrong):
    asked.answer = {"messages": [{"id": "wamid.1"}]}
    WhatsAppCloud().send(Outgoing("k", "+4917055501", "Hello"), META, 0)
    [good] = asked
    content = json.loads(good.content) | wrong
    if wrong == {"type": "text"}:
        del content["text"]
    with pytest.raises(OpenAPIError):
        fits(OF_WHATSAPP, replace(good, content=json.dumps(content).encode()))
    with pytest.raises(OpenAPIError):
        fits(OF_WHATSAPP, replace(good, headers={"Content-Type": "application/json"}))


@pytest.mark.parametrize("vendor", [Messenger(), Instagram()])
def test_what_we_ask_of_a_page_fits_its_edge(asked, vendor):
    """Meta publishes no OpenAPI of it: edges with their parameters, and what is required."""
    asked.answer = {"message_id": "m_1"}
    vendor.send(Outgoing("k", "7007", "Hello"), META, 0)
    [request] = asked
    assert request.url == "https://graph.facebook.com/v23.0/1001/messages"
    edges = spec("meta/graph-Page.json.gz")["apis"]
    [edge] = [e for e in edges if (e["method"], e.get("endpoint")) == ("POST", "messages")]
    given = set(json.loads(request.content))
    assert given <= {param["name"] for param in edge["params"]}
    assert {param["name"] for param in edge["params"] if param["required"]} <= given


KEYS = {
    "account_id": "42", "consumer_key": "ck", "consumer_secret": "cs", "user_token": "ut",
    "token_secret": "ts",
}  # fmt: skip
OF_X = "x/x-api-v2-openapi.json.gz"


def test_what_we_ask_of_x_fits_its_contract(asked):
    asked.answer = {"data": {"dm_event_id": "1", "id": "42", "username": "studio"}}
    X().send(Outgoing("k", "7007", "Hello"), KEYS, 0)
    X().try_out(KEYS, 0)
    assert len(asked) == 2
    for request in asked:
        fits(OF_X, request)


def test_files_registration_and_lists_fit_xs_contract(asked):
    asked.answer = {
        "data": {"dm_event_id": "1", "id": "42"}, "access_token": "app", "token_type": "bearer",
    }  # fmt: skip
    picture = replace(FILE, kind="dm_image")
    X().send(Outgoing("k", "7007", "Look", files=(picture,)), KEYS, 0)
    upload, message = asked
    assert b'name="media_category"\r\n\r\ndm_image' in upload.content
    fits(OF_X, message)
    asked.clear()
    hook = {"id": "1146654567674912769", "url": "u", "valid": False}
    x_hooks.register(KEYS, "https://rapport.example/hooks/x/", {"Authorization": "Bearer x"})
    x_hooks.prove(KEYS, hook)
    registered, _token, proved = asked
    fits(OF_X, registered)
    fits(OF_X, proved)
    asked.clear()
    asked.answer = {"data": [], "access_token": "app"}
    X().complaint(KEYS, "https://rapport.example/hooks/x/", 0)
    list(X().recall(KEYS, 0, 0))
    _token, hooks, events = asked
    fits(OF_X, hooks)
    fits(OF_X, events)


@pytest.mark.parametrize("wrong", [{}, {"text": ""}, {"text": "Hello", "to": "7007"}])
def test_what_does_not_fit_xs_contract_is_found(asked, wrong):
    """All but the signature: openapi-core does not know OAuth 1.0a; see test_oauth1.py."""
    asked.answer = {"data": {"dm_event_id": "1"}}
    X().send(Outgoing("k", "7007", "Hello"), KEYS, 0)
    [good] = asked
    for other in (
        replace(good, content=json.dumps(wrong).encode()),
        replace(good, url=good.url.replace("7007", "ines")),
    ):
        with pytest.raises(OpenAPIError):
            fits(OF_X, other)
