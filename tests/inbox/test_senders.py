"""Who is believed about the sender of a mail, and how it shows that nobody is."""

import pytest
from django.urls import reverse

from rapport.accounts import checklist
from rapport.cli import doctor
from rapport.engine.mail import parse
from rapport.inbox.authentication import Verdict, verdict
from rapport.inbox.models import Conversation, Mailbox, Message, Participant
from rapport.inbox.operations import participants
from rapport.inbox.queries import checkers
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
OURS = "mx.fernhill.example"


def url(name, **kwargs):
    return reverse(name, kwargs={"slug": "fernhill", **kwargs})


def stamped(*results, sender="Ines <ines@northwind.example>") -> bytes:
    """A mail with these findings on top, as servers put them there."""
    head = "".join(f"Authentication-Results: {said}\r\n" for said in results)
    return head.encode() + written(sender=sender)


@pytest.mark.parametrize(
    ("said", "proved"),
    [
        ("dmarc=pass header.from=northwind.example", Verdict.PASSED),
        ("dmarc=pass (p=NONE) header.from=evil.example", Verdict.UNKNOWN),
        ("dmarc=fail header.from=northwind.example", Verdict.FAILED),
        ("dkim=pass header.d=northwind.example", Verdict.PASSED),
        ("dkim=pass header.i=@mail.northwind.example", Verdict.PASSED),
        ("dkim=pass header.d=evil.example", Verdict.UNKNOWN),
        ("dkim=pass header.d=example", Verdict.UNKNOWN),
        ("dkim=pass header.d=notnorthwind.example", Verdict.UNKNOWN),
        ("spf=pass smtp.mailfrom=bounce@northwind.example", Verdict.PASSED),
        ("spf=pass smtp.mailfrom=evil.example", Verdict.UNKNOWN),
        ("spf=fail smtp.mailfrom=evil.example; dkim=none", Verdict.FAILED),
        ("spf=fail smtp.mailfrom=evil.example", Verdict.UNKNOWN),
        ("none", Verdict.UNKNOWN),
    ],
)
def test_a_check_counts_only_for_the_domain_of_the_from_address(said, proved):
    assert verdict(parse(stamped(f"{OURS}; {said}")), OURS) is proved


def test_b05_a_pass_below_the_header_of_another_server_is_not_believed():
    forged = f"{OURS}; dmarc=pass header.from=northwind.example"
    below = parse(stamped("mx.elsewhere.example; spf=none", forged))
    assert verdict(below, OURS) is Verdict.UNKNOWN
    assert verdict(parse(stamped(f"{OURS}; spf=none", forged)), OURS) is Verdict.PASSED


def test_without_a_name_a_bad_finding_is_believed_and_a_good_one_is_not():
    assert verdict(parse(stamped("mx.x; dmarc=fail")), "") is Verdict.FAILED
    passed = "mx.x; dmarc=pass header.from=northwind.example"
    assert verdict(parse(stamped(passed)), "") is Verdict.UNCHECKED
    assert verdict(parse(written()), "") is Verdict.UNCHECKED


def test_findings_of_microsoft_bear_no_name():
    said = "spf=pass smtp.mailfrom=northwind.example; dkim=none; dmarc=none"
    assert verdict(parse(stamped(said)), "unnamed") is Verdict.PASSED
    assert verdict(parse(stamped(said)), OURS) is Verdict.UNKNOWN


def test_b02_a_forged_colleague_is_marked_in_the_list_and_in_search(
    arrive, contact, browse, member
):
    raw = arrive(written(sender=f"Boss <{member.user.email}>", subject="Urgent transfer"))
    conversation = raw.message.conversation
    assert conversation.is_suspicious
    browser = browse(member)
    for page in (
        url("inbox"),
        url("inbox.conversation", number=conversation.number),
        reverse("search", kwargs={"slug": "fernhill"}) + "?q=transfer",
    ):
        assert "sender not proved" in browser.get(page).text, page


def test_a_forged_client_is_marked_in_today(arrive, contact, member, browse):
    raw = arrive(stamped(f"{OURS}; dmarc=fail header.from=northwind.example"))
    Conversation.objects.filter(pk=raw.message.conversation_id).update(client=contact.client)
    page = browse(member).get(reverse("today", kwargs={"slug": "fernhill"})).text
    assert "Sender not proved" in page


def test_the_mark_goes_when_somebody_vouches_for_the_sender(arrive, contact, member):
    raw = arrive(stamped(f"{OURS}; dmarc=fail header.from=northwind.example"))
    participants.confirm(Participant.objects.get(), by=member, at=NOW)
    assert not Conversation.objects.get(pk=raw.message.conversation_id).is_suspicious


def test_a_client_whose_mail_nobody_checked_is_marked_inside(
    arrive, contact, mailbox, browse, member
):
    mailbox.trusted_authserv_id = ""
    mailbox.save()
    raw = arrive(written())
    assert raw.message.contact == contact and raw.message.proof == Message.Proof.UNCHECKED
    page = browse(member).get(url("inbox.conversation", number=raw.message.conversation.number))
    assert "sender not checked" in page.text


def test_a_mail_nobody_proved_does_not_lead_the_answer_to_a_stranger(
    arrive, contact, mailbox, browse, member
):
    mailbox.trusted_authserv_id = ""
    mailbox.save()
    raw = arrive(written(Cc="x@evil.example, tom@northwind.example", Reply_To="y@evil.example"))
    verified = Participant.objects.filter(is_verified=True).values_list("email", flat=True)
    assert set(verified) == {"ines@northwind.example", "tom@northwind.example"}
    page = browse(member).get(url("inbox.conversation", number=raw.message.conversation.number))
    assert 'name="to" value="Ines Prado &lt;ines@northwind.example&gt;"' in page.text
    assert "was in copy of a mail whose sender is not proved" in page.text
    assert "wants the answer at" in page.text


def test_a_proved_client_is_answered_where_they_want_it(arrive, contact, browse, member):
    mail = written(Cc="pia@agency.example", Reply_To="office@agency.example")
    head = f"Authentication-Results: {OURS}; dmarc=pass header.from=northwind.example\r\n"
    raw = arrive(head.encode() + mail)
    assert Participant.objects.get(email="pia@agency.example").is_verified
    page = browse(member).get(url("inbox.conversation", number=raw.message.conversation.number))
    assert "office@agency.example&gt;" in page.text


@pytest.fixture
def unnamed(mailbox):
    mailbox.trusted_authserv_id = ""
    mailbox.save()
    return mailbox


def test_the_name_is_learned_from_mail_and_confirmed_by_an_administrator(
    arrive, unnamed, browse, admin, workspace
):
    for number in range(checkers.ENOUGH):
        arrive(stamped("mx.host.example 1;\r\n spf=pass", sender=f"a@client{number}.example"))
    assert checkers.propose(unnamed).name == "mx.host.example"
    browser = browse(admin)
    assert "mx.host.example" in browser.get(url("inbox.senders")).text
    browser.post(url("inbox.confirm_checker", pk=unnamed.pk), {"name": "mx.host.example"})
    assert Mailbox.objects.get().trusted_authserv_id == "mx.host.example"
    steps = {one.step.url_name: one.is_done for one in checklist.steps(workspace)}
    assert steps["inbox.senders"]


def test_no_name_is_learned_where_one_mail_lacks_it_or_all_come_from_one_sender(arrive, unnamed):
    for _ in range(checkers.ENOUGH):
        arrive(stamped("mx.evil.example; dmarc=pass", sender="a@evil.example"))
    assert checkers.propose(unnamed) is None
    arrive(stamped("mx.evil.example; dmarc=pass", sender="a@other.example"))
    assert checkers.propose(unnamed) is not None
    arrive(written())
    assert checkers.propose(unnamed) is None


def test_only_the_name_that_is_proposed_is_confirmed(unnamed, browse, admin, member):
    there = url("inbox.confirm_checker", pk=unnamed.pk)
    browse(admin).post(there, {"name": "mx.evil.example"})
    assert Mailbox.objects.get().trusted_authserv_id == ""
    assert browse(member).post(there, {"name": "x"}).status_code in (403, 404)


def test_settings_checklist_and_doctor_say_that_nobody_checks(unnamed, browse, admin, workspace):
    assert "not checked" in browse(admin).get(url("inbox.mailboxes")).text
    assert "not checked" in browse(admin).get(url("inbox.senders")).text
    steps = {one.step.url_name: one.is_done for one in checklist.steps(workspace)}
    assert not steps["inbox.senders"]
    [said] = [finding.says for finding in doctor.examine() if finding.what == "senders"]
    assert "forged mail is not recognised" in said
