"""One change across apps is one transaction: cut at any statement, nothing of it is there.

Each operation is broken off before its first, second, … last statement; every row of every table
must be as it was. Then it runs through, so that the cuts were in a thing that works.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from rapport.cases.operations import closing, opening
from rapport.clients.models import Contact
from rapport.clients.operations import contacts
from rapport.delivery.models import Deliverable
from rapport.delivery.operations import deciding, handing_over
from rapport.delivery.operations.deciding import Word
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.files.operations import files
from rapport.inbox.models import Conversation, Mailbox
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.planning.models import PlanImport
from rapport.planning.operations import plan_import
from rapport.planning.operations.plan_import import NewImport
from rapport.projects.models import Project, Task
from rapport.projects.operations import dependencies, merging, splitting, transfer
from rapport.projects.operations.projects import ProjectDetails
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.reports.models import StatusReport
from rapport.reports.operations import sending
from rapport.reports.operations import writing as reporting
from rapport.reports.queries.gather import gather
from rapport.reports.queries.span import Span
from rapport.timesheets.models import TimeEntry
from tests.conftest import NOW
from tests.engines import ON_SQLITE
from tests.planning.mspdi import Row, mspdi

SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
MOST = 400
# Each cut costs all that stood before it.
PACE = 1 if ON_SQLITE else 7


class Cut(Exception):
    """The power went here."""


@contextmanager
def cut_at(place: int):
    """Raise before the n-th statement, savepoints not counted."""
    count = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal count
        if not sql.startswith(SAVEPOINTS):
            count += 1
            if count == place:
                raise Cut(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


WRITTEN = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def every_table() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def dump(tables: Iterable[str]) -> dict[str, list[str]]:
    """Every row of these tables."""
    rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'select * from "{table}"')
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def touched(act: Callable[[], object]) -> set[str]:
    """The tables that the whole act writes to, by its statements and by what is other after it.

    A part of it can write to no others: only these are looked at after each cut.
    """
    named: set[str] = set()

    def watch(execute, sql, params, many, context):
        named.update(WRITTEN.findall(sql))
        return execute(sql, params, many, context)

    tables = every_table()
    with transaction.atomic():
        before = dump(tables)
        with connection.execute_wrapper(watch):
            act()
        after = dump(tables)
        transaction.set_rollback(True)
    assert dump(tables) == before
    changed = {table for table in tables if before[table] != after[table]}
    assert changed, "the act itself did nothing"
    return changed | (named & set(tables))


def assert_all_or_nothing(act: Callable[[], object]) -> int:
    """Cut the act at each of its statements in turn; returns the last at which it was cut."""
    tables = touched(act)
    before = dump(tables)
    for place in range(1, MOST, PACE):
        try:
            with cut_at(place):
                act()
        except Cut as cut:
            after = dump(tables)
            changed = [table for table in tables if before[table] != after[table]]
            assert changed == [], f"cut at statement {place} ({cut}) left rows behind"
        else:
            break
    assert place > 3, "nothing was cut"
    assert dump(tables) != before
    return place - PACE


@pytest.fixture
def project(make, client_company):
    project = make.project(client_company, "Labels", key="LAB")
    make.task(project, "Proofs")
    return project


@pytest.fixture
def mailbox(workspace, scope, settings) -> Mailbox:
    settings.EMAIL_BACKEND = "rapport.inbox.system_mail.Backend"
    return Mailbox.objects.create(
        workspace=workspace, address="studio@fernhill.example", name="Fernhill",
        smtp_host="127.0.0.1", smtp_port=2, smtp_security="none", created_at=NOW,
    )  # fmt: skip


def test_a_client_approves_a_deliverable(project, workspace, contact, manager):
    facts = DeliverableFacts("Wireframes", "Twelve screens", contact=contact)
    made = handing_over.create(project, facts=facts, by=manager, at=NOW)
    proof = files.store(workspace, name="proof.pdf", content=b"%PDF", by=manager, at=NOW)
    handing_over.submit(made, files=[proof], by=manager, at=NOW)

    def approve():
        fresh = Deliverable.objects.get(pk=made.pk)
        deciding.approve(fresh, Word(contact, 1, "Fine"), at=NOW)

    assert_all_or_nothing(approve)


def test_a_case_is_closed(make, contact, manager):
    conversation = make.conversation(contact)
    case = opening.open_case(conversation, kind="incident", by=manager, at=NOW)

    def close():
        fresh = type(case).objects.get(pk=case.pk)
        closing.close(fresh, cause="Old symbol", cure="Replaced", by=manager, at=NOW)

    assert_all_or_nothing(close)


def test_f09_a_plan_is_brought_in(workspace, client_company, manager):
    content = mspdi([
        Row(1, "Build", level=1), Row(2, "Search", 16, level=2),
        Row(3, "Payments", 24, level=2, after=[(2, "FS", 0)]),
    ], people={manager.user.email: [2]})  # fmt: skip
    file = files.store(workspace, name="plan.xml", content=content, by=manager, at=NOW)
    new = NewImport(file, client_company)
    made = plan_import.rehearse(workspace, new, by=manager, at=NOW)

    def bring_in():
        plan_import.apply(PlanImport.objects.get(pk=made.pk), by=manager, at=NOW)

    assert_all_or_nothing(bring_in)


def test_a_report_is_sent(project, contact, manager, mailbox):
    report = reporting.begin(project, today=NOW.date(), by=manager, at=NOW)
    facts = gather(report, Span.of(report.project, report.since, report.until, at=NOW))

    def send():
        fresh = StatusReport.objects.get(pk=report.pk)
        sending.send(fresh, facts=facts, to=[contact], by=manager, at=now())

    assert_all_or_nothing(send)


def test_an_answer_is_queued(make, contact, manager, mailbox):
    conversation = make.conversation(contact)
    letter = Letter("Thank you.", to=((contact.name, contact.email),))

    def reply():
        fresh = Conversation.objects.get(pk=conversation.pk)
        writing.reply(fresh, letter=letter, by=manager, at=NOW)

    assert_all_or_nothing(reply)


def test_a_contact_is_erased(make, contact, manager, project):
    make.conversation(contact)
    asked = asking.ask(NewQuestion(contact, "Which logo?", project=project), by=manager, at=NOW)
    asking.answer(asked, answer="The old one", by=contact, at=NOW)

    def erase():
        contacts.erase(Contact.objects.get(pk=contact.pk), by=manager, at=NOW)

    assert_all_or_nothing(erase)


@pytest.fixture
def other(project, make, manager, contact):
    """Another project of the client; on the first hang time, a promise, mail and a link."""
    proofs, print_ = project.tasks.get(), make.task(project, "Print")
    dependencies.link(proofs, print_, by=manager, at=NOW)
    new = NewPromise(project.client, "Proofs", NOW.date(), project, task=proofs)
    making.make(new, by=manager, at=NOW)
    TimeEntry.objects.create(
        workspace=make.workspace, member=manager, project=project, task=proofs, day=NOW.date(),
        minutes=60, created_at=NOW,
    )  # fmt: skip
    make.conversation(contact, project=project)
    make.on_project(project, manager)
    return make.project(project.client, "Site", key="SITE")


def fresh(project: Project) -> Project:
    return Project.objects.select_related("client", "workspace").get(pk=project.pk)


def test_tasks_go_to_another_project(project, other, manager):
    def go():
        transfer.move(
            fresh(project), [Task.objects.get(name="Proofs")], fresh(other), by=manager, at=NOW
        )

    assert_all_or_nothing(go)


def test_a_project_is_split(project, other, manager):
    details = ProjectDetails("PROOF", "Proof round", NOW.date())

    def split():
        source = fresh(project)
        tasks = [Task.objects.get(name="Proofs")]
        splitting.split(source, tasks, details, source.client, by=manager, at=NOW)

    assert_all_or_nothing(split)


def test_two_projects_are_merged(project, other, manager):
    def merge():
        merging.merge(fresh(project), fresh(other), by=manager, at=NOW)

    assert_all_or_nothing(merge)
