"""A contact in the portal, and a company full of things they must not see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpRequest
from django.test import Client as Browser
from django.utils import timezone

from rapport.clients.models import Contact
from rapport.delivery.operations import handing_over
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.files.operations import files
from rapport.inbox.models import Attachment, Message, Participant
from rapport.lib.visibility import Turn, Visibility
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.portal.session import begin_session
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from tests.conftest import NOW

CANARY = "GOLDFINCH"


@pytest.fixture
def portal() -> Callable[[Contact], Browser]:
    """A browser in which this contact is signed in."""

    def sign_in(contact: Contact, browser: Browser | None = None) -> Browser:
        browser = browser or Browser()
        session = browser.session
        request = HttpRequest()
        request.session = session
        begin_session(request, contact)
        session.save()
        browser.cookies["rapport_session"] = session.session_key
        return browser

    return sign_in


@pytest.fixture
def project(make, client_company, manager):
    return make.project(client_company, "Booking app", key="KTB", lead=manager)


@pytest.fixture
def deliverable(workspace, project, contact, manager):
    made = handing_over.create(
        project, facts=DeliverableFacts("Wireframes", "Twelve screens"), by=manager, at=NOW
    )
    proof = files.store(workspace, name="proof.pdf", content=b"%PDF", by=manager, at=NOW)
    handing_over.submit(made, files=[proof], by=manager, at=NOW)
    return made


@pytest.fixture
def question(project, contact, manager):
    new = NewQuestion(contact, "Which payment methods?", options=("Card",), project=project)
    return asking.ask(new, by=manager, at=NOW)


@pytest.fixture
def promise(project, manager):
    day = timezone.localdate() + timedelta(days=9)
    return making.make(NewPromise(project.client, "Beta", day, project), by=manager, at=NOW)


@pytest.fixture
def conversation(make, contact, manager):
    talk = make.conversation(contact, "Label proofs")
    make.message(talk, "Here they are", kind="out", author=manager, to=[["", contact.email]])
    return talk


@pytest.fixture
def hidden(workspace, make, contact, project, conversation, manager):
    """Everything a contact must never see; each thing bears the canary."""
    make.message(conversation, f"{CANARY} note", kind="note", author=manager)
    make.message(conversation, f"{CANARY} unverified", is_unverified=True, from_email="x@y.example")
    make.message(conversation, f"{CANARY} to others", kind="out", author=manager,
                 to=[["", "colleague@northwind.example"]])  # fmt: skip
    make.message(conversation, f"{CANARY} sign-up code", from_email="no-reply@slack.example")
    unsent = make.message(conversation, f"{CANARY} unsent", kind="out", to=[["", contact.email]])
    Message.objects.filter(pk=unsent.pk).update(sent_at=None)
    make.task(project, f"{CANARY} internal task", visibility=Visibility.INTERNAL,
              turn=Turn.CLIENT)  # fmt: skip
    secret = make.project(contact.client, f"{CANARY} secret", visibility=Visibility.INTERNAL)
    asking.ask(NewQuestion(contact, "Tea or coffee?", project=secret), by=manager, at=NOW)
    contact.client.notes = f"{CANARY} client notes"
    contact.client.save()
    secret = NewPromise(
        contact.client, f"{CANARY} promise", timezone.localdate(), project,
        visibility=Visibility.INTERNAL,
    )  # fmt: skip
    making.make(secret, by=manager, at=NOW)
    handing_over.create(project, facts=DeliverableFacts(f"{CANARY} draft"), by=manager, at=NOW)
    colleague = make.contact(contact.client, "Colleague", f"{CANARY}@northwind.example")
    asking.ask(NewQuestion(colleague, f"{CANARY} question", project=project), by=manager, at=NOW)
    _of_another_client(make, manager)
    return workspace


def _of_another_client(make, manager) -> None:
    other = make.client(f"{CANARY} other client", "OTH")
    person = make.contact(other, f"{CANARY} person", f"{CANARY}@other.example")
    theirs = make.project(other, f"{CANARY} project", key="OTP", lead=manager)
    make.task(theirs, f"{CANARY} task", turn=Turn.CLIENT)
    day = timezone.localdate()
    making.make(NewPromise(other, f"{CANARY} promised", day, theirs), by=manager, at=NOW)
    piece = handing_over.create(
        theirs, facts=DeliverableFacts(f"{CANARY} piece", "x"), by=manager, at=NOW
    )
    file = files.store(make.workspace, name=f"{CANARY}.pdf", content=b"x", by=manager, at=NOW)
    handing_over.submit(piece, files=[file], by=manager, at=NOW)
    asking.ask(NewQuestion(person, f"{CANARY} asked", project=theirs), by=manager, at=NOW)
    talk = make.conversation(person, f"{CANARY} subject")
    Attachment.objects.create(workspace=make.workspace, message=talk.messages.get(), file=file)


@pytest.fixture
def unverified(make, contact, conversation):
    """A participant whom nobody vouched for."""
    person = make.contact(contact.client, "Newcomer", "new@northwind.example")
    Participant.objects.create(
        workspace=make.workspace, conversation=conversation, email=person.email,
        contact=person, is_verified=False, joined_at=NOW,
    )  # fmt: skip
    return person
