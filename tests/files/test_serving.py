"""A file is fetched by those who may see its record, and never runs as a page of ours."""

import asyncio
import io
import re

import pytest
from django.urls import reverse

from rapport.accounts.readers import reader_for
from rapport.files import access
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.files.responses import serve
from rapport.workspaces.scope import open_workspace
from tests.conftest import NOW
from tests.files.test_store import PNG

UPLOADS = "/w/fernhill/files/"


@pytest.fixture
def keep(workspace, member):
    def store(name="brief.pdf", content=b"%PDF-1.7 secret", by=None):
        return files.store(workspace, name=name, content=content, by=by or member, at=NOW)

    return store


@pytest.fixture
def no_rules(monkeypatch):
    monkeypatch.setattr(access, "_rules", [])


def url(file: StoredFile) -> str:
    return reverse("files.file", kwargs={"slug": "fernhill", "token": file.token})


def upload(name: str, content: bytes) -> io.BytesIO:
    stream = io.BytesIO(content)
    stream.name = name
    return stream


def test_the_uploader_gets_a_token_and_may_fetch_the_file(browse, member):
    answer = browse(member).post(UPLOADS, {"file": upload("brief.pdf", b"%PDF-1.7")})
    assert answer.status_code == 201
    facts = answer.json()
    assert (facts["name"], facts["size"]) == ("brief.pdf", 8)
    fetched = browse(member).get(f"{UPLOADS}{facts['token']}/")
    assert b"".join(fetched.streaming_content) == b"%PDF-1.7"


def test_a02_a_file_is_not_fetched_by_guess_by_another_or_from_elsewhere(
    browse, keep, manager, stranger, no_rules
):
    file = keep()
    assert len(file.token) >= 32  # 192 random bits
    missing = browse(manager).get(UPLOADS + "x" * 32 + "/")
    unseen = browse(manager).get(url(file))
    foreign = browse(stranger).get(f"/w/elsewhere/files/{file.token}/")
    assert (missing.status_code, unseen.status_code, foreign.status_code) == (404, 404, 404)
    assert without_csrf(missing) == without_csrf(unseen)


def test_a02_the_right_is_asked_at_each_fetch(browse, keep, manager, monkeypatch):
    rights = {"manager": True}
    monkeypatch.setattr(access, "_rules", [lambda reader, file: rights["manager"]])
    file = keep()
    assert browse(manager).get(url(file)).status_code == 200
    rights["manager"] = False
    assert browse(manager).get(url(file)).status_code == 404


def test_a15_a_file_of_somebody_else_cannot_be_attached_by_its_token(keep, member, manager, make):
    from_member, from_manager = keep(), keep(by=manager)
    reader = access_reader(member)
    assert files.claim(reader, [from_member.token]) == [from_member]
    with pytest.raises(files.NotYours):
        files.claim(reader, [from_member.token, from_manager.token])


def test_a16_an_upload_of_a_colleague_is_not_readable_before_it_is_attached(
    browse, keep, admin, no_rules
):
    assert browse(admin).get(url(keep())).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("page.html", b"<script>alert(1)</script>"),
        ("page.xml", b"<?xml version='1.0'?><x/>"),
        ("page.png", b"<script>alert(1)</script>"),
    ],
)
def test_c07_what_could_run_is_only_ever_downloaded(keep, name, content):
    answer = serve(keep(name, content), inline=True)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_picture_may_be_shown_in_place(browse, keep, member):
    file = keep("plan.png", PNG)
    shown = browse(member).get(url(file) + "?inline=1")
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["Content-Type"] == "image/png"
    assert browse(member).get(url(file))["Content-Disposition"].startswith("attachment")


def test_c08_a_name_is_quoted_by_rfc_6266(keep):
    answer = serve(keep('na"me; ünï.bat', b"x"))
    assert (
        answer["Content-Disposition"] == "attachment; filename*=utf-8''na_me%3B%20%C3%BCn%C3%AF.bat"
    )


def test_f13_too_many_uploads_at_once_are_told_to_wait(browse, member, monkeypatch):
    monkeypatch.setattr("rapport.files.views.UPLOADS_A_MINUTE", 2)
    browser = browse(member)
    codes = [browser.post(UPLOADS, {"file": upload("a", b"x")}).status_code for _ in range(3)]
    assert codes == [201, 201, 429]


def test_a_viewer_may_not_upload(browse, viewer):
    assert browse(viewer).post(UPLOADS, {"file": upload("a", b"x")}).status_code == 403


def test_an_oversize_upload_says_the_limit(browse, member, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    answer = browse(member).post(UPLOADS, {"file": upload("a", b"x" * (1024 * 1024 + 1))})
    assert answer.status_code == 413
    assert "1 MB" in answer.json()["error"]


def test_a_contact_may_fetch_their_own_upload_but_not_a_colleagues(workspace, make, contact, keep):
    own = keep(by=contact)
    other = make.contact(contact.client)
    assert access.may_read(contact.reader, own)
    assert not access.uploaded_by(other.reader, own)


def without_csrf(answer) -> str:
    return re.sub(r'csrf-token" content="[^"]*"', "", answer.text)


def access_reader(member):
    with open_workspace(member.workspace_id):
        return reader_for(member)


def test_under_asgi_a_file_is_read_block_by_block_and_without_a_warning(keep, recwarn):
    content = bytes(range(256)) * 1000
    answer = serve(keep("a.bin", content))

    async def blocks() -> list[bytes]:
        return [block async for block in answer]

    read = asyncio.run(blocks())
    assert b"".join(read) == content and len(read) > 3
    assert not [warning for warning in recwarn if "iterator" in str(warning.message)]
