"""What becomes of a conversation stands in the client's story, as far as the reader may see it."""

import pytest
from django.urls import get_resolver

from rapport.accounts.readers import reader_for
from rapport.cases.models import Case
from rapport.cases.operations import changing, opening
from rapport.clients import timeline
from rapport.clients.operations import closures
from rapport.clients.operations.closures import Closed
from rapport.inbox.models import Conversation
from rapport.inbox.operations import conversations, merging, task_ties, tying
from rapport.lib.priority import Priority
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.projects.operations import people
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(arrive, contact) -> Conversation:
    assert get_resolver().url_patterns
    return arrive(written()).message.conversation


def told(client, reader) -> list[str]:
    return [one.line.text for one in timeline.story(client, reader).told]


def test_what_was_done_with_it_is_told_with_names(
    arrive, make, manager, member, client_company, talk
):
    other = arrive(written(subject="Invoice")).message.conversation
    task = make.task(make.project(client_company, "Relaunch", key="LAB"), "Redraw it")
    conversations.assign(talk, to=member, by=manager, at=NOW)
    tying.tie(talk, other, by=manager, at=NOW)
    task_ties.tie(talk, task, by=manager, at=NOW)
    conversations.close(talk, by=manager, at=NOW)
    merging.merge(other, talk, by=manager, at=NOW)
    who = manager.name
    assert told(client_company, reader_for(manager))[:5] == [
        f"{who} put “Invoice” into “Label proofs”",
        f"{who} closed “Label proofs”",
        f"{who} tied “Label proofs” to LAB-1 Redraw it",
        f"{who} tied “Label proofs” and “Invoice”",
        f"{who} gave “Label proofs” to {member.name}",
    ]


def test_a_name_that_the_reader_may_not_see_makes_no_line(
    make, manager, guest, client_company, contact, talk
):
    project = make.project(client_company, "Relaunch", key="LAB")
    secret = make.task(make.project(client_company, "Takeover", key="TKO"), "Buy them")
    people.add(project, guest, by=manager, at=NOW)
    Conversation.objects.filter(pk=talk.pk).update(project=project)
    talk.refresh_from_db()
    task_ties.tie(talk, secret, by=manager, at=NOW)
    conversations.close(talk, by=manager, at=NOW)
    seen = "\n".join(told(client_company, reader_for(guest)))
    assert "closed “Label proofs”" in seen and "Buy them" not in seen and "TKO" not in seen
    theirs = Reader(
        workspace_id=talk.workspace_id, role=Role.CONTACT, contact_id=contact.pk,
        client_ids=frozenset({client_company.pk}), project_ids=frozenset({project.pk}),
    )  # fmt: skip
    assert not any("closed" in text or "tied" in text for text in told(client_company, theirs))


def test_cases_and_the_client_itself_are_told_too(manager, client_company, talk):
    case = opening.open_case(talk, kind=Case.Kind.QUESTION, by=manager, at=NOW)
    changing.change(
        case, kind=Case.Kind.INCIDENT, priority=Priority.URGENT, by=manager, at=NOW
    )  # fmt: skip
    closures.note(client_company, Closed(NOW.date(), NOW.date(), ""), by=manager, at=NOW)
    lines = told(client_company, reader_for(manager))
    assert lines[0] == f"{manager.name} noted that they are closed: 4 Mar 2026"
    assert lines[1] == f"{manager.name} changed “Label proofs”: Incident, Urgent"
