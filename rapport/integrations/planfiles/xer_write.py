"""Writes a plan as a Primavera XER file, which `xer` reads again."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from rapport.engine.plan import Calendar, Periods, Schedule
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.mspdi_write_values import written
from rapport.integrations.planfiles.primavera_write import contents_of
from rapport.integrations.planfiles.records import PlanFile
from rapport.integrations.planfiles.xer import KINDS, LINKS, STATES
from rapport.integrations.planfiles.xer_calendars import DAY_ZERO

VERSION = "8.4"
CONSTRAINTS = {
    "MSO": "CS_MANDSTART", "MFO": "CS_MANDFIN", "SNET": "CS_MSOA", "SNLT": "CS_MSOB",
    "FNET": "CS_MEOA", "FNLT": "CS_MEOB", "ALAP": "CS_ALAP",
}  # fmt: skip
KEEPS = {"units": "DT_FixedRate", "work": "DT_FixedQty", "duration": "DT_FixedDrtn"}
TYPES = {kind: code for code, kind in KINDS.items()}
STATUSES = {status: code for code, status in STATES.items()}
RELATIONS = {kind: code for code, kind in LINKS.items()}
AN_HOUR, A_WEEK, A_DAY = 60, 40, 8
MONTHS, YEAR = 172, 2000  # hours, as Primavera's own calendars say

Value = str | float | datetime | None
Row = Mapping[str, Value]


def write(file: PlanFile, *, made: datetime, dates: Schedule | None = None) -> bytes:
    """The file; `made` is the local time it is written at, `dates` as in `contents_of`.

    Its letters are Windows' Western ones where these are enough, as Primavera expects, else UTF-8.
    """
    head = ["ERMHDR", VERSION, f"{made:%Y-%m-%d}", "Project", "rapport", "Rapport"]
    # Primavera numbers everything anew that it takes in: the mark must not outlive the numbers.
    lines = ["\t".join([*head, file.mark.text if file.mark else "", "", ""])]
    for name, rows in _tables(contents_of(file, dates)):
        lines += _table(name, rows)
    text = "\r\n".join([*lines, "%E", ""])
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return text.encode()


def _table(name: str, rows: Iterable[Row]) -> Iterator[str]:
    listed = list(rows)
    if not listed:
        return
    yield f"%T\t{name}"
    yield "\t".join(["%F", *listed[0]])
    for row in listed:
        yield "\t".join(["%R", *map(_written, row.values())])


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, str):
        return " ".join(written(value).replace("\ufffd", "?").split())
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _tables(found: p6.Contents) -> Iterator[tuple[str, Iterable[Row]]]:
    [project] = found.projects
    yield "CALENDAR", (_calendar(one, found.default_calendar) for one in found.calendars)
    yield "PROJECT", [_project(project)]
    yield "SCHEDOPTIONS", [_options(project)]
    yield "PROJWBS", map(_wbs, found.wbs)
    yield "RSRC", map(_resource, found.resources)
    yield "TASK", map(_task, found.activities)
    yield (
        "TASKPRED",
        (_link(n, one, project.uid) for n, one in enumerate(found.relations, 1)),
    )
    yield (
        "TASKRSRC",
        (_assigned(n, one, project.uid) for n, one in enumerate(found.assigned, 1)),
    )


def _project(project: p6.Project) -> Row:
    return {
        "proj_id": project.uid, "proj_short_name": project.name[:40], "clndr_id": project.calendar,
        "plan_start_date": project.start, "last_recalc_date": project.data_date,
        "critical_drtn_hr_cnt": project.critical_minutes / AN_HOUR, "export_flag": "Y",
        "project_flag": "Y", "def_complete_pct_type": "CP_Drtn", "task_code_base": 1000,
        "task_code_step": 10, "task_code_prefix": "A", "critical_path_type": "CT_TotFloat",
        "def_duration_type": "DT_FixedDrtn", "def_task_type": "TT_Task", "def_qty_type": "QT_Hour",
    }  # fmt: skip


def _options(project: p6.Project) -> Row:
    return {
        "schedoptions_id": 1, "proj_id": project.uid,
        "sched_calendar_on_relationship_lag": "rcal_Successor",
    }  # fmt: skip


def _wbs(node: p6.Wbs) -> Row:
    return {
        "wbs_id": node.uid, "proj_id": node.project, "seq_num": node.order,
        "proj_node_flag": "Y" if node.is_project else "N", "status_code": "WS_Open",
        "wbs_short_name": node.code[:40], "wbs_name": node.name[:100],
        "parent_wbs_id": node.parent,
    }  # fmt: skip


def _resource(person: p6.Resource) -> Row:
    return {
        "rsrc_id": person.uid, "clndr_id": person.calendar, "rsrc_name": person.name,
        "rsrc_short_name": f"{person.name[:36]}-{person.uid}"[:40], "email_addr": person.email,
        "rsrc_type": "RT_Labor", "def_qty_per_hr": 1, "active_flag": "Y",
    }  # fmt: skip


def _task(one: p6.Activity) -> Row:
    is_begun = one.actual_start is not None
    return {
        "task_id": one.uid, "proj_id": one.project, "wbs_id": one.wbs, "clndr_id": one.calendar,
        "task_code": one.code, "task_name": one.name, "task_type": TYPES[one.kind],
        "duration_type": KEEPS.get(one.keeps, "DT_FixedDrtn"), "complete_pct_type": "CP_Phys",
        "status_code": STATUSES.get(one.status, "TK_NotStart"),
        "phys_complete_pct": one.percent,
        "target_drtn_hr_cnt": one.duration / AN_HOUR,
        "remain_drtn_hr_cnt": one.remaining / AN_HOUR,
        "total_float_hr_cnt": None if one.actual_finish else (one.total_float or 0) / AN_HOUR,
        "cstr_type": CONSTRAINTS.get(one.constraint), "cstr_date": one.constraint_at,
        "cstr_type2": CONSTRAINTS.get(one.second), "cstr_date2": one.second_at,
        "act_start_date": one.actual_start, "act_end_date": one.actual_finish,
        "target_start_date": one.start, "target_end_date": one.finish,
        "early_start_date": None if is_begun else one.start,
        "early_end_date": None if one.actual_finish else one.finish,
        "late_start_date": None if is_begun else one.late_start,
        "late_end_date": None if one.actual_finish else one.late_finish,
    }  # fmt: skip


def _link(number: int, link: p6.Relation, project: str) -> Row:
    return {
        "task_pred_id": number, "task_id": link.successor, "pred_task_id": link.predecessor,
        "proj_id": project, "pred_proj_id": project, "pred_type": RELATIONS[link.kind],
        "lag_hr_cnt": link.lag / AN_HOUR,
    }  # fmt: skip


def _assigned(number: int, part: p6.Assigned, project: str) -> Row:
    return {
        "taskrsrc_id": number, "task_id": part.activity, "proj_id": project,
        "rsrc_id": part.resource, "rsrc_type": "RT_Labor",
        "target_qty": part.work / AN_HOUR, "remain_qty": part.remaining / AN_HOUR,
        "act_reg_qty": part.done / AN_HOUR, "target_qty_per_hr": part.per_hour,
        "remain_qty_per_hr": part.per_hour,
    }  # fmt: skip


def _calendar(calendar: Calendar, default: str) -> Row:
    return {
        "clndr_id": calendar.uid, "default_flag": "Y" if calendar.uid == default else "N",
        "clndr_name": calendar.name, "proj_id": "", "base_clndr_id": "", "clndr_type": "CA_Base",
        "day_hr_cnt": A_DAY, "week_hr_cnt": A_WEEK, "month_hr_cnt": MONTHS, "year_hr_cnt": YEAR,
        "clndr_data": _nested(calendar),
    }  # fmt: skip


def _nested(calendar: Calendar) -> str:
    """The text that `xer_calendars` reads; its days are numbered from Sunday as 1."""
    week = "".join(
        f"(0||{number}()({_periods(calendar.days[(number + 5) % 7] or ())}))"
        for number in range(1, 8)
    )
    days = "".join(
        f"(0||{number}(d|{_day(one.first)})({_periods(one.periods)}))"
        for number, one in enumerate(calendar.exceptions)
    )
    inner = f"(0||DaysOfWeek()({week}))(0||VIEW(ShowTotal|N)())(0||Exceptions()({days}))"
    return f"(0||CalendarData()({inner}))"


def _periods(periods: Periods) -> str:
    return "".join(
        f"(0||{number}(s|{_clock(opens)}|f|{_clock(closes)})())"
        for number, (opens, closes) in enumerate(periods)
    )


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _day(day: date) -> int:
    return (day - DAY_ZERO).days
