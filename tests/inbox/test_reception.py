"""Mail that other servers hand over: by LMTP from our own, by SMTP from anybody's."""

import asyncio
import queue
import smtplib
import ssl
import threading
import time
from base64 import b64encode
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial

import dkim
import dns.resolver
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.db import OperationalError, connection

from rapport.clients.operations import contacts
from rapport.events.models import Event
from rapport.inbox import dns_answers
from rapport.inbox.models import Alias, Mailbox, Message, RawMail
from rapport.inbox.reception import listening
from rapport.inbox.reception.doors import LmtpDoor, SmtpDoor
from rapport.inbox.reception.handler import Handler, LocalHandler
from rapport.inbox.reception.turnstile import Turnstile
from tests.conftest import NOW
from tests.inbox.conftest import written
from tests.inbox.name_server import NameServer, Zone
from tests.inbox.tls_server import _certificate

pytestmark = pytest.mark.django_db
INES = "ines@northwind.example"
STUDIO = "studio@fernhill.example"
OFFICE = "office@fernhill.example"


class Here(Executor):
    """Hands what it is given to the test's own thread, whose database connection writes it."""

    def __init__(self) -> None:
        self.asked: queue.Queue = queue.Queue()

    def submit(self, ask, /, *args, **options):
        done: Future = Future()
        self.asked.put((done, partial(ask, *args, **options)))
        return done

    def work_until(self, talk: threading.Thread) -> None:
        while talk.is_alive() or not self.asked.empty():
            with suppress(queue.Empty):
                done, ask = self.asked.get(timeout=0.01)
                try:
                    done.set_result(ask())
                except Exception as error:
                    done.set_exception(error)


def gate(**less) -> Turnstile:
    limits = {"most": 9, "most_each": 9, "mails_each": 99, **less}
    return Turnstile(**limits, clock=time.monotonic)


@pytest.fixture
def knock(settings):
    """Open a door and let somebody talk to it from a thread of their own."""
    settings.RECEIVE_DOMAINS = {"fernhill.example": ""}

    def visit(call, *, door=LmtpDoor, certificate="", **less):
        kind = LocalHandler if door is LmtpDoor else Handler
        turnstile, here, heard = gate(**less), Here(), Future()
        plan = listening.Plan("mx.fernhill.example", certificate=certificate)

        async def talk():
            inside: set = set()
            where = listening.Place(host="127.0.0.1")
            handler = kind(turnstile=turnstile, threads=here)
            server = await listening._serve(door, handler, turnstile, where, plan, inside)
            port = server.sockets[0].getsockname()[1]
            try:
                return await asyncio.to_thread(call, port)
            finally:
                server.close()
                await listening._finish(inside)

        def run():
            try:
                heard.set_result(asyncio.run(talk()))
            except BaseException as error:
                heard.set_exception(error)

        thread = threading.Thread(target=run)
        thread.start()
        here.work_until(thread)
        return heard.result()

    return visit


@pytest.fixture
def studio(workspace, scope) -> Mailbox:
    return received(workspace, STUDIO, trusted_authserv_id="mx.fernhill.example")


def received(workspace, address, **more) -> Mailbox:
    return Mailbox.objects.create(
        workspace=workspace, address=address, name="Fernhill", arrives_by="direct",
        created_at=NOW, **more,
    )  # fmt: skip


def wire(mail: bytes) -> bytes:
    return mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def lmtp(mail, recipients, port, sender=INES):
    """What our mail server hears: an answer for each recipient when it names it, and at the end."""
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.ehlo_or_helo_if_needed()
        server.mail(sender)
        named = [server.rcpt(one)[0] for one in recipients]
        if 250 not in named:
            return named, []
        server.putcmd("data")
        assert server.getreply()[0] == 354
        server.send(wire(mail) + b".\r\n")
        return named, [server.getreply()[0] for code in named if code == 250]


def smtp(mail, recipients, port, sender=INES):
    with smtplib.SMTP("127.0.0.1", port, local_hostname="mail.northwind.example") as server:
        return server.sendmail(sender, recipients, wire(mail))


def test_a_mail_is_kept_before_it_is_acknowledged_and_read_by_the_worker(
    knock, studio, contact, run_jobs
):
    mail = written()
    assert knock(partial(lmtp, mail, [STUDIO])) == ([250], [250])
    raw = RawMail.objects.get()
    assert raw.outcome == "waiting" and raw.source == "lmtp" and raw.mailbox == studio
    assert raw.bytes == wire(mail)
    assert raw.envelope == {"from": INES, "to": [STUDIO]}
    run_jobs()
    message = Message.objects.get()
    assert message.raw == raw and message.conversation.client == contact.client
    assert Event.objects.filter(verb="message.received").count() == 1


def test_the_same_mail_after_a_lost_answer_is_one(knock, studio, run_jobs):
    mail = written()
    for _ in range(3):
        assert knock(partial(lmtp, mail, [STUDIO])) == ([250], [250])
        run_jobs()
    assert RawMail.objects.count() == Message.objects.count() == 1


def test_lmtp_answers_for_each_recipient_and_keeps_one_mail_a_mailbox(knock, studio, workspace):
    received(workspace, OFFICE)
    studio.plus_addresses = True
    studio.save()
    to = [STUDIO, "nobody@fernhill.example", "studio+word@fernhill.example", OFFICE]
    assert knock(partial(lmtp, written(), to)) == ([250, 550, 250, 250], [250, 250, 250])
    [first, second] = RawMail.objects.order_by("pk")
    assert first.envelope["to"] == [STUDIO, "studio+word@fernhill.example"]
    assert second.envelope["to"] == [OFFICE]


class Full:
    """A disk that has no room for what goes to one mailbox."""

    def __init__(self, mailbox: int) -> None:
        self.mailbox = mailbox

    def __call__(self, execute, sql, params, many, context):
        if 'INSERT INTO "inbox_rawmail"' in sql and self.mailbox in params:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)


def test_what_cannot_be_kept_is_not_acknowledged_and_the_others_are(knock, studio, workspace):
    office = received(workspace, OFFICE)
    with connection.execute_wrapper(Full(office.pk)):
        assert knock(partial(lmtp, written(), [OFFICE, STUDIO])) == ([250, 250], [451, 250])
        with pytest.raises(smtplib.SMTPDataError) as refused:
            knock(partial(smtp, written(), [OFFICE, STUDIO]), door=SmtpDoor)
        assert refused.value.smtp_code == 451
    # By SMTP there is one answer: so there is nothing of the second mail, for nobody.
    assert [raw.mailbox for raw in RawMail.objects.all()] == [studio]


def test_a_database_that_is_away_is_no_reason_to_refuse_an_address(knock, studio):
    def away(*_):
        raise OperationalError("no connection")

    with connection.execute_wrapper(away):
        assert knock(partial(lmtp, written(), [STUDIO])) == ([451], [])


def test_mail_is_taken_for_our_own_addresses_alone(knock, studio):
    def visit(port):
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.ehlo("mail.northwind.example")
            assert server.has_extn("size") and int(server.esmtp_features["size"]) == 52_428_800
            assert not server.has_extn("auth") and not server.has_extn("starttls")
            server.mail(INES)
            codes = [server.rcpt(one)[0] for one in ("who@elsewhere.example", "x", STUDIO.upper())]
            asked = [server.verify(STUDIO)[0], server.expn(STUDIO)[0]]
            return codes, asked, server.docmd("AUTH", "PLAIN AGEAYg==")[0]

    assert knock(visit, door=SmtpDoor) == ([550, 550, 250], [502, 502], 502)


def test_what_is_too_large_is_refused_before_and_after(knock, studio, monkeypatch):
    monkeypatch.setattr(listening, "MOST_BYTES", 2000)

    def announced(port):
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.ehlo()
            return server.mail(INES, ["size=3000"])[0]

    assert knock(announced, door=SmtpDoor) == 552
    mail = written(text="x\n" * 2000)
    assert knock(partial(lmtp, mail, [STUDIO, STUDIO])) == ([250, 250], [552, 552])
    assert not RawMail.objects.exists()


def test_too_many_connections_mails_and_guesses_are_sent_away(knock, studio):
    def crowd(port):
        with smtplib.SMTP("127.0.0.1", port), pytest.raises(smtplib.SMTPConnectError) as refused:
            smtplib.SMTP("127.0.0.1", port)
        with smtplib.SMTP("127.0.0.1", port) as again:
            return refused.value.smtp_code, again.noop()[0]

    assert knock(crowd, door=SmtpDoor, most_each=1) == (421, 250)

    def fast(port):
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.ehlo()
            return [(server.mail(INES)[0], server.rset()[0])[0] for _ in range(3)]

    assert knock(fast, door=SmtpDoor, mails_each=2) == [250, 250, 451]

    def guess(port):
        server = smtplib.SMTP("127.0.0.1", port)
        server.ehlo()
        server.mail(INES)
        return [server.rcpt(f"a{n}@fernhill.example")[0] for n in range(11)]

    assert knock(guess, door=SmtpDoor) == [550] * 10 + [421]


def test_a_mail_that_goes_round_in_circles_is_refused(knock, studio):
    mail = b"Received: from a by b\n" * 51 + written()
    assert knock(partial(lmtp, mail, [STUDIO])) == ([250], [554])


def test_a_paused_mailbox_lets_mail_wait(knock, studio):
    Mailbox.objects.update(is_paused=True)
    assert knock(partial(lmtp, written(), [STUDIO])) == ([450], [])


def test_delivery_reports_come_from_nobody(knock, studio):
    assert knock(partial(lmtp, written(), [STUDIO], sender="")) == ([250], [250])
    assert RawMail.objects.get().envelope["from"] == ""


def test_encryption_is_offered_where_there_is_a_certificate(knock, studio, tmp_path):
    def visit(port):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.starttls(context=context)
            return server.sendmail(INES, [STUDIO], written())

    assert knock(visit, door=SmtpDoor, certificate=str(_certificate(tmp_path))) == {}
    assert RawMail.objects.get().source == "smtp"


def test_an_address_is_received_for_the_company_that_its_domain_was_opened_for(
    knock, studio, settings, workspace, stranger
):
    elsewhere = stranger.workspace
    settings.RECEIVE_DOMAINS = {"fernhill.example": "fernhill", "elsewhere.example": "elsewhere"}
    Alias.objects.create(
        workspace=workspace, mailbox=studio, address="theirs@elsewhere.example",
        purpose="mailbox", created_at=NOW,
    )  # fmt: skip
    to = [STUDIO, "theirs@elsewhere.example"]
    assert knock(partial(lmtp, written(), to))[0] == [250, 550]
    # With two companies here, a domain that was opened for nobody by name is nobody's.
    settings.RECEIVE_DOMAINS = {"fernhill.example": ""}
    assert elsewhere.pk and knock(partial(lmtp, written(), [STUDIO]))[0] == [550]


def test_a_further_address_is_received_until_it_is_switched_off(knock, studio, workspace):
    Mailbox.objects.update(catches_all=True)
    alias = Alias.objects.create(
        workspace=workspace, mailbox=studio, address="hello@fernhill.example",
        purpose="mailbox", created_at=NOW,
    )  # fmt: skip
    to = ["Hello@Fernhill.example", "anything@fernhill.example"]
    assert knock(partial(lmtp, written(), to))[0] == [250, 250]
    Alias.objects.filter(pk=alias.pk).update(ended_at=NOW)
    assert knock(partial(lmtp, written(), to))[0] == [550, 250]


@pytest.fixture
def names(monkeypatch):
    """What the world's name servers say: a zone that a test writes."""
    zone: Zone = {}
    with NameServer(zone) as server:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.port
        monkeypatch.setattr(dns_answers, "resolver", lambda: resolver)
        yield zone


SPF = ("northwind.example", "TXT")
DMARC = ("_dmarc.northwind.example", "TXT")
HERE, OTHERS = '"v=spf1 ip4:127.0.0.1 -all"', '"v=spf1 ip4:192.0.2.1 -all"'


@pytest.mark.parametrize(
    ("zone", "proof"),
    [
        ({SPF: [HERE]}, "passed"),
        ({SPF: [OTHERS]}, "failed"),
        ({SPF: [OTHERS], DMARC: ['"v=DMARC1; p=reject"']}, "failed"),
        ({DMARC: ['"v=DMARC1; p=none"']}, "failed"),
        ({}, "unknown"),
        ({SPF: "servfail"}, "unknown"),
    ],
)
def test_b05_who_comes_straight_to_us_is_checked_by_the_address_they_come_from(
    knock, studio, names, run_jobs, contact, zone, proof
):
    names.update(zone)
    # What a forger writes in our name is not looked at: we are the server that says such things.
    forged = written(
        Authentication_Results="mx.fernhill.example; dmarc=pass header.from=northwind.example"
    )
    knock(partial(smtp, forged, [STUDIO]), door=SmtpDoor)
    run_jobs()
    message = Message.objects.get()
    assert message.proof == proof and message.is_suspicious == (proof == "failed")
    assert message.raw.bytes == wire(forged)


def test_a_signature_proves_a_sender_whatever_way_the_mail_took(
    knock, studio, names, run_jobs, contact
):
    key = rsa.generate_private_key(65537, 2048)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    spoken = f"v=DKIM1; p={b64encode(public).decode()}"
    names[("s._domainkey.northwind.example", "TXT")] = [f'"{spoken[:200]}" "{spoken[200:]}"']
    names.update({SPF: [OTHERS], DMARC: ['"v=DMARC1; p=reject"']})
    mail = wire(written())
    signed = dkim.sign(mail, b"s", b"northwind.example", private) + mail
    for content in (signed, signed.replace(b"old symbol", b"new symbol")):
        knock(partial(smtp, content, [STUDIO]), door=SmtpDoor)
    run_jobs()
    assert [one.proof for one in Message.objects.order_by("pk")] == ["passed", "failed"]


def test_b05_our_own_server_is_believed_about_what_it_hands_over(knock, studio, run_jobs, contact):
    results = "mx.fernhill.example; dmarc=fail header.from=northwind.example"
    knock(partial(lmtp, written(Authentication_Results=results), [STUDIO]))
    run_jobs()
    assert Message.objects.get().is_suspicious


def test_an_erased_person_stands_in_no_envelope(knock, studio, names, contact, run_jobs, member):
    knock(partial(smtp, written(), [STUDIO]), door=SmtpDoor)
    run_jobs()
    assert RawMail.objects.get().envelope["helo"] == "mail.northwind.example"
    contacts.erase(contact, by=member, at=NOW)
    assert RawMail.objects.get().envelope is None


def test_lmtp_is_for_this_machine_alone():
    assert listening._local(listening.place("unix:/run/x")).path == "/run/x"
    assert listening._local(listening.place("[::1]:24")).host == "::1"
    for text in ("0.0.0.0:24", "192.0.2.1:24", "mail.example:24", "nonsense"):
        with pytest.raises(listening.Unusable):
            listening._local(listening.place(text))
