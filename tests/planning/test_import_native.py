"""Microsoft Project's own files: converted by the worker, or refused with what to do."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.cli import doctor
from rapport.integrations.mpxj import conversion, parts
from rapport.integrations.mpxj.parts import Missing, Parts
from rapport.integrations.planfiles.native import OLE2
from rapport.integrations.planfiles.records import PlanFileError
from rapport.planning.models import PlanImport
from rapport.projects.models import Project, Task
from tests.planning.mspdi import Row, mspdi

URL = "/w/fernhill/projects/import/"
MPP = OLE2 + b"\0" * 500 + b"MSProject.MPP14\0" + b"\0" * 500
PARTS = Parts("/usr/bin/java", ("mpxj.jar",), "16")


@pytest.fixture
def upload(client_company, manager, browse):
    """Send a .mpp from the page."""

    def upload(content=MPP):
        file = SimpleUploadedFile("The move.mpp", content)
        return browse(manager).post(URL, {"file": file, "client": client_company.key})

    return upload


@pytest.fixture
def converter(monkeypatch):
    """Let Java and MPXJ be there and say this: XML, or why not."""

    def say(answer):
        def converted(data, found):
            assert (data, found) == (MPP, PARTS)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(parts, "find", lambda: PARTS)
        monkeypatch.setattr(conversion, "converted", converted)

    return say


@pytest.fixture
def nothing_there(monkeypatch):
    def missing():
        raise Missing("java")

    monkeypatch.setattr(parts, "find", missing)


def test_the_worker_converts_it_and_the_rest_is_as_with_xml(
    upload, converter, manager, browse, run_jobs
):
    converter(mspdi([Row(1, "Design"), Row(2, "Build", after=[(1, "FS", 0)])]))
    sent = upload()
    browser = browse(manager)
    assert sent.url == f"{URL}1/"
    assert "every 2s" in browser.get(sent.url).content.decode()
    run_jobs()
    page = browser.get(sent.url).content.decode()
    assert "Booking app" in page and "The move.xml" in page
    assert not Project.objects.exists()
    browser.post(f"{URL}1/application/")
    assert list(Task.objects.order_by("position").values_list("name", flat=True)) == [
        "Design", "Build"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer, sentence",
    [
        (PlanFileError(conversion.BROKEN), "may be damaged"),
        (PlanFileError(conversion.TOO_LARGE), "more time or memory"),
        (PlanFileError(conversion.LOCKED), "protected by a password"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (b"<Project/>", "not a Microsoft Project plan"),
    ],
    ids=["broken", "large", "locked", "full", "empty"],
)
def test_what_cannot_be_converted_fails_in_a_sentence_and_brings_nothing(
    upload, converter, manager, browse, run_jobs, answer, sentence
):
    converter(answer)
    url = upload().url
    run_jobs()
    made = PlanImport.objects.get()
    assert made.state == PlanImport.State.FAILED
    assert made.error and sentence in made.error
    assert sentence in browse(manager).get(url).content.decode()
    assert not Project.objects.exists()


def test_without_java_it_is_refused_at_once_with_what_to_do(upload, nothing_there):
    refused = upload()
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "Save it as XML in Microsoft Project" in said and "Java and MPXJ" in said
    assert not PlanImport.objects.exists()


def test_the_page_offers_it_only_where_it_is_there(manager, browse, monkeypatch, nothing_there):
    assert ".mpp" not in browse(manager).get(URL).content.decode()
    monkeypatch.setattr(parts, "find", lambda: PARTS)
    assert ".mpp" in browse(manager).get(URL).content.decode()


def test_a_java_that_went_away_meanwhile_is_told_of(upload, converter, run_jobs, monkeypatch):
    converter(b"")
    upload()

    def missing():
        raise Missing("java")

    monkeypatch.setattr(parts, "find", missing)
    run_jobs()
    assert "Java and MPXJ" in PlanImport.objects.get().error


def test_a_text_file_of_the_first_projects_is_converted_too(upload, monkeypatch, run_jobs):
    seen = []
    monkeypatch.setattr(parts, "find", lambda: PARTS)
    monkeypatch.setattr(
        conversion, "converted", lambda data, _: seen.append(data) or mspdi([Row(1, "A")])
    )
    upload(conversion.TRIAL)
    run_jobs()
    assert seen == [conversion.TRIAL]
    assert PlanImport.objects.get().state == PlanImport.State.READ


@pytest.mark.parametrize(
    "found, ok, says",
    [
        (Missing("java"), True, "not read: there is no Java"),
        (Missing("mpxj"), True, "not read: MPXJ is not installed"),
        (PARTS, True, "read by MPXJ 16, in /usr/bin/java"),
        (PlanFileError("no"), False, "a trial failed"),
    ],
    ids=["no java", "no mpxj", "works", "broken"],
)
def test_the_doctor_says_which_it_is(db, monkeypatch, found, ok, says):
    def find():
        if isinstance(found, Missing):
            raise found
        return PARTS

    def converted(data, _):
        if isinstance(found, PlanFileError):
            raise found
        return b"<Project/>"

    monkeypatch.setattr(parts, "find", find)
    monkeypatch.setattr(conversion, "converted", converted)
    [finding] = [one for one in doctor.examine() if one.what == "Project files (.mpp)"]
    assert finding.ok is ok and says in finding.says
