"""A new conversation is acknowledged: once, by no loop, and as nothing that counts."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rapport.cases.models import Case
from rapport.cases.operations.opening import open_case
from rapport.clients.models import Contact
from rapport.engine.mail import parse
from rapport.events.models import Event, Job
from rapport.inbox import expectations
from rapport.inbox.models import Acknowledgement, Dispatch, Message
from rapport.inbox.operations import acknowledging, portal_messages, sending
from rapport.lib.visibility import Turn
from tests.conftest import NOW
from tests.inbox.conftest import written
from tests.inbox.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
Outcome = Acknowledgement.Outcome


@pytest.fixture
def begun(arrive, mailbox, manager):
    """A mail that came to a mailbox which acknowledges, and what became of that; `proved` by the
    domain of its sender."""
    mailbox.plus_addresses = True
    mailbox.save()
    acknowledging.set_up(mailbox, is_on=True, texts={}, by=manager, at=NOW)

    def take(minutes=0, is_history=False, proved="", **headers) -> Message:
        said = f"Authentication-Results: mx.fernhill.example; dkim=pass header.d={proved}\r\n"
        content = said.encode() * bool(proved) + written(**headers)
        raw = arrive(content, minutes=minutes, is_history=is_history)
        at = NOW + timedelta(minutes=minutes)
        acknowledging.acknowledge(raw.message, at=at)
        return raw.message

    return take


def letters() -> list:
    rows = Dispatch.objects.filter(message=None).order_by("pk")
    return [parse(bytes(row.content)) for row in rows]


def test_it_says_until_when_we_answer_in_their_language_and_time(begun, contact):
    contact.time_zone = "Europe/Berlin"
    contact.save()
    message = begun(proved="northwind.example")
    [letter] = letters()
    # Eight working hours from half past nine UTC, in hours from nine to five UTC.
    assert re.search(r"We answer by .*10:30", letter.text)
    assert letter.to[0].email == "ines@northwind.example"
    assert letter.subject == "We have your message: Label proofs"
    assert letter.auto_submitted == "auto-replied"
    assert letter.headers.get("X-Auto-Response-Suppress") == "All"
    assert letter.in_reply_to == message.message_id
    assert letter.reply_to[0].email.startswith("studio+")


@pytest.mark.parametrize("email", ["victim@elsewhere.example", "ines@northwind.example"])
def test_b07_nobodys_words_are_sent_to_whom_they_only_name(begun, contact, email):
    spam = "http://spam.example"
    begun(sender=f"BUY {spam} <{email}>", subject=f"BUY NOW {spam}", text=f"BUY {spam}\n")
    [dispatch] = Dispatch.objects.filter(message=None)
    letter = bytes(dispatch.content).decode()
    assert "spam.example" not in letter and "BUY" not in letter
    assert letters()[0].subject == "We have your message"
    assert letters()[0].to[0].email == email


def test_it_is_no_message_no_reply_and_no_promise(begun, member, run_jobs):
    message = begun()
    case = open_case(message.conversation, kind="question", by=member, at=NOW)
    run_jobs()
    message.conversation.refresh_from_db()
    case = Case.objects.get(pk=case.pk)
    assert case.first_replied_at is None and case.paused_since is None
    assert message.conversation.turn == Turn.US
    assert Message.objects.count() == 1
    assert not Event.objects.filter(verb__in=["message.sent", "promise.made"]).exists()
    assert Event.objects.filter(verb="message.acknowledged").count() == 1


def test_only_what_begins_is_acknowledged_and_once(begun, arrive, run_jobs):
    first = begun(message_id="<a@client.example>")
    acknowledging.acknowledge(first, at=NOW)
    assert len(letters()) == 1
    again = begun(minutes=5, In_Reply_To="<a@client.example>")
    assert again.conversation == first.conversation and len(letters()) == 1


def test_an_answer_to_the_acknowledgement_finds_the_conversation(begun, arrive):
    first = begun()
    [letter] = letters()
    later = arrive(written(In_Reply_To=letter.message_id), minutes=9).message
    assert later.conversation == first.conversation and len(letters()) == 1


def test_it_goes_out_by_itself_where_the_mailbox_says_so(begun, mailbox, arrive, run_jobs, manager):
    asked = Job.objects.filter(name__endswith=".acknowledge")
    arrive(written())
    assert asked.count() == 1
    acknowledging.set_up(mailbox, is_on=False, texts={}, by=manager, at=NOW)
    arrive(written(sender="tom@northwind.example"))
    assert asked.count() == 1


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"Auto_Submitted": "auto-generated"}, Outcome.MACHINE),
        ({"Precedence": "bulk"}, Outcome.MACHINE),
        ({"List_Id": "<x>"}, Outcome.MACHINE),
        ({"Return_Path": "<>"}, Outcome.MACHINE),
        ({"sender": "no-reply@shop.example"}, Outcome.MACHINE),
        ({"to": "somebody@elsewhere.example"}, Outcome.MACHINE),
        ({"sender": "Studio <studio@fernhill.example>"}, None),
    ],
)
def test_no_machine_is_thanked(begun, headers, outcome):
    begun(**headers)
    assert letters() == []
    row = Acknowledgement.objects.first()
    assert outcome is None or row.outcome == outcome


def test_imports_old_mail_and_the_portal_stay_quiet(begun, mailbox, manager, contact):
    begun(is_history=True)
    message = portal_messages.receive(None, contact=contact, text="Hello", at=NOW)
    acknowledging.acknowledge(message, at=NOW)
    old = begun(sender="tom@northwind.example", minutes=1)
    Acknowledgement.objects.all().delete()
    Dispatch.objects.all().delete()
    acknowledging.acknowledge(old, at=NOW + timedelta(hours=9))
    assert letters() == []


def test_one_an_address_and_day_and_not_many_a_company_and_hour(begun):
    for minutes in (0, 10, 20):
        begun(minutes=minutes, subject=f"Matter {minutes}")
    assert len(letters()) == 1
    begun(minutes=24 * 60 + 1, subject="Next day")
    assert len(letters()) == 2
    for n in range(acknowledging.MOST_A_DOMAIN + 3):
        begun(minutes=5000, sender=f"p{n}@many.example", subject=f"M{n}")
    sent = Acknowledgement.objects.filter(domain="many.example", outcome=Outcome.SENT).count()
    assert sent == acknowledging.MOST_A_DOMAIN
    assert Acknowledgement.objects.filter(outcome=Outcome.DOMAIN).count() == 3


def test_two_machines_that_thank_each_other_stop_at_once(begun, arrive, mailbox):
    """Our own acknowledgement, sent back to us by a program that thanks for it."""
    begun()
    [letter] = letters()
    loop = written(
        sender="ines@northwind.example", subject="Re: " + letter.subject,
        In_Reply_To=letter.message_id, Auto_Submitted="auto-replied",
    )  # fmt: skip
    message = arrive(loop, minutes=1).message
    acknowledging.acknowledge(message, at=NOW + timedelta(minutes=1))
    fresh = written(sender="ines@northwind.example", subject="Thanks for thanking")
    acknowledging.acknowledge(arrive(fresh, minutes=2).message, at=NOW + timedelta(minutes=2))
    assert len(letters()) == 1


def test_the_words_are_edited_previewed_and_counted(browse, admin, manager, mailbox, begun):
    url = reverse("inbox.acknowledging", args=["fernhill", mailbox.pk])
    assert browse(manager).get(url).status_code == 403
    shown = browse(admin).post(
        url, {"is_on": "on", "text_en": "Hi {name}, by {moment}! <b>{number}", "preview": "1"}
    )
    assert "Hi Ines Prado, by " in shown.text and "&lt;b&gt;42" in shown.text
    mailbox.acknowledging.refresh_from_db()
    assert mailbox.acknowledging.texts == {}
    browse(admin).post(url, {"is_on": "on", "text_en": "Hi {name}, {unknown} {subject}"})
    begun(subject="{company} and\tmore", proved="northwind.example")
    assert letters()[0].text.strip() == "Hi , {unknown} {company} and more"
    Acknowledgement.objects.update(at=timezone.now())
    page = browse(admin).get(url)
    assert "<dt>1</dt><dd>sent</dd>" in page.text
    browse(admin).post(url, {})
    mailbox.acknowledging.refresh_from_db()
    assert not mailbox.acknowledging.is_on


@pytest.mark.parametrize(
    ("written_at", "taken_at", "leaves"),
    [
        # Until half past ten tomorrow: two hours are the most it may wait.
        ("09:30", "11:20", True),
        ("09:30", "11:40", False),
        # It says "tomorrow", and tomorrow has come where they are.
        ("22:50", "22:55", True),
        ("22:50", "23:05", False),
    ],
)
def test_what_waited_too_long_to_be_true_is_let_go(
    arrive, contact, settings, mailbox, manager, written_at, taken_at, leaves
):
    settings.INTERNAL_HOSTS = ["127.0.0.0/8"]
    Contact.objects.filter(pk=contact.pk).update(time_zone="Europe/Berlin")
    acknowledging.set_up(mailbox, is_on=True, texts={}, by=manager, at=NOW)
    came, taken = _after(written_at), _after(taken_at)
    mail = written().replace(b"09:00:00 +0000", f"{written_at}:00 +0000".encode())
    acknowledging.acknowledge(arrive(mail, minutes=came).message, at=NOW + timedelta(minutes=came))
    with SmtpServer() as running:
        type(mailbox).objects.update(smtp_port=running.port)
        letter = Dispatch.objects.select_related("mailbox", "workspace").get()
        sending.deliver(letter, at=NOW + timedelta(minutes=taken))
    left = Dispatch.objects.get()
    assert left.state == (Dispatch.State.SENT if leaves else Dispatch.State.UNDONE)
    assert len(running.stored) == leaves
    assert Acknowledgement.objects.get().outcome == (Outcome.SENT if leaves else Outcome.LATE)


def test_it_never_names_an_hour_that_is_over(begun, contact, monkeypatch):
    monkeypatch.setattr(expectations, "_says", [lambda talk, at: at + timedelta(minutes=40)])
    begun()
    assert Dispatch.objects.get().true_until == NOW + timedelta(minutes=60), "of 10:10"


def _after(clock: str) -> int:
    """Minutes after the moment of the tests."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes) - 9 * 60 - 30
