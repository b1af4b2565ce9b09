"""A case keeps up with its conversation: in the bin, merged, of somebody known only later."""

from datetime import UTC, datetime, timedelta

import pytest

from rapport.cases.models import Case
from rapport.cases.operations import agreeing, closing, opening, warning
from rapport.cases.operations.agreeing import Terms
from rapport.cases.queries.targets import Aim
from rapport.clients.operations import contacts
from rapport.clients.operations.contacts import ContactFacts
from rapport.events.models import Event
from rapport.inbox.models import Message
from rapport.inbox.operations import conversations, merging, receiving, taking_back, writing
from rapport.inbox.operations.letters import Letter
from rapport.workspaces.operations import bin
from tests.cases.test_clock import tell


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


@pytest.fixture
def conversation(make, contact):
    return make.conversation(contact)


@pytest.fixture
def case(conversation, manager) -> Case:
    return opening.open_case(conversation, kind="incident", by=manager, at=at(9))


@pytest.fixture
def gold(workspace, contact, admin):
    terms = Terms("Gold", {3: Aim(reply=30)}, clients=[contact.client])
    return agreeing.make(workspace, terms, by=admin, at=at(8))


@pytest.fixture
def unknown(make, manager):
    """A case of somebody whom nobody knows yet."""
    talk = make.conversation()
    make.message(talk, from_email="new@client.example", from_name="New")
    return opening.open_case(talk, kind="question", by=manager, at=at(9))


@pytest.fixture
def complaint(make, contact, manager):
    """Answered and closed before the answer left."""
    talk = make.conversation(contact)
    made = opening.open_case(talk, kind="complaint", by=manager, at=at(9))
    letter = Letter("We are sorry.", to=(("", contact.email),))
    writing.reply(talk, letter=letter, by=manager, at=at(10))
    made.refresh_from_db()
    closing.close(made, by=manager, at=at(10))
    return made


def test_out_of_the_bin_it_stands_where_the_conversation_went(case, conversation, make, manager):
    bin.put(case, by=manager, at=at(10))
    answer = make.message(conversation, kind=Message.Kind.OUT)
    Message.objects.filter(pk=answer.pk).update(sent_at=at(11))
    tell(conversation, "message.sent", at(11), turn="client")
    bin.restore(case, by=manager, at=at(14))
    case.refresh_from_db()
    assert (case.first_replied_at, case.paused_since) == (at(11), at(11))


def test_an_open_one_out_of_the_bin_opens_its_conversation(case, conversation, manager):
    bin.put(case, by=manager, at=at(10))
    conversations.close(conversation, by=manager, at=at(11))
    bin.restore(case, by=manager, at=at(12))
    conversation.refresh_from_db()
    assert conversation.closed_at is None


def test_of_a_conversation_in_the_bin_nothing_is_listed_and_nobody_is_warned(
    case, conversation, manager, member, browse
):
    bin.put(conversation, by=manager, at=at(10))
    assert warning.tell_due(at=at(23)) == 0
    assert case.reference not in browse(member).get("/w/fernhill/cases/").text
    bin.restore(conversation, by=manager, at=at(11))
    assert case.reference in browse(member).get("/w/fernhill/cases/").text
    assert warning.tell_due(at=at(23)) == 1


def test_what_was_agreed_with_the_client_it_is_merged_to_holds(
    unknown, conversation, gold, manager
):
    act = merging.merge(unknown.conversation, conversation, by=manager, at=at(10), agreed=True)
    unknown.refresh_from_db()
    assert (unknown.client_id, unknown.policy) == (conversation.client_id, gold)
    merging.part(act, by=manager, at=at(10, 1))
    unknown.refresh_from_db()
    assert (unknown.client_id, unknown.policy) == (None, None)


def test_it_is_their_clients_once_a_contact_is_made_of_them(
    unknown, contact, gold, manager, make, run_jobs
):
    talk = unknown.conversation
    talk.participants.create(
        workspace=talk.workspace, email="new@client.example", name="New", joined_at=at(9)
    )
    facts = ContactFacts(name="New", email="new@client.example")
    contacts.create(contact.client, facts=facts, by=manager, at=at(10))
    run_jobs()
    unknown.refresh_from_db()
    assert (unknown.client_id, unknown.policy) == (contact.client_id, gold)


def test_it_is_their_clients_once_a_known_person_writes_there(unknown, contact, gold, make):
    talk = unknown.conversation
    receiving.accept(talk, make.message(talk, contact=contact), is_new=False, at=at(10))
    unknown.refresh_from_db()
    assert (unknown.client_id, unknown.policy) == (contact.client_id, gold)


def test_an_answer_that_leaves_after_it_was_closed_is_the_first(complaint):
    tell(complaint.conversation, "message.sent", at(10, 1), turn="client")
    complaint.refresh_from_db()
    assert (complaint.first_replied_at, complaint.acknowledged_at) == (at(10, 1), at(10, 1))
    assert Event.objects.filter(verb="case.replied").count() == 1
    tell(complaint.conversation, "message.received", at(12), turn="us")
    complaint.refresh_from_db()
    assert complaint.is_open
    assert not closing.owes_answer(complaint, at=at(12))


def test_a_complaint_closed_on_an_answer_that_is_taken_back_is_open_again(complaint, manager):
    message = Message.objects.get(kind=Message.Kind.OUT)
    taking_back.take_back(message, by=manager, at=at(10) + timedelta(seconds=5))
    complaint.refresh_from_db()
    assert (complaint.is_open, complaint.paused_since) == (True, None)
    complaint.conversation.refresh_from_db()
    assert complaint.conversation.closed_at is None
