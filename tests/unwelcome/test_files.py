"""Files that nobody wants to get: a sentence says what was wrong and what was kept."""

import pytest

from rapport.inbox.models import Message, RawMail
from rapport.integrations.mpxj import conversion, parts
from rapport.planning.models import PlanImport
from rapport.projects.models import Project, Task
from tests.inbox.conftest import written
from tests.planning.mspdi import Row, mspdi

pytestmark = pytest.mark.django_db

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20
MPP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096


def test_an_empty_file_is_no_mail_and_says_so(say, tmp_path):
    (tmp_path / "inbox.mbox").touch()
    said = say("import", "mail", tmp_path / "inbox.mbox")
    assert "refused inbox.mbox" in said.text and "empty" in said.text
    assert said.status == 1
    assert "No mail was found there. Nothing was kept, and nothing was changed." in said.text
    assert not RawMail.everywhere.exists()


def test_pictures_among_mails_are_refused_by_name_and_the_mails_come_in(say, tmp_path):
    for number in range(3):
        (tmp_path / f"IMG_{number}.jpg").write_bytes(JPEG)
    (tmp_path / "real.eml").write_bytes(written())
    said = say("import", "mail", tmp_path)
    assert said.status == 0
    assert [f"refused IMG_{n}.jpg" in said.text for n in range(3)] == [True] * 3
    assert "1 messages (1 new), 3 refused" in said.text
    assert "what was refused was not, and lies untouched where it is." in said.text
    assert Message.everywhere.count() == 1


@pytest.mark.parametrize("content", [MPP, b"\0" * 5000, b"just words\n" * 50, b"{}"],
                         ids=["mpp", "zeros", "words", "json"])  # fmt: skip
def test_what_is_no_mail_is_refused_by_name(say, tmp_path, content):
    (tmp_path / "thing").write_bytes(content)
    said = say("import", "mail", tmp_path / "thing")
    assert "refused thing" in said.text and "(0 new)" in said.text
    assert not Message.everywhere.exists()


def test_a_path_that_is_not_there_changes_nothing(say, tmp_path):
    said = say("import", "mail", tmp_path / "none")
    assert said.status == 1 and "does not exist. Nothing was changed." in said.text


def plan(say, tmp_path, content, name="plan.xml"):
    (tmp_path / name).write_bytes(content)
    return say("import", "plan", tmp_path / name, "--client", "NWM")


def test_a_plan_that_runs_in_a_circle_comes_in_and_the_circle_is_named(
    say, tmp_path, client_company
):
    rows = [Row(1, "Design", after=[(3, "FS", 0)]), Row(2, "Build", after=[(1, "FS", 0)]),
            Row(3, "Test", after=[(2, "FS", 0)])]  # fmt: skip
    said = plan(say, tmp_path, mspdi(rows))
    assert said.status == 0 and Task.everywhere.count() == 3
    assert "wait for each other: Design → Build → Test → Design" in said.text
    assert "they and their links are kept" in said.text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_in_utf_16_is_read(say, tmp_path, client_company, encoding):
    text = "Name;Duration\nÜbergabe;2d\nPrüfung;1d\n"
    said = plan(say, tmp_path, text.encode(encoding), "plan.csv")
    assert said.status == 0, said.text
    assert set(Task.everywhere.values_list("name", flat=True)) == {"Übergabe", "Prüfung"}


def test_forty_unknown_columns_are_named_and_the_known_ones_come_in(say, tmp_path, client_company):
    unknown = [f"Mystery {n}" for n in range(40)]
    rows = [["Name", *unknown], ["Design", *["x"] * 40]]
    said = plan(say, tmp_path, "\n".join(",".join(row) for row in rows).encode(), "plan.csv")
    assert said.status == 0 and Task.everywhere.get().name == "Design"
    assert "Mystery 0" in said.text and "Mystery 39" in said.text
    assert "every row is taken over without them" in said.text


@pytest.mark.parametrize(
    "content", [MPP, JPEG, b"", b"\0" * 3000, b"<?xml version='1.0'?><Project/>"],
    ids=["mpp", "jpeg", "empty", "zeros", "no tasks"],
)  # fmt: skip
def test_what_is_no_plan_is_refused_in_a_sentence(say, tmp_path, client_company, content):
    said = plan(say, tmp_path, content, "plan.mpp")
    assert said.status != 0 and "Nothing was changed." in said.text
    assert "Traceback" not in said.text and len(said.text) < 400
    assert not Project.everywhere.exists() and not PlanImport.objects.exists()


def test_a_binary_project_file_is_told_what_to_do_instead(say, tmp_path, client_company):
    assert "XML" in plan(say, tmp_path, MPP, "plan.mpp").text


def test_a_real_project_file_says_what_the_server_lacks(say, tmp_path, client_company, monkeypatch):
    def missing():
        raise parts.Missing("java")

    monkeypatch.setattr(parts, "find", missing)
    said = plan(say, tmp_path, MPP + b"MSProject.MPP14\0", "plan.mpp")
    assert said.status == 2 and "Save it as XML" in said.text and "Nothing was changed" in said.text


def test_a_project_file_is_converted_before_anything_is_held_up(
    say, tmp_path, client_company, monkeypatch
):
    monkeypatch.setattr(parts, "find", lambda: parts.Parts("java", (), "16"))
    monkeypatch.setattr(conversion, "converted", lambda data, _: mspdi([Row(1, "Design")]))
    said = plan(say, tmp_path, MPP + b"MSProject.MPP14\0", "plan.mpp")
    assert said.status == 0, said.text
    assert Task.everywhere.get().name == "Design"
