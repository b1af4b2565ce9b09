"""Each mail has one outcome of the closed list."""

import pytest

from rapport.engine.mail import KINDS, classify, parse, read, stopped

from .build import mail, multipart

REPORT = (
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
    "Final-Recipient: rfc822; Gone@example.com\nAction: {action}\nStatus: {status}\n"
    "Diagnostic-Code: smtp; {said}"
)
ORIGINAL = "Content-Type: message/rfc822\n\nMessage-ID: <ours@example.org>\nSubject: x\n\nbody"


def report(action="failed", status="5.1.1", said="550 5.1.1 user unknown"):
    return multipart(
        "\nIt failed.",
        REPORT.format(action=action, status=status, said=said),
        ORIGINAL,
        kind="report",
    )


def test_a_letter_is_delivered():
    assert str(classify(parse(mail()))) == "delivered"


def test_a_standard_report_names_recipient_status_and_original():
    (bounce,) = read(report()).outcome.bounces
    assert (bounce.recipient, bounce.status, bounce.hard) == ("Gone@example.com", "5.1.1", True)
    assert bounce.original_id == "<ours@example.org>"


@pytest.mark.parametrize(
    ("action", "status", "said", "reason"),
    [
        ("failed", "5.2.2", "552 mailbox over quota", "mailbox-full"),
        ("failed", "5.7.1", "550 rejected as spam", "spam"),
        ("delayed", "4.4.7", "still being retried", "expired"),
    ],
)
def test_a_bad_day_is_a_soft_bounce(action, status, said, reason):
    (bounce,) = read(report(action, status, said)).outcome.bounces
    assert (bounce.hard, bounce.reason) == (False, reason)


def test_a_report_of_success_is_no_bounce():
    assert read(report(action="delivered", status="2.0.0", said="250 ok")).outcome.kind == (
        "auto-reply"
    )


def test_a_report_in_prose_is_a_bounce():
    raw = mail(
        "Your message could not be delivered:\n  gone@example.com\n550 No such user here\n",
        From="Mail Delivery System <MAILER-DAEMON@mx.example.com>",
        Subject="Undelivered Mail Returned to Sender",
        Auto_Submitted="auto-replied",
    )
    (bounce,) = read(raw).outcome.bounces
    assert (bounce.recipient, bounce.hard) == ("gone@example.com", True)


def test_a_person_who_forwards_a_bounce_writes_a_letter():
    raw = mail("What is this?\n> could not be delivered\n", Subject="Fwd: Undelivered Mail")
    assert read(raw).outcome.kind == "delivered"


def test_a_complaint_is_a_bounce_that_says_so():
    raw = multipart(
        "\nabuse",
        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
        "Original-Rcpt-To: <ann@example.com>",
        ORIGINAL,
        kind="report",
    )
    (bounce,) = read(raw).outcome.bounces
    assert (bounce.complaint, bounce.recipient) == (True, "ann@example.com")


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-replied (vacation)"},
        {"Subject": "Automatische Antwort: Angebot"},
        {"Subject": "Out of Office: offer"},
        {"X_Autoreply": "yes"},
        {"Precedence": "auto_reply"},
        {"X_POST_MessageClass": "9; Autoresponder"},
    ],
)
def test_b08_a_machine_that_answers_is_an_auto_reply(fields):
    assert read(mail(**fields)).outcome.kind == "auto-reply"


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "no"},
        {"Subject": "Vacation time for the team"},
        {"Precedence": "bulk", "List_Id": "<news.example.com>"},
        {"Auto_Submitted": "auto-generated"},
    ],
)
def test_mail_that_answers_nothing_is_no_auto_reply(fields):
    assert read(mail(**fields)).outcome.kind == "delivered"


def test_b09_a_spam_flag_counts_only_where_our_own_server_writes_it():
    raw = mail(X_Spam_Flag="YES")
    assert read(raw).outcome.kind == "delivered"
    assert read(raw, trust_spam_flag=True).outcome.kind == "spam"


@pytest.mark.parametrize("reason", ["empty", "size", "depth", "time", "memory", "crash"])
def test_what_cannot_be_read_is_refused_or_quarantined_with_its_reason(reason):
    outcome = stopped(reason)
    assert outcome.kind in KINDS
    assert str(outcome).endswith(f": {reason}")
