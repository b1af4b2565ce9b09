"""Writes a plan as Primavera XML (PMXML), which `pmxml` reads again."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from lxml import etree

from rapport.engine.plan import Calendar, Periods, Schedule
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.mspdi_write_values import Pairs, written
from rapport.integrations.planfiles.pmxml import DAYS, KINDS, LINKS, ROOT, STATES
from rapport.integrations.planfiles.primavera_write import contents_of
from rapport.integrations.planfiles.records import PlanFile

NAMESPACE = "http://xmlns.oracle.com/Primavera/P6/V8.4/API/BusinessObjects"
NAMES: Any = {None: NAMESPACE}  # lxml's stubs do not know a namespace without a prefix
CONSTRAINTS = {
    "MSO": "Mandatory Start", "MFO": "Mandatory Finish", "SNET": "Start On or After",
    "SNLT": "Start On or Before", "FNET": "Finish On or After", "FNLT": "Finish On or Before",
    "ALAP": "As Late As Possible",
}  # fmt: skip
KEEPS = {
    "units": "Fixed Units/Time", "work": "Fixed Units", "duration": "Fixed Duration and Units/Time",
}  # fmt: skip
TYPES = {kind: word for word, kind in KINDS.items()}
STATUSES = {status: word for word, status in STATES.items()}
RELATIONS = {kind: word for word, kind in LINKS.items()}
SUCCESSOR = "Successor Activity Calendar"
AN_HOUR, ALL = 60, 100


def write(file: PlanFile, *, made: datetime, dates: Schedule | None = None) -> bytes:
    """The file; `made` is the local time it is written at, `dates` as in `contents_of`."""
    found = contents_of(file, dates)
    [project] = found.projects
    root = etree.Element(f"{{{NAMESPACE}}}{ROOT}", nsmap=NAMES)
    root.extend(_calendar(one, found.default_calendar) for one in found.calendars)
    root.extend(_record("Resource", _resource(one)) for one in found.resources)
    whole = _record("Project", _project(project, made))
    options = _record("ScheduleOptions", (("RelationshipLagCalendar", SUCCESSOR),))
    [top] = [one.uid for one in found.wbs if one.is_project]
    nodes = (one for one in found.wbs if not one.is_project)
    whole.append(options)
    whole.extend(_record("WBS", _wbs(one, top)) for one in nodes)
    whole.extend(_record("Activity", _activity(one, top)) for one in found.activities)
    whole.extend(
        _record("Relationship", _relation(n, one)) for n, one in enumerate(found.relations, 1)
    )
    whole.extend(
        _record("ResourceAssignment", _assigned(n, one)) for n, one in enumerate(found.assigned, 1)
    )
    root.append(whole)
    if file.mark:
        root.addprevious(etree.ProcessingInstruction("plan", file.mark.text))
    out = BytesIO()
    tree = etree.ElementTree(root)
    tree.write(out, encoding="UTF-8", xml_declaration=True, pretty_print=True, standalone=True)
    return out.getvalue()


def _record(name: str, pairs: Pairs) -> etree._Element:
    element = etree.Element(f"{{{NAMESPACE}}}{name}")
    for field, value in pairs:
        if value is not None and value != "":
            etree.SubElement(element, f"{{{NAMESPACE}}}{field}").text = written(value)
    return element


def _project(project: p6.Project, made: datetime) -> Pairs:
    return (
        ("ObjectId", project.uid), ("Id", project.name[:40]), ("Name", project.name),
        ("CreateDate", made), ("PlannedStartDate", project.start),
        ("DataDate", project.data_date), ("Status", "Active"),
        ("ActivityDefaultCalendarObjectId", project.calendar),
        ("CriticalActivityFloatLimit", project.critical_minutes / AN_HOUR),
        ("CriticalActivityPathType", "Critical Float"),
    )  # fmt: skip


def _wbs(node: p6.Wbs, top: str) -> Pairs:
    """A node right under the project has no parent: the project has no node here."""
    return (
        ("ObjectId", node.uid), ("ProjectObjectId", node.project), ("Code", node.code),
        ("Name", node.name), ("SequenceNumber", node.order), ("Status", "Active"),
        ("ParentObjectId", None if node.parent == top else node.parent),
    )  # fmt: skip


def _resource(person: p6.Resource) -> Pairs:
    return (
        ("ObjectId", person.uid), ("Id", f"{person.name[:36]}-{person.uid}"[:40]),
        ("Name", person.name), ("EmailAddress", person.email), ("ResourceType", "Labor"),
        ("CalendarObjectId", person.calendar), ("IsActive", True),
    )  # fmt: skip


def _activity(one: p6.Activity, top: str) -> Pairs:
    is_begun = one.actual_start is not None
    return (
        ("ObjectId", one.uid), ("ProjectObjectId", one.project),
        ("WBSObjectId", None if one.wbs == top else one.wbs),
        ("CalendarObjectId", one.calendar), ("Id", one.code), ("Name", one.name or one.code),
        ("Type", TYPES[one.kind]), ("Status", STATUSES.get(one.status, "Not Started")),
        ("DurationType", KEEPS.get(one.keeps, KEEPS["duration"])),
        ("PercentCompleteType", "Physical"), ("PhysicalPercentComplete", one.percent / ALL),
        ("PlannedDuration", one.duration / AN_HOUR),
        ("RemainingDuration", one.remaining / AN_HOUR),
        ("TotalFloat", None if one.actual_finish else (one.total_float or 0) / AN_HOUR),
        ("PrimaryConstraintType", CONSTRAINTS.get(one.constraint)),
        ("PrimaryConstraintDate", one.constraint_at),
        ("SecondaryConstraintType", CONSTRAINTS.get(one.second)),
        ("SecondaryConstraintDate", one.second_at),
        ("ActualStartDate", one.actual_start), ("ActualFinishDate", one.actual_finish),
        ("PlannedStartDate", one.start), ("PlannedFinishDate", one.finish),
        ("StartDate", one.start), ("FinishDate", one.finish),
        ("RemainingEarlyStartDate", None if is_begun else one.start),
        ("RemainingEarlyFinishDate", None if one.actual_finish else one.finish),
        ("RemainingLateStartDate", None if is_begun else one.late_start),
        ("RemainingLateFinishDate", None if one.actual_finish else one.late_finish),
    )  # fmt: skip


def _relation(number: int, link: p6.Relation) -> Pairs:
    return (
        ("ObjectId", str(number)), ("PredecessorActivityObjectId", link.predecessor),
        ("SuccessorActivityObjectId", link.successor), ("Type", RELATIONS[link.kind]),
        ("Lag", link.lag / AN_HOUR),
    )  # fmt: skip


def _assigned(number: int, part: p6.Assigned) -> Pairs:
    return (
        ("ObjectId", str(number)), ("ActivityObjectId", part.activity),
        ("ResourceObjectId", part.resource), ("ResourceType", "Labor"),
        ("CalendarObjectId", part.calendar), ("PlannedUnits", part.work / AN_HOUR),
        ("ActualUnits", part.done / AN_HOUR), ("RemainingUnits", part.remaining / AN_HOUR),
        ("PlannedUnitsPerTime", part.per_hour), ("RemainingUnitsPerTime", part.per_hour),
    )  # fmt: skip


def _calendar(calendar: Calendar, default: str) -> etree._Element:
    kinds = (
        ("ObjectId", calendar.uid), ("Name", calendar.name), ("Type", "Global"),
        ("IsDefault", calendar.uid == default), ("IsPersonal", False),
        ("HoursPerDay", 8), ("HoursPerWeek", 40), ("HoursPerMonth", 172), ("HoursPerYear", 2000),
    )  # fmt: skip
    element = _record("Calendar", kinds)
    week = etree.SubElement(element, f"{{{NAMESPACE}}}StandardWorkWeek")
    for name, periods in zip(DAYS, calendar.days, strict=True):
        day = _record("StandardWorkHours", (("DayOfWeek", name),))
        day.extend(_work_times(periods or ()))
        week.append(day)
    days = etree.SubElement(element, f"{{{NAMESPACE}}}HolidayOrExceptions")
    for one in calendar.exceptions:
        at = datetime(one.first.year, one.first.month, one.first.day)  # noqa: DTZ001 - local
        day = _record("HolidayOrException", (("Date", at),))
        day.extend(_work_times(one.periods))
        days.append(day)
    return element


def _work_times(periods: Periods) -> Iterable[etree._Element]:
    """The last minute of a period is written as the one it begins with: 15:59 means 16:00."""
    for opens, closes in periods:
        ends = f"{(closes - 1) // 60:02}:{(closes - 1) % 60:02}:00"
        yield _record(
            "WorkTime", (("Start", f"{opens // 60:02}:{opens % 60:02}:00"), ("Finish", ends))
        )
