"""What a restore refuses, with nothing changed."""

import gzip
import io
import json
import tarfile
import tempfile
import zlib
from pathlib import Path

import pytest

from rapport.cli.archive import NotABackup, unpack
from tests.living import Home


@pytest.fixture(scope="module")
def archive(lived_in, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "rapport.tar.gz"
    lived_in.python("""
    from django.utils.timezone import now
    from rapport.events.actor import SYSTEM
    from rapport.files.operations import files
    from rapport.workspaces.models import Workspace
    from rapport.workspaces.scope import open_workspace
    with open_workspace(Workspace.objects.get().pk):
        files.store(Workspace.objects.get(), name="a.bin", content=bytes(range(256)) * 500,
                    by=SYSTEM, at=now())
    """)
    assert lived_in.run("backup", str(path)).returncode == 0
    return path


def refuse(folder: Path, archive: Path) -> str:
    """Unpack into an empty folder; it must be refused. Returns the reason."""
    folder.mkdir(parents=True, exist_ok=True)
    with pytest.raises((NotABackup, OSError)) as refused:
        unpack(archive, Path(tempfile.mkdtemp(dir=folder)))
    return str(refused.value)


def rewritten(source: Path, target: Path, *extra: tarfile.TarInfo, **changed: bytes) -> Path:
    """A copy of an archive with entries added or contents changed."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            content = changed.get(entry.name.replace(".", "_"), old.extractfile(entry).read())
            entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
        for entry in extra:
            new.addfile(entry, io.BytesIO(b"evil" * (entry.size // 4)))
    return target


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    foreign = tmp_path / "holiday.jpg"
    foreign.write_bytes(b"\xff\xd8\xff\xe0" + bytes(4000))
    assert "no archive made by rapport backup" in refuse(tmp_path, foreign)


def test_a_missing_file_and_an_empty_one_are_refused(tmp_path):
    refuse(tmp_path / "a", tmp_path / "missing.tar.gz")
    empty = tmp_path / "empty.tar.gz"
    empty.touch()
    refuse(tmp_path / "b", empty)


def test_somebody_elses_archive_is_refused(tmp_path):
    foreign = tmp_path / "theirs.tar.gz"
    with tarfile.open(foreign, "w:gz") as tar:
        entry = tarfile.TarInfo("photos/cat.jpg")
        entry.size = 4
        tar.addfile(entry, io.BytesIO(b"meow"))
    assert "photos/cat.jpg" in refuse(tmp_path, foreign)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.98])
def test_an_archive_that_was_cut_off_is_refused(archive, tmp_path, share):
    cut = tmp_path / "cut.tar.gz"
    content = archive.read_bytes()
    cut.write_bytes(content[: int(len(content) * share)])
    assert "damaged" in refuse(tmp_path, cut)


def test_a_flipped_byte_anywhere_is_noticed(archive, tmp_path):
    content = archive.read_bytes()
    places = [place for place in range(20, len(content), 997) if says_another(content, place)]
    assert len(places) > 20
    for place in [*places[:: len(places) // 8], len(content) - 6]:
        damaged = tmp_path / f"{place}.tar.gz"
        damaged.write_bytes(flipped(content, place))
        refuse(tmp_path / str(place), damaged)


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0x41]) + content[place + 1 :]


def says_another(content: bytes, place: int) -> bool:
    """In one place of twenty a flip only points at another copy of the same bytes."""
    try:
        return gzip.decompress(flipped(content, place)) != gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return True


def test_a_changed_database_or_file_is_refused(archive, tmp_path):
    changed = rewritten(archive, tmp_path / "1.tar.gz", database=b"SQLite format 3\0" + bytes(99))
    assert "checksum differs" in refuse(tmp_path / "a", changed)
    with tarfile.open(archive) as tar:
        stored = next(name for name in tar.getnames() if name.startswith("files/"))
    changed = rewritten(archive, tmp_path / "2.tar.gz", **{stored: b"something else"})
    assert "is damaged" in refuse(tmp_path / "b", changed)


def test_an_archive_of_a_later_format_is_refused_by_its_number(archive, tmp_path):
    manifest = json.dumps({"format": 99, "database_sha256": ""}).encode()
    later = rewritten(archive, tmp_path / "later.tar.gz", manifest_json=manifest)
    assert "format 99" in refuse(tmp_path, later)


def _entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, link
    entry.size = 4 if kind == tarfile.REGTYPE else 0
    return entry


@pytest.mark.parametrize(
    "entry",
    [
        _entry("../escaped"),
        _entry("files/../../escaped"),
        _entry("/tmp/rapport-escaped"),
        _entry("C:\\escaped"),
        _entry("files\\..\\..\\escaped"),
        _entry("files/1/ab/link", tarfile.SYMTYPE, "/etc/passwd"),
        _entry(f"files/1/ab/{'ab' * 32}", tarfile.SYMTYPE, "/etc/passwd"),
        _entry(f"files/1/ab/{'ab' * 32}", tarfile.LNKTYPE, "secret.key"),
        _entry("files/1/ab", tarfile.FIFOTYPE),
        _entry("database"),
        _entry("rapport.sqlite3"),
    ],
    ids=lambda entry: f"{entry.name[:24]}-{entry.type.decode()}",
)
def test_f04_entries_that_would_be_written_elsewhere_are_refused(archive, tmp_path, entry):
    slip = rewritten(archive, tmp_path / "slip.tar.gz", entry)
    refuse(tmp_path, slip)
    assert not list(tmp_path.rglob("*escaped*"))
    assert not Path("/tmp/rapport-escaped").exists()


def test_a_refusal_is_one_sentence_and_leaves_an_empty_home_empty(archive, tmp_path):
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    manifest["engine"] = "postgresql"
    other = rewritten(archive, tmp_path / "pg.tar.gz", manifest_json=json.dumps(manifest).encode())
    home = Home(tmp_path / "fresh")
    done = home.run("restore", str(other))
    assert done.returncode == 2
    assert done.stderr.startswith("Not restored: it is a postgresql backup")
    assert done.stderr.rstrip().endswith("Nothing was changed.")
    assert {path.name for path in home.folder.iterdir()} == {"secret.key", "running.lock"}


def test_gzip_that_holds_no_archive_is_refused(tmp_path):
    path = tmp_path / "letter.gz"
    path.write_bytes(gzip.compress(b"Dear Sir or Madam, " * 100))
    refuse(tmp_path, path)
