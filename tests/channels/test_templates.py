"""When the time for free answers is over, only templates go that the vendor approved."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now

from rapport.channels.models import Channel, Handle, MessageTemplate
from rapport.channels.operations import templates
from rapport.events.models import Event
from rapport.inbox.models import Dispatch, Draft, Message
from tests.channels.conftest import knock, leave
from tests.channels.test_meta import MESSAGE, PAGE, SECRETS, of_whatsapp
from tests.channels.test_twilio import ACCOUNT, come
from tests.integrations import signing


def of_meta(key, name="proof_ready", language="en", status="APPROVED", **more):
    parts = [
        {"type": "HEADER", "format": "TEXT", "text": "Proof {{1}}",
         "example": {"header_text": ["12"]}},
        {"type": "BODY", "text": "Hello {{1}}, your proof of {{2}} is ready.",
         "example": {"body_text": [["Ines", "the leaflet"]]}},
        {"type": "FOOTER", "text": "Fernhill Studio"},
    ]  # fmt: skip
    return {"id": key, "name": name, "language": language, "status": status, "category": "UTILITY",
            "components": parts, **more}  # fmt: skip


LISTED = {"data": [
    of_meta("1"), of_meta("2", language="de"),
    of_meta("3", "promo", status="REJECTED", rejected_reason="PROMOTIONAL"),
    of_meta("4", "picture", components=[{"type": "HEADER", "format": "IMAGE"},
                                        {"type": "BODY", "text": "Look"}]),
]}  # fmt: skip


@pytest.fixture
def talk(channel_of, run_jobs, confirmed, net, contact):
    """A conversation on WhatsApp that has been quiet for two days, with templates listed."""
    channel = channel_of(
        "whatsapp", "WhatsApp", number_id="106540352242922", business_id="77", **SECRETS
    )
    knock(channel, signing.meta(json.dumps(of_whatsapp(MESSAGE)).encode(), 0, "app-secret"))
    run_jobs()
    net.says("/77/message_templates", LISTED)
    templates.refresh(channel, at=now())
    contact.language = "de"
    contact.save()
    early = now() - timedelta(days=2)
    Handle.objects.update(last_heard_at=early, contact=contact, is_verified=True)
    return confirmed()


@pytest.fixture
def page(talk, browse, member):
    """The page on which one writes with a template: `page("post", template=…)`."""

    def ask(method="get", **fields):
        url = f"/w/fernhill/inbox/{talk.number}/channel/template/"
        return getattr(browse(member), method)(url, fields)

    return ask


VALUES = {"gap.header.1": "12", "gap.body.1": "Ines", "gap.body.2": "the\nleaflet"}


def test_only_a_template_goes_and_it_is_offered_in_their_language_first(talk, page, browse, member):
    shown = browse(member).get(f"/w/fernhill/inbox/{talk.number}/").content.decode()
    assert "only an approved template goes" in shown and "channel/template/" in shown
    answer = f"/w/fernhill/inbox/{talk.number}/answer/"
    browse(member).post(answer, {"text": "Ready!", "kind": "reply"})
    assert not Message.objects.filter(kind="out").exists()
    text = page().content.decode()
    german, english = text.index("proof_ready · de"), text.index("proof_ready · en")
    assert german < english and "promo" not in text and "picture" not in text


def test_it_is_filled_shown_and_sent_once(talk, page, net, member):
    Draft.objects.create(
        workspace=talk.workspace, member=member, conversation=talk, body="Begun", saved_at=now()
    )
    chosen = MessageTemplate.objects.get(key="2")
    shown = page(template=chosen.pk, **VALUES).content.decode()
    assert "Hello Ines, your proof of the leaflet is ready." in shown
    net.says("/messages", {"messages": [{"id": "wamid.out"}]})
    for _ in range(2):
        page("post", template=chosen.pk, once="k", **VALUES)
    assert leave().state == "sent"
    message = Message.objects.get(kind="out")
    assert message.text.startswith("Proof 12\n\nHello Ines, your proof of the leaflet is ready.")
    assert json.loads(net.asked[-1].content)["template"] == {
        "name": "proof_ready", "language": {"policy": "deterministic", "code": "de"},
        "components": [
            {"type": "header", "parameters": [{"type": "text", "text": "12"}]},
            {"type": "body", "parameters": [
                {"type": "text", "text": "Ines"}, {"type": "text", "text": "the leaflet"},
            ]},
        ],
    }  # fmt: skip
    assert Draft.objects.filter(body="Begun", discarded_at=None).exists()


def test_gaps_are_filled_by_what_somebody_said_fills_them(talk, page, browse, admin):
    channel, one = Channel.objects.get(), MessageTemplate.objects.get(key="2")
    where = f"/w/fernhill/settings/channels/{channel.pk}/templates/"
    fills = {"gap.body.1": "contact.first_name", "gap.body.2": "no.such", "gap.foot.9": "today"}
    browse(admin).post(f"{where}{one.pk}/", fills)
    assert MessageTemplate.objects.get(key="2").fills == {"body.1": "contact.first_name"}
    assert 'value="Ines"' in page(template=one.pk).content.decode()
    listed = browse(admin).get(where).content.decode()
    assert "WhatsApp has rejected it (PROMOTIONAL)" in listed


def test_an_empty_gap_stops_it_with_a_sentence(page):
    one = MessageTemplate.objects.get(key="1")
    answer = page("post", template=one.pk, **{**VALUES, "gap.body.2": " "})
    assert answer.status_code == 422 and "Fill in what belongs at Gap 2." in answer.content.decode()
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize(
    ("code", "words"), [(132015, "paused this template"), (132000, "another number of words")]
)
def test_a_refused_template_is_said_in_a_sentence(page, net, code, words):
    net.says("/messages", {"error": {"code": code, "message": "(#x) Parameter"}}, 400)
    page("post", template=MessageTemplate.objects.get(key="1").pk, **VALUES)
    assert words in leave().error


def test_what_the_vendor_has_no_longer_is_offered_no_more(talk, page, net):
    channel = Channel.objects.get()
    net.says("/77/message_templates", {"data": LISTED["data"][1:]})
    templates.refresh(channel, at=now())
    assert "proof_ready · en" not in page().content.decode()
    count = Event.objects.filter(verb="channel.templates").count()
    net.says("/77/message_templates", {"data": LISTED["data"][1:]})
    templates.refresh(channel, at=now())
    assert Event.objects.filter(verb="channel.templates").count() == count == 2


def test_twilios_templates_go_the_same_way(
    channel_of, run_jobs, confirmed, net, browse, member, settings
):
    settings.PUBLIC_URL = "https://rapport.example"
    channel = channel_of("twilio-whatsapp", "WhatsApp", **ACCOUNT)
    come(channel, run_jobs, From="whatsapp:+4917055501")
    Handle.objects.update(last_heard_at=now() - timedelta(days=2))
    body = {"twilio/text": {"body": "Hello {{1}}"}}
    one = {"sid": "HX1", "friendly_name": "hello", "language": "en", "variables": {"1": "Ines"},
           "types": body, "approval_requests": {"status": "approved", "name": "hello"}}  # fmt: skip
    two = {**one, "sid": "HX2", "approval_requests": {"status": "paused"}}
    net.says("/ContentAndApprovals", {"contents": [one, two], "meta": {"next_page_url": None}})
    templates.refresh(channel, at=now())
    assert MessageTemplate.objects.get(key="HX2").obstacle == "WhatsApp says: paused"
    talk, known = confirmed(), MessageTemplate.objects.get(key="HX1")
    where = f"/w/fernhill/inbox/{talk.number}/channel/template/"
    browse(member).post(where, {"template": known.pk, "gap.body.1": "Ines"})
    net.says("/Messages.json", {"sid": "SM9"}, 201)
    assert leave().state == "sent"
    form = net.asked[-1].form
    assert (form["ContentSid"], json.loads(form["ContentVariables"])) == ("HX1", {"1": "Ines"})
    assert "Body" not in form


def test_the_window_is_told_in_words_and_a_person_may_write_for_a_week_on_messenger(
    channel_of, run_jobs, confirmed, net, answer, browse, member
):
    channel = channel_of("messenger", "Page", page_id="1001", **SECRETS)
    net.says("/7007", {"first_name": "Ines", "last_name": "Prado"})
    knock(channel, signing.meta(json.dumps(PAGE).encode(), 0, "app-secret"))
    run_jobs()
    talk = confirmed()
    where = f"/w/fernhill/inbox/{talk.number}/channel/beside/"
    assert "free answers" in browse(member).get(where).content.decode()
    Handle.objects.update(last_heard_at=now() - timedelta(days=3))
    assert "marked as written by a person" in browse(member).get(where).content.decode()
    net.says("/messages", {"message_id": "m_1"})
    assert answer(talk).state == "sent"
    sent = json.loads(net.asked[-1].content)
    assert (sent["messaging_type"], sent["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
    Handle.objects.update(last_heard_at=now() - timedelta(days=8))
    assert "free" not in browse(member).get(where).content.decode()
    Handle.objects.update(last_heard_at=now() - timedelta(days=7, minutes=5))
    assert "has just ended" in browse(member).get(where).content.decode()
