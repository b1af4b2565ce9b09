"""The kinds of file a plan leaves as: what each is called, and how it is written."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.engine.plan import ScheduledTask
from rapport.integrations.planfiles import (
    csv_write,
    ical_write,
    mspdi_write,
    pmxml_write,
    xer_write,
    xlsx_write,
)
from rapport.integrations.planfiles.ical_write import Entry
from rapport.planning.queries.export_costs import priced
from rapport.planning.queries.export_plan import for_people, for_primavera, for_project
from rapport.planning.queries.outlined import PlanRow
from rapport.projects.models import Project
from rapport.projects.queries.helping import helped_by

SAFE_NAME = 60
_NOT_SAFE = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which plan to write and when; `who` narrows a calendar to the tasks of one person. What it
    costs leaves only for those who see money."""

    project: Project
    at: datetime
    who: Member | None = None
    sees_costs: bool = False

    @property
    def local(self) -> datetime:
        """The moment of writing as a local time of the workspace."""
        zone = ZoneInfo(self.project.workspace.time_zone)
        return self.at.astimezone(zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file."""

    suffix: str
    label: str | Promise
    note: str | Promise
    content_type: str
    write: Callable[[Wanted], bytes]


def file_name(project: Project, suffix: str) -> str:
    """A name that no system and no header can take wrongly: KTB-Launch-plan.xml."""
    plain = unicodedata.normalize("NFKD", project.name).encode("ascii", "ignore").decode()
    stem = _NOT_SAFE.sub("-", f"{project.key}-{plain}").strip("-")[:SAFE_NAME]
    return f"{stem.rstrip('-')}-plan.{suffix}"


def _xml(wanted: Wanted) -> bytes:
    found, project = for_project(wanted.project), wanted.project
    file = priced(found.file, found.rows, project) if wanted.sees_costs else found.file
    return mspdi_write.write(file, made=wanted.local, dates=found.dates)


def _xer(wanted: Wanted) -> bytes:
    found = for_primavera(wanted.project)
    return xer_write.write(found.file, made=wanted.local, dates=found.dates)


def _pmxml(wanted: Wanted) -> bytes:
    found = for_primavera(wanted.project)
    return pmxml_write.write(found.file, made=wanted.local, dates=found.dates)


def _csv(wanted: Wanted) -> bytes:
    found = for_people(wanted.project)
    return csv_write.write(found.file, found.dates, gettext)


def _xlsx(wanted: Wanted) -> bytes:
    found = for_people(wanted.project)
    return xlsx_write.write(found.file, found.dates, gettext, made=wanted.local)


def _ical(wanted: Wanted) -> bytes:
    found = for_people(wanted.project)
    helped = set(helped_by(wanted.who).values_list("task", flat=True)) if wanted.who else set()
    rows = {
        uid: row for uid, row in found.rows.items()
        if _is_theirs(row, wanted.who) or (row.pk in helped and row.active and not row.summary)
    }  # fmt: skip
    host = urlsplit(settings.PUBLIC_URL).hostname or "rapport"
    entries = (
        _entry(row, date, wanted.project, host)
        for date in found.dates.tasks
        if (row := rows.get(date.uid))
    )
    return ical_write.write(wanted.project.name, entries, stamp=wanted.at)


def _is_theirs(row: PlanRow, who: Member | None) -> bool:
    """Milestones are everybody's; summaries only repeat what is part of them."""
    if row.summary or not row.active:
        return False
    return row.milestone or who is None or row.assignee == who.pk


def _entry(row: PlanRow, dates: ScheduledTask, project: Project, host: str) -> Entry:
    names = {"slug": project.workspace.slug, "key": project.key, "number": row.number}
    return Entry(
        uid=f"task-{row.number}.{project.key}.{project.workspace.slug}@{host}",
        name=row.name,
        start=dates.start.date(),
        finish=dates.finish.date(),
        description=row.who,
        url=settings.PUBLIC_URL + reverse("projects.task", kwargs=names),
        is_milestone=row.milestone,
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    kind.suffix: kind
    for kind in (
        Kind(
            "xml", _("Microsoft Project (XML)"),
            _("The whole plan: links, calendars, people, progress. Comes back unchanged."),
            "application/xml", _xml,
        ),
        Kind(
            "xer", _("Primavera (XER)"),
            _("For P6: a work breakdown with activities, links, calendars, people, progress."),
            "application/octet-stream", _xer,
        ),
        Kind(
            "p6.xml", _("Primavera (XML)"), _("The same for P6 and what reads its XML."),
            "application/xml", _pmxml,
        ),
        Kind(
            "xlsx", _("Excel"), _("A table with real dates, to sort, filter and send."),
            XLSX, _xlsx,
        ),
        Kind(
            "csv", _("CSV"), _("The same table as plain text, for other programs."),
            "text/csv; charset=utf-8", _csv,
        ),
        Kind(
            "ics", _("Calendar (iCalendar)"),
            _("Milestones and tasks as whole days, for Outlook, Google or Apple."),
            "text/calendar; charset=utf-8", _ical,
        ),
    )
}  # fmt: skip
