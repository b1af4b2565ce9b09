"""What mail providers send: verified, kept as it came, read later, each mail once."""

import hashlib
import hmac
import json
from base64 import b64encode
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from rapport.inbox.models import Dispatch, HookDelivery, Mailbox, MailHook, Message, RawMail
from rapport.inbox.operations import mail_hooks as hooks
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.inbox.operations.mail_hooks import NoKey
from rapport.inbox.views import hook as door
from rapport.integrations import http
from tests.conftest import NOW
from tests.inbox import amazon
from tests.inbox.amazon import sns
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
INES, STUDIO = "ines@northwind.example", "studio@fernhill.example"
KEYS = {"mailgun": "key-1", "brevo": "xkeysib-1"}


class Provider:
    """Sends to the door of one mailbox."""

    def __init__(self, hook: MailHook, secret: str) -> None:
        self.hook, self.secret = hook, secret

    def sends(self, content, kind=JSON, *, to="mail", secret=None, **headers):
        known = f"rapport:{self.secret if secret is None else secret}".encode()
        if secret != "":
            headers["Authorization"] = "Basic " + b64encode(known).decode()
        where = f"/hooks/mail/{self.hook.token}/" + ("fate/" if to == "fate" else "")
        return Browser().generic("POST", where, content, kind, headers=headers)


@pytest.fixture(autouse=True)
def _certificate():
    cache.set(amazon.KEPT_AS, amazon.certificate())


@pytest.fixture
def box(mailbox) -> Mailbox:
    mailbox.arrives_by = "provider"
    mailbox.save()
    return mailbox


@pytest.fixture
def provider(box, admin):
    def begin(name) -> Provider:
        return Provider(*hooks.set_up(box, provider=name, key=KEYS.get(name, ""), by=admin, at=NOW))

    return begin


def mailgun(mail: bytes, stamp="1767225600", token="t" * 50, key="key-1") -> dict[str, str]:
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "recipient": STUDIO, "sender": INES, "timestamp": stamp, "token": token,
        "signature": signature, "body-mime": mail.decode(),
    }  # fmt: skip


def parts(of: str) -> dict[str, object]:
    """A mail taken apart, as providers do."""
    heads = {
        "From": f"Ines Prado <{INES}>", "To": STUDIO, "Subject": "Label proofs",
        "Message-Id": f"<{of}@client.example>", "Date": "Wed, 04 Mar 2026 09:00:00 +0000",
    }  # fmt: skip
    text, html, file = "The old symbol.\n", "<p>The old symbol.</p>", b64encode(b"%PDF").decode()
    if of == "postmark":
        named = [{"Name": "Message-ID", "Value": heads["Message-Id"]}]
        return {
            "FromFull": {"Email": INES, "Name": "Ines Prado"}, "ToFull": [{"Email": STUDIO}],
            "Subject": heads["Subject"], "Headers": named, "TextBody": text, "HtmlBody": html,
            "MessageID": "22c74902", "OriginalRecipient": STUDIO, "Date": heads["Date"],
            "Attachments": [
                {"Name": "proof.pdf", "ContentType": "application/pdf", "Content": file}
            ],
        }  # fmt: skip
    if of == "mailjet":
        disposition = 'attachment; filename="proof.pdf"'
        return {
            "Sender": INES, "Recipient": STUDIO, "Headers": heads, "Text-part": text,
            "Html-part": html, "Attachment1": file,
            "Parts": [{
                "ContentRef": "Attachment1",
                "Headers": {
                    "Content-Type": "application/pdf", "Content-Disposition": disposition,
                },
            }],
        }  # fmt: skip
    return {"items": [{
        "Uuid": ["a-b"], "Headers": heads | {"Delivered-To": STUDIO}, "RawTextBody": text,
        "RawHtmlBody": html, "Attachments": [],
    }]}  # fmt: skip


def request_of(name: str) -> tuple[str | bytes, str, dict[str, str]]:
    mail = written(message_id=f"<{name}@client.example>")
    if name == "mailgun":
        return urlencode(mailgun(mail)), FORM, {}
    if name == "sendgrid":
        envelope = json.dumps({"from": INES, "to": [STUDIO]})
        return urlencode({"email": mail.decode(), "envelope": envelope}), FORM, {}
    if name == "ses":
        content, headers = sns({
            "notificationType": "Received", "content": mail.decode(), "mail": {"source": INES},
            "receipt": {"recipients": [STUDIO], "action": {"type": "SNS", "encoding": "UTF-8"}},
        })  # fmt: skip
        return content, "text/plain; charset=UTF-8", headers
    return json.dumps(parts(name)), JSON, {}


ALL = ("mailgun", "postmark", "sendgrid", "ses", "brevo", "mailjet")


@pytest.mark.parametrize("name", ALL)
def test_a_mail_is_kept_as_it_came_and_read_once_however_often_it_is_sent(
    provider, contact, run_jobs, name
):
    vendor, (content, kind, headers) = provider(name), request_of(name)
    assert vendor.sends(content, kind, **headers).status_code == 200
    delivery = HookDelivery.objects.get()
    assert delivery.outcome == "waiting" and not RawMail.objects.exists()
    assert delivery.bytes == (content.encode() if isinstance(content, str) else content)
    assert vendor.sends(content, kind, **headers).status_code == 200
    # A provider that sends it again writes it a little differently; its mail is the same.
    vendor.sends(content + "\n" if kind == JSON else content + "&x=1", kind, **headers)
    run_jobs()
    message = Message.objects.get()
    assert message.message_id == f"<{name}@client.example>"
    assert message.contact == contact and "old symbol" in message.visible_text
    assert message.raw.source == "provider" and message.raw.envelope["to"] == [STUDIO]
    assert message.attachments.count() == (name in ("postmark", "mailjet"))
    settled = HookDelivery.objects.first()
    assert settled.outcome == "taken" and settled.bytes == b""


@pytest.mark.parametrize("name", ALL)
def test_what_does_not_bear_the_secret_leaves_one_number_behind(provider, name):
    vendor, (content, kind, headers) = provider(name), request_of(name)
    answer = vendor.sends(content, kind, secret="", **headers)
    assert answer.status_code == 401 and "Basic" in answer["WWW-Authenticate"]
    assert vendor.sends(content, kind, secret="guessed", **headers).status_code == 401
    assert not HookDelivery.objects.exists()
    vendor.hook.refresh_from_db()
    assert vendor.hook.refused == 1


def test_the_signature_of_mailgun_is_asked_for_besides(provider):
    vendor = provider("mailgun")
    for wrong in (mailgun(written(), key="another"), {"body-mime": "x"}):
        assert vendor.sends(urlencode(wrong), FORM).status_code == 401
    assert not HookDelivery.objects.exists()


def test_a_renewed_secret_ends_the_old_one(provider, admin):
    vendor = provider("postmark")
    made = hooks.new_secret(vendor.hook, by=admin, at=NOW)
    assert vendor.sends("{}").status_code == 401
    assert vendor.sends("{}", secret=made).status_code == 200


def test_the_door_is_closed_where_the_mailbox_is_filled_in_another_way(provider, box):
    vendor = provider("postmark")
    assert vendor.sends("x", secret="").status_code == 401
    box.arrives_by = "imap"
    box.save()
    assert vendor.sends("{}").status_code == 404
    assert Browser().post("/hooks/mail/guessed/").status_code == 404


def test_what_cannot_be_read_is_set_aside_with_the_reason(provider, run_jobs):
    vendor = provider("postmark")
    vendor.sends('{"RecordType": "Bounce"}')
    vendor.sends("no json at all")
    run_jobs()
    rows = HookDelivery.objects.order_by("pk")
    assert [row.outcome for row in rows] == ["quarantined", "quarantined"]
    assert "webhook" in rows[0].said and "format" in rows[1].said
    assert rows[1].bytes == b"no json at all"


def test_what_is_too_large_is_refused(provider, monkeypatch):
    monkeypatch.setattr(door, "LARGEST", 10)
    assert provider("postmark").sends("x" * 11).status_code == 413


def test_files_beyond_what_a_form_may_be_come_through(provider, contact, run_jobs):
    sent = parts("postmark")
    sent["Attachments"][0]["Content"] = b64encode(b"x" * 9_000_000).decode()
    assert provider("postmark").sends(json.dumps(sent)).status_code == 200
    run_jobs()
    assert Message.objects.get().attachments.get().file.size == 9_000_000


def test_a_provider_with_a_key_of_its_own_is_not_set_up_without_it(box, admin):
    with pytest.raises(NoKey):
        hooks.set_up(box, provider="mailgun", key="", by=admin, at=NOW)
    hook, made = hooks.set_up(box, provider="mailgun", key="k", by=admin, at=NOW)
    # Changed later, what is known is kept, and the secret is not told again.
    assert made and hooks.set_up(box, provider="mailgun", key="", by=admin, at=NOW) == (hook, "")
    assert hooks.account(hook).key == "k" and made not in hook.sealed_secret


def test_amazon_is_answered_at_its_own_address_and_nowhere_else(provider, run_jobs, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "rapport.inbox.receiving_tasks.http.send", lambda request: asked.append(request.url)
    )
    vendor, real = (
        provider("ses"),
        "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
    )
    for n, url in enumerate((real, "https://sns.evil.example/?x", "http://127.0.0.1/?x")):
        content, headers = sns("", "SubscriptionConfirmation", SubscribeURL=url, Token=str(n))
        vendor.sends(content, "text/plain", **headers)
    run_jobs()
    assert asked == [real]


def received(**more) -> tuple[str, dict[str, str]]:
    """A mail, as Amazon hands it over."""
    receipt = {"recipients": [STUDIO], "action": {"type": "SNS", "encoding": "UTF-8"}}
    mail = {"notificationType": "Received", "content": written().decode(), "mail": {"source": INES}}
    return sns(mail | {"receipt": receipt}, **more)


@pytest.mark.parametrize("version", ["1", "2"])
def test_amazons_certificate_is_fetched_from_amazon_once(
    provider, contact, run_jobs, monkeypatch, version
):
    cache.delete(amazon.KEPT_AS)
    asked = []

    def send(request, **how):
        asked.append((request.url, request.public_only))
        return http.Answer(200, {}, amazon.certificate())

    monkeypatch.setattr(http, "send", send)
    vendor = provider("ses")
    for subject in ("One", "Two"):
        content, headers = received(version=version, Subject=subject)
        vendor.sends(content, "text/plain", **headers)
    run_jobs()
    assert asked == [(amazon.URL, True)]
    assert [row.outcome for row in HookDelivery.objects.all()] == ["taken", "taken"]


@pytest.mark.parametrize(
    "changed",
    [
        {"Message": "{}"}, {"TopicArn": "arn:aws:sns:eu-west-1:2:in"}, {"Subject": "added"},
        {"Signature": "AAAA"}, {"Signature": "%%"}, {"SignatureVersion": "3"},
        {"SigningCertURL": "https://sns.eu-west-1.amazonaws.com.evil.example/"
         "SimpleNotificationService-0a.pem"},
        {"SigningCertURL": "https://evil.s3.amazonaws.com/SimpleNotificationService-0a.pem"},
        {"SigningCertURL": amazon.URL.replace("https", "http")},
    ],
)  # fmt: skip
def test_what_amazon_did_not_sign_so_is_set_aside_and_nothing_is_fetched_for_it(
    provider, contact, run_jobs, monkeypatch, changed
):
    monkeypatch.setattr(http, "send", lambda *_, **__: pytest.fail("asked"))
    content, headers = received()
    provider("ses").sends(json.dumps(json.loads(content) | changed), "text/plain", **headers)
    run_jobs()
    assert HookDelivery.objects.get().outcome == "quarantined" and not RawMail.objects.exists()


def test_a_certificate_that_ran_out_proves_nothing(provider, run_jobs):
    cache.set(amazon.KEPT_AS, amazon.certificate(2021))
    content, headers = received()
    provider("ses").sends(content, "text/plain", **headers)
    run_jobs()
    assert "out of date" in HookDelivery.objects.get().said


@pytest.fixture
def sent(box, contact, member, arrive):
    talk = arrive(written()).message.conversation
    message = writing.reply(talk, letter=Letter("x", to=(("", INES),)), by=member, at=NOW)
    Dispatch.objects.update(state="sent", sent_at=NOW, recipients={INES: "sent"})
    return message


def fate_of(name: str, header_id: str) -> tuple[str, str, dict[str, str]]:
    """A bounce, as each tells of it."""
    if name == "mailgun":
        data = {
            "event": "failed", "severity": "permanent", "recipient": INES, "timestamp": 1,
            "message": {"headers": {"message-id": header_id.strip("<>")}},
        }  # fmt: skip
        signed = {key: mailgun(b"")[key] for key in ("timestamp", "token", "signature")}
        return json.dumps({"signature": signed, "event-data": data}), JSON, {}
    if name == "sendgrid":
        event = {"event": "bounce", "email": INES, "smtp-id": header_id, "timestamp": 1}
        return json.dumps([event | {"type": "bounce", "reason": "550 no such user"}]), JSON, {}
    if name == "ses":
        heads = [{"name": "Message-ID", "value": header_id}]
        bounce = {"bounceType": "Permanent", "bounceSubType": "General",
                  "bouncedRecipients": [{"emailAddress": INES}]}  # fmt: skip
        content, headers = sns({
            "notificationType": "Bounce", "mail": {"messageId": "x", "headers": heads},
            "bounce": bounce,
        })  # fmt: skip
        return content, "text/plain", headers
    if name == "brevo":
        event = {"event": "hard_bounce", "email": INES, "message-id": header_id, "ts_epoch": 1}
        return json.dumps(event), JSON, {}
    if name == "mailjet":
        event = {"event": "bounce", "email": INES, "hard_bounce": True, "time": 1}
        return json.dumps([event | {"MessageID": 1, "error": "user unknown"}]), JSON, {}
    event = {"RecordType": "Bounce", "Type": "HardBounce", "Email": INES, "ID": 4,
             "MessageID": "883953f4", "Description": "unknown"}  # fmt: skip
    return json.dumps(event), JSON, {}


@pytest.mark.parametrize("name", ALL)
def test_a_bounce_is_noted_at_the_mail_it_is_about(provider, sent, run_jobs, monkeypatch, name):
    monkeypatch.setattr("rapport.inbox.operations.mail_hooks.TOLD_WITHIN", NOW - NOW.min.replace(
        tzinfo=NOW.tzinfo))  # fmt: skip
    vendor = provider(name)
    content, kind, headers = fate_of(name, sent.dispatch.header_id)
    assert vendor.sends(content, kind, to="fate", **headers).status_code == 200
    run_jobs()
    assert HookDelivery.objects.get().outcome == "taken"
    assert Dispatch.objects.get(message=sent).recipients[INES].startswith("bounced")


def test_a_bounce_of_somebody_else_changes_nothing(provider, sent, run_jobs):
    event = {"RecordType": "Bounce", "Type": "HardBounce", "Email": "x@elsewhere.example"}
    provider("postmark").sends(json.dumps(event | {"ID": 1}), to="fate")
    run_jobs()
    assert HookDelivery.objects.get().outcome == "ignored"
    assert Dispatch.objects.get(message=sent).recipients == {INES: "sent"}
