"""Why mail comes back, from codes, commands and common words (replies made here)."""

import time

import pytest

from rapport.engine.mail import parse, read
from rapport.engine.mail.bounces import read as bounces_of

from .build import mail, multipart


def report(said, status="5.0.0", action="failed", told="It failed."):
    fields = (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        f"Final-Recipient: rfc822; gone@example.com\nAction: {action}\nStatus: {status}\n"
    )
    fields += f"Diagnostic-Code: smtp; {said}" if said else ""
    return multipart(f"\n{told}", fields, kind="report")


def reason(raw):
    (bounce,) = bounces_of(parse(raw))
    return bounce.reason


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("550 5.1.1 <gone@example.com>: no such mailbox", "unknown-user"),
        ("550 5.2.1 Account disabled by its owner", "suspended"),
        ("551 5.1.6 The recipient has moved away", "moved"),
        ("552 5.2.2 over quota", "mailbox-full"),
        ("452 4.3.1 no space left on the device", "system-full"),
        ("552 5.3.4 Message too big", "too-large"),
        ("552 5.2.3 Size exceeds what this recipient takes, maximum is 5 MB", "over-limit"),
        ("550 5.1.2 unknown domain", "unknown-host"),
        ("556 5.1.10 example.com does not accept mail", "no-mail-service"),
        ("550 5.1.8 Sender rejected: domain of sender does not resolve", "rejected"),
        ("554 5.7.1 Client host blocked using bl.example.net", "blocked"),
        ("550 5.7.1 your address has a bad reputation", "reputation"),
        ("550 5.7.25 no PTR record", "no-reverse-dns"),
        ("550 no reverse DNS for 192.0.2.1", "no-reverse-dns"),
        ("550 5.7.26 the mail fails DMARC", "unauthenticated"),
        ("550 the message violates our policy", "policy"),
        ("530 5.7.0 Authentication required", "security"),
        ("550 this looks like spam", "spam"),
        ("554 infected: a virus was found", "virus"),
        ("554 5.6.0 Media error in the encoding", "content"),
        ("550 5.7.1 not RFC 5322 compliant", "not-compliant"),
        ("550 5.7.1 relaying denied", "no-relaying"),
        ("421 too many connections from your host", "too-many"),
        ("450 4.7.28 messages come at a rate we do not take", "speeding"),
        ("451 4.3.0 internal error", "system"),
        ("554 5.4.6 too many hops", "network"),
        ("500 5.5.2 syntax error", "syntax"),
        ("connect to mx.example.com: timed out", "expired"),
        ("450 4.0.0 temporary failure", "on-hold"),
        ("550 no", "other"),
    ],
)
def test_a_servers_words_say_why(said, expected):
    status = said.split()[1] if said.split()[1].count(".") == 2 else "5.0.0"
    assert reason(report(said, status)) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [("5.1.1", "unknown-user"), ("5.2.2", "mailbox-full"), ("4.4.7", "expired"),
     ("5.4.4", "unknown-host"), ("5.7.0", "security"), ("5.6.1", "content")],
)  # fmt: skip
def test_a_code_alone_says_why(status, expected):
    assert reason(report("", status)) == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("(in reply to RCPT TO command)", "unknown-user"),
        ("(in reply to end of DATA command)", "filtered"),
    ],
)
def test_who_says_unknown_only_after_the_text_has_filtered_it(step, expected):
    said = "550 user unknown"
    told = f"<gone@example.com>: host mx.example.com said: {said}\n    {step}"
    assert reason(report(said, told=told)) == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("after initial connection", "blocked"),
        ("after MAIL FROM:<us@example.org>", "rejected"),
        ("after end of data", "spam"),
    ],
)
def test_a_refusal_without_a_reason_is_about_what_it_answers(step, expected):
    told = f"  gone@example.com\n    SMTP error from remote mail server {step}:\n    550 Rejected"
    assert reason(report("550 Rejected", told=told)) == expected


def test_the_reporters_own_status_gives_way_to_a_more_exact_one():
    (bounce,) = bounces_of(parse(report("550 5.7.1 listed in a block list", "5.1.1")))
    assert (bounce.status, bounce.reason, bounce.hard) == ("5.7.1", "blocked", False)


PROSE = (
    "This is the mail system. Your message could not be delivered:\n\n"
    "<gone@example.com>: host mx.example.com said: 550 5.1.1 no such user\n"
    "    (in reply to RCPT TO command)\n\n"
    "<full@example.com>: host mx.example.com said: 552 5.2.2 over quota\n\n"
    "------ This is a copy of the message ------\n\n"
    "Received: from here by there\nSubject: spam and viruses\nTo: other@example.com\n"
)


def test_each_recipient_of_a_report_in_prose_has_a_reason():
    raw = mail(PROSE, From="MAILER-DAEMON@mx.example.org", Subject="Returned mail")
    found = [(bounce.recipient, bounce.reason) for bounce in read(raw).outcome.bounces]
    assert found == [("gone@example.com", "unknown-user"), ("full@example.com", "mailbox-full")]


def test_a_conversation_belongs_to_the_recipient_named_below_it():
    text = (
        "   ----- Transcript of session follows -----\n"
        "While talking to mx.example.com:\n>>> RCPT To:<gone@example.com>\n"
        "<<< 550 Requested mailbox not found\n550 <gone@example.com>... not delivered\n"
        "While talking to mx.example.net:\n>>> MAIL From:<us@example.org>\n"
        "<<< 550 your host is on our block list\n554 <ann@example.net>... not delivered\n"
    )
    raw = mail(text, From="MAILER-DAEMON@mx.example.org", Subject="Returned mail")
    found = {bounce.recipient: bounce.reason for bounce in read(raw).outcome.bounces}
    assert found == {"gone@example.com": "unknown-user", "ann@example.net": "blocked"}


def test_a_mailing_list_that_refuses_is_a_bounce_and_its_letters_are_not():
    refused = "You are not a member of this mailing list <plans@example.com>."
    raw = mail(refused, From="plans-owner@example.com", Subject="Your mail")
    assert [bounce.reason for bounce in read(raw).outcome.bounces] == ["rejected"]
    raw = mail("Are you a member?", From="plans-owner@example.com")
    assert read(raw).outcome.kind == "delivered"


def test_a_notice_as_json_is_a_bounce_and_other_json_is_a_letter():
    notice = (
        '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":'
        '"gone@example.com","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 no such user"}]}}'
    )
    (bounce,) = read(mail(notice, From="no-reply@example.net")).outcome.bounces
    assert (bounce.recipient, bounce.reason) == ("gone@example.com", "unknown-user")
    for text in ('{"a": 1}', "{", '{"notificationType": 1, "bounce": []}', "{" * 500):
        assert read(mail(text, From="no-reply@example.net")).outcome.kind == "delivered"


@pytest.mark.parametrize(
    "piece",
    ["Final-Recipient: rfc822; a{n}@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 no\n\n",
     "<a{n}@b.example>: 550 no\n", "550 <a{n}@b.example>... no\n", ">>> RCPT\n", "<<< 550 ",
     "x@y.example ", "group ", "user ", "mailbox ", "550-'", "received: a\n b\n", "exceed "],
)  # fmt: skip
def test_c12_a_report_made_to_hurt_is_read_quickly(piece):
    text = "".join(piece.format(n=n) for n in range(400_000 // len(piece)))
    head = "From: mailer-daemon@x.example\nSubject: Returned mail\n"
    kinds = ("text/plain", "message/delivery-status")
    for kind in kinds:
        raw = multipart("\nIt failed.", f"Content-Type: {kind}\n\n{text}", kind="report")
        started = time.process_time()
        read(head.encode() + raw)
        assert time.process_time() - started < 5
