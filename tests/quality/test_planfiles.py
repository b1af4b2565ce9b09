"""Plan files of other tools, and hostile ones, as they stand outside the project."""

import tarfile
import time

import pytest

from rapport.integrations.planfiles import detect
from rapport.integrations.planfiles.records import PlanFileError
from tests.quality.msproject import DATA

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not (DATA / "exports").is_dir(), reason="the data is not here"),
]

TASKS = {"jira": 22, "asana": 11, "trello": 3}
TABLES = (".csv", ".xlsx", ".json", ".zip", ".gz", ".png", ".xml")
MAY_READ = ("bom-mixed-eol", "cp1252", "utf16", "injection")  # odd, yet tables of names


def members(archive):
    with tarfile.open(archive) as files:
        for member in files:
            if member.isfile():
                yield member.name, files.extractfile(member).read()


@pytest.mark.parametrize("tool", TASKS)
def test_every_task_of_a_published_export_is_taken_over_or_refused(tool):
    counts = []
    for name, data in members(DATA / "exports" / "exports.tar.xz"):
        if f"exports/{tool}/" not in f"/{name}" or "/api/" in name or "/webhooks/" in name:
            continue
        if name.endswith((".csv", ".json")):
            plan = detect.read_any(data, name)
            assert plan.source == tool
            counts.append(len(plan.tasks))
    assert counts == [TASKS[tool]]


def test_f02_f03_f08_hostile_files_are_refused_in_a_sentence_and_at_once():
    seen = 0
    for name, data in members(DATA / "hostile" / "hostile.tar.xz"):
        if not name.endswith(TABLES) or "MANIFEST" in name or "html.png" in name:
            continue
        seen += 1
        began = time.perf_counter()
        if any(word in name for word in MAY_READ):
            detect.read_any(data, name)
        else:
            with pytest.raises(PlanFileError):
                detect.read_any(data, name)
        assert time.perf_counter() - began < 10, name
    assert seen > 30
