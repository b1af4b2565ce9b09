"""No mail to a client holds what only the team may see (A07), or makes markup of words (C02)."""

import email
from datetime import timedelta
from email import policy

import pytest
from django.core import mail
from django.utils import timezone

from rapport.cases.operations import closing, opening
from rapport.clients.operations import portal_invitations, sign_in
from rapport.delivery.operations import handing_over
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.events.models import Job
from rapport.files.operations import files
from rapport.inbox.models import Dispatch, Mailbox
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.lib.reader import Detail
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.reports.operations import sending
from rapport.reports.operations import writing as reporting
from rapport.reports.queries.gather import gather
from rapport.reports.queries.span import Span
from tests.abuse.markup import VECTOR, came_alive, say_everywhere
from tests.conftest import NOW
from tests.portal.conftest import CANARY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings, workspace, scope):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Mailbox.objects.create(
        workspace=workspace, address="us@fernhill.example", name="Us", smtp_host="127.0.0.1",
        smtp_port=2, smtp_security="none", created_at=NOW,
    )  # fmt: skip


@pytest.fixture
def everything_written(make, contact, project, conversation, manager, hidden, run_jobs):
    """Each way in which this contact gets mail, after the team wrote what they must not see."""
    at = timezone.now()
    letter = Letter("Thank you.", to=(("", contact.email),))
    writing.reply(conversation, letter=letter, by=manager, at=at, undo=timedelta(0))
    sign_in.send_key(contact, at=at)
    portal_invitations.invite(contact, note="Have a look.", by=manager, at=at)
    asking.ask(NewQuestion(contact, "Card or invoice?", project=project), by=manager, at=at)
    piece = handing_over.create(project, facts=DeliverableFacts("Labels", "x"), by=manager, at=at)
    proof = files.store(make.workspace, name="p.pdf", content=b"%PDF", by=manager, at=at)
    handing_over.submit(piece, files=[proof], by=manager, at=at)
    case = opening.open_case(conversation, kind="question", by=manager, at=at)
    closing.close(case, by=manager, at=at)
    report = reporting.begin(project, today=at.date(), by=manager, at=at)
    facts = gather(report, Span.of(report.project, report.since, report.until, at=at))
    sending.send(report, facts=facts, to=[contact], by=manager, at=at)
    for _ in range(3):
        Job.objects.filter(name__contains="sweep").delete()
        Job.objects.update(run_at=at)
        run_jobs()


@pytest.mark.parametrize("detail", Detail)
def test_a07_no_mail_to_a_client_holds_an_internal_word(contact, detail, request):
    contact.detail = detail
    contact.save()
    request.getfixturevalue("everything_written")
    to_contact = [letter for letter in mail.outbox if contact.email in letter.recipients()]
    sent = [letter.message().as_bytes() for letter in to_contact]
    composed = [bytes(row.content or b"") for row in Dispatch.objects.exclude(message=None)]
    subjects = " | ".join(letter.subject for letter in to_contact)
    assert len(to_contact) >= 4, subjects
    assert any(b"Thank you." in content for content in composed)
    for letter in to_contact:
        whole = f"{letter.subject} {letter.body} {getattr(letter, 'alternatives', '')}"
        assert CANARY.lower() not in whole.lower(), letter.subject
    for content in (*sent, *composed):
        assert CANARY.lower().encode() not in content.lower()


def parts_of_every_mail():
    """Each mail that left or waits, and its parts: (mail, type, text)."""
    sent = [letter.message().as_bytes() for letter in mail.outbox]
    composed = [bytes(row.content) for row in Dispatch.objects.exclude(content=None)]
    for raw in (*sent, *composed):
        read = email.message_from_bytes(raw, policy=policy.default)
        for part in read.walk():
            if part.get_content_maintype() == "text":
                yield read, part.get_content_type(), part.get_content()


def test_c02_a_name_or_subject_is_text_in_every_part_of_every_mail(
    contact, conversation, project, manager, hidden, request
):
    say_everywhere(VECTOR)
    manager.user.name = VECTOR
    manager.user.save()
    for row in (contact, conversation, project, project.client, contact.workspace):
        row.refresh_from_db()
    request.getfixturevalue("everything_written")
    read = list(parts_of_every_mail())
    pages = [text for _, kind, text in read if kind == "text/html"]
    assert len({id(one) for one, *_ in read}) >= 5
    assert {kind for _, kind, _ in read} <= {"text/plain", "text/html"}
    assert any("&lt;/title&gt;" in page for page in pages)
    assert [came_alive(page) for page in pages if came_alive(page)] == []
    for one, *_ in read:
        assert {"To", "From"} <= set(one.keys()) and "data-evil" not in str(one.keys())
