"""Files of an answer leave as its vendor takes them, each once; what does not go is said before."""

import json
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.test import Client as Browser
from django.utils.timezone import now

from rapport.channels.models import Channel, Sending
from rapport.channels.operations import pieces
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.inbox.models import Dispatch, Message
from rapport.inbox.operations import sending
from rapport.integrations.hooks import Hook
from rapport.integrations.providers import telegram_api
from tests.channels.conftest import knock
from tests.channels.test_meta import MESSAGE, SECRETS, of_whatsapp
from tests.channels.test_telegram import INES, PRIVATE, TOKEN, ok
from tests.channels.test_twilio import ACCOUNT, come
from tests.integrations import signing

PNG, PDF = b"\x89PNG\r\n\x1a\n....", b"%PDF-1.7 ...."


@pytest.fixture
def keep(workspace, member):
    """A file that the member brought in: `keep("a.pdf", b"…")`."""

    def make(name="proof.pdf", content=PDF) -> StoredFile:
        return files.store(workspace, name=name, content=content, by=member, at=now())

    return make


@pytest.fixture
def send(browse, member):
    """Answer with files, and let the outbox try it at once."""

    def write(talk, *attached, text="Here it is."):
        fields = {"text": text, "kind": "reply", "files": [file.token for file in attached]}
        url = f"/w/fernhill/inbox/{talk.number}/answer/"
        page = browse(member).post(url, fields, follow=True)
        return attempt() if Dispatch.objects.exists() else page.content.decode()

    return write


def attempt(seconds=11) -> Dispatch:
    rows = Dispatch.objects.select_related("message__conversation", "workspace")
    sending.deliver(rows.latest("pk"), at=now() + timedelta(seconds=seconds))
    return Dispatch.objects.latest("pk")


@pytest.fixture
def bot(channel_of, run_jobs, confirmed, vendor, monkeypatch):
    """A conversation on Telegram, which is played by a server on this machine."""
    monkeypatch.setattr(telegram_api, "BASE", vendor.url)
    channel = channel_of("telegram", "Studio bot", bot_token=TOKEN, word="our-word")
    message = {"message_id": 1, "from": INES, "chat": PRIVATE, "date": 1, "text": "Hello"}
    body = json.dumps({"update_id": 901, "message": message}).encode()
    knock(channel, Hook("POST", "", {"x-telegram-bot-api-secret-token": "our-word"}, body))
    run_jobs()
    return confirmed()


def parts(hook: Hook) -> dict[str, tuple[str, bytes]]:
    """The fields of a form with files: name → (name of the file, bytes)."""
    head = f"Content-Type: {hook.header('content-type')}\r\n\r\n".encode()
    return {
        part.get_param("name", header="content-disposition"): (
            part.get_filename() or "", part.get_payload(decode=True),
        )
        for part in message_from_bytes(head + hook.body).get_payload()
    }  # fmt: skip


def test_one_file_goes_with_the_words_under_it(bot, send, keep, vendor):
    vendor.answers = [(200, {}, ok({"message_id": 55}))]
    assert send(bot, keep("Entwürfe 2.pdf")).state == "sent"
    [hook] = vendor.asked
    assert hook.url == f"/bot{TOKEN}/sendDocument"
    form = parts(hook)
    assert (form["chat_id"][1], form["caption"][1]) == (b"7", b"Here it is.")
    assert form["document"][1] == PDF
    assert 'filename="Entwürfe 2.pdf"'.encode() in hook.body


def test_of_several_only_the_one_that_failed_is_tried_again(
    bot, send, keep, vendor, browse, member
):
    no = {"ok": False, "error_code": 400, "description": "Bad Request: PHOTO_INVALID_DIMENSIONS"}
    vendor.answers = [
        (200, {}, ok({"message_id": 1})), (400, {}, no), (200, {}, ok({"message_id": 3})),
    ]  # fmt: skip
    mail = send(bot, keep("wide.png", PNG), keep())
    assert [hook.url.rpartition("/")[2] for hook in vendor.asked] == [
        "sendMessage", "sendPhoto", "sendDocument",
    ]  # fmt: skip
    assert mail.state == "sent" and mail.recipients["7"] == "sent"
    page = browse(member).get(f"/w/fernhill/inbox/{bot.number}/").content.decode()
    assert "wide.png: refused: 400: Bad Request: PHOTO_INVALID_DIMENSIONS" in page
    vendor.answers = [(200, {}, ok({"message_id": 4}))]
    again = f"/w/fernhill/inbox/{bot.number}/messages/{mail.message_id}/again/"
    Sending.objects.update(tried_at=now() - timedelta(minutes=1))
    browse(member).post(again)
    assert attempt(seconds=1).state == "sent" and len(vendor.asked) == 4
    assert vendor.asked[-1].url.endswith("/sendPhoto")
    assert set(Dispatch.objects.get().recipients.values()) == {"sent"}
    assert Sending.objects.filter(state="sent").count() == 3


def test_a_pause_in_the_middle_sends_later_only_what_is_left(bot, send, keep, vendor):
    slow = {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 20}}
    vendor.answers = [(200, {}, ok({"message_id": 1})), (429, {}, slow)]
    assert send(bot, keep(), keep("b.pdf")).state == "waiting"
    vendor.answers = [(200, {}, ok({"message_id": n})) for n in (2, 3)]
    assert attempt(seconds=90).state == "sent"
    assert [hook.url.rpartition("/")[2] for hook in vendor.asked] == [
        "sendMessage", "sendDocument", "sendDocument", "sendDocument",
    ]  # fmt: skip


def test_what_its_worker_died_over_is_not_sent_twice_by_itself(
    bot, send, keep, vendor, monkeypatch
):
    def die(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(telegram_api, "upload", die)
        with pytest.raises(KeyboardInterrupt):
            send(bot, keep(), text="")
    assert Sending.objects.get().state == "begun"
    mail = attempt(seconds=3600)
    assert mail.state == "failed" and "may have arrived or not" in mail.error
    assert vendor.asked == []


def test_what_is_too_large_or_of_another_kind_is_said_before_it_is_sent(
    channel_of, run_jobs, confirmed, send, keep, browse, member, settings
):
    settings.PUBLIC_URL, settings.IS_LOCAL = "https://rapport.example", False
    come(channel_of("sms", "Studio line", **ACCOUNT), run_jobs)
    talk = confirmed()
    wrong = [keep("plan.zip", b"PK..."), keep("big.pdf", PDF + b"x" * 700_000)]
    asked = {"files": [file.token for file in wrong]}
    said = browse(member).get(f"/w/fernhill/inbox/{talk.number}/objections/", asked)
    text = said.content.decode()
    assert "Studio line takes no files ending in .zip. Send it by mail, or send a link." in text
    assert "up to 0.6 MB, and this one has 0.7 MB" in text
    page = send(talk, *wrong)
    assert "plan.zip: Studio line takes no files" in page and not Message.objects.filter(kind="out")
    settings.IS_LOCAL = True
    asked = {"files": [keep().token]}
    said = browse(member).get(f"/w/fernhill/inbox/{talk.number}/objections/", asked)
    assert "has no public https address" in said.content.decode()


def test_nobody_learns_of_others_files_by_asking_whether_they_would_go(bot, keep, browse, admin):
    where = f"/w/fernhill/inbox/{bot.number}/objections/"
    assert "proof" not in browse(admin).get(where, {"files": [keep().token]}).content.decode()


@pytest.fixture
def fetched(channel_of, run_jobs, confirmed, send, keep, net, settings):
    """The address at which Twilio fetches the file of an answer, as a path."""
    settings.PUBLIC_URL, settings.IS_LOCAL = "https://rapport.example", False
    come(channel_of("sms", "Studio line", **ACCOUNT), run_jobs)
    net.says("/Messages.json", {"sid": "SM9"}, 201)
    assert send(confirmed(), keep()).state == "sent"
    form = net.asked[0].form
    assert form["Body"] == "Here it is."
    return form["MediaUrl"].removeprefix("https://rapport.example")


def test_twilio_fetches_it_at_an_address_that_leads_to_nothing_else(fetched):
    answer = Browser().get(fetched)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert Browser().get(fetched[:-1] + "x/").status_code == 404
    assert Browser().get("/hooks/files/").status_code == 404
    Channel.objects.update(binned_at=now())
    assert Browser().get(fetched).status_code == 404


def test_the_address_ends_after_hours(fetched, monkeypatch):
    monkeypatch.setattr(pieces, "GOOD_FOR_SECONDS", -1)
    assert Browser().get(fetched).status_code == 404


def test_another_system_gets_all_files_with_one_event(
    channel_of, vendor, run_jobs, confirmed, send, keep, settings
):
    settings.PUBLIC_URL, settings.IS_LOCAL = "https://rapport.example", False
    channel = channel_of("webhook", "Shop", secret=signing.SECRET, url=f"{vendor.url}/in")
    body = json.dumps({"type": "message.created", "data": {
        "id": "m1", "from": {"address": "ines@shop"}, "text": "Hello"}}).encode()  # fmt: skip
    knock(channel, signing.standard(body, int(now().timestamp())))
    run_jobs()
    assert send(confirmed(), keep(), keep("b.png", PNG)).state == "sent"
    [hook] = vendor.asked
    first, second = json.loads(hook.body)["data"]["attachments"]
    assert (first["name"], second["content_type"]) == ("proof.pdf", "image/png")
    path = second["url"].removeprefix("https://rapport.example")
    assert b"".join(Browser().get(path).streaming_content) == PNG


def test_on_whatsapp_a_document_is_left_first_and_sent_by_its_id(
    channel_of, run_jobs, confirmed, send, keep, net
):
    channel = channel_of("whatsapp", "WhatsApp", number_id="106540352242922", **SECRETS)
    knock(channel, signing.meta(json.dumps(of_whatsapp(MESSAGE)).encode(), 0, "app-secret"))
    run_jobs()
    net.says("/media", {"id": "media-7"})
    net.says("/messages", {"messages": [{"id": "wamid.out"}]})
    assert send(confirmed(), keep()).state == "sent"
    assert b'filename="proof.pdf"' in net.asked[0].content
    assert json.loads(net.asked[1].content)["document"] == {
        "id": "media-7", "filename": "proof.pdf", "caption": "Here it is.",
    }  # fmt: skip
