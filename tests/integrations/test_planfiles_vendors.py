"""Exports of Jira, Asana, Trello and monday.com, written here after the vendors' own form."""

import io
import json
from datetime import date

import pytest
from openpyxl import Workbook

from rapport.integrations.planfiles import asana, detect, jira, monday, trello
from rapport.integrations.planfiles.dates import AmbiguousDates
from rapport.integrations.planfiles.records import PlanFileError, PlanLink, PlanPerson


def by_uid(plan):
    return {task.uid: task for task in plan.tasks}


def by_name(plan):
    return {task.name: task for task in plan.tasks}


def reasons(plan):
    return [(refusal.row, refusal.value, refusal.reason) for refusal in plan.refusals]


JIRA = """\
Summary,Issue key,Issue id,Parent,Issue Type,Status,Status Category,Project name,Assignee,\
Created,Due date,Resolved,Description,Original estimate,Remaining Estimate,Time Spent,Sprint,\
Sprint,Labels,Labels,Inward issue link (Blocks),Inward issue link (Blocks),\
Outward issue link (Blocks),Inward issue link (Relates),Custom field (Start date),Priority
Relaunch,NW-1,10001,,Epic,In Progress,In Progress,Northwind,Ada Lovelace,\
01/Okt/25 9:00 AM,19/Dez/25 12:00 AM,,All of it,,,,,,,,,,,,,High
Design,NW-2,10002,10001,Story,Fertig,Done,Northwind,Ada Lovelace,\
01/Okt/25 9:00 AM,10/Okt/25 12:00 AM,11/Okt/25 4:30 PM,,28800,0,30600,Sprint 1,Sprint 2,\
ui,client,,,NW-3,,02/Okt/25 12:00 AM,High
Build,NW-3,10003,NW-1,Story,Code Review,In Progress,Northwind,Grace Hopper,\
01/Okt/25 9:00 AM,,,,57600,28800,28800,,,,,NW-2,NW-9,NW-3,NW-1,,High
Test,NW-4,10004,10009,Sub-task,To Do,To Do,Northwind,,01/Okt/25 9:00 AM,soon,,,lots,,,,,,,,,,,,Low
"""


def test_jira_issues_come_with_people_dates_and_seconds_as_minutes():
    plan = jira.read(JIRA.encode(), "export.csv")
    design, build = by_uid(plan)["NW-2"], by_uid(plan)["NW-3"]
    assert (plan.source, plan.name, len(plan.tasks)) == ("jira", "Northwind", 4)
    assert plan.people == (PlanPerson("Ada Lovelace"), PlanPerson("Grace Hopper"))
    assert (design.start, design.due) == (date(2025, 10, 2), date(2025, 10, 10))
    assert (design.work_minutes, design.spent_minutes) == (480, 510)
    assert (design.state, design.percent_complete) == ("done", 100)
    assert design.finished_on == date(2025, 10, 11)
    assert design.labels == ("Sprint 1", "Sprint 2", "ui", "client")
    assert (build.state, build.percent_complete) == ("doing", 50)


def test_a_jira_parent_is_found_by_id_and_by_key():
    tasks = by_uid(jira.read(JIRA.encode(), "export.csv"))
    assert (tasks["NW-2"].parent, tasks["NW-3"].parent) == ("NW-1", "NW-1")


def test_a_jira_link_written_at_both_ends_is_one_link():
    tasks = by_uid(jira.read(JIRA.encode(), "export.csv"))
    assert tasks["NW-3"].links == (PlanLink("NW-2"),)
    assert tasks["NW-2"].links == ()


def test_what_jira_says_and_a_plan_cannot_keep_is_refused_by_row():
    plan = jira.read(JIRA.encode(), "export.csv")
    refused = {(refusal.row, refusal.column, refusal.value) for refusal in plan.refusals}
    assert refused == {
        (4, "Inward issue link (Blocks)", "NW-9"),
        (4, "Outward issue link (Blocks)", "NW-3"),
        (5, "Due date", "soon"),
        (5, "Original estimate", "lots"),
        (5, "Parent", "10009"),
    }
    assert plan.unknown_columns == ("Created", "Inward issue link (Relates)", "Priority")


def test_jiras_new_word_for_issues_is_understood():
    text = (
        "Summary,Work item key,Work type,Status,Parent key\nA,K-1,Epic,Done,\nB,K-2,Task,Open,K-1"
    )
    plan = detect.read_any(text.encode(), "x.csv")
    assert plan.source == "jira"
    assert by_uid(plan)["K-2"].parent == "K-1"


def test_numeric_jira_dates_that_read_both_ways_are_asked_about():
    text = "Summary,Issue key,Status,Due date\nA,K-1,Done,03/04/2026 10:00\n"
    with pytest.raises(AmbiguousDates, match="Due date"):
        detect.read_any(text.encode(), "x.csv")
    plan = detect.read_any(text.encode(), "x.csv", {"date_order": "mdy"})
    assert plan.tasks[0].due == date(2026, 3, 4)


def test_issues_that_are_part_of_each_other_are_kept_without_the_circle():
    text = "Summary,Issue key,Status,Parent key\nA,K-1,Done,K-2\nB,K-2,Open,K-1\nC,K-3,Open,K-3\n"
    plan = jira.read(text.encode(), "x.csv")
    assert [task.parent for task in plan.tasks] == ["K-2", None, None]
    assert [refusal.row for refusal in plan.refusals] == [3, 4]


ASANA = """\
Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,\
Start Date,Due Date,Tags,Notes,Projects,Parent task,Blocked By (Dependencies),\
Blocking (Dependencies),Priority
11,2025-10-01,2025-10-09,2025-10-09,Kick-off,Start,Ada,ada@example.com,2025-10-02,2025-10-09,\
"ui, client",Hello,Relaunch,,,"Draft, then polish",High
12,2025-10-01,,2025-10-09,"Draft, then polish",In progress,Grace,grace@example.com,,2025-11-01,,,\
Relaunch,,Kick-off,,
13,2025-10-01,,2025-10-09,Words,,,,,,,,,"Draft, then polish","Unknown task, Kick-off",,
14,2025-10-01,,2025-10-09,Twin,,,,,,,,Relaunch,,,,
15,2025-10-01,,2025-10-09,Twin,,,,,,,,Relaunch,,,,
16,2025-10-01,,2025-10-09,Child,,,,,,,,,Twin,Child,,
"""


def test_asana_tasks_come_with_section_tags_and_completion():
    plan = asana.read(ASANA.encode(), "Relaunch.csv")
    first, second = plan.tasks[:2]
    assert (plan.name, len(plan.tasks)) == ("Relaunch", 6)
    assert (first.state, first.finished_on) == ("done", date(2025, 10, 9))
    assert first.labels == ("Start", "ui", "client")
    assert (first.start, first.due, first.description) == (
        date(2025, 10, 2),
        date(2025, 10, 9),
        "Hello",
    )
    assert second.state == "doing"
    assert plan.people == (
        PlanPerson("Ada", "ada@example.com"),
        PlanPerson("Grace", "grace@example.com"),
    )
    assert plan.unknown_columns == ("Created At", "Last Modified", "Priority")


def test_asana_names_with_commas_are_found_as_parents_and_dependencies():
    tasks = by_uid(asana.read(ASANA.encode(), "x.csv"))
    assert tasks["12"].links == (PlanLink("11"),)
    assert tasks["13"].parent == "12"
    assert tasks["13"].links == (PlanLink("11"),)


def test_an_asana_name_that_means_two_tasks_or_none_is_refused():
    plan = asana.read(ASANA.encode(), "x.csv")
    refused = [(refusal.row, refusal.value) for refusal in plan.refusals]
    assert refused == [(4, "Unknown task"), (7, "Twin"), (7, "Child")]


def board(**changes):
    content = {
        "name": "Relaunch",
        "lists": [
            {"id": "l2", "name": "Doing", "pos": 2, "closed": False},
            {"id": "l1", "name": "To do", "pos": 1, "closed": False},
            {"id": "l3", "name": "Done", "pos": 3, "closed": False},
        ],
        "members": [{"id": "m1", "fullName": "Ada Lovelace", "username": "ada"}],
        "labels": [{"id": "t1", "name": "", "color": "green"}],
        "customFields": [{"id": "f1", "name": "Budget"}],
        "cards": [
            {"id": "c2", "name": "Build", "idList": "l2", "pos": 1, "idMembers": ["m1", "gone"]},
            {
                "id": "c1",
                "name": "Plan",
                "idList": "l1",
                "pos": 1,
                "due": "2026-03-04T16:00:00.000Z",
                "start": "2026-03-02T09:00:00.000Z",
                "desc": "First",
                "labels": [{"id": "t1", "name": "", "color": "green"}],
            },
            {"id": "c3", "name": "Old", "idList": "l1", "pos": 2, "closed": True},
            {"id": "c4", "name": "Shipped", "idList": "l3", "pos": 1, "closed": True},
            {"id": "c5", "name": "Paid", "idList": "l1", "pos": 3, "dueComplete": True},
            {"id": "c6", "name": "Form", "idList": "l1", "pos": 4, "isTemplate": True},
        ],
        "checklists": [
            {
                "id": "k1",
                "idCard": "c1",
                "name": "Steps",
                "pos": 1,
                "checkItems": [
                    {"id": "i2", "name": "Second", "state": "incomplete", "pos": 2},
                    {
                        "id": "i1",
                        "name": "First",
                        "state": "complete",
                        "pos": 1,
                        "idMember": "m1",
                        "due": "2026-03-03T12:00:00.000Z",
                    },
                ],
            }
        ],
    }
    return json.dumps(content | changes).encode()


def test_trello_cards_come_in_board_order_with_their_checklists_as_subtasks():
    plan = detect.read_any(board(), "x.json")
    assert (plan.source, plan.name) == ("trello", "Relaunch")
    assert [task.name for task in plan.tasks] == [
        "Plan",
        "First",
        "Second",
        "Paid",
        "Build",
        "Shipped",
    ]
    tasks = by_name(plan)
    assert (tasks["First"].parent, tasks["First"].state) == ("c1", "done")
    assert tasks["First"].due == date(2026, 3, 3)
    assert tasks["Plan"].start == date(2026, 3, 2)
    assert tasks["Plan"].labels == ("To do", "green")
    assert tasks["Build"].assignees == ("Ada Lovelace",)
    assert [tasks[name].state for name in ("Plan", "Build", "Paid", "Shipped")] == [
        "todo",
        "doing",
        "done",
        "done",
    ]


def test_trello_cards_that_are_no_work_are_refused_by_name():
    plan = trello.read(board(), "x.json")
    assert [refusal.value for refusal in plan.refusals] == ["Old", "Form", "gone"]
    assert plan.unknown_columns == ("Custom field (Budget)",)


def test_json_that_is_no_board_is_refused_in_a_sentence():
    with pytest.raises(PlanFileError, match="Trello"):
        detect.read_any(b'{"tasks": []}', "x.json")


HEAD = ["Name", "Subitems", "Owner", "Status", "Timeline - Start", "Timeline - End"]
HEAD += ["Dependency", "Due Date", "Item ID (auto generated)", "Budget"]
SUBHEAD = ["Subitems", "Name", "Owner", "Status", "Date", "Item ID (auto generated)", "Mood"]
MONDAY = [
    ["Relaunch", "", "This spreadsheet was created using monday.com"],
    ["The board of the relaunch"],
    [],
    ["Phase one", "", "Try it free →"],
    HEAD,
    ["Plan", "Words, Pictures", "Ada, Grace", "Done", "2026-03-02", "2026-03-06", "", None, "501"],
    SUBHEAD,
    ["", "Words", "Ada", "Working on it", "2026-03-03", "601"],
    ["", "Pictures", "", "", "", "602", "good"],
    ["Build", "", "Grace", "Stuck", "2026-03-09", None, "Plan, Nothing", "2026-03-20", "502", "9"],
    ["", "", "", "", "2026-03-02", "2026-03-20", "", "", "", "9"],
    ["Phase two"],
    HEAD,
    ["Bare item"],
    ["Test", "", "", "Simmering", "", "", "Build", "", "503"],
]


def monday_file(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("updates").append(["Item ID", "Content"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_monday_groups_items_and_subitems_are_told_apart():
    plan = detect.read_any(monday_file(MONDAY), "x.xlsx")
    assert (plan.source, plan.name) == ("monday", "Relaunch")
    assert [(task.name, task.parent) for task in plan.tasks] == [
        ("Plan", None),
        ("Words", "501"),
        ("Pictures", "501"),
        ("Build", None),
        ("Bare item", None),
        ("Test", None),
    ]


def test_monday_columns_become_dates_people_states_and_links():
    plan = monday.read(monday_file(MONDAY), "x.xlsx")
    tasks = by_name(plan)
    assert (tasks["Plan"].start, tasks["Plan"].finish) == (date(2026, 3, 2), date(2026, 3, 6))
    assert tasks["Plan"].assignees == ("Ada", "Grace")
    assert (tasks["Plan"].state, tasks["Words"].state) == ("done", "doing")
    assert tasks["Words"].due == date(2026, 3, 3)
    assert tasks["Build"].due == date(2026, 3, 20)
    assert tasks["Build"].links == (PlanLink("501"),)
    assert tasks["Test"].links == (PlanLink("502"),)
    assert tasks["Test"].labels == ("Phase two",)


def test_what_monday_says_and_a_plan_cannot_keep_is_named():
    plan = monday.read(monday_file(MONDAY), "x.xlsx")
    assert {(refusal.row, refusal.value) for refusal in plan.refusals} == {
        (10, "Nothing"),
        (15, "Simmering"),
    }
    assert plan.unknown_columns == ("Budget", "Mood", "Sheet: updates")


def test_a_monday_board_without_subitems_or_ids_is_still_recognised():
    rows = [
        ["Board"],
        ["Group"],
        ["Name", "Person", "Status", "Timeline"],
        ["A", "Ada", "Done", "2026-04-30 - 2026-05-09"],
    ]
    plan = detect.read_any(monday_file(rows), "x.xlsx")
    assert plan.source == "monday"
    assert plan.tasks[0].finish == date(2026, 5, 9)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "mpp"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\xd8\xff\xe0 JFIF", "picture"),
        (b"<!doctype html><html><body><table></table></body></html>", "web page"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "not a Microsoft Project"),
    ],
)
def test_files_that_are_no_plan_are_told_by_content(data, word):
    with pytest.raises(PlanFileError, match=word):
        detect.read_any(data, "plan.csv")


def test_a_german_jira_export_is_recognised_by_its_headers():
    text = "Zusammenfassung,Vorgangsschlüssel,Vorgangstyp,Status,Fälligkeitsdatum,Bearbeiter\n"
    text += "Entwurf,K-1,Aufgabe,In Arbeit,05/Mär/26 12:00 AM,Ada\n"
    plan = detect.read_any(text.encode(), "x.csv")
    task = plan.tasks[0]
    assert (plan.source, task.state, task.due) == ("jira", "doing", date(2026, 3, 5))
    assert task.assignees == ("Ada",)
