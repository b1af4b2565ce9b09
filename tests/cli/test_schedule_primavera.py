import json
from pathlib import Path

from jsonschema import validate

from rapport.cli import main
from tests.integrations.primavera_files import activity, pmxml, pred, task, xer

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "schedule.schema.json"


def test_primavera_files_are_dated_by_the_command(tmp_path, capsys):
    written = {
        "plan.xer": xer([task(1), task(2)], TASKPRED=[pred(1, 2)]).encode(),
        "plan.xml": pmxml(activity(1) + activity(2)),
    }
    for name, content in written.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert main.main(["schedule", str(path), "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        validate(printed, json.loads(SCHEMA.read_text()))
        assert {one["uid"] for one in printed["tasks"]} >= {"1", "2"}
        assert all(one["start"] for one in printed["tasks"])


def test_a_damaged_primavera_file_is_refused_in_a_sentence(tmp_path, capsys):
    path = tmp_path / "plan.xer"
    path.write_text(xer([task(1)], end=""))
    assert main.main(["schedule", str(path)]) == 2
    assert "cut off" in capsys.readouterr().err
