"""Reads a Primavera XER file."""

from collections.abc import Mapping
from datetime import datetime

from rapport.engine.plan import LinkKind
from rapport.integrations.planfiles import marks, xer_calendars, xer_text
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.xer_text import Row

TABLES = frozenset(
    ("PROJECT", "PROJWBS", "TASK", "TASKPRED", "CALENDAR", "RSRC", "TASKRSRC", "SCHEDOPTIONS")
)
KINDS = {
    "TT_Task": p6.TASK, "TT_Rsrc": p6.RESOURCE_TASK, "TT_Mile": p6.START_MILESTONE,
    "TT_FinMile": p6.FINISH_MILESTONE, "TT_LOE": p6.LEVEL_OF_EFFORT, "TT_WBS": p6.SUMMARY,
}  # fmt: skip
STATES = {"TK_Active": p6.ACTIVE, "TK_Complete": p6.COMPLETE}
CONSTRAINTS = {
    "CS_MSO": "MSO", "CS_MANDSTART": "MSO", "CS_MEO": "MFO", "CS_MANDFIN": "MFO",
    "CS_MSOA": "SNET", "CS_MSOB": "SNLT", "CS_MEOA": "FNET", "CS_MEOB": "FNLT", "CS_ALAP": "ALAP",
}  # fmt: skip
LINKS: Mapping[str, LinkKind] = {"PR_FS": "FS", "PR_SS": "SS", "PR_FF": "FF", "PR_SF": "SF"}
LAGS = {
    "rcal_Predecessor": p6.PREDECESSOR, "rcal_Successor": p6.SUCCESSOR,
    "rcal_ProjDefault": p6.PROJECT, "rcal_24Hour": p6.ALL_HOURS,
}  # fmt: skip


def contents(data: bytes) -> p6.Contents:
    """All the file says. Raises `PlanFileError` with a sentence."""
    tables = xer_text.tables(data, TABLES)
    lags = {
        row.get("proj_id", ""): row.get("sched_calendar_on_relationship_lag", "")
        for row in tables["SCHEDOPTIONS"]
    }
    found = p6.Contents("xer", mark=marks.read(xer_text.head(data)))
    found.has_links = b"%T\tTASKPRED" in data
    found.projects = [_project(row, lags) for row in tables["PROJECT"]]
    found.wbs = [_wbs(row) for row in tables["PROJWBS"]]
    found.activities = [_activity(row) for row in tables["TASK"]]
    found.relations = [_relation(found, row) for row in tables["TASKPRED"]]
    found.resources = [_resource(row) for row in tables["RSRC"]]
    found.assigned = [_assigned(row) for row in tables["TASKRSRC"]]
    _add_calendars(found, tables["CALENDAR"])
    costs = sum(bool(number(row, "target_cost")) for row in tables["TASKRSRC"])
    if costs:
        found.left_out["costs"] = costs
    return found


def _project(row: Row, lags: Mapping[str, str]) -> p6.Project:
    uid = row.get("proj_id", "")
    return p6.Project(
        uid=uid,
        name=row.get("proj_short_name", ""),
        start=moment(row, "plan_start_date"),
        data_date=moment(row, "last_recalc_date"),
        calendar=row.get("clndr_id", ""),
        lag_calendar=LAGS.get(lags.get(uid, ""), p6.PREDECESSOR),
        critical_minutes=hours(row, "critical_drtn_hr_cnt"),
        is_whole=row.get("export_flag", "Y") != "N",
    )


def _wbs(row: Row) -> p6.Wbs:
    return p6.Wbs(
        uid=row.get("wbs_id", ""),
        project=row.get("proj_id", ""),
        parent=row.get("parent_wbs_id", ""),
        code=row.get("wbs_short_name", ""),
        name=row.get("wbs_name", ""),
        order=number(row, "seq_num"),
        is_project=row.get("proj_node_flag") == "Y",
    )


def _activity(row: Row) -> p6.Activity:
    begun, ended = moment(row, "act_start_date"), moment(row, "act_end_date")
    resume = moment(row, "restart_date") or moment(row, "early_start_date")
    return p6.Activity(
        uid=row.get("task_id", ""),
        project=row.get("proj_id", ""),
        name=row.get("task_name", ""),
        code=row.get("task_code", ""),
        wbs=row.get("wbs_id", ""),
        calendar=row.get("clndr_id", ""),
        kind=KINDS.get(row.get("task_type", ""), p6.TASK),
        status=STATES.get(row.get("status_code", ""), p6.NOT_STARTED),
        duration=hours(row, "target_drtn_hr_cnt"),
        remaining=hours(row, "remain_drtn_hr_cnt"),
        percent=_percent(row),
        constraint=CONSTRAINTS.get(row.get("cstr_type", ""), ""),
        constraint_at=moment(row, "cstr_date"),
        second=CONSTRAINTS.get(row.get("cstr_type2", ""), ""),
        second_at=moment(row, "cstr_date2"),
        actual_start=begun,
        actual_finish=ended,
        start=begun or resume or moment(row, "target_start_date"),
        finish=ended
        or moment(row, "reend_date")
        or moment(row, "early_end_date")
        or moment(row, "target_end_date"),
        resume=resume,
        total_float=hours(row, "total_float_hr_cnt") if row.get("total_float_hr_cnt") else None,
    )


def _relation(found: p6.Contents, row: Row) -> p6.Relation:
    ends = row.get("pred_task_id", ""), row.get("task_id", "")
    tell_link(found, row, ends[1], ("pred_type", LINKS), "lag_hr_cnt")
    return p6.Relation(*ends, LINKS.get(row.get("pred_type", ""), "FS"), hours(row, "lag_hr_cnt"))


def tell_link(
    found: p6.Contents,
    row: Mapping[str, str],
    after: str,
    kinds: tuple[str, Mapping[str, LinkKind]],
    lag: str,
) -> None:
    """Note of a link what cannot be read: its kind, in the column of that name, or its lag."""
    name, known = kinds
    if row.get(name) and row[name] not in known:
        found.told.append((after, row[name], p6.NO_LINK))
    if row.get(lag, "").strip() and amount(row, lag) is None:
        found.told.append((after, row[lag], p6.NO_LAG))


def _percent(row: Row) -> float:
    """By the type the activity has: of its duration, of its units, or as somebody judged."""
    status = STATES.get(row.get("status_code", ""), p6.NOT_STARTED)
    if status != p6.ACTIVE:
        return 100 if status == p6.COMPLETE else 0
    kind = row.get("complete_pct_type", "")
    if kind == "CP_Phys":
        return number(row, "phys_complete_pct")
    if kind == "CP_Units":
        done = number(row, "act_work_qty") + number(row, "act_equip_qty")
        left = number(row, "remain_work_qty") + number(row, "remain_equip_qty")
        return 100 * done / (done + left) if done + left else 0
    whole, left = number(row, "target_drtn_hr_cnt"), number(row, "remain_drtn_hr_cnt")
    return max(0, 100 * (whole - left) / whole) if whole else 0


def _resource(row: Row) -> p6.Resource:
    return p6.Resource(
        row.get("rsrc_id", ""),
        row.get("rsrc_name", ""),
        row.get("email_addr", ""),
        row.get("clndr_id", ""),
        row.get("rsrc_type", "RT_Labor") == "RT_Labor",
    )


def _assigned(row: Row) -> p6.Assigned:
    return p6.Assigned(
        row.get("task_id", ""),
        row.get("rsrc_id", ""),
        hours(row, "target_qty"),
        hours(row, "act_reg_qty") + hours(row, "act_ot_qty"),
        number(row, "target_qty_per_hr") or 1,
        hours(row, "remain_qty"),
    )


def _add_calendars(found: p6.Contents, rows: list[Row]) -> None:
    known = {row.get("clndr_id", "") for row in rows}
    for row in rows:
        uid, name = row.get("clndr_id", ""), row.get("clndr_name", "")
        base = row.get("base_clndr_id", "")
        try:
            found.calendars.append(
                xer_calendars.calendar(
                    uid, name, row.get("clndr_data", ""), base if base in known else None
                )
            )
        except xer_calendars.Damaged:
            found.damaged[uid] = name
        if row.get("default_flag") == "Y" and not found.default_calendar:
            found.default_calendar = uid


def number(row: Row, name: str) -> float:
    """A number; anything else is 0."""
    return amount(row, name) or 0


def amount(row: Mapping[str, str], name: str) -> float | None:
    """A number; None where it is none, or out of all reason. Some machines write a decimal
    comma."""
    try:
        found = float(row.get(name, "").replace(",", ".") or 0)
    except ValueError:
        return None
    return found if -1e9 < found < 1e9 else None


def hours(row: Row, name: str) -> float:
    """Hours in minutes, to a tenth."""
    return round(number(row, name) * 60, 1)


def moment(row: Row, name: str) -> datetime | None:
    """A local time such as 2026-03-02 08:00, or 2026-03-02T08:00:00."""
    try:
        found = datetime.fromisoformat(row.get(name, "").strip()).replace(tzinfo=None)
    except ValueError:
        return None
    return found if 1950 <= found.year <= 2200 else None
