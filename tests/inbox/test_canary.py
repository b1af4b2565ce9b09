"""An erased contact is gone from the bytes: database file and files folder, not only the pages.

Unusual words are put into every place a contact can reach; afterwards nothing may hold them.
"""

import json
import os
import quopri
import zlib
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from rapport.cases.models import Case
from rapport.cases.operations import closing as case_closing
from rapport.cases.operations import opening
from rapport.clients.models import Contact
from rapport.clients.operations import contacts
from rapport.delivery.operations import deciding, handing_over
from rapport.delivery.operations.deciding import Word
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.feedback.models import Invitation
from rapport.feedback.operations import answering, inviting
from rapport.files.operations import files
from rapport.inbox.models import Conversation, HookDelivery, Mailbox, MailHook, RawMail
from rapport.inbox.operations import intake, portal_messages, writing
from rapport.inbox.operations.letters import Letter
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.reports.operations import sending
from rapport.reports.operations import writing as reporting
from rapport.reports.queries.gather import gather
from rapport.reports.queries.span import Span
from rapport.workspaces.operations import bin
from tests.conftest import NOW
from tests.inbox.conftest import written

NAME, EMAIL = "Zephyrine Quackenbush", "zephyrine@quackenbush.example"
PHONE, TITLE = "+49 5550 778899", "Chief Wobbleologist"
CANARIES = {
    "name": "Quackenbush", "first name": "Zephyrine", "phone": "5550 778899",
    "job title": "Wobbleologist", "mail": "xylomarzipan", "subject": "florbuscule",
    "attachment name": "grumpkinfile", "attachment": "snozzwidget", "portal": "blatherskitch",
    "comment": "crumblewhisk", "answer": "dinglefrost", "survey": "murkelplum",
    "request": "wimblequist", "unread": "fernsplatch",
}  # fmt: skip


@pytest.fixture
def mailbox(workspace, scope, settings) -> Mailbox:
    settings.EMAIL_BACKEND = "rapport.inbox.system_mail.Backend"
    return Mailbox.objects.create(
        workspace=workspace, address="studio@fernhill.example", name="Fernhill",
        smtp_host="127.0.0.1", smtp_port=2, smtp_security="none", created_at=NOW,
    )  # fmt: skip


@pytest.fixture
def known(make, client_company) -> Contact:
    return make.contact(client_company, NAME, EMAIL, phone=PHONE, job_title=TITLE)


@pytest.fixture
def everywhere(make, workspace, client_company, manager, mailbox, known, run_jobs):
    """The contact leaves a trace wherever one can be left."""
    talk = _by_mail(workspace, mailbox, known, manager)
    portal_messages.receive(None, contact=known, text="blatherskitch", subject="hi", at=NOW)
    project = make.project(client_company, "Labels", key="LAB")
    _on_deliverable(project, workspace, known, manager)
    asked = asking.ask(NewQuestion(known, "Which one?", project=project), by=manager, at=NOW)
    asking.answer(asked, answer="the dinglefrost one", by=known, at=NOW)
    promise = NewPromise(client_company, "New labels", NOW.date(), contact=known)
    making.make(promise, by=manager, at=NOW)
    case = opening.open_case(talk, kind="complaint", by=manager, at=NOW)
    case_closing.close(case, by=manager, at=NOW)
    run_jobs()
    invitation = Invitation.objects.filter(case=case).first() or inviting.invite(case, at=NOW)
    if invitation:
        answering.answer(invitation, score=2, sentence="murkelplum", at=NOW)
    report = reporting.begin(project, today=NOW.date(), by=manager, at=NOW)
    facts = gather(report, Span.of(report.project, report.since, report.until, at=NOW))
    sending.send(report, facts=facts, to=[known], by=manager, at=NOW)
    run_jobs()


def _by_mail(workspace, mailbox, known, manager) -> Conversation:
    attachment = (
        b'--B\r\nContent-Type: text/plain; name="grumpkinfile.txt"\r\n'
        b'Content-Disposition: attachment; filename="grumpkinfile.txt"\r\n\r\n'
        b"snozzwidget " + b"x" * 5000 + b"\r\n--B--\r\n"
    )
    plain = written(f"{NAME} <{EMAIL}>", subject="About florbuscule", text="x\n")
    head = plain.split(b"Content-Type")[0]
    raw = (
        head + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n'
        b"--B\r\nContent-Type: text/plain\r\n\r\nThe xylomarzipan is off.\r\n"
        b"Regards, Zephyrine Quackenbush\r\n5550 778899 Chief Wobbleologist\r\n" + attachment
    )
    arrival = intake.Arrival("INBOX/1/1", raw, "imap", mailbox, False)
    [kept] = intake.store_raw([arrival], workspace=workspace, at=NOW)
    intake.settle(kept, at=NOW)
    talk = Conversation.objects.latest("pk")
    _unread(workspace, mailbox)
    letter = Letter("Dear Zephyrine Quackenbush, noted.", to=((NAME, EMAIL),))
    writing.reply(talk, letter=letter, by=manager, at=NOW)
    writing.note(talk, text=f"{NAME} called from {PHONE}", by=manager, at=NOW)
    return talk


def _unread(workspace, mailbox) -> None:
    """A mail that could not be read, and a provider's request that could not be."""
    mail = written(f"{NAME} <{EMAIL}>", subject="fernsplatch", text="x\n")
    [raw] = intake.store_raw(
        [intake.Arrival("INBOX/1/2", mail, "imap", mailbox, False)], workspace=workspace, at=NOW
    )
    RawMail.objects.filter(pk=raw.pk).update(outcome="quarantined", reason="depth")
    hook = MailHook.objects.create(
        workspace=workspace, mailbox=mailbox, provider="ses", created_at=NOW
    )
    wrapped = b64encode(mail.replace(b"fernsplatch", b"wimblequist")).decode()
    HookDelivery.objects.create(
        workspace=workspace, hook=hook, kind="mail", key="k", size=1, received_at=NOW,
        content=zlib.compress(json.dumps({"Message": wrapped}).encode()), outcome="quarantined",
    )  # fmt: skip


def _on_deliverable(project, workspace, known, manager) -> None:
    made = handing_over.create(
        project, facts=DeliverableFacts("Labels", "Two", contact=known), by=manager, at=NOW
    )
    proof = files.store(workspace, name="proof.pdf", content=b"%PDF", by=manager, at=NOW)
    handing_over.submit(made, files=[proof], by=manager, at=NOW)
    deciding.refuse(made, Word(known, 1, "too crumblewhisk"), at=NOW)


def remaining() -> dict[str, list[str]]:
    """Which canary is still found where: table and column, or file."""
    found: dict[str, list[str]] = {}
    for place, content in [*_columns(), *_files()]:
        for what, word in CANARIES.items():
            if any(form in content.lower() for form in _forms(word)):
                found.setdefault(what, []).append(place)
    return {what: sorted(set(places)) for what, places in found.items()}


def _forms(word: str) -> list[bytes]:
    """The word as it may be written: plain, and in the codings of mail."""
    plain = word.encode().lower()
    return [plain, quopri.encodestring(plain).strip(), *(_inside_base64(plain))]


def _inside_base64(plain: bytes) -> list[bytes]:
    return [b64encode(b"\0" * n + plain)[4:-4].lower() for n in range(3) if len(plain) > 8]


def _columns():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield f"{table}.{name}", _bytes(value)


def _bytes(value) -> bytes:
    if isinstance(value, memoryview):
        value = bytes(value)
    if isinstance(value, bytes):
        try:
            return value + zlib.decompress(value)
        except zlib.error:
            return value
    return str(value).encode()


def _files():
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            yield f"file {path.name}", path.name.encode() + path.read_bytes()


def _an_hour_passes() -> None:
    """Bytes younger than this may belong to a row that is being written."""
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        os.utime(path, (0, 0))


def test_every_canary_is_somewhere_before(everywhere):
    assert remaining().keys() == CANARIES.keys()


def test_no_row_and_no_file_holds_an_erased_contact(
    everywhere, workspace, known, manager, run_jobs, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        contacts.erase(known, by=manager, at=NOW)
    run_jobs()
    _an_hour_passes()
    files.forget_strays(workspace.pk)
    left = remaining()
    assert not left, json.dumps(left, indent=1)


def test_thirty_days_in_the_bin_forget_a_contact_as_erasing_does(
    everywhere, workspace, known, manager, run_jobs, django_capture_on_commit_callbacks
):
    bin.put(known, by=manager, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        bin.empty(workspace, at=NOW + timedelta(days=29))
    run_jobs()
    assert remaining().keys() == CANARIES.keys()
    with django_capture_on_commit_callbacks(execute=True):
        bin.empty(workspace, at=NOW + timedelta(days=31))
    run_jobs()
    _an_hour_passes()
    files.forget_strays(workspace.pk)
    left = remaining()
    assert not left, json.dumps(left, indent=1)


def test_a_conversation_that_leaves_the_bin_takes_its_raw_mails_and_files_along(
    everywhere, workspace, known, manager, run_jobs, django_capture_on_commit_callbacks
):
    for conversation in Conversation.objects.all():
        bin.put(conversation, by=manager, at=NOW)
    for case in Case.objects.all():
        bin.put(case, by=manager, at=NOW)
    run_jobs()
    with django_capture_on_commit_callbacks(execute=True):
        bin.empty(workspace, at=NOW + timedelta(days=31))
    run_jobs()
    _an_hour_passes()
    files.forget_strays(workspace.pk)
    assert not Conversation.objects.exists()
    said = {"mail", "attachment name", "attachment", "portal"}
    left = {what: where for what, where in remaining().items() if what in said}
    assert not left, json.dumps(left, indent=1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into SQLite's own file")
def test_no_byte_of_the_database_file_holds_an_erased_contact(everywhere, known, manager, run_jobs):
    contacts.erase(known, by=manager, at=NOW)
    run_jobs()
    content = connection.connection.serialize().lower()
    assert [what for what, word in CANARIES.items() if word.lower().encode() in content] == []
