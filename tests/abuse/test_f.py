"""F: files, jobs, exports."""

from pathlib import Path

import pytest
from django.conf import settings

import rapport
from rapport.events.models import Job
from tests.permissions.routes import routes

SOURCES = list(Path(rapport.__file__).parent.rglob("*.py"))
PATHS = (
    "../../../../etc/passwd", "..%2f..%2fsecret.key", "....//....//secret.key", "/etc/passwd",
    "%2e%2e/%2e%2e/secret.key", "..\\..\\secret.key", "C:\\Windows\\win.ini", "secret.key%00.png",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "base", ["/w/fernhill/files/", "/static/", "/w/fernhill/reports/", "/p/fernhill/files/"]
)
def test_f06_a_path_in_an_address_reads_no_file(owner, browse, base, path):
    answer = browse(owner).get(f"{base}{path}", follow=True)
    assert answer.status_code in (400, 404) or "sign-in" in answer.request["PATH_INFO"]
    assert b"root:" not in answer.content


def test_f10_what_waits_to_be_done_is_plain_json_and_names_a_task_we_know(workspace):
    for path in SOURCES:
        words = path.read_text()
        for risky in (
            "import pickle",
            "import marshal",
            "import shelve",
            "yaml.load(",
            "import dill",
        ):
            assert risky not in words, path
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")
    assert Job._meta.get_field("arguments").get_internal_type() == "JSONField"


def test_f12_no_address_gives_out_a_backup_and_no_folder_is_served(owner, browse):
    names = [route.path for route in routes()]
    given = [path for path in names if "backup" in path or "export" in path]
    # The plan of a project and the figures of Insight, each for those who see its page: no more
    # than it shows.
    assert sorted(given) == [
        "/w/<slug:slug>/insight/export/", "/w/<slug:slug>/projects/<key:key>/plan/export/",
    ]  # fmt: skip
    for path in ("/secret.key", "/database.sqlite3", "/media/", "/files/", "/static/../secret.key"):
        assert browse(owner).get(path).status_code in (400, 404)
