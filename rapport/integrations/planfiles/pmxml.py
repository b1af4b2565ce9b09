"""Reads a Primavera XML file (PMXML), streamed and hardened as Microsoft Project's is."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO

from lxml import etree

from rapport.engine.plan import Calendar, CalendarException, LinkKind, Periods
from rapport.integrations.planfiles import marks, pmxml_baselines
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.marks import Mark
from rapport.integrations.planfiles.mspdi_elements import (
    MOST_BYTES,
    MOST_ELEMENTS,
    Fields,
    Limited,
    fields_of,
)
from rapport.integrations.planfiles.records import PlanFileError
from rapport.integrations.planfiles.wording import gettext_noop as _
from rapport.integrations.planfiles.xer import hours, moment, number, tell_link
from rapport.integrations.planfiles.xer_calendars import joined

ROOT, BASELINE = "APIBusinessObjects", "BaselineProject"
PLANNED = "an activity of a baseline"
RECORDS = (
    "Calendar", "Resource", "Project", "WBS", "Activity", "Relationship", "ResourceAssignment",
)  # fmt: skip
NOT_P6 = _("The file is not a Primavera XML plan.")
DOCUMENT_TYPE = _("The file declares a document type, which a plan never needs.")
TOO_BIG = _("The file is too big to be a plan.")
DAMAGED = _("The file is damaged: its XML cannot be read to the end.")

KINDS = {
    "Task Dependent": p6.TASK, "Resource Dependent": p6.RESOURCE_TASK,
    "Start Milestone": p6.START_MILESTONE, "Finish Milestone": p6.FINISH_MILESTONE,
    "Level of Effort": p6.LEVEL_OF_EFFORT, "WBS Summary": p6.SUMMARY,
}  # fmt: skip
STATES = {"In Progress": p6.ACTIVE, "Completed": p6.COMPLETE}
CONSTRAINTS = {
    "Start On": "MSO", "Mandatory Start": "MSO", "Finish On": "MFO", "Mandatory Finish": "MFO",
    "Start On or After": "SNET", "Start On or Before": "SNLT", "Finish On or After": "FNET",
    "Finish On or Before": "FNLT", "As Late As Possible": "ALAP",
}  # fmt: skip
LINKS: Mapping[str, LinkKind] = {
    "Finish to Start": "FS", "Start to Start": "SS", "Finish to Finish": "FF",
    "Start to Finish": "SF",
}  # fmt: skip
LAGS = {
    "Predecessor Activity Calendar": p6.PREDECESSOR, "Successor Activity Calendar": p6.SUCCESSOR,
    "Project Default Calendar": p6.PROJECT, "24 Hour Calendar": p6.ALL_HOURS,
}  # fmt: skip
HEAD = 2_000  # bytes in which a mark stands
_MARKED = re.compile(rb"<\?plan (Rapport [0-9a-f -]+)\?>")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def contents(data: bytes) -> p6.Contents:
    """All the file says. Raises `PlanFileError` with a sentence."""
    found = p6.Contents("pmxml", mark=_mark(data))
    try:
        for count, (name, fields, project) in enumerate(_elements(data)):
            if count > MOST_ELEMENTS:
                raise PlanFileError(TOO_BIG)
            if name in (BASELINE, PLANNED):
                pmxml_baselines.take(found, fields.values, project)
            else:
                _take(found, name, fields, project)
    except etree.XMLSyntaxError as error:
        raise PlanFileError(DAMAGED) from error
    return found


def _mark(data: bytes) -> Mark | None:
    """The one that stands before the root."""
    found = _MARKED.search(data, 0, HEAD)
    return marks.read(found[1].decode("ascii", "replace")) if found else None


def _elements(data: bytes) -> Iterator[tuple[str, Fields, str]]:
    """Each record: its kind, its fields, and the project or baseline it stands in."""
    walk = etree.iterparse(
        Limited(BytesIO(data), MOST_BYTES),
        events=("start", "end"),
        tag=["{*}" + name for name in (ROOT, BASELINE, *RECORDS)],
        resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    root = None
    for event, element in walk:
        if root is None:
            root = element
            _refuse_strangers(root)
        name = etree.QName(element).localname
        if event == "start" or name == ROOT:
            continue
        parent = element.getparent()
        inside = "" if parent is None else etree.QName(parent).localname
        if inside == BASELINE:
            name = PLANNED if name == "Activity" else ""
        elif inside not in (ROOT, "Project"):
            continue
        if name:
            project = "" if inside == ROOT else parent.findtext("{*}ObjectId") or ""
            yield name, fields_of(element), project
        _free(element)
    if root is None:
        raise PlanFileError(NOT_P6)


def _refuse_strangers(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise PlanFileError(DOCUMENT_TYPE)
    if etree.QName(root).localname != ROOT or root.getparent() is not None:
        raise PlanFileError(NOT_P6)


def _free(element: etree._Element) -> None:
    """Forget a record and the one of its kind before it; the fields of its project stay."""
    element.clear()
    before, parent = element.getprevious(), element.getparent()
    if parent is not None and before is not None and before.tag == element.tag:
        parent.remove(before)


def _take(found: p6.Contents, name: str, fields: Fields, project: str) -> None:
    row = fields.values
    if name == "Calendar":
        found.calendars.append(_calendar(fields))
        if row.get("IsDefault") == "1" and not found.default_calendar:
            found.default_calendar = row.get("ObjectId", "")
    elif name == "Project":
        found.projects.append(_project(fields))
    elif name == "WBS":
        found.wbs.append(_wbs(row, project))
    elif name == "Activity":
        found.activities.append(_activity(row, project))
    elif name == "Relationship":
        ends = row.get("PredecessorActivityObjectId", ""), row.get("SuccessorActivityObjectId", "")
        kind = LINKS.get(row.get("Type", ""), "FS")
        tell_link(found, row, ends[1], ("Type", LINKS), "Lag")
        found.relations.append(p6.Relation(*ends, kind, hours(row, "Lag")))
    elif name == "Resource":
        found.resources.append(_resource(row))
    else:
        found.assigned.append(_assigned(row))


def _project(fields: Fields) -> p6.Project:
    row = fields.values
    options = [row, *(inner.values for inner in fields.all("ScheduleOptions"))]
    lag = next((found for one in options if (found := one.get("RelationshipLagCalendar"))), "")
    return p6.Project(
        uid=row.get("ObjectId", ""),
        name=row.get("Name") or row.get("Id", ""),
        start=moment(row, "PlannedStartDate"),
        data_date=moment(row, "DataDate"),
        calendar=row.get("ActivityDefaultCalendarObjectId", ""),
        lag_calendar=LAGS.get(lag, p6.PREDECESSOR),
        critical_minutes=hours(row, "CriticalActivityFloatLimit"),
        is_whole="PlannedStartDate" in row or "DataDate" in row,
        baseline=row.get("CurrentBaselineProjectObjectId", ""),
    )


def _wbs(row: Mapping[str, str], project: str) -> p6.Wbs:
    return p6.Wbs(
        uid=row.get("ObjectId", ""),
        project=row.get("ProjectObjectId", "") or project,
        parent=row.get("ParentObjectId", ""),
        code=row.get("Code", ""),
        name=row.get("Name", ""),
        order=number(dict(row), "SequenceNumber"),
    )


def _activity(row: dict[str, str], project: str) -> p6.Activity:
    begun, ended = moment(row, "ActualStartDate"), moment(row, "ActualFinishDate")
    early = [moment(row, name) for name in ("RemainingEarlyStartDate", "EarlyStartDate")]
    status = STATES.get(row.get("Status", ""), p6.NOT_STARTED)
    return p6.Activity(
        uid=row.get("ObjectId", ""),
        project=row.get("ProjectObjectId", "") or project,
        name=row.get("Name", ""),
        code=row.get("Id", ""),
        wbs=row.get("WBSObjectId", ""),
        calendar=row.get("CalendarObjectId", ""),
        kind=KINDS.get(row.get("Type", ""), p6.TASK),
        status=status,
        duration=hours(row, "PlannedDuration"),
        remaining=hours(row, "RemainingDuration"),
        percent=_percent(row, status),
        constraint=CONSTRAINTS.get(row.get("PrimaryConstraintType", ""), ""),
        constraint_at=moment(row, "PrimaryConstraintDate"),
        second=CONSTRAINTS.get(row.get("SecondaryConstraintType", ""), ""),
        second_at=moment(row, "SecondaryConstraintDate"),
        actual_start=begun,
        actual_finish=ended,
        start=begun or next(filter(None, early), None) or moment(row, "StartDate")
        or moment(row, "PlannedStartDate"),
        finish=ended or moment(row, "RemainingEarlyFinishDate") or moment(row, "EarlyFinishDate")
        or moment(row, "FinishDate") or moment(row, "PlannedFinishDate"),
        resume=next(filter(None, early), None),
        total_float=hours(row, "TotalFloat") if row.get("TotalFloat") else None,
    )  # fmt: skip


def _percent(row: dict[str, str], status: str) -> float:
    """Of the type the activity has; the file writes shares of one."""
    if status != p6.ACTIVE:
        return 100 if status == p6.COMPLETE else 0
    kind = row.get("PercentCompleteType", "Duration")
    return number(row, f"{kind}PercentComplete") * 100


def _resource(row: dict[str, str]) -> p6.Resource:
    return p6.Resource(
        row.get("ObjectId", ""),
        row.get("Name", ""),
        row.get("EmailAddress", ""),
        row.get("CalendarObjectId", ""),
        row.get("ResourceType", "Labor") == "Labor",
    )


def _assigned(row: dict[str, str]) -> p6.Assigned:
    return p6.Assigned(
        row.get("ActivityObjectId", ""),
        row.get("ResourceObjectId", ""),
        hours(row, "PlannedUnits"),
        hours(row, "ActualUnits"),
        number(row, "PlannedUnitsPerTime") or 1,
        hours(row, "RemainingUnits"),
        row.get("CalendarObjectId", ""),
    )


def _calendar(fields: Fields) -> Calendar:
    week: list[Periods | None] = [()] * 7
    base = fields.values.get("BaseCalendarObjectId")
    if base:
        week = [None] * 7
    for day in fields.all("StandardWorkWeek", "StandardWorkHours"):
        name = day.values.get("DayOfWeek", "")
        if name in DAYS:
            week[DAYS.index(name)] = _periods(day)
    exceptions = []
    for item in fields.all("HolidayOrExceptions", "HolidayOrException"):
        at = moment(item.values, "Date")
        if at:
            day_: date = at.date()
            exceptions.append(CalendarException(day_, day_, _periods(item)))
    return Calendar(
        fields.values.get("ObjectId", ""), fields.values.get("Name", ""), tuple(week),
        tuple(sorted(exceptions, key=lambda one: one.first)), base=base,
    )  # fmt: skip


def _periods(fields: Fields) -> Periods:
    """The last minute of a period is written as the one it begins with: 15:59 means 16:00."""
    found = []
    for time in fields.all("WorkTime"):
        opens, closes = (_minute(time.values.get(name, "")) for name in ("Start", "Finish"))
        if opens is not None and closes is not None:
            closes += closes % 60 % 10 == 9
            if opens < (closes or 1440):
                found.append((opens, closes or 1440))
    return joined(found)


def _minute(text: str) -> int | None:
    hours_, _, rest = text.partition(":")
    minutes = rest.partition(":")[0]
    if not (hours_.isdigit() and minutes.isdigit()):
        return None
    return min(int(hours_) * 60 + int(minutes), 1440)
