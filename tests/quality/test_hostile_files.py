"""The made-up hostile files, offered as plans: each ends soon, in a sentence, in little memory."""

import resource
import time

import pytest

from rapport.projects.models import Project
from tests.abuse.conftest import boss
from tests.quality import mail_data

__all__ = ["boss"]
pytestmark = [
    pytest.mark.quality,
    pytest.mark.django_db,
    pytest.mark.skipif(not mail_data.is_there(), reason="the data sets are not here"),
]
MOST_SECONDS = 20
MOST_MEGABYTES = 300


def test_f02_f03_f04_f08_no_hostile_file_breaks_the_import(boss, browse, client_company):
    browser, wrong = browse(boss), {}
    browser.raise_request_exception = False
    before = peak()
    for path in sorted((mail_data.unpacked("hostile") / "generated").iterdir()):
        begun = time.monotonic()
        with path.open("rb") as file:
            answer = browser.post(
                "/w/fernhill/projects/import/", {"file": file, "client": client_company.key}
            )
        seconds = time.monotonic() - begun
        page = browser.get(answer.url) if answer.status_code == 302 else answer
        leaked = b"root:" in page.content
        if page.status_code not in (200, 422, 413) or leaked or seconds > MOST_SECONDS:
            wrong[path.name] = page.status_code, leaked, round(seconds, 1)
    assert wrong == {}
    assert not Project.objects.exists()
    assert peak() - before < MOST_MEGABYTES


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
