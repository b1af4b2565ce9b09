"""Plain tables: columns are proposed in four languages, mapped, and read cell by cell."""

import io
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment

from rapport.integrations.planfiles import amounts, dates, detect, linktext, table
from rapport.integrations.planfiles.dates import AmbiguousDates
from rapport.integrations.planfiles.records import PlanFileError, PlanLink, PlanPerson


def read(text, **mapping):
    return table.read(text.encode(), "plan.csv", mapping or None)


def by_name(plan):
    return {task.name: task for task in plan.tasks}


@pytest.mark.parametrize(
    "header",
    [
        "ID,Task Name,Duration,Start,Finish,Predecessors,Resource Names,% Complete",
        "Nr.,Vorgangsname,Dauer,Anfang,Ende,Vorgänger,Ressourcennamen,% Abgeschlossen",
        "N°,Nom de la tâche,Durée,Début,Fin,Prédécesseurs,Noms ressources,% achevé",
        "Id,Nombre de tarea,Duración,Comienzo,Fin,Predecesoras,Nombres de los recursos,"
        "% completado",
        "ID,Task_Name,Duration,Start_Date,Finish_Date,Predecessors,Resource_Names,Percent_Complete",
    ],
)
def test_headers_of_four_languages_are_understood(header):
    proposal = table.propose_mapping(header.split(","))
    assert set(proposal) == {
        "id",
        "name",
        "duration",
        "start",
        "finish",
        "predecessors",
        "assignees",
        "percent",
    }


PROJECT = """\
ID;Vorgangsname;Dauer;Anfang;Ende;Vorgänger;Ressourcennamen;% Abgeschlossen;Gliederungsebene
1;Planung;5 Tage;Mo 02.03.26;Fr 06.03.26;;;50%;1
2;Entwurf;2 Tage?;Mo 02.03.26;Di 03.03.26;;Ada[50%];100%;2
3;Prüfung;1,5 Tage;Mi 04.03.26;Do 05.03.26;2EA+2 Tage;Ada;Grace <grace@example.com>;0%;2
4;Fertig;0 Tage;Fr 06.03.26;Fr 06.03.26;2;Grace <grace@example.com>;0%;1
5;Bau;lange;40.03.26;;4;;150%;1
"""


def test_a_german_microsoft_project_table_is_read():
    plan = read(PROJECT.replace("2EA+2 Tage;Ada;Grace", "2EA+2 Tage;Ada, Grace"))
    tasks = by_name(plan)
    assert tasks["Entwurf"].duration_minutes == 960
    assert tasks["Prüfung"].duration_minutes == 720
    assert (tasks["Entwurf"].parent, tasks["Prüfung"].parent, tasks["Fertig"].parent) == (
        "1",
        "1",
        None,
    )
    assert tasks["Prüfung"].links == (PlanLink("2", "FS", 960),)
    assert tasks["Prüfung"].assignees == ("Ada", "Grace")
    assert tasks["Fertig"].milestone
    assert PlanPerson("Grace", "grace@example.com") in plan.people
    assert [tasks[name].state for name in ("Planung", "Entwurf", "Fertig")] == [
        "doing",
        "done",
        "todo",
    ]
    assert tasks["Planung"].start == date(2026, 3, 2)


def test_cells_that_say_nothing_sensible_are_refused_one_by_one():
    plan = read(PROJECT.replace("2EA+2 Tage;Ada;Grace", "2EA+2 Tage;Ada, Grace"))
    assert {(refusal.row, refusal.value) for refusal in plan.refusals} == {
        (6, "lange"),
        (6, "40.03.26"),
        (6, "150%"),
    }


def test_a_cell_beyond_the_header_is_refused_not_lost():
    plan = read("Name,Start\nA,2026-03-02,stray\n")
    assert [(refusal.row, refusal.value) for refusal in plan.refusals] == [(2, "stray")]


def test_one_date_decides_how_its_column_is_read():
    plan = read("Name,Start\nA,03/04/2026\nB,03/25/2026\n")
    assert plan.tasks[0].start == date(2026, 3, 4)
    plan = read("Name,Start\nA,03/04/2026\nB,25/03/2026\n")
    assert plan.tasks[0].start == date(2026, 4, 3)


def test_dates_that_read_both_ways_are_asked_about_and_the_answer_is_used():
    text = "Name,Start,Finish\nA,03/04/2026,05/04/2026\n"
    with pytest.raises(AmbiguousDates) as asked:
        read(text)
    assert asked.value.columns == ("Start", "Finish")
    plan = detect.read_any(text.encode(), "x.csv", {"date_order": "dmy"})
    assert plan.tasks[0].start == date(2026, 4, 3)


def test_dates_that_contradict_each_other_are_refused_in_a_sentence():
    with pytest.raises(PlanFileError, match="different orders"):
        read("Name,Start\nA,25/03/2026\nB,03/25/2026\n")


def test_a_file_with_forty_unknown_columns_works_with_the_known_and_lists_the_others():
    extra = [f"Mystery {number}" for number in range(40)]
    text = ",".join(["Name", *extra[:20], "Start", *extra[20:]]) + "\n"
    text += ",".join(["A", *["x"] * 20, "2026-03-02", *["y"] * 20]) + "\n"
    plan = detect.read_any(text.encode("utf-16"), "plan.csv")
    assert plan.tasks[0].start == date(2026, 3, 2)
    assert plan.unknown_columns == tuple(extra)


def test_without_a_name_column_the_person_is_asked_to_map():
    with pytest.raises(table.NeedsMapping) as asked:
        read("Foo,Bar\nx,y\n")
    assert asked.value.header == ("Foo", "Bar")
    assert read("Foo,Bar\nx,y\n", name="Bar").tasks[0].name == "y"
    assert read("Foo,Bar\nx,y\n", name="1").tasks[0].name == "x"


@pytest.mark.parametrize("mapping", [{"name": "Nope"}, {"is_staff": "Foo", "name": "Foo"}])
def test_a10_a_mapping_cannot_name_columns_or_fields_that_do_not_exist(mapping):
    with pytest.raises(PlanFileError, match="mapping names"):
        read("Foo,Bar\nx,y\n", **mapping)


def test_outline_numbers_make_the_tree_and_name_predecessors():
    plan = read("WBS,Task,Predecessors\n1,A,\n1.1,B,\n1.2,C,1.1\n1.2.1,D,\n2,E,1.2SS+4h\n")
    tasks = by_name(plan)
    assert [tasks[name].parent for name in "ABCDE"] == [None, "1", "1", "1.2", None]
    assert tasks["C"].links == (PlanLink("1.1"),)
    assert tasks["E"].links == (PlanLink("1.2", "SS", 240),)


def test_indentation_makes_the_tree_where_nothing_else_does():
    plan = read("Name,Start\nA,\n   B,\n      C,\n   D,\nE,\n")
    assert [task.parent for task in plan.tasks] == [None, "1", "2", "1", None]


def test_excels_indentation_and_a_title_above_the_header_are_understood():
    book = Workbook()
    for row in [["Relaunch of the site"], [], ["Task", "Start"], ["A"], ["B", date(2026, 3, 2)]]:
        book.active.append(row)
    book.active["A5"].alignment = Alignment(indent=1)
    out = io.BytesIO()
    book.save(out)
    plan = detect.read_any(out.getvalue(), "plan.xlsx")
    assert [(task.name, task.parent, task.row) for task in plan.tasks] == [
        ("A", None, 4),
        ("B", "1", 5),
    ]
    assert plan.tasks[1].start == date(2026, 3, 2)


def test_links_to_itself_and_to_nowhere_are_refused_and_circles_left_to_the_engine():
    plan = read("ID,Name,Predecessors\n1,A,1\n2,B,3;9\n3,C,2FS+50x\n4,D,3\n5,E,4\n3,F,\n")
    tasks = by_name(plan)
    assert tasks["B"].links == (PlanLink("3"),)
    assert tasks["E"].links == (PlanLink("4"),)
    assert [(refusal.row, refusal.value) for refusal in plan.refusals] == [
        (7, "3"),
        (3, "9"),
        (4, "2FS+50x"),
        (2, "1"),
    ]


def test_predecessors_may_be_named_and_parents_too():
    plan = read("Task,Part of,Depends on\nBuild,,\nPaint SS,Build,\nSell,Build,Paint SS\n")
    tasks = by_name(plan)
    assert tasks["Sell"].parent == "1"
    assert tasks["Sell"].links == (PlanLink("2"),)


def test_units_stand_in_the_header_or_are_the_usual():
    plan = read("Name,Duration (h),Effort (days),Time spent\nA,16,2,1.5\n")
    task = plan.tasks[0]
    assert (task.duration_minutes, task.work_minutes, task.spent_minutes) == (960, 960, 90)


def test_shares_of_one_are_percentages():
    plan = read("Name,Progress\nA,0.25\nB,1\nC,0\n")
    assert [task.percent_complete for task in plan.tasks] == [25, 100, 0]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("3d", 1440),
        ("4h", 240),
        ("2w", 4800),
        ("1.5 Tage", 720),
        ("1,5 jours", 720),
        ("3 semanas", 7200),
        ("2 wks", 4800),
        ("3 days?", 1440),
        ("1w 2d 3h", 3540),
        ("01:30", 90),
        ("2 Std.", 120),
        ("5", 2400),
    ],
)
def test_durations_of_many_tongues_are_working_minutes(written, minutes):
    assert amounts.duration(written) == minutes


@pytest.mark.parametrize("written", ["soon", "3 moons", "2 edays", "", "1e9", "99999999d"])
def test_what_is_no_duration_is_said_to_be_none(written):
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence is made by the caller
        amounts.duration(written)


@pytest.mark.parametrize(
    ("written", "links"),
    [
        ("3FS+2d;5SS", [("3", "FS", 960), ("5", "SS", 0)]),
        ("3, 4", [("3", "FS", 0), ("4", "FS", 0)]),
        ("3FS-1 day", [("3", "FS", -480)]),
        ("2EA+1,5 Tage", [("2", "FS", 720)]),
        ("7+3d", [("7", "FS", 1440)]),
        ("4FC+1 día;5CC", [("4", "FS", 480), ("5", "SS", 0)]),
    ],
)
def test_predecessors_are_read_as_microsoft_project_writes_them(written, links):
    found = [linktext.parse(piece) for piece in linktext.split(written)]
    assert [(link.target, link.kind, link.lag_minutes) for link in found] == links


@pytest.mark.parametrize(
    ("written", "lag"),
    [
        ("1FS+50%", (0, 50, False)), ("1SS-2.5%", (0, -2.5, False)), ("1+50e%", (0, 50, True)),
        ("1FS+1ed", (1440, None, True)), ("1FF-2 eh", (-120, None, True)),
        ("1FS+1ew", (10_080, None, True)), ("1FS+30emin", (30, None, True)),
    ],
)  # fmt: skip
def test_a_wait_may_be_a_share_or_run_around_the_clock(written, lag):
    link = linktext.parse(written)
    assert (link.target, (link.lag_minutes, link.percent, link.is_elapsed)) == ("1", lag)


def test_a_duration_may_run_around_the_clock():
    plan = read("ID,Name,Duration\n1,A,2ed\n2,B,2d\n3,C,2 edays\n4,D,2 emoons\n")
    assert [(t.duration_minutes, t.is_elapsed) for t in plan.tasks] == [
        (2880, True), (960, False), (2880, True), (None, False)
    ]  # fmt: skip
    assert [(one.row, one.value) for one in plan.refusals] == [(5, "2 emoons")]


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-04",
        "2026-03-04T10:00:00Z",
        "4.3.2026",
        "04.03.26",
        "Mi 04.03.26",
        "4. März 2026",
        "4 mars 2026",
        "4 de marzo de 2026",
        "March 4, 2026",
        "Wed, Mar 4, 2026 3:04 PM",
        "04/Mar/26 9:26 AM",
        "2026/03/04",
    ],
)
def test_dates_are_read_however_they_are_written(written):
    assert dates.form_of({"Start": [written]}).read(written) == date(2026, 3, 4)


def test_a_preview_says_how_the_file_was_read_and_what_columns_seem_to_mean():
    preview = detect.preview("Aufgabe;Beginn\nPrüfung;04.03.2026\n".encode("cp1252"))
    assert (preview.encoding, preview.delimiter, preview.needs_mapping) == ("cp1252", ";", True)
    assert preview.mapping == {"name": "Aufgabe", "start": "Beginn"}
    assert preview.rows == (("Prüfung", "04.03.2026"),)
    assert detect.preview(b"{}") is None


def test_predecessors_by_position_are_found_where_only_outline_numbers_stand():
    plan = read("WBS,Task,Predecessors\n1,A,\n1.1,B,\n1.2,C,2\n1.3,D,3SS\n")
    tasks = by_name(plan)
    assert tasks["C"].links == (PlanLink("1.1"),)
    assert tasks["D"].links == (PlanLink("1.2", "SS"),)
