"""What our mails to an address met is noted, told beside it, and forgotten when they write."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from rapport.clients.operations import contacts
from rapport.inbox.models import Absence, AddressTrouble, Conversation
from rapport.inbox.operations import sending, writing
from rapport.inbox.operations.letters import Letter
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
INES = "ines@northwind.example"


@pytest.fixture
def talk(arrive, contact) -> Conversation:
    return arrive(written(message_id="<a@client.example>")).message.conversation


@pytest.fixture
def bounced(talk, member, arrive):
    """Our answer came back with this status."""

    def back(status, words, named=None):
        message = writing.reply(
            talk, letter=Letter("Done.", to=(("Ines", INES),)), by=member, at=NOW
        )
        sending.deliver_locally(message.dispatch, at=NOW)
        report = (
            f"From: MAILER-DAEMON@mx.example\r\nTo: studio@fernhill.example\r\n"
            f"Subject: Undelivered\r\nMessage-ID: <b{status}{named}@mx.example>\r\n"
            "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;"
            ' boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n'
            "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n"
            f"\r\nFinal-Recipient: rfc822; {INES}\r\nAction: failed\r\nStatus: {status}\r\n"
            f"Diagnostic-Code: smtp; {words}\r\n\r\n--x\r\nContent-Type: text/rfc822-headers\r\n"
            f"\r\nMessage-ID: {named or message.message_id}\r\n\r\n--x--\r\n"
        )
        return arrive(report.encode(), minutes=5)

    return back


def reach(browse, member, to=INES):
    url = reverse("inbox.reach", args=["fernhill"])
    return browse(member).get(url, {"to": f"Ines <{to}>"}).text


def test_a_full_mailbox_is_noted_until_and_cleared_by_their_next_mail(
    bounced, browse, member, talk, arrive, contact
):
    bounced("5.2.2", "552 5.2.2 Mailbox full")
    row = AddressTrouble.objects.get()
    assert (row.email, row.state) == (INES, "full")
    assert row.until == NOW + timedelta(minutes=5, days=7)
    AddressTrouble.objects.update(until=None)
    assert "The mailbox is full" in reach(browse, member)
    page = reverse("inbox.reach_of_contact", args=["fernhill", contact.client.key, contact.pk])
    assert "The mailbox is full" in browse(member).get(page).text
    shown = browse(member).get(reverse("inbox.shared", args=["fernhill", talk.number]))
    assert "The mailbox is full" in shown.text
    arrive(written(In_Reply_To="<a@client.example>"), minutes=60)
    assert not AddressTrouble.objects.exists()
    assert browse(member).get(page).status_code == 204


def test_a_full_mailbox_is_believed_for_a_week(bounced, browse, member):
    bounced("5.2.2", "552 5.2.2 Mailbox full")
    AddressTrouble.objects.update(until=NOW)
    assert reach(browse, member).strip() == ""


def test_a_dead_address_stays_dead_and_says_why(bounced, browse, member):
    bounced("5.1.1", "550 5.1.1 User unknown")
    bounced("5.2.2", "552 5.2.2 Mailbox full")
    row = AddressTrouble.objects.get()
    assert row.state == "dead" and row.until is None
    assert "nobody has this address there" in reach(browse, member)


def test_a_report_about_a_mail_that_was_never_ours_says_nothing(bounced):
    bounced("5.1.1", "550 5.1.1 User unknown", named="<guess@fernhill.example>")
    assert not AddressTrouble.objects.exists()


def test_a_late_mail_or_a_fault_on_the_way_says_nothing_of_the_address(bounced):
    bounced("4.4.1", "421 4.4.1 connection timed out")
    assert not AddressTrouble.objects.exists()


def test_a_person_knows_better(bounced, browse, member, viewer, contact):
    bounced("5.1.1", "550 5.1.1 User unknown")
    url = reverse("inbox.clear_reach", args=["fernhill", contact.client.key, contact.pk])
    assert browse(viewer).post(url).status_code == 403
    browse(member).post(url)
    assert not AddressTrouble.objects.exists()


def test_an_absence_is_read_told_and_ends_by_itself(arrive, talk, browse, member, contact):
    arrive(
        written(
            subject="Automatic reply", Auto_Submitted="auto-replied",
            In_Reply_To="<a@client.example>",
            text="I am back on 9 March. Until then write to Pia: pia@northwind.example\n",
        ),
        minutes=3,
    )  # fmt: skip
    away = Absence.objects.get()
    assert (away.email, away.back_on) == (INES, date(2026, 3, 9))
    assert away.deputy == "pia@northwind.example"
    talk.refresh_from_db()
    assert talk.turn == "us"
    Absence.objects.update(back_on=date(2999, 1, 1))
    said = reach(browse, member)
    assert "Away; back on" in said and "pia@northwind.example" in said
    Absence.objects.update(back_on=date(2020, 1, 1))
    assert reach(browse, member).strip() == ""


def test_a_receipt_a_forgery_and_history_note_no_absence(arrive, talk):
    words = "I am back on 9 March.\n"
    auto = {"Auto_Submitted": "auto-replied", "subject": "Automatic reply"}
    arrive(written(text="We got your mail of 9 March.\n", **auto))
    arrive(written(text=words, **auto), is_history=True)
    failed = b"Authentication-Results: mx.fernhill.example; dmarc=fail header.from=x.example\r\n"
    forged = arrive(failed + written(text=words, **auto), minutes=2)
    assert forged.message.is_suspicious
    assert not Absence.objects.exists()


def test_nothing_of_it_stays_of_somebody_who_is_erased(bounced, contact, owner):
    bounced("5.1.1", "550 5.1.1 User unknown")
    Absence.objects.create(
        workspace=contact.workspace, email=INES, back_on=date(2999, 1, 1), noted_at=NOW
    )  # fmt: skip
    contacts.erase(contact, by=owner, at=NOW)
    assert not AddressTrouble.objects.exists() and not Absence.objects.exists()


def test_half_an_address_and_another_workspace_are_told_nothing(browse, member, stranger, bounced):
    bounced("5.1.1", "550 5.1.1 User unknown")
    url = reverse("inbox.reach", args=["fernhill"])
    assert browse(member).get(url, {"to": "Ines <ines@"}).text.strip() == ""
    assert browse(stranger).get(url, {"to": INES}).status_code in (302, 403, 404)
    elsewhere = reverse("inbox.reach", args=["elsewhere"])
    assert browse(stranger).get(elsewhere, {"to": INES}).text.strip() == ""
