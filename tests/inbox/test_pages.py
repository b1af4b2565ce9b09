"""The inbox as staff sees it."""

from email.message import EmailMessage

import pytest
from django.urls import reverse

from rapport.clients.models import Contact
from rapport.clients.models.client import ClientDomain
from rapport.files import disk
from rapport.files.operations import files
from rapport.inbox.models import Attachment, Conversation, Dispatch, Draft, Mailbox, Message
from rapport.inbox.operations import mailboxes
from rapport.lib.visibility import Turn
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(arrive, contact):
    return arrive(written(message_id="<a@client.example>")).message.conversation


def url(name, conversation=None, **kwargs):
    if conversation is not None:
        kwargs["number"] = conversation.number
    return reverse(name, kwargs={"slug": "fernhill", **kwargs})


def test_the_list_shows_who_waits_and_the_page_what_they_wrote(browse, member, conversation):
    browser = browse(member)
    listed = browser.get(url("inbox"))
    assert "Ines Prado" in listed.text and "Northwind Medical" in listed.text
    page = browser.get(url("inbox.conversation", conversation))
    assert "The German leaflet has the old symbol." in page.text
    assert 'value="Ines Prado &lt;ines@northwind.example&gt;"' in page.text


def test_who_is_called_surname_first_can_be_answered(browse, member, arrive, contact):
    raw = written(sender='"Prado, Ines" <ines@northwind.example>', Cc='"A: B" <studio2@x.example>')
    talk = arrive(raw).message.conversation
    browser = browse(member)
    shown = browser.get(url("inbox.conversation", talk)).context
    answer = {"kind": "reply", "text": "Yes", "to": shown["to"], "cc": shown["cc"]}
    browser.post(url("inbox.answer", talk), answer)
    assert Message.objects.get(kind="out").to == [["Prado, Ines", "ines@northwind.example"]]


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_asks_the_same_number_of_questions_however_long(
    browse, make, contact, member, count, django_assert_max_num_queries
):
    for _ in range(count):
        make.conversation(contact)
    browser = browse(member)
    with django_assert_max_num_queries(13):
        browser.get(url("inbox"))


@pytest.mark.parametrize("count", [3, 30])
def test_a_conversation_asks_the_same_number_of_questions_however_long(
    browse, make, contact, member, count, django_assert_max_num_queries
):
    conversation = make.conversation(contact)
    for _ in range(count):
        make.message(conversation, contact=contact)
    browser = browse(member)
    with django_assert_max_num_queries(16):
        browser.get(url("inbox.conversation", conversation))


def test_an_answer_is_queued_behind_its_undo_window_and_can_be_taken_back(
    browse, member, conversation
):
    browser = browse(member)
    browser.post(
        url("inbox.answer", conversation),
        {"kind": "reply", "to": "ines@northwind.example", "text": "Today, by noon."},
    )
    dispatch = Dispatch.objects.get()
    assert dispatch.state == Dispatch.State.WAITING
    assert dispatch.recipients == {"ines@northwind.example": "waiting"}
    page = browser.get(url("inbox.conversation", conversation))
    assert "<undo-send" in page.text
    browser.post(url("inbox.undo", conversation, pk=dispatch.message.pk))
    assert not Dispatch.objects.exists()
    assert Draft.objects.get().body == "Today, by noon."
    assert "Today, by noon." in browser.get(url("inbox.conversation", conversation)).text


def test_a_note_stays_among_us(browse, member, conversation, contact):
    browse(member).post(
        url("inbox.answer", conversation), {"kind": "note", "text": "2021 template."}
    )
    note = Message.objects.get(kind=Message.Kind.NOTE)
    assert note not in Message.objects.visible_to(contact.reader)
    assert not Dispatch.objects.exists()


def test_a_guest_may_note_but_never_sends(browse, make, guest, contact):
    project = make.project(contact.client)
    project.people.create(workspace=project.workspace, member=guest)
    conversation = make.conversation(contact, project=project)
    browse(guest).post(
        url("inbox.answer", conversation), {"kind": "reply", "to": "x@y.example", "text": "Hi"}
    )
    assert not Dispatch.objects.exists()
    assert Message.objects.filter(kind=Message.Kind.NOTE).count() == 1


def test_a_draft_survives_and_a_conflict_is_shown(browse, member, conversation):
    browser = browse(member)
    draft = url("inbox.draft", conversation)
    first = browser.post(draft, {"text": "Dear Ines", "revision": 0}).json()["revision"]
    assert browser.post(draft, {"text": "Dear Ines,", "revision": first}).status_code == 200
    other_window = browser.post(draft, {"text": "Hello", "revision": first})
    assert other_window.status_code == 409 and "another window" in other_window.text
    assert Draft.objects.get().body == "Dear Ines,"


def test_decisions_show_and_can_be_undone(browse, member, admin, conversation):
    browser = browse(member)
    browser.post(url("inbox.assignee", conversation), {"member": admin.pk})
    browser.post(url("inbox.turn", conversation), {"turn": "client"})
    browser.post(url("inbox.closure", conversation))
    conversation.refresh_from_db()
    assert conversation.assignee == admin and conversation.turn == Turn.CLIENT
    assert conversation.closed_at is not None
    browser.post(url("inbox.closure", conversation) + "?undo=1")
    browser.post(url("inbox.aside", conversation))
    conversation.refresh_from_db()
    assert conversation.closed_at is None and conversation.set_aside_at is not None
    browser.post(url("inbox.bin", conversation))
    assert browser.get(url("inbox.conversation", conversation)).status_code == 404


def test_a03_a_foreign_member_or_project_cannot_be_smuggled_in(
    browse, member, stranger, conversation, make
):
    browser = browse(member)
    answer = browser.post(url("inbox.assignee", conversation), {"member": stranger.pk})
    assert answer.status_code == 404
    assert browser.post(
        url("inbox.link", conversation), {"project": 999_999}
    ).status_code == 422  # fmt: skip


def test_a_stranger_is_confirmed_and_then_counts(browse, member, arrive, conversation, make):
    arrive(written(sender="New Person <new@northwind.example>", In_Reply_To="<a@client.example>"))
    Conversation.objects.filter(pk=conversation.pk).update(turn=Turn.CLIENT)
    browser = browse(member)
    assert "They belong here" in browser.get(url("inbox.conversation", conversation)).text
    person = conversation.participants.get(email="new@northwind.example")
    browser.post(url("inbox.confirmation", conversation, pk=person.pk))
    conversation.refresh_from_db()
    assert conversation.turn == Turn.US
    assert not conversation.messages.filter(is_unverified=True).exists()


def test_a_sender_from_a_known_domain_becomes_a_contact_with_one_click(
    browse, member, arrive, client_company
):
    ClientDomain.objects.create(
        workspace_id=client_company.workspace_id, client=client_company, domain="northwind.example"
    )
    conversation = arrive(written(sender="Paul Berg <paul@northwind.example>")).message.conversation
    assert conversation.client == client_company
    browser = browse(member)
    assert "Add as contact" in browser.get(url("inbox.conversation", conversation)).text
    person = conversation.participants.get(email="paul@northwind.example")
    browser.post(url("inbox.contact", conversation, pk=person.pk), {"client": client_company.pk})
    contact = Contact.objects.get(email="paul@northwind.example")
    assert conversation.messages.get().contact == contact


def test_a_new_mail_begins_a_conversation(browse, member, mailbox, contact):
    browser = browse(member)
    page = browser.post(
        url("inbox.new"), {"to": contact.email, "subject": "Kick-off", "text": "Welcome."}
    )
    assert page.status_code == 302
    assert Conversation.objects.get().client == contact.client
    refused = browser.post(url("inbox.new"), {"to": "nonsense", "subject": "x", "text": "y"})
    assert refused.status_code == 422 and "is not an e-mail address" in refused.text


def test_newsletters_are_set_aside_at_once(browse, member, arrive):
    for n in range(3):
        arrive(written(sender=f"news{n}@shop.example", List_Id="<shop>"))
    browser = browse(member)
    assert "Look and set aside" in browser.get(url("inbox")).text
    browser.post(url("inbox.proposals"), {"all": "1"})
    assert Conversation.objects.filter(set_aside_at=None).count() == 0


def test_the_search_box_finds_by_every_word(browse, member, arrive, contact):
    arrive(written(subject="Invoice for March"))
    arrive(written(subject="Label proofs"))
    page = browse(member).get(url("inbox") + "?q=march+prado")
    assert "Invoice for March" in page.text and "Label proofs" not in page.text


def test_pages_follow_one_another_without_gaps(browse, make, contact, member, monkeypatch):
    monkeypatch.setattr("rapport.inbox.queries.listing.PAGE", 4)
    for n in range(9):
        make.conversation(contact, subject=f"Matter {n:02}")
    browser, seen, address = browse(member), [], url("inbox") + "?show=all"
    page = browser.get(address)
    while True:
        seen += [c.number for c in page.context["conversations"]]
        if not page.context["after_url"]:
            break
        page = browser.get(url("inbox") + page.context["after_url"])
    assert len(seen) == len(set(seen)) == 9


def test_settings_pages_open(browse, admin, mailbox, arrive):
    arrive(b"")
    browser = browse(admin)
    for name in ("inbox.mailboxes", "inbox.new_mailbox", "inbox.outbox", "inbox.quarantine"):
        assert browser.get(url(name)).status_code == 200
    assert browser.get(url("inbox.mailbox", pk=mailbox.pk)).status_code == 200


def test_a_mailbox_is_added_and_its_password_never_shown(browse, admin, workspace, scope):
    browser = browse(admin)
    form = {
        "address": "Hello@Fernhill.example", "name": "Fernhill", "sign_in": "password",
        "password": "hunter2hunter2", "imap_host": "imap.fernhill.example", "imap_port": 993,
        "imap_security": "tls", "imap_folder": "INBOX", "smtp_host": "smtp.fernhill.example",
        "smtp_port": 587, "smtp_security": "starttls",
    }  # fmt: skip
    assert browser.post(url("inbox.new_mailbox"), form).status_code == 302
    box = Mailbox.objects.get()
    assert box.address == "hello@fernhill.example"
    assert "hunter2" not in box.sealed_secret
    assert "hunter2" not in browser.get(url("inbox.mailbox", pk=box.pk)).text
    assert browser.post(url("inbox.new_mailbox"), form).status_code == 422


def test_a_password_is_not_sent_to_a_server_it_was_not_given_for(mailbox, admin):
    mailboxes.save(mailbox, password="secret secret", by=admin, at=NOW)
    mailbox.imap_host = "imap.evil.example"
    mailboxes.save(mailbox, password="", by=admin, at=NOW)
    assert Mailbox.objects.get().sealed_secret == ""


def test_the_clients_page_shows_its_conversations_and_its_story(browse, member, conversation):
    browser = browse(member)
    card = browser.get(url("inbox.of_client", key="NWM"))
    assert "Label proofs" in card.text
    story = browser.get(url("clients.client", key="NWM"))
    assert "Ines Prado wrote: Label proofs" in story.text


def test_an_attachment_is_fetched_by_who_may_read_its_message(browse, member, stranger, arrive):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", "studio@fernhill.example", "Plan"
    mail["Message-ID"] = "<f@b.example>"
    mail.set_content("See the plan.")
    mail.add_attachment(b"%PDF-1.4 plan", maintype="application", subtype="pdf", filename="p.pdf")
    attachment = arrive(mail.as_bytes()).message.attachments.get()
    address = url("files.file", token=attachment.file.token)
    assert browse(member).get(address).status_code == 200
    assert browse(stranger).get(address).status_code == 404


def test_of_a_letter_too_long_for_a_page_the_beginning_is_shown_and_the_whole_is_a_file(
    browse, member, arrive, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    text = "Another line of a very long log.\n" * 20_000
    message = arrive(written(text=text)).message
    [whole] = message.attachments.all()
    assert disk.read(whole.file).decode() == text
    page = browse(member).get(url("inbox.conversation", message.conversation)).text
    assert "here is its beginning" in page and "whole-letter.txt" in page
    assert len(page) < len(text)


def test_an_ordinary_letter_is_not_called_a_beginning(browse, member, conversation):
    page = browse(member).get(url("inbox.conversation", conversation)).text
    assert "here is its beginning" not in page


def test_a15_a_colleagues_file_goes_into_no_letter_by_its_token(
    browse, member, manager, conversation, workspace
):
    theirs = files.store(workspace, name="pay.pdf", content=b"%PDF pay", by=manager, at=NOW)
    for route in ("inbox.answer", "inbox.draft"):
        browse(member).post(
            url(route, conversation),
            {"kind": "reply", "to": "ines@northwind.example", "text": "x", "revision": 0,
             "files": theirs.token},
        )  # fmt: skip
    assert not Dispatch.objects.exists()
    assert not Attachment.objects.filter(file=theirs).exists()
    page = browse(member).get(url("inbox.conversation", conversation)).text
    assert "pay.pdf" not in page


def test_b03_the_page_sends_nothing_to_who_was_never_confirmed(
    browse, member, arrive, conversation
):
    arrive(written(sender="mallory@evil.example", In_Reply_To="<a@client.example>"))
    answer = browse(member).post(
        url("inbox.answer", conversation),
        {"kind": "reply", "to": "mallory@evil.example", "text": "Everything"},
    )
    assert answer.status_code == 302
    assert not Dispatch.objects.exists() and not Message.objects.filter(kind="out").exists()
    assert Draft.objects.get().body == "Everything"


def test_b16_a_name_that_looks_like_an_address_is_shown_with_the_true_one(browse, member, arrive):
    sent = written(sender='"boss@fernhill.example" <thief@evil.example>')
    talk = arrive(sent).message.conversation
    assert "thief@evil.example" in browse(member).get(url("inbox.conversation", talk)).text
