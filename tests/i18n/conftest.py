"""A contact who reads another language, and the portal full of what one can see there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.cases.operations import closing, opening
from rapport.delivery.operations import handing_over
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.feedback.operations import inviting
from rapport.lib.reader import Detail
from rapport.lib.visibility import Turn
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.reports.operations import sending, writing
from rapport.reports.queries.gather import gather
from rapport.reports.queries.span import Span
from tests.i18n.catalogs import LANGUAGES
from tests.portal.conftest import (  # noqa: F401 - the portal's own fixtures
    conversation,
    deliverable,
    portal,
    project,
    promise,
    question,
)


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture
def contact(make, client_company, language):
    """Somebody at the client who chose to see everything, in this language."""
    return make.contact(client_company, "Ines Prado", "ines@northwind.example",
                        language=language, detail=Detail.EVERYTHING)  # fmt: skip


@pytest.fixture
def things(make, contact, project, deliverable, question, promise, conversation):  # noqa: F811
    """Something of every kind that the portal shows."""
    make.task(project, "Send the logo files", turn=Turn.CLIENT)
    make.task(project, "Go live", is_milestone=True)
    make.project(contact.client, "Old site", key="OLD", state="done")
    return project


class Wanted:
    """What we need from the contact since a moment ago."""

    def __init__(self, project, contact, by) -> None:  # noqa: F811
        self.project, self.contact, self.by = project, contact, by

    def hand_over(self) -> None:
        facts = DeliverableFacts("Wireframes", "Twelve", contact=self.contact)
        now = timezone.now()
        made = handing_over.create(self.project, facts=facts, by=self.by, at=now)
        handing_over.submit(made, files=[], by=self.by, at=now)

    def ask(self) -> None:
        new = NewQuestion(self.contact, "Card?", project=self.project)
        asking.ask(new, by=self.by, at=timezone.now())


@pytest.fixture
def wanted(project, contact, manager) -> Wanted:  # noqa: F811
    return Wanted(project, contact, manager)


@pytest.fixture
def case(make, contact, manager):
    """A case that was just solved."""
    now = timezone.now()
    made = opening.open_case(
        make.conversation(contact, "Etiketten"), kind="incident", by=manager, at=now
    )
    closing.close(made, cause="Fixed", by=manager, at=now)
    return made


@pytest.fixture
def invitation(case):
    """The question about it."""
    return inviting.invite(case, at=timezone.now())


@pytest.fixture
def report(things, case, contact, manager):
    """A report with something in each of its sections, sent to the contact."""
    now = timezone.now()
    draft = writing.begin(things, today=now.date(), by=manager, at=now)
    words = writing.Words(
        draft.since, draft.until + timedelta(days=1), "All well", "Beta", risks="Nur ein Satz."
    )
    writing.change(draft, words, by=manager, at=now)
    span = Span.of(draft.project, draft.since, draft.until, at=now)
    sending.send(draft, facts=gather(draft, span), to=[contact], by=manager, at=now)
    return draft
