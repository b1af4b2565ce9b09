import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import validate

from rapport.cli import schedule
from tests.integrations.mspdi_files import link, project, task

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "schedule.schema.json"


def run(*arguments: object) -> int:
    parser = argparse.ArgumentParser()
    schedule.add_parser(parser.add_subparsers())
    chosen = parser.parse_args(["schedule", *map(str, arguments)])
    return chosen.run(chosen)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.xml"
    path.write_bytes(
        project(task(1, Duration="PT16H0M0S", WBS="1") + task(2, link(1), Duration="PT4H0M0S"))
    )
    return path


def test_json_says_where_each_task_stands_and_keeps_to_its_schema(file, capsys):
    assert run(file, "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    validate(printed, json.loads(SCHEMA.read_text()))
    assert printed["tasks"][1] == {
        "uid": "2", "wbs": "", "name": "Task 2",
        "start": "2026-03-04T08:00:00", "finish": "2026-03-04T12:00:00",
        "early_start": "2026-03-04T08:00:00", "early_finish": "2026-03-04T12:00:00",
        "late_start": "2026-03-04T08:00:00", "late_finish": "2026-03-04T12:00:00",
        "total_slack": 0, "free_slack": 0, "critical": True,
    }  # fmt: skip


def test_without_json_a_table_marks_what_is_critical(file, capsys):
    assert run(file) == 0
    assert "* 1          Task 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "The file is not a Microsoft Project XML plan."),
        (b"<plan/>", "The file is not a Microsoft Project XML plan."),
        (project("")[:99], "The file is damaged: its XML goes wrong in line 1."),
        (project(""), "The plan contains no tasks."),
        (
            project(task(1, link(2)) + task(2, link(1))),
            "These tasks wait for each other: Task 1 → Task 2 → Task 1.",
        ),
    ],
)
def test_what_has_no_schedule_is_refused_in_one_sentence(content, sentence, tmp_path, capsys):
    path = tmp_path / "bad.xml"
    path.write_bytes(content)
    assert run(path, "--json") == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", sentence + "\n")


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path, capsys):
    assert run(tmp_path / "none.xml") == 2
    assert run(tmp_path) == 2
    lines = capsys.readouterr().err.splitlines()
    assert "There is no file" in lines[0] and "is a folder" in lines[1]


def test_the_command_starts_without_django():
    code = "import sys, rapport.cli.schedule; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
