"""What is talked about on the side, and that no party learns of another."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rapport.accounts.readers import reader_for
from rapport.cases.models import Case
from rapport.clients.operations import contacts
from rapport.inbox import reply_addresses
from rapport.inbox.models import (
    Conversation,
    Dispatch,
    Draft,
    Message,
    Participant,
)
from rapport.inbox.operations import merging, participants, sending, sides, splitting, writing
from rapport.inbox.operations.letters import Letter
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.reports.models import StatusReport
from rapport.reports.queries import recipients
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
PRINTER = "pia@printer.example"
SECRET = "Could you print it cheaper? They must not know."


@pytest.fixture
def main(arrive, contact, mailbox) -> Conversation:
    mailbox.plus_addresses = True
    mailbox.save()
    return arrive(written(message_id="<a@client.example>")).message.conversation


@pytest.fixture
def side(main, member) -> Conversation:
    letter = Letter(SECRET, to=(("Pia", PRINTER),), subject="Paper")
    message = sides.begin(main, letter=letter, by=member, at=NOW)
    sending.deliver_locally(message.dispatch, at=NOW)
    return Conversation.objects.get(pk=message.conversation_id)


def reply_of(talk: Conversation) -> str:
    return reply_addresses.make(talk, talk.mailbox, epoch=talk.workspace.epoch)


def post(browse, member, name, talk, **data):
    url = reverse(name, kwargs={"slug": "fernhill", "number": talk.number})
    return browse(member).post(url, data, follow=True)


def test_the_supplier_gets_what_was_written_and_nothing_of_the_client(main, side, mailbox):
    mail = bytes(Dispatch.objects.get(message__conversation=side).content).decode()
    for word in ("Ines", "northwind", "leaflet", "Label proofs", main.token, "<a@client.example>"):
        assert word not in mail
    assert reply_of(side) in mail and "References" not in mail
    assert side.turn == Turn.THIRD_PARTY and side.client_id is None


def test_the_answer_lands_on_the_side_by_id_and_by_address(side, main, arrive, member):
    sent = Message.objects.get(conversation=side)
    for headers in ({"In_Reply_To": sent.message_id}, {"to": reply_of(side)}):
        came = arrive(written(sender=f"Pia <{PRINTER}>", text="12 cents.\n", **headers), minutes=5)
        assert came.message.conversation == side and not came.message.is_unverified
    side.refresh_from_db()
    main.refresh_from_db()
    assert side.turn == Turn.US and side.client_id is None
    assert main.turn == Turn.US and main.messages.count() == 1


def test_whoever_is_on_the_side_and_writes_to_the_main_address_is_heard_on_the_side(
    side, main, arrive
):
    came = arrive(written(sender=f"Pia <{PRINTER}>", to=reply_of(main), text="12 cents.\n"))
    assert came.message.conversation == side
    named = written(sender=f"Pia <{PRINTER}>", text="And 11.\n", In_Reply_To="<a@client.example>")
    assert arrive(named).message.conversation == side
    assert main.messages.count() == 1


def test_the_client_who_writes_to_the_side_is_not_let_in(side, contact, arrive):
    came = arrive(written(to=reply_of(side), text="What is this?\n"))
    assert came.message.conversation == side and came.message.is_unverified
    assert not Conversation.objects.visible_to(contact.reader).filter(pk=side.pk).exists()


def test_a_supplier_cannot_bring_the_client_in_by_copying_them(side, contact, arrive, member):
    raw = written(
        sender=f"Pia <{PRINTER}>", to=reply_of(side), Cc=f"{contact.email}, x@northwind.example",
        text="I copy them.\n",
    )  # fmt: skip
    proved = b"Authentication-Results: mx.fernhill.example; dkim=pass header.d=printer.example\r\n"
    arrive(proved + raw, minutes=3)
    assert not Participant.objects.get(conversation=side, email=contact.email).is_verified
    letter = Letter("Fine.", to=(("", PRINTER),), cc=(("", contact.email),))
    with pytest.raises(Refused):
        writing.reply(side, letter=letter, by=member, at=NOW + timedelta(minutes=4))


def test_a_copy_to_the_client_goes_out_only_once_somebody_has_looked(
    browse, member, main, side, contact
):
    page = post(
        browse, member, "inbox.begin_side", main, to=PRINTER, cc=contact.email, subject="Paper",
        text="Hello", **{"with": "outside"},
    )  # fmt: skip
    assert page.status_code == 422 and "who is to know nothing of this" in page.text
    assert 'name="across"' in page.text
    page = post(
        browse, member, "inbox.answer", side, to=f"{PRINTER}, {contact.email}", text="Hello",
        kind="reply",
    )  # fmt: skip
    assert 'name="across"' in page.text and contact.email in page.text
    assert Message.objects.filter(conversation=side).count() == 1
    post(
        browse, member, "inbox.answer", side, to=f"{PRINTER}, {contact.email}", text="Hello",
        kind="reply", across="1",
    )  # fmt: skip
    assert Message.objects.filter(conversation=side).count() == 2


def test_who_is_on_the_side_is_not_written_to_from_the_main_one_unseen(browse, member, main, side):
    to = f"ines@northwind.example, {PRINTER}"
    page = post(browse, member, "inbox.answer", main, to=to, text="Hello", kind="reply")
    assert "is only talked to on the side" in page.text
    assert not Message.objects.filter(conversation=main, kind="out").exists()


def test_the_client_sees_it_nowhere(browse, make, main, side, contact, member, client_company):
    contact.sees_company = True
    contact.save()
    # Whatever is noted of it by hand or by the program.
    Conversation.objects.filter(pk=side.pk).update(client=client_company)
    participants.add(side, contact=contact, at=NOW)
    mine = contact.reader
    assert not Conversation.objects.visible_to(mine).filter(pk=side.pk).exists()
    assert not Message.objects.visible_to(mine).filter(conversation=side).exists()
    preview = reverse("portal.preview", args=["fernhill", client_company.key, contact.pk])
    browser = browse(member)
    for page in ("messages/", f"messages/{side.number}/", f"messages/{main.number}/", ""):
        shown = browser.get(preview + page)
        assert "Paper" not in shown.text and "cheaper" not in shown.text
    assert browser.get(preview + f"messages/{side.number}/").status_code == 404


def test_staff_find_it_and_the_main_page_leads_there(browse, member, main, side, run_jobs):
    run_jobs()
    page = browse(member).get(reverse("inbox.sides", args=["fernhill", main.number]))
    assert "Paper" in page.text and str(side.number) in page.text
    shown = browse(member).get(reverse("inbox.conversation", args=["fernhill", side.number]))
    assert "The client sees nothing of this" in shown.text and "Label proofs" in shown.text
    found = browse(member).get(reverse("search", kwargs={"slug": "fernhill"}) + "?q=cheaper")
    assert "<mark>cheaper</mark>" in found.text


def test_it_never_merges_and_never_splits(main, side, member, arrive, client_company):
    for one, other in ((main, side), (side, main)):
        with pytest.raises(merging.NotMerged):
            merging.merge(one, other, by=member, at=NOW, agreed=True)
    came = arrive(written(sender=f"Pia <{PRINTER}>", to=reply_of(side), text="12.\n"), minutes=5)
    with pytest.raises(splitting.NotSplit):
        splitting.split(side, since=came.message, by=member, at=NOW)


def test_it_follows_its_conversation_into_another_one_and_back(main, side, member, arrive):
    other = arrive(written(subject="Other"), minutes=1).message.conversation
    act = merging.merge(main, other, by=member, at=NOW + timedelta(minutes=2))
    side.refresh_from_db()
    assert side.side_of == other and side.is_side
    merging.part(act, by=member, at=NOW + timedelta(minutes=3))
    side.refresh_from_db()
    assert side.side_of == main


def test_it_is_no_case_and_offers_none(browse, member, side):
    page = browse(member).get(reverse("cases.of_conversation", args=["fernhill", side.number]))
    assert "Make it a case" not in page.text
    post(browse, member, "cases.open", side, kind="question", priority=3)
    assert not Case.objects.exists()


def test_what_was_quoted_of_somebody_is_erased_on_the_side_too(main, member, contact, owner):
    quote = "Ines Prado wrote:\n> The German leaflet has the old symbol.\n\nWhat would that cost?"
    letter = Letter(quote, to=(("Pia", PRINTER),), subject="Paper")
    message = sides.begin(main, letter=letter, by=member, at=NOW)
    contacts.erase(contact, by=owner, at=NOW)
    message.refresh_from_db()
    assert "leaflet" not in message.text and "Ines" not in message.visible_text
    assert "What would that cost?" in message.text
    assert "leaflet" not in Conversation.objects.get(pk=message.conversation_id).preview


def test_it_stays_on_the_side_when_the_main_one_is_gone(main, side, contact):
    Conversation.objects.filter(pk=main.pk).delete()
    side.refresh_from_db()
    assert side.is_side and side.side_of is None
    assert not Conversation.objects.visible_to(contact.reader).filter(pk=side.pk).exists()


def test_chosen_messages_are_shown_in_the_text_before_they_go(browse, member, main):
    message = main.messages.get()
    url = reverse("inbox.begin_side", args=["fernhill", main.number])
    shown = browse(member).post(
        url,
        {"with": "outside", "to": PRINTER, "text": "See:", "quote": [message.pk], "quotes": "1"},
    )
    assert "&gt; The German leaflet has the old symbol." in shown.text
    assert Conversation.objects.filter(is_side=True).count() == 0
    foreign = browse(member).post(url, {"with": "outside", "quote": ["999999"], "quotes": "1"})
    assert foreign.status_code == 200


def test_colleagues_are_asked_inside_and_answer_here_or_by_mail(
    browse, member, manager, main, arrive, mailbox
):
    manager.user.email = "max@fernhill.example"
    manager.user.save()
    post(
        browse, member, "inbox.begin_side", main, colleagues=[manager.pk], subject="Which paper?",
        text="You know this.", **{"with": "colleagues"},
    )  # fmt: skip
    side = Conversation.objects.get(is_side=True)
    assert side.turn == Turn.THIRD_PARTY
    page = browse(manager).get(reverse("inbox.conversation", args=["fernhill", side.number]))
    assert "Your answer to whoever asked" in page.text
    post(browse, manager, "inbox.side_answer", side, text="The matt one.")
    side.refresh_from_db()
    said = side.messages.get(kind="in")
    assert said.author == manager and side.turn == Turn.US
    raw = written(sender="Max <max@fernhill.example>", to=reply_of(side), text="Or the glossy.\n")
    proof = b"Authentication-Results: mx.fernhill.example; dkim=pass header.d=fernhill.example\r\n"
    came = arrive(proof + raw, minutes=9).message
    assert came.conversation == side and came.kind == Message.Kind.IN and came.author == manager
    assert not Draft.objects.filter(conversation=side).exists()


def test_a_guest_sees_of_the_side_only_what_they_were_asked(make, guest, main, side, manager):
    project = make.project(make.client("Other", "OTH"), "Site", key="SITE", lead=manager)
    make.on_project(project, guest)
    Conversation.objects.filter(pk__in=[main.pk, side.pk]).update(project=project)
    mine = Conversation.objects.visible_to(reader_for(guest))
    assert list(mine.values_list("pk", flat=True)) == [main.pk]
    Participant.objects.create(
        workspace=main.workspace, conversation=side, email="g@x.example", member=guest,
        joined_at=NOW,
    )  # fmt: skip
    assert mine.filter(pk=side.pk).exists()


def test_whoever_is_only_on_the_side_is_proposed_no_report(make, main, side, manager, contact):
    project = make.project(contact.client, "Site", key="SITE", lead=manager)
    Conversation.objects.filter(pk=side.pk).update(project=project)
    supplier = make.contact(contact.client, "Pia", PRINTER)
    Participant.objects.filter(conversation=side, email=PRINTER).update(contact=supplier)
    report = StatusReport(workspace=main.workspace, project=project)
    assert supplier.pk not in recipients._taking_part(report)
