"""A client's people see their own or their company's conversations, as the client decides."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rapport.clients.models import Contact
from rapport.clients.operations import contacts, sight
from rapport.events.models import Event
from rapport.files.models import StoredFile
from rapport.inbox.models import Conversation, Draft, Message, Participant
from rapport.inbox.operations import (
    merging,
    participants,
    sending,
    sides,
    splitting,
    taking_back,
    writing,
)
from rapport.inbox.operations.letters import Letter
from rapport.inbox.queries import merging as asked
from tests.conftest import NOW
from tests.inbox.conftest import arrive, mailbox, written  # noqa: F401

pytestmark = pytest.mark.django_db
SECRET = "The tender of September"


@pytest.fixture
def tom(make, client_company) -> Contact:
    return make.contact(client_company, "Tom Reyes", "tom@northwind.example")


@pytest.fixture
def boss(make, client_company, manager) -> Contact:
    person = make.contact(client_company, "Bea Boss", "bea@northwind.example")
    sight.entrust(person, by=manager, at=NOW)
    return person


@pytest.fixture
def talk(arrive, contact) -> Conversation:  # noqa: F811
    return arrive(written(subject=SECRET, message_id="<a@client.example>")).message.conversation


def at(name, **more):
    return reverse(name, kwargs={"slug": "fernhill", **more})


def sees(portal, person, talk) -> bool:
    person.refresh_from_db()
    browser = portal(person)
    listed = SECRET in browser.get(at("portal.conversations")).text
    opened = browser.get(at("portal.conversation", number=talk.number))
    assert (opened.status_code == 200) == listed
    return listed and "leaflet" in opened.text


def test_the_client_decides_in_the_portal_and_at_once(portal, boss, tom, talk, make):
    assert not sees(portal, tom, talk)
    page = portal(boss).get(at("portal.colleagues"))
    assert "Tom Reyes" in page.text and "All of the company" in page.text
    portal(boss).post(at("portal.colleague", pk=tom.pk))
    assert sees(portal, tom, talk)
    event = Event.objects.filter(verb="contact.sight_changed").latest("pk")
    assert (event.actor_kind, event.actor_id) == ("contact", boss.pk)
    portal(boss).post(at("portal.colleague", pk=tom.pk) + "?undo=1")
    assert not sees(portal, tom, talk)


def test_nobody_else_decides_it_and_for_no_other_company(portal, boss, tom, contact, make):
    assert portal(tom).post(at("portal.colleague", pk=tom.pk)).status_code == 404
    page = portal(tom).get(at("portal.colleagues"))
    assert "Bea Boss" in page.text and "All of the company" not in page.text
    assert "ines@" not in page.text
    stranger = make.contact(make.client("Other", "OTH"), "Olga", "olga@other.example")
    assert portal(boss).post(at("portal.colleague", pk=stranger.pk)).status_code == 404
    with pytest.raises(sight.NotTheirs):
        sight.widen(stranger, by=boss, at=NOW)
    assert not Contact.objects.filter(sees_company=True).exists()


def test_staff_set_it_too_and_it_stands_in_the_story(browse, member, viewer, tom):
    url = at("clients.contact_company", key=tom.client.key, pk=tom.pk)
    assert browse(viewer).post(url).status_code == 403
    browse(member).post(url)
    browse(member).post(at("clients.contact_decision", key=tom.client.key, pk=tom.pk))
    tom.refresh_from_db()
    assert tom.sees_company and tom.decides_for_company
    page = browse(member).get(at("clients.contact", key=tom.client.key, pk=tom.pk))
    assert "sees the whole company" in page.text and "decides for the company" in page.text
    browse(member).post(url + "?undo=1")
    tom.refresh_from_db()
    assert not tom.sees_company


def test_a_copied_colleague_follows_along_gets_answers_and_can_be_taken_out(
    portal, browse, member, arrive, talk, tom  # noqa: F811
):  # fmt: skip
    copied = written(Cc="tom@northwind.example", In_Reply_To="<a@client.example>")
    proof = b"Authentication-Results: mx.fernhill.example; dkim=pass header.d=northwind.example\r\n"
    arrive(proof + copied, minutes=3)
    assert sees(portal, tom, talk)
    page = browse(member).get(at("inbox.conversation", number=talk.number))
    assert "tom@northwind.example" in page.context["cc"]
    person = Participant.objects.get(conversation=talk, contact=tom)
    url = at("inbox.remove_participant", number=talk.number, pk=person.pk)
    browse(member).post(url)
    tom.refresh_from_db()
    assert not Conversation.objects.visible_to(tom.reader).filter(pk=talk.pk).exists()
    page = browse(member).get(at("inbox.conversation", number=talk.number))
    assert (
        "tom@northwind.example" not in page.context["cc"] and not page.context["thread"].strangers
    )
    browse(member).post(url + "?undo=1")
    assert sees(portal, tom, talk)


def test_whoever_was_taken_out_and_writes_again_is_heard_and_back(
    browse, member, arrive, talk, tom  # noqa: F811
):  # fmt: skip
    proof = b"Authentication-Results: mx.fernhill.example; dkim=pass header.d=northwind.example\r\n"
    arrive(proof + written(Cc="tom@northwind.example", In_Reply_To="<a@client.example>"))
    person = Participant.objects.get(conversation=talk, contact=tom)
    browse(member).post(at("inbox.remove_participant", number=talk.number, pk=person.pk))
    again = written(sender="Tom <tom@northwind.example>", In_Reply_To="<a@client.example>")
    message = arrive(proof + again, minutes=5).message
    person.refresh_from_db()
    assert message.conversation == talk and not message.is_unverified
    assert person.is_verified and person.removed_at is None


def test_somebody_of_the_client_is_brought_in_and_nobody_of_another(
    browse, member, talk, tom, make
):
    url = at("inbox.add_participant", number=talk.number)
    assert "Tom Reyes" in browse(member).get(at("inbox.shared", number=talk.number)).text
    browse(member).post(url, {"contact": tom.pk})
    assert Participant.objects.filter(conversation=talk, contact=tom, is_verified=True).exists()
    stranger = make.contact(make.client("Other", "OTH"), "Olga", "olga@other.example")
    browse(member).post(url, {"contact": stranger.pk})
    assert not Participant.objects.filter(contact=stranger).exists()
    assert browse(member).post(url, {"contact": "x"}).status_code == 404


def test_what_is_written_in_the_portal_is_answered_to_those_who_follow_along(
    portal, browse, member, talk, tom, contact
):
    Participant.objects.create(
        workspace=talk.workspace, conversation=talk, email=tom.email, name="Tom", contact=tom,
        joined_at=NOW,
    )  # fmt: skip
    portal(contact).post(at("portal.conversation", number=talk.number), {"text": "One more thing."})
    page = browse(member).get(at("inbox.conversation", number=talk.number))
    assert "ines@northwind.example" in page.context["to"]
    assert "tom@northwind.example" in page.context["cc"]


def test_a_confidential_one_is_for_those_who_take_part_alone(
    portal, browse, member, talk, tom, contact, make
):
    tom.sees_company = True
    tom.save()
    message = talk.messages.get()
    stored = StoredFile.objects.create(
        workspace=talk.workspace, name="offer.pdf", size=3, sha256="a" * 64, created_at=NOW,
    )  # fmt: skip
    make.attachment(message, stored)
    assert sees(portal, tom, talk)
    url = at("inbox.confidence", number=talk.number)
    browse(member).post(url)
    assert not sees(portal, tom, talk) and sees(portal, contact, talk)
    assert portal(tom).get(at("portal.file", token=stored.token)).status_code == 404
    sent = {"text": "Let me in"}
    assert portal(tom).post(at("portal.conversation", number=talk.number), sent).status_code == 404
    assert "confidential" in browse(member).get(at("inbox.conversation", number=talk.number)).text
    browse(member).post(url + "?undo=1")
    assert sees(portal, tom, talk)


def test_confidential_stays_confidential_merged_and_split(
    browse, member, talk, tom, arrive  # noqa: F811
):  # fmt: skip
    tom.sees_company = True
    tom.save()
    other = arrive(written(subject="Plain"), minutes=1).message.conversation
    browse(member).post(at("inbox.confidence", number=talk.number))
    talk.refresh_from_db()
    assert not [one for one in asked.glimpses(talk, other) if one.contact == tom]
    merging.merge(talk, other, by=member, at=NOW)
    other.refresh_from_db()
    assert other.is_confidential
    assert not Conversation.objects.visible_to(tom.reader).filter(pk=other.pk).exists()
    last = other.messages.order_by("written_at").last()
    act = splitting.split(other, since=last, by=member, at=NOW)
    assert act.target.is_confidential
    assert not Message.objects.visible_to(tom.reader).exists()


def test_no_side_shows_to_whoever_sees_the_whole_company(portal, member, talk, tom):
    tom.sees_company = True
    tom.save()
    letter = Letter("Cheaper?", to=(("Pia", "pia@printer.example"),), subject="Paper")
    side = sides.begin(talk, letter=letter, by=member, at=NOW).conversation
    browser = portal(tom)
    for page in ("portal.conversations", "portal.home", "portal.colleagues"):
        assert "Paper" not in browser.get(at(page)).text
    assert browser.get(at("portal.conversation", number=side.number)).status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.parametrize("leaves_at", [None, NOW + timedelta(days=1)])
def test_whom_a_mail_was_taken_back_from_sees_nothing_of_it(portal, member, talk, make, leaves_at):
    olga = make.contact(make.client("Other", "OTH"), "Olga", "olga@other.example")
    letter = Letter("Oops", to=(("", olga.email), ("", "ines@northwind.example")))
    message = writing.reply(talk, letter=letter, by=member, at=NOW, leaves_at=leaves_at)
    taking_back.take_back(message, by=member, at=NOW)
    assert SECRET not in portal(olga).get(at("portal.conversations")).text
    assert Participant.objects.get().email == "ines@northwind.example"


def test_who_was_taken_out_is_out_again_with_the_mail_to_them(
    portal, member, talk, arrive, tom  # noqa: F811
):  # fmt: skip
    arrive(written(Cc="tom@northwind.example", In_Reply_To="<a@client.example>"))
    participants.remove(Participant.objects.get(contact=tom), by=member, at=NOW)
    letter = Letter("Oops", to=(("", tom.email),))
    at_once = NOW + timedelta(minutes=1)
    taking_back.take_back(writing.reply(talk, letter=letter, by=member, at=at_once), by=member,
                          at=at_once)  # fmt: skip
    assert not sees(portal, tom, talk)
    assert Participant.objects.get(contact=tom).removed_at is not None


def test_a_mail_that_proves_nothing_brings_back_nobody_from_elsewhere(
    member, talk, arrive  # noqa: F811
):  # fmt: skip
    proof = b"Authentication-Results: mx.fernhill.example; dkim=pass header.d=northwind.example\r\n"
    copied = {"Cc": "rival@elsewhere.example", "In_Reply_To": "<a@client.example>"}
    arrive(proof + written(**copied), minutes=1)
    rival = Participant.objects.get(email="rival@elsewhere.example")
    participants.remove(rival, by=member, at=NOW)
    arrive(written(**copied), minutes=2)
    rival.refresh_from_db()
    assert rival.removed_at is not None and not rival.is_verified
    arrive(proof + written(**copied), minutes=3)
    rival.refresh_from_db()
    assert rival.removed_at is None


def test_what_is_split_off_two_parties_belongs_to_whose_words_it_is(
    portal, member, contact, talk, arrive, make  # noqa: F811
):  # fmt: skip
    boss = make.contact(make.client("Other", "OTH"), "Olga", "olga@other.example")
    sight.widen(boss, by=member, at=NOW)
    raw = written(sender="Olga <olga@other.example>", subject="Leaflet")
    theirs = arrive(raw, minutes=-9).message.conversation
    merging.merge(talk, theirs, by=member, at=NOW, agreed=True)
    since = Message.objects.get(message_id="<a@client.example>")
    act = splitting.split(theirs, since=since, by=member, at=NOW, subject=SECRET)
    assert act.target.client_id == contact.client_id
    assert SECRET not in portal(boss).get(at("portal.conversations")).text


def test_who_was_taken_out_is_out_of_what_is_split_off(
    portal, browse, member, talk, arrive, tom  # noqa: F811
):  # fmt: skip
    copied = written(Cc="tom@northwind.example", In_Reply_To="<a@client.example>")
    since = arrive(copied, minutes=1).message
    participants.remove(Participant.objects.get(contact=tom), by=member, at=NOW)
    act = splitting.split(talk, since=since, by=member, at=NOW)
    page = browse(member).get(at("inbox.conversation", number=act.target.number))
    assert page.context["thread"].strangers == []


def test_what_was_written_to_somebody_stays_theirs_under_a_new_address(
    portal, member, contact, talk
):  # fmt: skip
    letter = Letter("Forty-two labels", to=(("", contact.email),))
    message = writing.reply(talk, letter=letter, by=member, at=NOW)
    sending.deliver_locally(message.dispatch, at=NOW)
    facts = contacts.ContactFacts("Ines Prado", "ines.prado@northwind.example")
    contacts.change(contact, facts=facts, by=member, at=NOW)
    page = portal(contact).get(at("portal.conversation", number=talk.number))
    assert "Forty-two labels" in page.text
