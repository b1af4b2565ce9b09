"""Files are kept by their hash, named by people, and let go when nobody holds them."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.events.actor import SYSTEM
from rapport.files import disk, labels, types
from rapport.files.models import StoredFile
from rapport.files.operations import files
from tests.conftest import NOW


def test_bytes_come_back_as_they_went_in(workspace, member):
    file = files.store(
        workspace, name="a.txt", content=io.BytesIO(b"x" * 600_000), by=member, at=NOW
    )
    assert disk.read(file) == b"x" * 600_000
    assert (file.size, file.uploaded_by, file.content_type) == (600_000, member, "text/plain")


def test_the_same_bytes_twice_are_one_file_on_disk(workspace, member, settings):
    one = files.store(workspace, name="one.txt", content=b"same", by=member, at=NOW)
    two = files.store(workspace, name="two.txt", content=b"same", by=member, at=NOW)
    assert disk.path_of(one) == disk.path_of(two)
    assert one.token != two.token
    kept = [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]
    assert len(kept) == 1


def test_an_oversize_stream_is_refused_and_leaves_nothing(workspace, member, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    with pytest.raises(files.TooLarge):
        files.store(workspace, name="big", content=io.BytesIO(b"x" * 1001), by=member, at=NOW)
    assert not StoredFile.objects.exists()
    assert not [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]


def test_f13_a_full_workspace_says_so_clearly(workspace, member, settings):
    settings.WORKSPACE_QUOTA_BYTES = 10
    files.store(workspace, name="a", content=b"x" * 10, by=member, at=NOW)
    with pytest.raises(files.QuotaReached, match="no room"):
        files.store(workspace, name="b", content=b"x", by=member, at=NOW)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\offer.docx", "offer.docx"),
        ("\u200b.htaccess", "htaccess"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("...", "file"),
        ("", "file"),
        ("x" * 400 + ".pdf", "x" * 176 + ".pdf"),
        ('we<ird>"name".txt', "we_ird__name_.txt"),
        ("Übersicht 設計.png", "Übersicht 設計.png"),
    ],
)
def test_f05_a_name_is_only_a_safe_label(given_name, kept):
    assert labels.label(given_name) == kept


@given(st.text(max_size=300))
def test_f05_no_name_whatever_leaves_the_folder_or_hides_its_ending(name):
    label = labels.label(name)
    assert label and len(label) <= labels.LONGEST
    assert "/" not in label and "\\" not in label and not label.startswith(".")
    assert all(ord(letter) >= 32 for letter in label)
    assert labels.label(label) == label


def test_f05_what_is_on_disk_is_never_named_by_the_sender(workspace, member):
    file = files.store(workspace, name="\u200b.htaccess", content=b"x", by=member, at=NOW)
    assert disk.path_of(file).name == file.sha256


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.mark.parametrize(
    ("name", "claimed", "content", "chosen"),
    [
        ("a.png", "image/png", PNG, "image/png"),
        ("a.png", "text/html", PNG, "image/png"),
        ("a.png", "image/png", b"<script>alert(1)</script>", types.UNKNOWN),
        ("a.svg", "image/svg+xml", b"<svg/>", types.UNKNOWN),
        ("a.html", "text/html", b"<p>", types.UNKNOWN),
        ("a.html", "image/png", PNG, types.UNKNOWN),
        ("a", "image/png", PNG, "image/png"),
        ("a.webp", "", b"RIFF\0\0\0\0WAVE", types.UNKNOWN),
        ("a.pdf", "", b"%PDF-1.7", "application/pdf"),
    ],
)
def test_c08_the_type_is_ours_to_choose(name, claimed, content, chosen):
    assert types.choose(name, claimed, content[:64]) == chosen


def test_an_upload_nothing_was_made_of_goes_after_two_days(workspace, member, monkeypatch):
    monkeypatch.setattr(disk, "SETTLED_SECONDS", -1)
    file = files.store(workspace, name="a", content=b"lost", by=member, at=NOW)
    path = disk.path_of(file)
    files.forget_orphans(workspace.pk, at=NOW + timedelta(days=1))
    assert path.exists()
    files.forget_orphans(workspace.pk, at=NOW + timedelta(days=3))
    assert not path.exists() and not StoredFile.objects.exists()


def test_a_file_that_a_record_holds_stays(workspace, make, contact, monkeypatch):
    monkeypatch.setattr(disk, "SETTLED_SECONDS", -1)
    file = files.store(workspace, name="a", content=b"kept", by=SYSTEM, at=NOW)
    twin = files.store(workspace, name="b", content=b"kept", by=SYSTEM, at=NOW)
    make.attachment(make.conversation(contact).messages.get(), file)
    files.forget_orphans(workspace.pk, at=NOW + timedelta(days=3))
    assert StoredFile.objects.get() == file
    assert not StoredFile.objects.filter(pk=twin.pk).exists()
    assert disk.read(file) == b"kept"


def test_bytes_written_a_moment_ago_outlive_a_clean_up(workspace, member):
    file = files.store(workspace, name="a", content=b"fresh", by=member, at=NOW)
    files.forget_orphans(workspace.pk, at=NOW + timedelta(days=3))
    assert disk.path_of(file).exists()
