"""Microsoft Project's own files: converted in a child that may hang, grow, lie or die."""

import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from rapport.integrations.mpxj import conversion, parts
from rapport.integrations.mpxj.parts import Parts
from rapport.integrations.planfiles.native import OLE2, is_native
from rapport.integrations.planfiles.records import PlanFileError

PLAN = OLE2 + b"\0" * 500 + b"MSProject.MPP14\0" + b"\0" * 500


@pytest.fixture
def stand_in(tmp_path):
    """A program in the place of Java: `stand_in("code")`, which knows `source` and `target`."""

    def write(code: str) -> Parts:
        path = tmp_path / "java"
        path.write_text(
            f"#!{sys.executable}\nimport os, sys, time\nsource, target = sys.argv[-2:]\n{code}\n"
        )
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return Parts(str(path), ("/jars/a.jar", "/jars/b.jar"), "1")

    return write


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Where the child works; empty again when it is done."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def test_what_the_converter_writes_is_the_plan(stand_in, folders):
    java = stand_in("open(target, 'wb').write(b'<' + open(source, 'rb').read()[:4] + b'>')")
    assert conversion.converted(PLAN, java) == b"<" + PLAN[:4] + b">"


def test_it_is_asked_with_bounds_and_nothing_of_our_surroundings(stand_in, folders, monkeypatch):
    monkeypatch.setenv("RAPPORT_SECRET_KEY", "secret")
    said = conversion.converted(
        PLAN, stand_in("open(target, 'w').write(repr((sys.argv[1:], dict(os.environ))))")
    ).decode()
    assert "-Xmx512m" in said and conversion.CONVERTER in said
    assert f"/jars/a.jar{os.pathsep}/jars/b.jar" in said
    assert "secret" not in said and "DATABASE" not in said


@pytest.mark.parametrize(
    "code, sentence",
    [
        ("sys.exit(3)", "more time or memory"),
        ("sys.stderr.write('java.lang.OutOfMemoryError: heap'); sys.exit(1)", "more time or mem"),
        ("sys.stderr.write('Unsupported file type'); sys.exit(1)", "may be damaged"),
        ("sys.stderr.write('File is Password protected'); sys.exit(1)", "by a password"),
        ("pass", "may be damaged"),
        ("os.kill(os.getpid(), 9)", "more time or memory"),
        ("os.kill(os.getpid(), 11)", "may be damaged"),
        ("sys.stderr.write('x' * 10_000_000); sys.exit(1)", "may be damaged"),
        ("x = b'x' * (7 * 1024 ** 3)", "may be damaged"),
    ],
    ids=["no memory", "heap", "no plan", "locked", "nothing", "killed", "crash", "talks", "grows"],
)
def test_whatever_happens_to_it_a_sentence_says_what_to_do(stand_in, folders, code, sentence):
    with pytest.raises(PlanFileError, match=sentence):
        conversion.converted(PLAN, stand_in(code))


def test_one_that_hangs_is_ended_with_all_that_it_started(stand_in, folders, tmp_path, monkeypatch):
    monkeypatch.setattr(conversion, "SECONDS", 1.0)
    note = tmp_path / "pid"
    java = stand_in(f"open({str(note)!r}, 'w').write(str(os.getpid()))\nos.fork()\ntime.sleep(600)")
    began = time.monotonic()
    with pytest.raises(PlanFileError, match="more time or memory"):
        conversion.converted(PLAN, java)
    assert time.monotonic() - began < 20
    # Killed, a process is gone when the system comes to it.
    group, patience = int(note.read_text()), time.monotonic() + 10
    while _running_in(group) and time.monotonic() < patience:
        time.sleep(0.05)
    assert _running_in(group) == []


def _running_in(group: int) -> list[str]:
    """The processes of a group that have not ended, whoever still has to be told."""
    found = []
    for stat_file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, of_group = stat_file.read_text().rpartition(")")[2].split()[:3]
            if int(of_group) == group and state != "Z":
                found.append(stat_file.parent.name)
    return found


def test_one_that_fills_the_disk_is_stopped(stand_in, folders, monkeypatch):
    code = "with open(target, 'wb') as out:\n  for _ in range(400): out.write(b'x' * 1024 ** 2)"
    with pytest.raises(PlanFileError, match="more time or memory"):
        conversion.converted(PLAN, stand_in(code))


@pytest.mark.parametrize(
    "data, native",
    [
        (PLAN, True),
        (b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n", True),
        (b"MPX;Microsoft Project;4.0;ANSI\r\n", True),
        (OLE2 + "Workbook".encode("utf-16-le"), False),
        (b"MPXJ is a library", False),
        (b"<Project>MSProject.MPP</Project>", False),
        (b"", False),
    ],
)
def test_the_kind_is_told_by_the_content(data, native):
    assert is_native(data) is native


def test_without_the_package_or_without_java_it_says_which(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(parts.Missing) as without:
        parts.find()
    assert without.value.lack == "mpxj"
    lib = tmp_path / "mpxj" / "lib"
    lib.mkdir(parents=True)
    (tmp_path / "mpxj" / "__init__.py").write_text("raise RuntimeError('never loaded')")
    for name in ("mpxj.jar", "poi-5.jar", "sqlite-jdbc-3.jar", "readme.txt"):
        (lib / name).touch()
    with pytest.raises(parts.Missing) as without:
        parts.find()
    assert without.value.lack == "java"
    java = tmp_path / "home" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.touch(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    found = parts.find()
    assert found.java == str(java)
    assert [Path(jar).name for jar in found.jars] == ["mpxj.jar", "poi-5.jar"]
