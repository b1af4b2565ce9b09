"""Primavera's two formats as plans."""

# ruff: noqa: DTZ001 - naive local time is the language of plan files
import time
from datetime import date, datetime

import pytest

from rapport.engine.network import schedule
from rapport.engine.plan import CalendarException
from rapport.integrations.planfiles import detect, primavera_baselines, xer_calendars
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.primavera_outline import Node
from rapport.integrations.planfiles.records import PlanBaselineTask, PlanFileError

from .primavera_files import (
    CALENDAR,
    OFFICE,
    TOP,
    activity,
    baseline,
    fields,
    pmxml,
    pred,
    project,
    task,
    wbs,
    xer,
)


def read(content):
    data = content if isinstance(content, bytes) else content.encode("cp1252")
    return detect.read_any(data, "plan.xer")


def dates(plan):
    found = schedule(plan.schedule).tasks
    return {one.uid: (one.start, one.finish) for one in found}


def test_an_xer_file_gives_outline_links_people_and_dates():
    plan = read(
        xer(
            [task(1), task(2, 8, status_code="TK_NotStart"), task(3, 0, task_type="TT_FinMile")],
            TASKPRED=[pred(1, 2, "FS", 4), pred(2, 3)],
            RSRC=[{"rsrc_id": 7, "rsrc_name": "Ada", "email_addr": "ada@x.example"}],
            TASKRSRC=[{"task_id": 1, "rsrc_id": 7, "target_qty": 12, "act_reg_qty": 3}],
            SCHEDOPTIONS=[{"proj_id": 1, "sched_calendar_on_relationship_lag": "rcal_Successor"}],
        )
    )
    assert (plan.source, plan.name, plan.start) == ("xer", "Launch", date(2026, 3, 2))
    assert [(t.uid, t.name, t.parent) for t in plan.tasks] == [
        ("wbs-11", "Part 11", None), ("1", "Task 1", "wbs-11"), ("2", "Task 2", "wbs-11"),
        ("3", "Task 3", "wbs-11"),
    ]  # fmt: skip
    one = plan.tasks[1]
    assert (one.assignees, one.work_minutes, one.spent_minutes) == (("Ada",), 720, 180)
    assert plan.people[0].email == "ada@x.example"
    assert plan.tasks[3].milestone
    found = dates(plan)
    assert found["1"] == (datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 17))
    assert found["2"] == (datetime(2026, 3, 4, 13), datetime(2026, 3, 6, 12))  # the 5th is off


def test_a_calendar_has_its_days_off_and_its_short_days():
    found = xer_calendars.calendar("5", "Office", OFFICE, None)
    assert found.days == (((480, 720), (780, 1020)),) * 5 + ((), ())
    assert found.exceptions == (
        CalendarException(date(2026, 3, 5), date(2026, 3, 5)),
        CalendarException(date(2026, 3, 8), date(2026, 3, 8), ((480, 600),)),
    )


def test_a_calendar_may_be_broken_into_lines_as_old_versions_do():
    spread = OFFICE.replace("(0||", "\x7f\x7f  (0||")
    assert xer_calendars.parse(spread) == xer_calendars.parse(OFFICE)


@pytest.mark.parametrize(
    "text",
    ["", "x", "(0||CalendarData()(", OFFICE[:-2], "(" * 50_000, "(0||a()(" * 50_000, OFFICE * 2,
     "(0||CalendarData()((0||DaysOfWeek()((0||2()((0||0(s|ab:cd|f|12:00)())))))))",
     "(0||CalendarData()((0||Exceptions()((0||0(d|99999999999999)())))))"],
)  # fmt: skip
def test_a_damaged_calendar_is_told_at_once(text):
    began = time.perf_counter()
    with pytest.raises(xer_calendars.Damaged):
        xer_calendars.calendar("1", "x", text, None)
    assert time.perf_counter() - began < 1


def test_a_plan_that_uses_a_damaged_calendar_is_refused_and_else_only_told():
    broken = {"clndr_id": 6, "clndr_name": "Broken", "clndr_data": "(0||CalendarData()("}
    good = {"clndr_id": 5, "clndr_name": "Office", "clndr_data": OFFICE}
    with pytest.raises(PlanFileError, match="damaged"):
        read(xer([task(1, clndr_id=6)], CALENDAR=[good, broken]))
    plan = read(xer([task(1)], CALENDAR=[good, broken]))
    assert [(one.value, "damaged" in one.reason) for one in plan.refusals] == [("Broken", True)]


@pytest.mark.parametrize(
    ("kind", "more", "percent"),
    [
        ("CP_Drtn", {"remain_drtn_hr_cnt": 4}, 75),
        ("CP_Phys", {"phys_complete_pct": 40, "remain_drtn_hr_cnt": 16}, 40),
        ("CP_Units", {"act_work_qty": 10, "remain_work_qty": 30}, 25),
        ("CP_Units", {}, 0),
        ("CP_Phys", {"phys_complete_pct": 100}, 99),
    ],
)
def test_percent_complete_is_of_the_type_the_activity_has(kind, more, percent):
    begun = {"status_code": "TK_Active", "act_start_date": "2026-02-26 08:00"}
    plan = read(xer([task(1, complete_pct_type=kind, **begun, **more)]))
    assert (plan.tasks[1].percent_complete, plan.tasks[1].state) == (percent, "doing")


def test_what_is_left_is_done_from_the_data_date_on():
    begun = {"status_code": "TK_Active", "act_start_date": "2026-02-26 08:00"}
    done = {"status_code": "TK_Complete", "act_start_date": "2026-02-26 08:00",
            "act_end_date": "2026-02-27 17:00", "remain_drtn_hr_cnt": 0}  # fmt: skip
    plan = read(
        xer([task(1, remain_drtn_hr_cnt=8, **begun), task(2, **done), task(3)],
            TASKPRED=[pred(2, 3)])
    )  # fmt: skip
    found = dates(plan)
    assert found["1"] == (datetime(2026, 2, 26, 8), datetime(2026, 3, 2, 17))
    assert found["2"] == (datetime(2026, 2, 26, 8), datetime(2026, 2, 27, 17))
    assert found["3"][0] == datetime(2026, 3, 2, 8)
    assert plan.tasks[2].state == "done"


@pytest.mark.parametrize(
    ("rule", "kind", "told"),
    [("rcal_24Hour", "elapsed", 0), ("rcal_Successor", "working", 0),
     ("rcal_Predecessor", "working", 1), ("rcal_ProjDefault", "working", 1)],
)  # fmt: skip
def test_lags_count_in_the_calendar_of_the_schedule_options(rule, kind, told):
    hours = [{"clndr_id": n, "clndr_name": str(n), "clndr_data": OFFICE} for n in (5, 6)]
    plan = read(
        xer([task(1), task(2, clndr_id=6)], TASKPRED=[pred(1, 2, "SS", -3)], CALENDAR=hours,
            SCHEDOPTIONS=[{"proj_id": 1, "sched_calendar_on_relationship_lag": rule}])
    )  # fmt: skip
    link = plan.schedule.links[0]
    assert (link.kind, link.lag, link.lag_kind) == ("SS", -180, kind)
    assert len(plan.refusals) == told


@pytest.mark.parametrize(
    ("written", "kind"),
    [("CS_MSOA", "SNET"), ("CS_MEOB", "FNLT"), ("CS_MANDSTART", "MSO"), ("CS_ALAP", "ALAP")],
)
def test_constraints_come_over(written, kind):
    more = {"cstr_type": written, "cstr_date": "2026-03-20 08:00", "cstr_type2": "CS_MEOB",
            "cstr_date2": "2026-03-25 17:00"}  # fmt: skip
    found = read(xer([task(1, **more)])).schedule.tasks[1]
    assert (found.constraint, found.deadline) == (kind, datetime(2026, 3, 25, 17))


def test_an_activity_of_another_project_stands_where_the_file_says():
    other = task(9, proj_id=2, early_start_date="2026-03-10 08:00",
                 early_end_date="2026-03-11 17:00", wbs_id="")  # fmt: skip
    lost = task(8, proj_id=2, wbs_id="")
    plan = read(
        xer([task(1), other, lost], TASKPRED=[pred(9, 1), pred(8, 1), pred(77, 1)],
            PROJECT=[project(), project(2, export_flag="N")])
    )  # fmt: skip
    assert dates(plan)["9"] == (datetime(2026, 3, 10, 8), datetime(2026, 3, 11, 17))
    assert dates(plan)["1"][0] == datetime(2026, 3, 12, 8)
    assert len(plan.refusals) == 3


def test_several_projects_stand_side_by_side():
    plan = read(
        xer([task(1), task(2, proj_id=2, wbs_id=20)],
            PROJECT=[project(), project(2, last_recalc_date="2026-04-01 08:00")],
            PROJWBS=[TOP, wbs(11, 10), wbs(20, "99", "Second", proj_id=2, proj_node_flag="Y")])
    )  # fmt: skip
    assert [(t.name, t.parent) for t in plan.tasks] == [
        ("Launch", None), ("Part 11", "wbs-10"), ("Task 1", "wbs-11"), ("Second", None),
        ("Task 2", "wbs-20"),
    ]  # fmt: skip
    assert dates(plan)["2"][0] == datetime(2026, 4, 1, 8)


def test_parts_of_the_breakdown_in_a_circle_do_no_harm():
    plan = read(xer([task(1)], PROJWBS=[wbs(11, 12), wbs(12, 11)]))
    assert {(t.uid, t.parent) for t in plan.tasks} == {
        ("wbs-11", None), ("wbs-12", None), ("1", "wbs-11")
    }  # fmt: skip


def test_work_that_depends_on_people_is_dated_by_their_calendar():
    short = OFFICE.replace("(0||1(f|17:00|s|13:00)())", "")
    hours = [{"clndr_id": 5, "clndr_name": "Office", "clndr_data": OFFICE},
             {"clndr_id": 6, "clndr_name": "Mornings", "clndr_data": short}]  # fmt: skip
    plan = read(
        xer([task(1, 8, task_type="TT_Rsrc")], CALENDAR=hours,
            RSRC=[{"rsrc_id": 7, "rsrc_name": "Ada", "clndr_id": 6, "rsrc_type": "RT_Labor"}],
            TASKRSRC=[{"task_id": 1, "rsrc_id": 7, "target_qty": 8, "target_qty_per_hr": 1}])
    )  # fmt: skip
    assert dates(plan)["1"][1] == datetime(2026, 3, 3, 12)


@pytest.mark.parametrize(
    ("name", "page"), [("Réunion à Zürich – “ok”", "cp1252"), ("Задача один", "cp1251"),
                       ("Задача один", "utf-8"), ("Réunion", "utf-8-sig")],
)  # fmt: skip
def test_letters_are_read_in_the_code_page_they_were_written_in(name, page):
    assert read(xer([task(1, task_name=name)]).encode(page)).tasks[1].name == name


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (xer([]), "no tasks"),
        (xer([task(1)], end=""), "cut off"),
        ("ERMHDR\n%E\n", "no tasks"),
        ("ERMHDR\t\x00\x00\n%T\n%F\n%R\n%R\tx\n%E", "no tasks"),
        (xer([task(1)], PROJECT=[{"proj_id": 1}]), "when it begins"),
    ],
)
def test_an_xer_file_that_is_no_plan_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(PlanFileError, match=sentence):
        read(content)


def test_a_pmxml_file_gives_the_same_plan():
    resource = f"<Resource>{fields(ObjectId=7, Name='Ada', ResourceType='Labor')}</Resource>"
    inside = (
        f"<WBS>{fields(ObjectId=11, Name='Part', Code='1', SequenceNumber=1)}</WBS>"
        + activity(1)
        + activity(2, 8, PrimaryConstraintType="Start On or After",
                   PrimaryConstraintDate="2026-03-09T08:00:00")
        + f"<Relationship>{fields(PredecessorActivityObjectId=1, SuccessorActivityObjectId=2)}"
        "<Type>Finish to Start</Type><Lag>2</Lag></Relationship>"
        f"<ResourceAssignment>{fields(ActivityObjectId=1, ResourceObjectId=7)}"
        "<PlannedUnits>12</PlannedUnits></ResourceAssignment>"
    )  # fmt: skip
    plan = read(pmxml(inside, before=CALENDAR + resource))
    assert (plan.source, plan.name) == ("pmxml", "Launch")
    assert [(t.uid, t.parent) for t in plan.tasks] == [
        ("wbs-11", None), ("1", "wbs-11"), ("2", "wbs-11")
    ]  # fmt: skip
    assert plan.tasks[1].assignees == ("Ada",)
    assert plan.schedule.links[0].lag == 120
    assert dates(plan)["1"] == (datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 17))
    assert dates(plan)["2"] == (datetime(2026, 3, 9, 8), datetime(2026, 3, 9, 17))


def _planned(uid, code, start, finish, **more):
    return activity(uid, Id=code, ProjectObjectId="", WBSObjectId="", StartDate=start,
                    FinishDate=finish, **more)  # fmt: skip


def test_baselines_of_a_pmxml_file_know_activities_by_their_codes():
    monday, tuesday = "2026-03-02T08:00:00", "2026-03-03T17:00:00"
    first = baseline(
        70, _planned(71, "A1", monday, tuesday, PlannedLaborUnits=12, PlannedNonLaborUnits=4),
        _planned(72, "A9", monday, tuesday), _planned(73, "A2", tuesday, monday),
        Name="Agreed", LastBaselineUpdateDate="2026-02-01T09:00:00",
    )  # fmt: skip
    second = baseline(
        80, _planned(81, "A2", tuesday, "2026-03-04T17:00:00"), _planned(82, "A1", monday, tuesday),
        Name="Second", LastBaselineUpdateDate="2026-02-20T09:00:00",
    )  # fmt: skip
    part = f"<WBS>{fields(ObjectId=11, Name='Part', Code='1', SequenceNumber=1)}</WBS>"
    plan = read(pmxml(
        part + activity(1) + activity(2), after=first + second, CurrentBaselineProjectObjectId=70
    ))  # fmt: skip
    assert [(one.number, one.name) for one in plan.baselines] == [(0, "Second"), (1, "Agreed")]
    assert plan.compared_with == 1 and plan.left_out == {}
    then = datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 17)
    assert plan.baselines[1].tasks == {
        "1": PlanBaselineTask(*then, 960, 960), "wbs-11": PlanBaselineTask(*then)
    }  # fmt: skip
    assert plan.baselines[0].tasks["wbs-11"].finish == datetime(2026, 3, 4, 17)


def test_baselines_that_speak_of_nothing_in_the_plan_are_counted():
    of_another = baseline(4, _planned(9, "A1", "2026-03-02T08:00:00", "2026-03-03T17:00:00"), of=7)
    plan = read(pmxml(activity(1), after=of_another + baseline(5)))
    assert [t.uid for t in plan.tasks] == ["1"] and plan.baselines == ()
    assert plan.left_out == {"baselines": 2}


def test_many_baselines_read_the_outline_as_often_as_one():
    """By the number of times that a line of it is looked at."""

    class Watched(list):
        looks = 0

        def __iter__(self):
            Watched.looks += len(self)
            return super().__iter__()

    def looks(count):
        Watched.looks = 0
        nodes = Watched(
            Node(f"{n}", f"Task {n}", "", None, p6.Activity(f"{n}", "1", f"Task {n}", f"A{n}"))
            for n in range(50)
        )
        found = p6.Contents("pmxml")
        found.baselines = [p6.Baseline(f"{n}", "1") for n in range(count)]
        then = datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 17)
        found.planned = [p6.Planned(one.uid, "A1", *then) for one in found.baselines]
        kept, _compared = primavera_baselines.baselines(found, nodes, p6.Project("1"))
        assert len(kept) == count
        return Watched.looks

    assert looks(40) == looks(1)


def test_percentages_of_a_pmxml_file_are_shares_and_may_have_a_comma():
    one = activity(1, Status="In Progress", PercentCompleteType="Units",
                   UnitsPercentComplete="0,25", ActualStartDate="2026-03-02T08:00:00")  # fmt: skip
    assert read(pmxml(one)).tasks[0].percent_complete == 25


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE APIBusinessObjects [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<APIBusinessObjects><Project><Name>&x;</Name></Project></APIBusinessObjects>",
        f'<?xml version="1.0"?><!DOCTYPE APIBusinessObjects [<!ENTITY l0 "lol">{LOL}]>'
        f"<APIBusinessObjects><Project><Name>&l9;</Name></Project></APIBusinessObjects>".encode(),
        b"<APIBusinessObjects>" + b"<Project>" * 5_000,
        pmxml(activity(1))[:-40],
        b"<APIBusinessObjects/>",
        b"<x><APIBusinessObjects></APIBusinessObjects></x>",
    ],
)
def test_hostile_xml_is_refused_in_a_sentence_and_at_once(content):
    began = time.perf_counter()
    with pytest.raises(PlanFileError) as refusal:
        read(content)
    assert str(refusal.value).endswith(".")
    assert time.perf_counter() - began < 2
