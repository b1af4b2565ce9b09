"""Begin and change a report while it is a draft."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.projects.models import Project
from rapport.reports import events
from rapport.reports.models import StatusReport
from rapport.workspaces.operations.numbers import next_number

A_WEEK = timedelta(days=6)


class AlreadySent(Refused):
    """A sent report is evidence: it does not change."""


class BackwardSpan(Refused):
    """The last day lies before the first."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a person adds to the facts."""

    since: date
    until: date
    summary: str = ""
    next_steps: str = ""
    risks: str = ""
    internal_risks: str = ""
    internal_remarks: str = ""


@transaction.atomic
def begin(project: Project, *, today: date, by: Member, at: datetime) -> StatusReport:
    """The draft of a project: the one there is, else a new one from where the last one ended."""
    rows = StatusReport.objects.live().filter(project=project)
    draft: StatusReport | None = rows.filter(sent_at=None).order_by("-number").first()
    if draft:
        return draft
    last = rows.exclude(sent_at=None).order_by("-until").first()
    since = min(last.until + timedelta(days=1), today) if last else today - A_WEEK
    report: StatusReport = StatusReport.objects.create(
        workspace=project.workspace,
        project=project,
        client=project.client,
        number=next_number(project.workspace, f"report:{project.pk}"),
        since=since,
        until=today,
        risks=last.risks if last else "",
        internal_risks=last.internal_risks if last else "",
        written_by=by,
        created_at=at,
    )
    publish(events.BEGUN, subject=report, by=by, at=at, facts={"number": report.number})
    return report


@transaction.atomic
def change(report: StatusReport, words: Words, *, by: Member, at: datetime) -> None:
    """Keep what was written. Refused once the report was sent."""
    if words.until < words.since:
        raise BackwardSpan(_("The last day lies before the first. Nothing was changed."))
    fields = {name: getattr(words, name) for name in Words.__slots__}
    if not StatusReport.objects.filter(pk=report.pk, sent_at=None).update(**fields):
        raise AlreadySent(_("This report was sent and does not change. Begin a new one."))
    publish(events.CHANGED, subject=report, by=by, at=at, facts={"number": report.number})
    report.refresh_from_db()
