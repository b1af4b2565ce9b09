"""The page for a new mail."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rapport.cases.operations.opening import open_case
from rapport.inbox.forms import people, said
from rapport.inbox.models import Conversation, Dispatch, Draft, Message
from rapport.inbox.operations import taking_back, writing
from rapport.inbox.operations.letters import Letter
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
LETTER = {"to": "ines@northwind.example", "subject": "Kick-off", "text": "Shall we say Monday?"}


def url(name, **kwargs):
    return reverse(name, kwargs={"slug": "fernhill", **kwargs})


def upload(browser, name="plan.pdf", content=b"%PDF-1.4 plan"):
    return browser.post(url("files.upload"), {"file": SimpleUploadedFile(name, content)}).json()


def test_a_new_mail_takes_its_files_along(browse, member, mailbox, contact):
    browser = browse(member)
    token = upload(browser)["id"]
    sent = browser.post(url("inbox.new"), {**LETTER, "files": [token]})
    assert sent.status_code == 302
    message = Message.objects.get()
    assert message.attachments.get().file.name == "plan.pdf"
    assert b"plan.pdf" in bytes(Dispatch.objects.get().content)


def test_nobody_sends_a_file_that_somebody_else_brought_in(browse, member, manager, mailbox):
    token = upload(browse(manager))["id"]
    page = browse(member).post(url("inbox.new"), {**LETTER, "files": [token]})
    assert page.status_code == 422 and "attach it again" in page.text
    assert not Dispatch.objects.exists()


def test_what_was_begun_is_found_again_with_half_an_address_and_its_files(browse, member, mailbox):
    browser = browse(member)
    token = upload(browser)["id"]
    words = {"to": "Ines <ines@northwind.example>, tom@", "subject": "Kick-off", "text": "Dear I"}
    answer = browser.post(url("inbox.new_draft"), {**words, "files": [token], "revision": 0})
    assert answer.json() == {"revision": 1}
    page = browser.get(url("inbox.new")).text
    assert "You had begun this mail" in page and "Dear I" in page and "plan.pdf" in page
    assert 'value="Ines &lt;ines@northwind.example&gt;, tom@"' in page


def test_the_inbox_says_that_a_mail_was_begun(browse, member, mailbox):
    browser = browse(member)
    assert "You have begun a mail" not in browser.get(url("inbox")).text
    browser.post(url("inbox.new_draft"), {**LETTER, "revision": 0})
    assert "You have begun a mail: Kick-off" in browser.get(url("inbox")).text


def test_what_was_not_begun_is_no_draft(browse, member, mailbox):
    browser = browse(member)
    assert browser.post(url("inbox.new_draft"), {"revision": 0}).json() == {"revision": 0}
    assert browser.post(url("inbox.new"), {}).status_code == 422
    assert not Draft.objects.exists()


def test_a_discarded_draft_is_gone_and_can_be_had_back(browse, member, mailbox):
    browser = browse(member)
    browser.post(url("inbox.new_draft"), {**LETTER, "revision": 0})
    browser.post(url("inbox.discard"))
    assert "Shall we say Monday?" not in browser.get(url("inbox.new")).text
    browser.post(url("inbox.discard") + "?undo=1")
    assert "Shall we say Monday?" in browser.get(url("inbox.new")).text


def test_after_a_discarded_draft_one_writes_a_new_one(browse, member, mailbox):
    browser = browse(member)
    browser.post(url("inbox.new_draft"), {**LETTER, "revision": 0})
    browser.post(url("inbox.discard"))
    answer = browser.post(url("inbox.new_draft"), {"text": "Something else", "revision": 0})
    assert answer.status_code == 200
    draft = Draft.objects.get()
    assert draft.body == "Something else" and draft.discarded_at is None


def test_a_refused_mail_keeps_every_word(browse, member, mailbox):
    browser = browse(member)
    page = browser.post(url("inbox.new"), {**LETTER, "to": "no address"})
    assert page.status_code == 422 and "is not an e-mail address" in page.text
    assert "Shall we say Monday?" in page.text
    draft = Draft.objects.get()
    assert draft.body == "Shall we say Monday?" and draft.to == [["", "no address"]]


def test_a_refused_answer_keeps_every_word(browse, member, make, contact):
    conversation = make.conversation(contact)
    there = {"slug": "fernhill", "number": conversation.number}
    browse(member).post(
        reverse("inbox.answer", kwargs=there), {"kind": "reply", "to": "x@", "text": "Last words"}
    )
    assert Draft.objects.get().body == "Last words"


def test_a_discarded_answer_is_gone_from_its_conversation_and_can_be_had_back(
    browse, member, make, contact
):
    browser, number = browse(member), make.conversation(contact).number
    page, discard = (
        url(f"inbox.{name}", number=number) for name in ("conversation", "answer_discard")
    )
    browser.post(url("inbox.draft", number=number), {"text": "Half a thought", "revision": 0})
    told = browser.post(discard, follow=True).text
    assert "Half a thought" not in told and f"{discard}?undo=1" in told
    browser.post(f"{discard}?undo=1")
    assert "Half a thought" in browser.get(page).text


def test_nobody_discards_what_somebody_else_has_begun(browse, member, manager, make, contact):
    number = make.conversation(contact).number
    browse(member).post(url("inbox.draft", number=number), {"text": "Mine", "revision": 0})
    browse(manager).post(url("inbox.answer_discard", number=number))
    assert "Mine" in browse(member).get(url("inbox.conversation", number=number)).text


def test_a_mail_taken_back_is_a_new_draft_and_its_conversation_never_was(
    browse, member, mailbox, contact
):
    browser = browse(member)
    token = upload(browser)["id"]
    browser.post(url("inbox.new"), {**LETTER, "files": [token]})
    message = Message.objects.get()
    undo = url("inbox.undo", number=message.conversation.number, pk=message.pk)
    assert browser.post(undo).headers["Location"] == url("inbox.new")
    assert not Conversation.objects.exists() and not Dispatch.objects.exists()
    page = browser.get(url("inbox.new")).text
    assert "Shall we say Monday?" in page and "Kick-off" in page and "plan.pdf" in page
    assert browser.post(url("inbox.new"), {**LETTER, "files": [token]}).status_code == 302


def begun(workspace, member):
    letter = Letter("Shall we?", to=(("", "ines@northwind.example"),), subject="Kick-off")
    return writing.begin(workspace, letter=letter, by=member, at=NOW)


def test_a_conversation_that_something_hangs_on_outlives_its_mail(
    workspace, member, mailbox, contact
):
    message = begun(workspace, member)
    open_case(message.conversation, kind="request", by=member, at=NOW)
    draft = taking_back.take_back(message, by=member, at=NOW)
    assert draft.conversation == Conversation.objects.get()


def test_taking_a_mail_back_overwrites_nothing_that_was_begun_since(workspace, member, mailbox):
    message = begun(workspace, member)
    Draft.objects.create(workspace=workspace, member=member, body="And another", saved_at=NOW)
    assert taking_back.take_back(message, by=member, at=NOW).body == "Shall we?\n\nAnd another"


def test_a_note_that_was_begun_since_stays_a_note(make, member, contact):
    conversation = make.conversation(contact)
    letter = Letter("Tomorrow.", to=(("", contact.email),))
    message = writing.reply(conversation, letter=letter, by=member, at=NOW)
    Draft.objects.create(
        workspace=conversation.workspace, member=member, conversation=conversation,
        kind=Message.Kind.NOTE, body="Do not tell them", saved_at=NOW,
    )  # fmt: skip
    assert taking_back.take_back(message, by=member, at=NOW).kind == Message.Kind.NOTE


def test_what_was_sent_does_not_come_back_as_a_draft(browse, member, mailbox, contact):
    browser = browse(member)
    revision = browser.post(url("inbox.new_draft"), {**LETTER, "revision": 0}).json()["revision"]
    browser.post(url("inbox.new"), {**LETTER, "revision": revision})
    late = browser.post(url("inbox.new_draft"), {**LETTER, "revision": revision})
    assert late.status_code == 409 and not Draft.objects.exists()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a@x.example; B <b@x.example>,\n\nc@x.example,", ["a@x.example", "b@x.example",
                                                            "c@x.example"]),
        ('"Prado, Ines" <a@x.example>', ["a@x.example"]),
        (" , ;\n", []),
        ("", []),
    ],
)  # fmt: skip
def test_addresses_are_read_as_people_type_them(typed, read):
    assert [email for _, email in people(typed)] == read


@pytest.mark.parametrize(
    "name",
    ["Prado, Ines", "Team: Support", "ines@x.example", "A; B", 'Say "hi"', "<b>", "Back\\", "[x]"],
)
def test_whatever_somebody_is_called_their_address_is_read_as_it_is_shown(name):
    pairs = ((name, "ines@x.example"), ("Tom", "tom@x.example"))
    assert people(said(pairs)) == pairs


@pytest.mark.parametrize("typed", ["a@x.example, tom@", "tom@", "a@x.example, tom", "tom@,a@x.b"])
def test_no_recipient_is_dropped_in_silence(typed):
    with pytest.raises(ValidationError, match="“tom@?” is not an e-mail address"):
        people(typed)
