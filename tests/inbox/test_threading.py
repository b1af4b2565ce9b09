"""Which conversation a mail goes to, and who may join it."""

import re
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest

from rapport.events.models import Event
from rapport.inbox.models import Conversation, Message, Participant, Reshaping
from rapport.inbox.operations import conversations, merging, writing
from rapport.inbox.operations.letters import Letter
from rapport.lib.visibility import Turn
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db


def verbs():
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def test_a_new_mail_of_a_known_contact_opens_a_conversation_of_their_client(arrive, contact):
    raw = arrive(written())
    assert raw.outcome == "delivered"
    conversation = raw.message.conversation
    assert conversation.client == contact.client
    assert conversation.turn == Turn.US and conversation.correspondent == "Ines Prado"
    event = Event.objects.get(verb="message.received")
    assert event.client_id == contact.client_id and event.actor_id == contact.pk
    assert event.facts["is_new"] is True


def test_an_answer_finds_its_conversation_and_opens_it_again(arrive, contact, member):
    first = arrive(written(message_id="<a@client.example>"))
    conversation = first.message.conversation
    Conversation.objects.filter(pk=conversation.pk).update(closed_at=NOW, turn=Turn.CLIENT)
    second = arrive(written(In_Reply_To="<a@client.example>", text="Still wrong.\n"), minutes=5)
    assert second.message.conversation == conversation
    conversation.refresh_from_db()
    assert conversation.closed_at is None and conversation.turn == Turn.US
    facts = Event.objects.filter(verb="message.received").latest("id").facts
    assert facts["was_closed"] and facts["turn_was"] == "client"


def test_the_parent_may_come_after_its_answer(arrive, contact):
    arrive(written(In_Reply_To="<p@client.example>", message_id="<c@client.example>"))
    parent = arrive(written(message_id="<p@client.example>"))
    assert Conversation.objects.count() == 1
    assert parent.message.conversation.messages.count() == 2


def test_imported_threads_that_turn_out_to_be_one_are_joined(arrive):
    arrive(written(message_id="<g@x.example>"), is_history=True)
    arrive(written(message_id="<c@x.example>", In_Reply_To="<p@x.example>"), is_history=True)
    assert Conversation.objects.count() == 2
    arrive(written(message_id="<p@x.example>", In_Reply_To="<g@x.example>"), is_history=True)
    assert Conversation.objects.get().messages.count() == 3


def torn(arrive, middle: str) -> None:
    """The first and the third mail of a thread, then the second one by this person."""
    arrive(written(message_id="<g@client.example>"))
    third = written(
        message_id="<c@client.example>",
        In_Reply_To="<p@client.example>",
        Cc="tom@northwind.example",
    )
    arrive(third, minutes=1)
    assert Conversation.objects.count() == 2
    second = written(
        middle, message_id="<p@client.example>", In_Reply_To="<g@client.example>", text="Second.\n"
    )
    arrive(second, minutes=2)


def test_live_threads_that_turn_out_to_be_one_become_one_and_can_be_taken_apart(
    arrive, contact, browse, member
):
    torn(arrive, contact.email)
    first, third = Conversation.objects.order_by("pk")
    assert third.merged_into == first and first.messages.count() == 3
    event = Event.objects.get(verb="conversation.merged")
    assert event.actor_kind == "system" and verbs().count("message.received") == 3
    beside = browse(member).get(f"/w/fernhill/inbox/{first.number}/around/").text
    assert "Merged and split" in beside and f"#{third.number}" in beside
    told = "Rapport put “Label proofs” into “Label proofs”"
    assert told in browse(member).get("/w/fernhill/clients/NWM/story/").text
    merging.part(Reshaping.objects.get(), by=member, at=NOW)
    third.refresh_from_db()
    assert third.merged_into is None
    assert (first.messages.count(), third.messages.count()) == (2, 1)


@pytest.mark.parametrize("middle", ["stranger@elsewhere.example", "tom@northwind.example"])
def test_b01_whoever_takes_part_in_one_of_two_cannot_make_them_one(
    arrive, contact, make, client_company, middle
):
    make.contact(client_company, "Tom", "tom@northwind.example")
    torn(arrive, middle)
    assert Conversation.objects.live().filter(merged_into=None).count() >= 2
    assert "conversation.merged" not in verbs()


def test_history_is_quiet(arrive, contact):
    raw = arrive(written(), is_history=True)
    conversation = raw.message.conversation
    assert verbs() == []
    assert conversation.closed_at and conversation.turn == Turn.NOBODY and conversation.is_history


def test_b01_a_number_in_the_subject_leads_nowhere(arrive, contact):
    conversation = arrive(written()).message.conversation
    stranger = arrive(
        written(sender="mallory@evil.example", subject=f"Re: [#{conversation.number}] Label proofs")
    )
    assert stranger.message.conversation != conversation


def test_b01_b03_a_stranger_who_names_our_id_joins_unverified_and_triggers_nothing(arrive, contact):
    conversation = arrive(written(message_id="<a@client.example>")).message.conversation
    Conversation.objects.filter(pk=conversation.pk).update(closed_at=NOW)
    before = verbs()
    raw = arrive(written(sender="mallory@evil.example", In_Reply_To="<a@client.example>"))
    assert raw.message.conversation == conversation and raw.message.is_unverified
    assert not Participant.objects.get(email="mallory@evil.example").is_verified
    conversation.refresh_from_db()
    assert conversation.closed_at is not None
    assert verbs()[len(before) :] == ["message.withheld"]
    assert raw.message not in Message.objects.visible_to(contact.reader)


def test_b03_no_answer_goes_to_an_unconfirmed_participant(arrive, contact, member):
    conversation = arrive(written(message_id="<a@client.example>")).message.conversation
    arrive(written(sender="mallory@evil.example", In_Reply_To="<a@client.example>"))
    letter = Letter("Here is everything", to=(("", "mallory@evil.example"),))
    with pytest.raises(writing.NotSent):
        writing.reply(conversation, letter=letter, by=member, at=NOW)


@pytest.fixture
def intruded(arrive, contact):
    """A client's conversation which a stranger joined by naming its id; they named more."""
    conversation = arrive(written(message_id="<a@client.example>")).message.conversation
    raw = arrive(
        written(
            sender="mallory@evil.example", Cc="Eve <eve@evil.example>, tom@northwind.example",
            message_id="<m@evil.example>", In_Reply_To="<a@client.example>",
            References="<a@client.example> <b@client.example>",
        )
    )  # fmt: skip
    assert raw.message.conversation == conversation and raw.message.is_unverified
    return conversation


def test_b03_whom_a_stranger_copied_takes_no_part(intruded):
    everybody = set(intruded.participants.values_list("email", flat=True))
    assert everybody == {"ines@northwind.example", "mallory@evil.example"}


def test_b03_ids_that_a_stranger_names_lead_nowhere(intruded, arrive):
    later = arrive(written(message_id="<b@client.example>", subject="Another matter"))
    assert later.message.conversation != intruded


def test_b03_the_answer_goes_to_the_client_and_names_no_mail_of_the_stranger(
    intruded, browse, member
):
    page = browse(member).get(f"/w/fernhill/inbox/{intruded.number}/").text
    assert addressed(page) == ["Ines Prado <ines@northwind.example>", ""]
    letter = Letter("Here it is", to=(("", "ines@northwind.example"),))
    content = writing.reply(intruded, letter=letter, by=member, at=NOW).dispatch.content
    assert b"<a@client.example>" in bytes(content) and b"evil.example" not in bytes(content)


def test_b03_a_client_who_answers_everybody_brings_no_stranger_into_our_answer(
    intruded, arrive, browse, member
):
    arrive(written(In_Reply_To="<a@client.example>", Cc="mallory@evil.example"))
    page = browse(member).get(f"/w/fernhill/inbox/{intruded.number}/").text
    assert addressed(page) == ["Ines Prado <ines@northwind.example>", ""]


def addressed(page: str) -> list[str]:
    """To and Cc of the answer that the page proposes."""
    return [unescape(said) for said in re.findall(r'name="(?:to|cc)" value="([^"]*)"', page)]


def test_whom_a_participant_copied_is_a_participant(arrive, contact):
    conversation = arrive(
        written(message_id="<a@client.example>", Cc="Paul <paul@northwind.example>")
    ).message.conversation
    raw = arrive(written(sender="Paul <paul@northwind.example>", In_Reply_To="<a@client.example>"))
    assert raw.message.conversation == conversation and not raw.message.is_unverified


def test_b02_b05_a_forged_colleague_is_suspicious_and_joins_nothing(arrive, contact, member):
    conversation = arrive(written(message_id="<a@client.example>")).message.conversation
    raw = arrive(written(sender=member.user.email, In_Reply_To="<a@client.example>"))
    assert raw.message.is_suspicious and raw.message.author is None
    assert raw.message.conversation != conversation
    assert raw.message.conversation.resembles == conversation
    assert verbs()[-1] == "message.withheld"


def test_b02_a_colleague_whose_mail_is_proved_writes_a_note_when_nobody_outside_gets_it(
    arrive, contact, member
):
    arrive(written(message_id="<a@client.example>"))
    raw = arrive(
        written(
            sender=member.user.email, In_Reply_To="<a@client.example>",
            Authentication_Results="mx.fernhill.example; dmarc=pass header.from=fernhill.example",
        )
    )  # fmt: skip
    assert raw.message.author == member and raw.message.kind == Message.Kind.NOTE
    assert raw.message not in Message.objects.visible_to(contact.reader)


def test_b05_a_client_whose_check_failed_is_suspicious(arrive, contact):
    results = "mx.fernhill.example; dmarc=fail header.from=northwind.example"
    raw = arrive(written(Authentication_Results=results))
    assert raw.message.is_suspicious and raw.message.contact is None
    assert "message.received" not in verbs()


def test_b05_results_of_a_foreign_server_are_not_believed(arrive, contact):
    raw = arrive(written(Authentication_Results="mx.elsewhere.example; dmarc=fail"))
    assert not raw.message.is_suspicious


def test_b04_reply_to_and_sender_say_nothing_about_who_speaks(arrive, contact):
    raw = arrive(
        written(sender="x@evil.example", Reply_To="ines@northwind.example",
                Sender="ines@northwind.example")
    )  # fmt: skip
    assert raw.message.contact is None and raw.message.from_email == "x@evil.example"
    assert raw.message.reply_to == "ines@northwind.example"


def test_b14_a_mail_sent_ahead_with_the_same_id_does_not_swallow_the_real_one(arrive, contact):
    arrive(written(sender="mallory@evil.example", message_id="<a@client.example>", text="x\n"))
    real = arrive(written(message_id="<a@client.example>"))
    assert real.outcome == "delivered" and real.message.is_twin
    assert "message.received" in verbs() and real.message.contact == contact


def test_b14_the_same_mail_twice_is_a_duplicate(arrive, contact):
    mail = written(message_id="<a@client.example>", Received="from a by b; Wed, 4 Mar 2026 09:00")
    arrive(mail)
    again = arrive(mail.replace(b"from a by b", b"from c by d"))
    assert again.outcome == "duplicate"
    assert Message.objects.count() == 1


def test_b16_two_authors_speak_for_nobody(arrive, contact):
    raw = arrive(written(sender="ines@northwind.example, mallory@evil.example"))
    assert raw.message.contact is None and raw.message.from_email == ""


def test_b09_control_headers_change_nothing(arrive, contact):
    raw = arrive(written(X_Rapport_State="closed", X_Rapport_Owner="mallory"))
    assert raw.message.conversation.closed_at is None
    assert raw.message.conversation.assignee is None


def test_b08_an_automatic_answer_starts_nothing(arrive, contact):
    conversation = arrive(written(message_id="<a@client.example>")).message.conversation
    Conversation.objects.filter(pk=conversation.pk).update(closed_at=NOW, turn=Turn.CLIENT)
    raw = arrive(
        written(In_Reply_To="<a@client.example>", Auto_Submitted="auto-replied", text="Away.\n")
    )
    assert raw.outcome == "auto-reply" and raw.message.is_automatic
    conversation.refresh_from_db()
    assert conversation.closed_at is not None and conversation.turn == Turn.CLIENT


def test_b12_the_raw_mail_is_kept_and_every_mail_has_one_outcome(arrive):
    raw = arrive(b"\xff\xd8\xff\xe0 not mail at all")
    assert raw.outcome in ("refused", "quarantined", "delivered")
    raw.refresh_from_db()
    assert raw.bytes.startswith(b"\xff\xd8") and raw.settled_at is not None


def test_f08_surrogates_and_nul_are_taken_in(arrive):
    raw = arrive(
        b"From: a@b.example\r\nSubject: =?utf-8?b?7aCA?= \x00x\r\n\r\n\x00body \xed\xa0\x80"
    )
    assert raw.outcome == "delivered" and "\x00" not in raw.message.text


def test_a18_an_address_signed_before_a_restore_begins_a_new_conversation(
    arrive, contact, member, mailbox, workspace
):
    mailbox.address, mailbox.plus_addresses = "studio@fernhill.example", True
    mailbox.save()
    conversation = arrive(written()).message.conversation
    sent = writing.reply(
        conversation, letter=Letter("Yes", to=(("", contact.email),)), by=member, at=NOW
    )
    content = bytes(sent.dispatch.content).decode()
    [line] = [line for line in content.split("\r\n") if line.startswith("Reply-To:")]
    address = line.partition("<")[2].partition(">")[0]
    assert arrive(written(to=address)).message.conversation == conversation
    workspace.epoch += 1
    workspace.save()
    old = arrive(written(to=address)).message.conversation
    assert old != conversation and old.resembles == conversation


def test_newsletters_are_proposed_for_setting_aside_and_clients_are_not(arrive, contact):
    news = arrive(written(sender="news@shop.example", List_Id="<shop.example>"))
    assert news.message.conversation.aside_proposal == "list"
    assert arrive(written(List_Id="<x>")).message.conversation.aside_proposal == ""


GUESSED = ("studio+{n}", "studio+conversation-{n}", "reply+{n}", "studio+{n}.e1.0000000000000000")


@pytest.mark.parametrize("address", GUESSED)
def test_b01_a_guessed_reply_address_leads_nowhere_and_opens_nothing(arrive, contact, address):
    conversation = arrive(written()).message.conversation
    Conversation.objects.filter(pk=conversation.pk).update(closed_at=NOW)
    to = address.format(n=conversation.number) + "@fernhill.example"
    raw = arrive(written(sender="mallory@evil.example", to=to, subject="Re: Label proofs"))
    assert raw.message.conversation != conversation
    conversation.refresh_from_db()
    assert conversation.closed_at is not None and conversation.messages.count() == 1


def test_b05_a_forged_client_joins_no_thread_and_opens_none(arrive, contact):
    conversation = arrive(written(message_id="<a@client.example>")).message.conversation
    Conversation.objects.filter(pk=conversation.pk).update(closed_at=NOW)
    results = "mx.fernhill.example; dmarc=fail header.from=northwind.example"
    raw = arrive(written(In_Reply_To="<a@client.example>", Authentication_Results=results))
    assert raw.message.is_suspicious and raw.message.contact is None
    assert raw.message.conversation != conversation
    conversation.refresh_from_db()
    assert conversation.closed_at is not None


def test_a20_a_colleague_who_left_writes_nothing_by_mail(arrive, contact, member):
    arrive(written(message_id="<a@client.example>"))
    type(member).objects.filter(pk=member.pk).update(deactivated_at=NOW)
    proof = "mx.fernhill.example; dmarc=pass header.from=fernhill.example"
    raw = arrive(written(sender=member.user.email, In_Reply_To="<a@client.example>",
                         Authentication_Results=proof))  # fmt: skip
    assert raw.message.author is None and raw.message.kind != Message.Kind.NOTE
    assert raw.message.is_unverified or raw.message.is_suspicious


def test_f05_a_file_that_comes_by_mail_is_kept_under_no_name_of_its_own(arrive, contact, settings):
    mail = EmailMessage()
    mail["From"], mail["To"] = "ines@northwind.example", "studio@fernhill.example"
    mail.set_content("Look.\n")
    for name in ("\u200b.htaccess", "../../../evil.php", "a\r\nb\x00.exe", "x" * 400 + ".txt"):
        mail.add_attachment(b"x", maintype="text", subtype="plain", filename="NAME")
        part = list(mail.iter_attachments())[-1]
        part.replace_header("Content-Disposition", "attachment")
        part.set_param("filename", name.replace("\r\n", ""), "Content-Disposition")
    raw = arrive(mail.as_bytes())
    names = [one.file.name for one in raw.message.attachments.all()]
    assert len(names) == 4
    assert all("/" not in n and not n.startswith((".", "\u200b")) and len(n) <= 200 for n in names)
    kept = [path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert kept and all(re.fullmatch("[0-9a-f]{64}", name) for name in kept)


def test_a_client_who_writes_again_where_it_was_set_aside_waits_in_the_list(
    browse, arrive, contact, member
):  # fmt: skip
    talk = arrive(written(message_id="<a@client.example>")).message.conversation
    conversations.set_aside(talk, by=member, at=NOW)
    arrive(written(In_Reply_To="<a@client.example>", text="It is urgent.\n"), minutes=5)
    assert "Label proofs" in browse(member).get("/w/fernhill/inbox/").text
    assert Event.objects.filter(verb="conversation.taken_back", actor_kind="system").exists()


def test_what_a_supplier_adds_stays_aside_but_not_what_follows_a_machines_word(
    arrive, contact, member
):  # fmt: skip
    shop = {"sender": "shop@paper.example", "In_Reply_To": "<s@paper.example>"}
    talk = arrive(written(sender="shop@paper.example", message_id="<s@paper.example>"))
    conversations.set_aside(talk.message.conversation, by=member, at=NOW)
    assert arrive(written(**shop)).message.conversation.set_aside_at is not None
    away = {"sender": "new@lead.example", "message_id": "<l@lead.example>"}
    talk = arrive(written(Auto_Submitted="auto-replied", **away)).message.conversation
    assert talk.set_aside_at is not None
    arrive(written(sender="new@lead.example", In_Reply_To="<l@lead.example>"))
    talk.refresh_from_db()
    assert talk.set_aside_at is None
