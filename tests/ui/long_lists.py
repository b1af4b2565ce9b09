"""Every list that has pages: where it is, how it is filtered, and how to make it long."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from django.utils.timezone import localdate, now

from rapport.accounts.models import Member
from rapport.cases.models import Case
from rapport.clients.models import Client, Contact
from rapport.feedback.models import Answer, Invitation
from rapport.inbox.models import Dispatch, Mailbox, RawMail, StuckMail
from rapport.notifications.models import Notification
from rapport.planning.models import Baseline, PlanTemplate
from rapport.projects.models import Programme, Project
from rapport.promises.models import Promise
from rapport.reports.models import ReportRecipient, StatusReport
from tests.builders import THEN, Make

_serial = count(1)


@dataclass(frozen=True)
class Ground:
    """What the rows hang on."""

    make: Make
    manager: Member
    contact: Contact
    project: Project

    def other(self) -> "Ground":
        """The same beside a client of their own, whom a filter leaves out."""
        client = self.make.client("Somebody else", "ELSE")
        contact, project = self.make.contact(client), self.make.project(client, "Elsewhere")
        return Ground(self.make, self.manager, contact, project)

    @property
    def client(self) -> Client:
        return self.project.client


Fill = Callable[[Ground, list[str]], None]


@dataclass(frozen=True)
class LongList:
    """A list; each of its rows shows the word it was filled with, if `shows` is empty."""

    path: str
    fill: Fill
    a_page: int = 50
    filters: str = ""
    shows: str = ""
    in_portal: bool = False


def _cases(ground: Ground, words: list[str]) -> None:
    for word in words:
        _case(ground, word, due_at=now() + timedelta(days=1))


def _case(ground: Ground, word: str, **fields) -> Case:
    return Case.objects.create(
        workspace=ground.make.workspace, number=next(_serial), opened_at=THEN, kind="incident",
        conversation=ground.make.conversation(subject=word, assignee=ground.manager),
        client=ground.client, project=ground.project, reporter=ground.contact, **fields,
    )  # fmt: skip


def _promises(ground: Ground, words: list[str]) -> None:
    for word in words:
        Promise.objects.create(
            workspace=ground.make.workspace, number=next(_serial), what=word, due_on=localdate(),
            client=ground.client, project=ground.project, contact=ground.contact,
            made_by=ground.manager, made_at=THEN, created_at=THEN,
        )  # fmt: skip


def _projects(ground: Ground, words: list[str]) -> None:
    for word in words:
        project = ground.make.project(ground.client, word, lead=ground.manager)
        ground.make.task(project)


def _programmes(ground: Ground, words: list[str]) -> None:
    for word in words:
        number = next(_serial)
        programme = Programme.objects.create(
            workspace=ground.make.workspace, number=number, name=word, position=number,
            lead=ground.manager, created_at=THEN,
        )  # fmt: skip
        ground.make.project(ground.client, programme=programme)


def _tasks(ground: Ground, words: list[str]) -> None:
    for word in words:
        ground.make.task(ground.project, word)


def _baselines(ground: Ground, words: list[str]) -> None:
    for word in words:
        Baseline.objects.create(
            workspace=ground.make.workspace, project=ground.project, number=next(_serial),
            name=word, taken_at=THEN, taken_by=ground.manager, tasks=1, finish=THEN,
        )  # fmt: skip


def _templates(ground: Ground, words: list[str]) -> None:
    for word in words:
        PlanTemplate.objects.create(
            workspace=ground.make.workspace, number=next(_serial), name=word, tasks=0,
            body={"tasks": [], "links": []}, made_by=ground.manager, made_at=THEN,
        )  # fmt: skip


def _tasks_since(ground: Ground, words: list[str]) -> None:
    """All of them were added since the first baseline."""
    if not Baseline.objects.filter(project=ground.project, number=1).exists():
        Baseline.objects.create(
            workspace=ground.make.workspace, project=ground.project, number=1, name="Agreed",
            taken_at=THEN, tasks=1, finish=THEN,
        )  # fmt: skip
    _tasks(ground, words)


def _answers(ground: Ground, words: list[str]) -> None:
    at, place = now(), {"workspace": ground.make.workspace, "client": ground.client}
    for word in words:
        asked = Invitation.objects.create(
            **place, case=_case(ground, word), contact=ground.contact, invited_at=at,
            token_hash=f"{next(_serial)}",
        )  # fmt: skip
        Answer.objects.create(**place, invitation=asked, score=4, answered_at=at)


def _mailbox(ground: Ground) -> Mailbox:
    return Mailbox.objects.get_or_create(
        workspace=ground.make.workspace, address="studio@fernhill.example",
        defaults={"imap_host": "127.0.0.1", "smtp_host": "127.0.0.1", "created_at": THEN},
    )[0]  # fmt: skip


def _unreadable(ground: Ground, words: list[str]) -> None:
    RawMail.objects.bulk_create(
        RawMail(
            workspace=ground.make.workspace, mailbox=_mailbox(ground), source="imap", size=5,
            locator=word, sha256="0" * 64, content=b"", received_at=THEN, outcome="quarantined",
        )
        for word in words
    )  # fmt: skip


def _stuck(ground: Ground, words: list[str]) -> None:
    StuckMail.objects.bulk_create(
        StuckMail(
            workspace=ground.make.workspace, mailbox=_mailbox(ground), uid=next(_serial),
            tries=2, last_error=word, first_tried_at=THEN, last_tried_at=THEN, next_try_at=THEN,
        )
        for word in words
    )  # fmt: skip


def _unsent(ground: Ground, words: list[str]) -> None:
    Dispatch.objects.bulk_create(
        Dispatch(
            workspace=ground.make.workspace, mailbox=_mailbox(ground), state="failed",
            header_id=f"<{next(_serial)}@x>", not_before=THEN, created_at=THEN,
            recipients={f"{word}@out.example": "failed"},
        )
        for word in words
    )  # fmt: skip


def _reports(ground: Ground, words: Iterable[str]) -> list[StatusReport]:
    """Each on a project of its own; the even ones are drafts."""
    return [
        _report(ground, ground.make.project(ground.client, word), sent=bool(n % 2))
        for n, word in enumerate(words)
    ]


def _report(ground: Ground, project: Project, *, sent: bool) -> StatusReport:
    return StatusReport.objects.create(
        workspace=ground.make.workspace, client=ground.client, project=project,
        number=next(_serial), since=THEN.date(), until=THEN.date(),
        written_by=ground.manager, created_at=THEN,
        sent_at=THEN if sent else None,
    )  # fmt: skip


def _reports_of_one(ground: Ground, words: list[str]) -> None:
    for _ in words:
        _report(ground, ground.project, sent=True)


def _received(ground: Ground, words: list[str]) -> None:
    for report in _reports(ground, words):
        StatusReport.objects.filter(pk=report.pk).update(sent_at=THEN)
        ReportRecipient.objects.create(
            workspace=ground.make.workspace, report=report, contact=ground.contact, detail=1
        )


def _conversations(ground: Ground, words: list[str]) -> None:
    for word in words:
        ground.make.conversation(ground.contact, word)


def _notifications(ground: Ground, words: list[str]) -> None:
    """The even ones are unread."""
    for n, word in enumerate(words):
        talk = ground.make.conversation(subject=word)
        Notification.objects.create(
            workspace=ground.make.workspace, member=ground.manager, topic="message",
            subject_kind="inbox.conversation", subject_id=talk.pk,
            thing_kind="inbox.conversation", thing_id=talk.pk,
            first_at=THEN, last_at=THEN, read_at=THEN if n % 2 else None,
        )  # fmt: skip


LISTS = {
    "cases": LongList("/w/fernhill/cases/", _cases, filters="client=NWM"),
    "promises": LongList("/w/fernhill/promises/", _promises, filters="show=all&client=NWM"),
    "projects": LongList("/w/fernhill/projects/", _projects, filters="q=northwind"),
    "timeline": LongList("/w/fernhill/projects/timeline/", _projects, filters="q=northwind"),
    "timeline as a table": LongList(
        "/w/fernhill/projects/timeline/table/", _projects, filters="order=finish&q=northwind"
    ),
    "programmes": LongList("/w/fernhill/projects/programmes/", _programmes, 25),
    "templates": LongList("/w/fernhill/projects/templates/", _templates),
    "fillings": LongList("/w/fernhill/projects/KTB/plan/filling/", _templates),
    "plan": LongList("/w/fernhill/projects/KTB/plan/table/", _tasks, 100),
    "baselines": LongList("/w/fernhill/projects/KTB/plan/baselines/", _baselines, 20),
    "variances": LongList(
        "/w/fernhill/projects/KTB/plan/baselines/1/", _tasks_since, 100, filters="order=finish"
    ),
    "feedback": LongList("/w/fernhill/feedback/", _answers, filters="client=NWM"),
    "quarantine": LongList("/w/fernhill/settings/quarantine/", _unreadable, 100),
    "stuck mails": LongList("/w/fernhill/settings/quarantine/", _stuck, 100),
    "outbox": LongList("/w/fernhill/settings/outbox/", _unsent, 100),
    "reports": LongList("/w/fernhill/reports/", _reports),
    "reports of a project": LongList(
        "/w/fernhill/projects/KTB/reports/", _reports_of_one, shows=r"KTB/reports/(\d+)/"
    ),
    "notifications": LongList("/w/fernhill/notifications/", _notifications),
    "portal conversations": LongList("/p/fernhill/messages/", _conversations, in_portal=True),
    "portal reports": LongList("/p/fernhill/reports/", _received, in_portal=True),
}
