"""A case from the first mail to the last, through the product's own intake and outbox."""

from datetime import timedelta

import pytest

from rapport.cases.models import Case
from rapport.cases.operations import closing, opening
from rapport.inbox.models import Conversation
from rapport.inbox.operations import sending, writing
from rapport.inbox.operations.letters import Letter
from rapport.portal.queries.messages import shown
from tests.conftest import NOW
from tests.inbox.conftest import arrive, mailbox, written  # noqa: F401 - fixtures

INES = (("Ines Prado", "ines@northwind.example"),)


def minutes(count: int):
    return NOW + timedelta(minutes=count)


@pytest.fixture
def case(contact, arrive, manager) -> Case:  # noqa: F811
    arrive(written(message_id="<first@client.example>"))
    return opening.open_case(Conversation.objects.get(), kind="incident", by=manager, at=minutes(5))


def answer(case: Case, manager, *, after: int):
    message = writing.reply(
        case.conversation, letter=Letter("New ones leave today.", to=INES), by=manager,
        at=minutes(after),
    )  # fmt: skip
    return message


def leave(message, *, after: int) -> None:
    sending.deliver_locally(message.dispatch, at=minutes(after))


def test_the_clock_follows_the_mail(case, manager, arrive):  # noqa: F811
    assert case.clock_from == NOW
    due = case.resolve_due
    message = answer(case, manager, after=30)
    case.refresh_from_db()
    assert case.first_replied_at is None, "it may still be taken back"
    leave(message, after=31)
    case.refresh_from_db()
    assert (case.first_replied_at, case.paused_since) == (minutes(31), minutes(30))
    arrive(written(text="Thanks, and the box?\n", In_Reply_To=message.message_id), minutes=61)
    case.refresh_from_db()
    assert case.paused_since is None
    assert case.resolve_due == due + timedelta(minutes=31)


def test_a_stranger_who_joins_does_not_open_a_closed_case(case, manager, arrive):  # noqa: F811
    closing.close(case, by=manager, at=minutes(10))
    arrive(written("Eve <eve@evil.example>", In_Reply_To="<first@client.example>"), minutes=20)
    case.refresh_from_db()
    assert not case.is_open
    arrive(written(text="Not yet.\n", In_Reply_To="<first@client.example>"), minutes=30)
    case.refresh_from_db()
    assert case.is_open


def test_the_contact_reads_the_answer_in_the_portal_once_it_left(case, contact, manager, arrive):  # noqa: F811
    message = answer(case, manager, after=30)
    arrive(written("Eve <eve@evil.example>", text="Secret\n", In_Reply_To="<first@client.example>"))
    talk = case.conversation
    assert [m.kind for m in shown(talk, contact)] == ["in"]
    leave(message, after=31)
    assert [m.visible_text.strip() for m in shown(talk, contact)] == [
        "The German leaflet has the old symbol.",
        "New ones leave today.",
    ]
