"""A full disk: a sentence says so, what was kept stays, and it goes on once there is room."""

import random
import re
import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rapport.files.models import StoredFile
from tests.inbox.conftest import written
from tests.living import Home

MEGABYTE = 1024 * 1024
COUNT = "from rapport.inbox.models import RawMail; print(RawMail.everywhere.count())"


def filled(place, leave: int):
    """Fill a disk until only so many bytes are free."""
    room = shutil.disk_usage(place).free - leave
    (place / "ballast").write_bytes(b"\0" * max(0, room))
    return place / "ballast"


def test_an_upload_on_a_full_disk_is_refused_and_nothing_half_stays(
    small_disk, settings, member, browse
):
    disk = small_disk(2)
    settings.MEDIA_ROOT = disk / "files"
    ballast = filled(disk, leave=256 * 1024)
    url = reverse("files.upload", args=["fernhill"])
    big = SimpleUploadedFile("plan.pdf", b"%PDF" + bytes(MEGABYTE))
    answer = browse(member).post(url, {"file": big})
    assert answer.status_code == 507
    assert answer.json()["error"] == (
        "The server's disk is full. This file was not kept; nothing else was changed."
    )
    assert not StoredFile.objects.exists()
    assert [path for path in (disk / "files").rglob("*") if path.is_file()] == []
    ballast.unlink()
    big.seek(0)
    assert browse(member).post(url, {"file": big}).status_code == 201


@pytest.fixture
def full_home(small_disk, lived_in):
    """An installation on a disk of its own that is nearly full."""
    disk = small_disk(48)
    shutil.copytree(lived_in.folder, disk / "home")
    return Home(disk / "home"), disk


def test_an_import_stops_with_a_sentence_and_goes_on_where_it_stopped(full_home, tmp_path):
    home, disk = full_home
    mails = [written(subject=f"Mail {n}", text=_words(n)) for n in range(120)]
    box = tmp_path / "box.mbox"
    box.write_bytes(b"".join(b"From a@b Wed Mar  4 09:00:00 2026\n" + m + b"\n" for m in mails))
    ballast = filled(disk, leave=2 * MEGABYTE)
    stopped = home.run("import", "mail", str(box), "--workspace", "fernhill")
    assert stopped.returncode == 1, stopped.stdout
    assert "The disk is full." in stopped.stderr and "Traceback" not in stopped.stderr
    ballast.unlink()
    kept = int(home.python(COUNT))
    claimed = int(re.search(r"(\d+) messages were kept", stopped.stderr)[1])
    assert claimed <= kept < 120
    done = home.run("import", "mail", str(box), "--workspace", "fernhill")
    assert done.returncode == 0, done.stderr
    assert int(home.python(COUNT)) == 120


def test_a_backup_that_does_not_fit_is_not_made_and_leaves_nothing_behind(full_home):
    home, disk = full_home
    filled(disk, leave=64 * 1024)
    before = sorted(path.name for path in disk.iterdir())
    done = home.run("backup", str(disk / "all.tar.gz"))
    assert done.returncode == 1
    assert "No backup was made" in done.stderr and "Traceback" not in done.stderr
    assert "What was there before is untouched." in done.stderr
    assert sorted(path.name for path in disk.iterdir()) == before


def _words(seed: int) -> str:
    """Text that does not compress away."""
    return random.Random(seed).randbytes(12_000).hex() + "\n"
