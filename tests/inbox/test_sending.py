"""What becomes of a mail that waits in the outbox."""

import ssl
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from rapport.cases.models import Case
from rapport.cases.operations import opening
from rapport.engine.mail import parse
from rapport.events.models import Event
from rapport.inbox import smtp
from rapport.inbox.models import Dispatch, Message, SystemMail
from rapport.inbox.operations import portal_messages, sending, taking_back, writing
from rapport.inbox.operations.letters import Letter
from rapport.inbox.servers import Server
from rapport.lib.visibility import Turn
from rapport.workspaces import scope as scopes
from tests.conftest import NOW
from tests.inbox.conftest import written
from tests.inbox.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside_is_allowed(settings):
    settings.INTERNAL_HOSTS = ["127.0.0.0/8"]
    settings.EMAIL_BACKEND = "rapport.inbox.system_mail.Backend"


@pytest.fixture
def server(mailbox):
    with SmtpServer() as running:
        mailbox.smtp_host, mailbox.smtp_port = "127.0.0.1", running.port
        mailbox.save()
        yield running


@pytest.fixture
def conversation(arrive, contact):
    return arrive(written(message_id="<a@client.example>")).message.conversation


def answer(conversation, member, text="Today.", to=(("", "ines@northwind.example"),), cc=()):
    letter = Letter(text, to=to, cc=cc)
    return writing.reply(conversation, letter=letter, by=member, at=NOW)


def attempt(message, minutes=1):
    dispatch = Dispatch.objects.select_related("mailbox", "message__conversation").get(
        message=message
    )
    sending.deliver(dispatch, at=NOW + timedelta(minutes=minutes))
    return Dispatch.objects.get(pk=dispatch.pk)


def test_an_answer_leaves_and_the_turn_goes_to_the_client(server, conversation, member):
    message = answer(conversation, member)
    assert attempt(message).state == "sent"
    [(sender, recipients, content)] = server.stored
    parsed = parse(content)
    assert sender == "studio@fernhill.example" and recipients == ["ines@northwind.example"]
    assert parsed.message_id == message.message_id
    assert parsed.in_reply_to == "<a@client.example>"
    conversation.refresh_from_db()
    assert conversation.turn == Turn.CLIENT
    sent = Event.objects.get(verb="message.sent")
    assert sent.actor_id == member.pk and sent.facts["turn_was"] == "us"


def test_nothing_leaves_inside_the_undo_window(server, conversation, member):
    message = answer(conversation, member)
    dispatch = Dispatch.objects.get(message=message)
    assert not sending.deliver(dispatch, at=NOW + timedelta(seconds=9))
    assert server.stored == []


def test_a_held_workspace_sends_nothing(server, conversation, member, workspace):
    message = answer(conversation, member)
    workspace.mail_held_at = NOW
    workspace.save()
    assert attempt(message).state == "waiting" and server.stored == []


def test_s1_a_greylisted_mail_is_tried_again_later(server, conversation, member):
    server.answers["ines@northwind.example"] = ["450 greylisted"]
    message = answer(conversation, member)
    first = attempt(message)
    assert first.state == "waiting" and "greylisted" in first.error
    assert first.not_before > NOW + timedelta(minutes=1)
    assert attempt(message, minutes=10).state == "sent"


def test_s3_only_the_refused_recipient_fails_and_nobody_gets_it_twice(server, conversation, member):
    server.answers = {
        "gone@northwind.example": ["550 no such user"],
        "slow@northwind.example": ["451 later"],
    }
    people = tuple(("", f"{name}@northwind.example") for name in ("ines", "gone", "slow"))
    message = answer(conversation, member, to=people)
    attempt(message)
    dispatch = attempt(message, minutes=10)
    assert dispatch.state == "sent"
    assert dispatch.recipients["gone@northwind.example"].startswith("refused: 550")
    got = [recipients for _, recipients, _ in server.stored]
    assert got == [["ines@northwind.example"], ["slow@northwind.example"]]


def test_trying_again_what_is_just_leaving_sends_nothing_twice(server, conversation, member):
    message = answer(conversation, member)
    seen = Dispatch.objects.get(message=message)
    attempt(message)
    sending.retry(seen, at=NOW)
    assert Dispatch.objects.get(message=message).state == "sent"
    Dispatch.objects.update(state="sending", not_before=NOW + timedelta(minutes=3))
    sending.retry(Dispatch.objects.get(), at=NOW)
    assert Dispatch.objects.get().state == "sending"


def test_s3_a_mail_nobody_took_has_failed(server, conversation, member):
    server.answers["ines@northwind.example"] = ["550 no such user"]
    message = answer(conversation, member)
    assert attempt(message).state == "failed"
    conversation.refresh_from_db()
    assert conversation.turn == Turn.US
    assert Event.objects.filter(verb="message.failed").exists()


def test_s4_a_lost_acknowledgement_makes_one_duplicate_under_the_same_id(
    server, conversation, member
):
    server.drop_after_data = 1
    message = answer(conversation, member)
    attempt(message)
    attempt(message, minutes=10)
    ids = {parse(content).message_id for _, _, content in server.stored}
    assert len(server.stored) == 2 and len(ids) == 1


def test_a_mail_whose_sender_died_is_taken_up_again(server, conversation, member):
    message = answer(conversation, member)
    Dispatch.objects.update(state="sending", attempts=1, not_before=NOW + timedelta(minutes=3))
    assert attempt(message, minutes=2).state == "sending"
    assert attempt(message, minutes=4).state == "sent"


def test_the_order_of_a_conversation_is_kept(server, conversation, member):
    first, second = answer(conversation, member, "One"), answer(conversation, member, "Two")
    assert attempt(second).state == "waiting"
    attempt(first)
    assert attempt(second).state == "sent"


def test_b18_nothing_is_sent_where_encryption_was_demanded_and_is_not_offered(server):
    demanded = Server("127.0.0.1", server.port, "starttls")
    with pytest.raises(smtp.NoServer, match="offers no encryption"):
        smtp.connect(demanded)


def test_d01_a_server_inside_the_network_is_refused(server, settings):
    settings.INTERNAL_HOSTS = []
    with pytest.raises(smtp.NoServer, match="inside the network"):
        smtp.connect(Server("127.0.0.1", server.port, "none"))


def test_b10_a_line_break_in_a_subject_or_name_is_no_new_header(server, conversation, member):
    letter = Letter("x", to=(("Ines\r\nBcc: a@evil.example", "ines@northwind.example"),),
                    subject="Hi\r\nBcc: b@evil.example")  # fmt: skip
    with pytest.raises(writing.NotSent):
        writing.reply(conversation, letter=letter, by=member, at=NOW)
    assert not Message.objects.filter(kind="out").exists()


def test_b19_notes_and_other_recipients_stay_out_of_the_mail(server, conversation, member):
    writing.note(conversation, text="They are wrong, but be nice.", by=member, at=NOW)
    message = answer(conversation, member)
    attempt(message)
    [(_, _, content)] = server.stored
    assert b"be nice" not in content and b"Bcc" not in content


def test_b15_only_crlf_leaves(server, conversation, member):
    message = answer(conversation, member, "one\r\ntwo\rthree\nfour\n.\nfive")
    attempt(message)
    content = bytes(Dispatch.objects.get(message=message).content)
    assert b"\r" not in content.replace(b"\r\n", b"") and b"\n" not in content.replace(b"\r\n", b"")
    assert "five" in parse(server.stored[0][2]).text


def test_a_wrong_port_makes_the_channel_wait_and_says_so(mailbox, conversation, member):
    mailbox.smtp_host, mailbox.smtp_port = "127.0.0.1", 1
    mailbox.save()
    message = answer(conversation, member)
    dispatch = attempt(message)
    mailbox.refresh_from_db()
    assert dispatch.state == "waiting" and "could not be reached" in mailbox.send_error


def test_b13_a_bounce_marks_the_recipient_only_if_it_names_our_secret_id(
    server, conversation, member, arrive
):
    message = answer(conversation, member)
    attempt(message)

    def report(identifier):
        return (
            "From: mailer-daemon@mx.example\r\nTo: studio@fernhill.example\r\n"
            "Subject: failed\r\nContent-Type: multipart/report; report-type=delivery-status; "
            "boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nfailed\r\n--b\r\n"
            "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
            "Final-Recipient: rfc822; ines@northwind.example\r\nAction: failed\r\n"
            "Status: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
            f"Message-ID: {identifier}\r\nFrom: a@b.example\r\n\r\nx\r\n--b--\r\n"
        ).encode()

    arrive(report("<guess@fernhill.example>"))
    assert attempt(message).recipients["ines@northwind.example"] == "sent"
    raw = arrive(report(message.message_id))
    assert raw.outcome == "bounce" and raw.message.conversation == conversation
    assert attempt(message).recipients["ines@northwind.example"].startswith("bounced")


def test_system_mail_of_a_workspace_waits_in_its_outbox(mailbox, workspace):
    letter = EmailMultiAlternatives("Your code", "123456", to=["Ines <ines@northwind.example>"])
    letter.attach_alternative("<b>123456</b>", "text/html")
    letter.send()
    dispatch = Dispatch.objects.get()
    parsed = parse(bytes(dispatch.content))
    assert dispatch.mailbox == mailbox and parsed.from_[0].email == mailbox.address
    assert parsed.auto_submitted == "auto-generated" and "<b>" in parsed.html


def test_mail_without_a_workspace_goes_by_the_systems_own_server(db, settings, run_jobs):
    with SmtpServer() as running:
        settings.SMTP_URL = f"smtp://127.0.0.1:{running.port}"
        with pytest.raises(scopes.NoWorkspaceOpen):
            scopes.current()
        django_mail.send_mail("Reset", "https://x.example/reset", None, ["o@fernhill.example"])
        run_jobs()
        assert SystemMail.objects.get().state == "sent"
        assert len(running.stored) == 1
        assert SystemMail.objects.get().content is None


def test_the_key_in_a_letter_is_not_kept_once_it_is_out(server, workspace, run_jobs):
    django_mail.send_mail("Your code", "123 456", None, ["ines@northwind.example"])
    waiting = Dispatch.objects.get()
    assert b"123 456" in bytes(waiting.content)
    sending.deliver(waiting, at=timezone.now() + timedelta(minutes=1))
    sent = Dispatch.objects.get()
    assert (sent.state, sent.content) == ("sent", None)
    assert b"123 456" in server.stored[0][2]


def test_with_no_server_at_all_the_mail_waits(db, settings, run_jobs):
    settings.SMTP_URL = ""
    django_mail.send_mail("Reset", "https://x.example/reset", None, ["o@fernhill.example"])
    run_jobs()
    waiting = SystemMail.objects.get()
    assert waiting.state == "waiting" and waiting.error == "no-server"


def test_b18_a_letter_waits_rather_than_leave_in_the_open(server, mailbox, conversation, member):
    mailbox.smtp_security = "starttls"
    mailbox.save()
    dispatch = attempt(answer(conversation, member))
    assert dispatch.state == "waiting" and server.stored == []
    mailbox.refresh_from_db()
    assert "offers no encryption" in mailbox.send_error


def test_b03_b19_an_answer_quotes_neither_notes_nor_who_was_never_confirmed(
    server, conversation, member, arrive, browse
):
    writing.note(conversation, text="NOTE: be nice.", by=member, at=NOW)
    arrive(written(sender="mallory@evil.example", In_Reply_To="<a@client.example>", text="EVIL\n"))
    page = browse(member).get(f"/w/fernhill/inbox/{conversation.number}/").text
    answers = page[page.index('name="text"') :].partition("</textarea>")[0]
    assert "NOTE" not in answers and "EVIL" not in answers
    attempt(answer(conversation, member, cc=(("", "tom@northwind.example"),)))
    contents = [content for *_, content in server.stored]
    assert contents
    for word in (b"NOTE", b"EVIL", b"mallory", b"Bcc"):
        assert not [content for content in contents if word in content], word


@pytest.mark.parametrize("fate", ["sent", "being sent", "to be tried again"])
def test_what_may_have_reached_somebody_is_not_taken_back(server, conversation, member, fate):
    message = answer(conversation, member)
    if fate == "sent":
        attempt(message)
    elif fate == "being sent":
        Dispatch.objects.update(state="sending", attempts=1)
    else:
        server.answers["ines@northwind.example"] = ["450 greylisted"]
        attempt(message)
    was = Dispatch.objects.values().get()
    with pytest.raises(taking_back.TooLate):
        taking_back.take_back(message, by=member, at=NOW)
    assert Dispatch.objects.values().get() == was
    assert Message.objects.filter(pk=message.pk).exists()


def test_b18_encryption_that_is_begun_asks_for_a_certificate_that_is_trusted(server, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "smtplib.SMTP.starttls", lambda _self, context: asked.append(context) or (220, b"go")
    )
    server.offers_starttls = True
    with suppress(smtp.NoServer):
        smtp.connect(Server("127.0.0.1", server.port, "starttls"))
    [context] = asked
    assert context.verify_mode is ssl.CERT_REQUIRED and context.check_hostname


def test_what_they_wrote_before_our_answer_left_is_still_ours_to_answer(
    server, conversation, contact, member
):
    case = opening.open_case(conversation, kind="question", by=member, at=NOW)
    Case.objects.filter(pk=case.pk).update(next_minutes=60)
    message = answer(conversation, member)
    conversation.refresh_from_db()
    wrote = NOW + timedelta(seconds=5)
    portal_messages.receive(conversation, contact=contact, text="And the blue one?", at=wrote)
    attempt(message)
    conversation.refresh_from_db()
    case.refresh_from_db()
    assert conversation.turn == "us"
    assert (case.paused_since, case.waits_since, case.reply_owed) == (None, wrote, "next")
