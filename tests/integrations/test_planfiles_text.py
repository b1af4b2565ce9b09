"""CSV bytes and worksheets become rows, and what is hostile or broken is refused in a sentence."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from rapport.integrations.planfiles import csvtext, detect, errorfile, jsontext, xlsx
from rapport.integrations.planfiles.records import PlanFileError, Refusal

UMLAUTS = "name;owner\nPrüfung;Jürgen Groß\n"


def cells(sheet):
    return [row.cells for row in sheet.rows]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data, part, change):
    """The workbook with one part of its archive changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
def test_umlauts_survive_every_common_encoding(encoding):
    sheet = csvtext.read(UMLAUTS.encode(encoding))
    assert cells(sheet) == [("name", "owner"), ("Prüfung", "Jürgen Groß")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_when_others_stand_in_cells(delimiter):
    text = delimiter.join(["name", "notes"]) + "\n"
    text += delimiter.join(['"a, b; c"', "x"]) + "\n" + delimiter.join(["d", '"1,2"']) + "\n"
    assert csvtext.read(text.encode()).delimiter == delimiter


def test_excels_first_line_says_the_delimiter():
    assert cells(csvtext.read(b"sep=;\nname;b\nx,y;z\n")) == [("name", "b"), ("x,y", "z")]


def test_quotes_hold_line_ends_and_row_numbers_count_rows():
    sheet = csvtext.read(b'name,b\r\n"one\r\ntwo",x\r\nthree,y\r\n')
    assert [(row.number, row.cells[0]) for row in sheet.rows] == [
        (1, "name"),
        (2, "one\r\ntwo"),
        (3, "three"),
    ]


def test_text_after_a_closing_quote_is_kept():
    assert cells(csvtext.read(b'name,b\n"one" two,x\n'))[1] == ("one two", "x")


def test_a_row_with_nul_or_a_lone_surrogate_is_refused_and_others_stay():
    sheet = csvtext.read(b"name,b\nA\x00B,x\nC\xed\xa0\x80,y\ngood,z\n")
    assert cells(sheet) == [("name", "b"), ("good", "z")]
    assert [refusal.row for refusal in sheet.refusals] == [2, 3]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\xff\xfe", "empty"),
        (b" \n\n", "empty"),
        (bytes(range(32)) * 100, "not text"),
        (b"name,b\nA\x00B,x\n", "cannot be read or stored"),
        (b'name,b\n"open,x\nmore,y\n', "row 2"),
        (b"," * 5_000 + b"\n", "5,000 columns"),
        (b"name\n" + b"x" * 200_000, "row 2"),
    ],
)
def test_a_file_that_cannot_be_a_table_is_refused_in_a_sentence(data, word):
    with pytest.raises(PlanFileError, match=word):
        csvtext.read(data)


def test_a_workbook_gives_values_dates_and_percentages_as_text():
    book = Workbook()
    book.active.append(["Name", "Start", "At", "Done", "Days"])
    book.active.append(
        ["A", date(2026, 3, 4), datetime(2026, 3, 4, 8, 30), 0.5, 3]  # noqa: DTZ001
    )
    book.active["D2"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    row = xlsx.read(out.getvalue()).rows[1]
    assert row.cells == ("A", "2026-03-04", "2026-03-04T08:30", "50%", "3")


def test_a_formula_without_a_stored_value_is_kept_as_text():
    sheet = xlsx.read(workbook(["Name", "Sum"], ["A", "=1+1"]))
    assert sheet.rows[1].cells == ("A", "=1+1")


def test_f02_entities_in_a_workbook_are_refused_before_it_is_parsed():
    bad = repacked(
        workbook(["Name"], ["A"]),
        "xl/worksheets/sheet1.xml",
        lambda xml: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + xml,
    )
    with pytest.raises(PlanFileError, match="declarations"):
        xlsx.read(bad)


def test_f03_a_workbook_that_unpacks_to_a_bomb_is_refused():
    bad = repacked(
        workbook(["Name"], ["A"]), "xl/worksheets/sheet1.xml", lambda xml: b" " * 101 * 1024**2
    )
    packed = io.BytesIO()
    squeezed = zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(io.BytesIO(bad)) as old, squeezed as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(PlanFileError, match="100 MB"):
        xlsx.read(packed.getvalue())


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PK\x05\x06" + b"\0" * 18])
def test_a_damaged_archive_is_refused_in_a_sentence(content):
    with pytest.raises(PlanFileError):
        detect.read_any(content, "plan.xlsx")


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a": ' + "9" * 5_000 + "}", '{"a": NaN}', "{"])
def test_f08_absurd_json_is_refused_in_a_sentence(text):
    with pytest.raises(PlanFileError, match="damaged"):
        jsontext.read(text.encode())


TRAPS = [
    "=1+1",
    "+49 30 1234",
    "-5",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    " =1+1",
    "\u200b=1+1",
    '"=1+1',
    "';=1+1",
    "x;=1+1",
    "'quoted",
]


@pytest.mark.parametrize("trap", TRAPS)
def test_f01_the_error_file_runs_nothing_and_reads_back_as_it_was(trap):
    refusals = (Refusal(3, "Name", trap, "It was refused."), Refusal(None, trap, "", "Why"))
    text = errorfile.write(refusals)
    assert errorfile.read(text) == refusals
    for line in text.splitlines()[1:2]:
        assert not line.split(",")[2].strip('"').startswith(("=", "+", "-", "@", "\t"))


@given(st.text(alphabet="=+-@;,\t'|\" ab\u200b＝", max_size=12))  # noqa: RUF001
def test_f01_shielding_is_undone_exactly(cell):
    shielded = errorfile.shielded(cell)
    assert errorfile.bared(shielded) == cell
    for separator in ";,\t|":
        for part in shielded.split(separator):
            assert part.strip(' \u200b"')[:1] not in tuple("=+-@＝")  # noqa: RUF001


@given(st.binary(max_size=300))
def test_any_bytes_give_a_plan_or_a_sentence(data):
    try:
        detect.read_any(data, "plan.csv")
    except PlanFileError as error:
        assert str(error)
