"""Writes small Primavera files for tests, in both formats."""

DAY = "(0||{n}()((0||0(s|08:00|f|12:00)())(0||1(f|17:00|s|13:00)())))"
OFFICE = (
    "(0||CalendarData()((0||DaysOfWeek()((0||1()())"
    + "".join(DAY.format(n=n) for n in range(2, 7))
    + "(0||7()())))(0||VIEW(ShowTotal|Y)())(0||Exceptions()((0||0(d|46086)())"
    + "(0||1(d|46089)((0||0(s|08:00|f|10:00)()))))))"
    + ")"
)

Row = dict[str, object]


def table(name: str, rows: list[Row]) -> str:
    fields = list(dict.fromkeys(field for row in rows for field in row))
    lines = ["%T\t" + name, "%F\t" + "\t".join(fields)]
    lines += ["%R\t" + "\t".join(str(row.get(field, "")) for field in fields) for row in rows]
    return "\n".join(lines) + "\n"


def task(uid: int | str, hours: float = 16, **more: object) -> Row:
    return {
        "task_id": uid, "proj_id": 1, "wbs_id": 11, "clndr_id": 5, "task_code": f"A{uid}",
        "task_name": f"Task {uid}", "task_type": "TT_Task", "status_code": "TK_NotStart",
        "complete_pct_type": "CP_Drtn", "target_drtn_hr_cnt": hours, "remain_drtn_hr_cnt": hours,
    } | more  # fmt: skip


def pred(before: int, after: int, kind: str = "FS", hours: float = 0) -> Row:
    return {
        "task_id": after, "pred_task_id": before, "pred_type": f"PR_{kind}", "lag_hr_cnt": hours
    }  # fmt: skip


def project(uid: int = 1, **more: object) -> Row:
    return {
        "proj_id": uid, "proj_short_name": f"P{uid}", "clndr_id": 5, "export_flag": "Y",
        "plan_start_date": "2026-03-02 08:00", "last_recalc_date": "2026-03-02 08:00",
    } | more  # fmt: skip


def wbs(uid: int | str, parent: int | str = "", name: str = "", **more: object) -> Row:
    return {
        "wbs_id": uid, "proj_id": 1, "parent_wbs_id": parent, "wbs_short_name": f"W{uid}",
        "wbs_name": name or f"Part {uid}", "seq_num": uid, "proj_node_flag": "N",
    } | more  # fmt: skip


TOP = wbs(10, "99", "Launch", proj_node_flag="Y")


def xer(tasks: list[Row], *, end: str = "%E\n", **tables: list[Row]) -> str:
    known = {
        "PROJECT": [project()],
        "CALENDAR": [
            {"clndr_id": 5, "clndr_name": "Office", "clndr_data": OFFICE, "default_flag": "Y"}
        ],
        "PROJWBS": [TOP, wbs(11, 10)],
        "TASK": tasks,
    } | tables  # fmt: skip
    head = "ERMHDR\t20.12\t2026-02-27\tProject\n"
    return head + "".join(table(name, rows) for name, rows in known.items()) + end


NAMESPACE = "http://xmlns.oracle.com/Primavera/P6Professional/V20.12/API/BusinessObjects"


def fields(**values: object) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items())


def activity(uid: int | str, hours: float = 16, inner: str = "", **more: object) -> str:
    stated = {
        "ObjectId": uid, "Id": f"A{uid}", "Name": f"Task {uid}", "CalendarObjectId": 5,
        "ProjectObjectId": 1, "WBSObjectId": 11, "Status": "Not Started",
        "Type": "Task Dependent", "PlannedDuration": hours, "RemainingDuration": hours,
    } | more  # fmt: skip
    return f"<Activity>{fields(**stated)}{inner}</Activity>"


HOURS = "<WorkTime><Start>08:00:00</Start><Finish>11:59:00</Finish></WorkTime>" + (
    "<WorkTime><Start>13:00:00</Start><Finish>16:59:00</Finish></WorkTime>"
)
WEEK = "".join(
    f"<StandardWorkHours><DayOfWeek>{day}</DayOfWeek>{HOURS}</StandardWorkHours>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
)
CALENDAR = (
    f"<Calendar><ObjectId>5</ObjectId><Name>Office</Name><IsDefault>1</IsDefault>"
    f"<StandardWorkWeek>{WEEK}</StandardWorkWeek><HolidayOrExceptions><HolidayOrException>"
    "<Date>2026-03-05T00:00:00</Date></HolidayOrException></HolidayOrExceptions></Calendar>"
)


def pmxml(inside: str, *, before: str = CALENDAR, after: str = "", **more: object) -> bytes:
    stated = {
        "ObjectId": 1, "Id": "P1", "Name": "Launch", "ActivityDefaultCalendarObjectId": 5,
        "DataDate": "2026-03-02T08:00:00", "PlannedStartDate": "2026-03-02T08:00:00",
    } | more  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="utf-8"?><APIBusinessObjects xmlns="{NAMESPACE}">{before}'
        f"<Project>{fields(**stated)}{inside}</Project>{after}</APIBusinessObjects>"
    ).encode()


def baseline(uid: int, *activities: str, of: int = 1, **more: object) -> str:
    """A copy of a project, whose activities have numbers of their own."""
    stated = {"ObjectId": uid, "OriginalProjectObjectId": of, "Name": f"B{uid}"} | more
    return f"<BaselineProject>{fields(**stated)}{''.join(activities)}</BaselineProject>"
