"""An invitation that a mail server refuses for good is seen where one looks for it."""

import pytest
from django.utils import timezone

from rapport.accounts.models import Invitation
from rapport.accounts.operations import invitations
from rapport.accounts.operations.invitations import Invitee
from rapport.inbox.models import Dispatch
from rapport.inbox.operations import sending
from rapport.notifications.models import Notification
from tests.inbox.smtp_server import SmtpServer

WHO = "inse@northwind.example"
REFUSED = f"550 5.1.1 <{WHO}>: no such person"
TEAM, INVITE = "/w/fernhill/team/", "/w/fernhill/team/invitation/"


@pytest.fixture(autouse=True)
def _inside_is_allowed(settings):
    settings.INTERNAL_HOSTS = ["127.0.0.0/8"]
    settings.EMAIL_BACKEND = "rapport.inbox.system_mail.Backend"


@pytest.fixture
def invited(workspace, owner) -> Invitation:
    someone = Invitee(WHO, "member", name="Ines", note="Welcome!")
    return invitations.invite(workspace, invitee=someone, by=owner, at=timezone.now())


def send(settings, answers, mailbox=None) -> None:
    with SmtpServer(answers=answers) as running:
        settings.SMTP_URL = f"smtp://127.0.0.1:{running.port}"
        if mailbox:
            type(mailbox).objects.update(smtp_port=running.port)
        letter = Dispatch.objects.order_by("-pk").select_related("mailbox", "workspace")[0]
        sending.deliver(letter, at=timezone.now())


def report_on(header_id: str) -> bytes:
    """As a server sends it later (RFC 3464)."""
    lines = [
        "From: MAILER-DAEMON@relay.example", "To: studio@fernhill.example",
        "Subject: Undelivered Mail Returned to Sender", "Message-ID: <r1@relay.example>",
        "MIME-Version: 1.0", "Date: Wed, 04 Mar 2026 09:00:00 +0000",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "It could not be delivered.", "",
        "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; relay.example", "",
        f"Final-Recipient: rfc822; {WHO}", "Action: failed", "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown", "",
        "--b", "Content-Type: message/rfc822", "", f"Message-ID: {header_id}",
        "From: studio@fernhill.example", f"To: {WHO}", "Subject: Join us", "",
        "Hello", "", "--b--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def test_what_the_server_refuses_is_shown_with_its_reason(
    browse, owner, invited, settings, run_jobs, scope
):
    send(settings, {WHO: [REFUSED]})
    page = browse(owner).get(TEAM).text
    assert "came back" in page and "550 5.1.1" in page and "no such person" in page
    assert f"{INVITE}?instead={invited.pk}" in page
    run_jobs()
    assert Notification.objects.get(member=owner).subject_id == invited.pk
    assert "The invitation came back" in browse(owner).get("/w/fernhill/notifications/").text


def test_what_comes_back_later_is_shown_as_well(
    browse, owner, mailbox, invited, settings, arrive, scope
):
    send(settings, {}, mailbox)
    assert "came back" not in browse(owner).get(TEAM).text
    arrive(report_on(Dispatch.objects.get().header_id))
    page = browse(owner).get(TEAM).text
    assert "came back" in page and "5.1.1" in page


def test_sent_again_it_is_on_its_way_and_an_old_refusal_says_nothing(
    browse, owner, invited, settings, scope
):
    send(settings, {WHO: [REFUSED]})
    browse(owner).post(f"{TEAM}invitations/{invited.pk}/renewal/")
    page = browse(owner).get(TEAM).text
    assert "came back" not in page and "not sent yet" in page
    earlier = invited.sent_at
    invitations.came_back(WHO, "550", written_at=earlier, at=timezone.now())
    assert Invitation.objects.get().came_back_at is None


def test_with_a_corrected_address_it_takes_the_place_of_the_old_one(
    browse, owner, invited, settings, scope, stranger
):
    send(settings, {WHO: [REFUSED]})
    browser, where = browse(owner), f"{INVITE}?instead={invited.pk}"
    form = browser.get(where).text
    assert WHO in form and "Welcome!" in form
    browser.post(
        where,
        {"email": "ines@northwind.example", "role": "member", "language": "en", "send": "1"},
    )
    invited.refresh_from_db()
    assert invited.withdrawn_at is not None
    page = browser.get(TEAM).text
    assert "ines@northwind.example" in page and WHO not in page
    assert browser.get(where).status_code == 404, "it is open no more"
    assert (
        browse(stranger).get(f"/w/elsewhere/team/invitation/?instead={invited.pk}").status_code
        == 404
    )
