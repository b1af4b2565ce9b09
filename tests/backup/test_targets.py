"""Where a backup may be written: a file of its own, in a folder that is there."""

import os
import stat

import pytest

from rapport.cli import backup
from rapport.cli.main import main


@pytest.fixture
def refused(monkeypatch, capsys):
    """Ask for a backup that must not even begin; returns what it said."""

    def refused(target):
        monkeypatch.setattr(backup, "write", lambda partial: pytest.fail(f"{partial} was written"))
        assert main(["backup", str(target)]) == backup.FAILED
        said = capsys.readouterr().err
        assert said.startswith("No backup was made: ") and "Errno" not in said
        return said

    return refused


def test_a_pipe_or_device_is_not_replaced(tmp_path, refused):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "is no file but a device or a pipe" in refused(pipe)
    leads = tmp_path / "link"
    leads.symlink_to(pipe)
    assert "is no file" in refused(leads)
    assert stat.S_ISFIFO(pipe.stat().st_mode) and leads.is_symlink()
    assert sorted(tmp_path.iterdir()) == [leads, pipe]


def test_a_folder_that_is_missing_or_named_instead_of_a_file_is_said(tmp_path, refused):
    assert f"there is no folder {tmp_path / 'gone'}" in refused(tmp_path / "gone" / "x.tar.gz")
    assert f"{tmp_path} is a folder. Name a file in it" in refused(tmp_path)


def test_a_folder_that_may_not_be_written_in_is_said(tmp_path, refused, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert f"you may not write in {tmp_path}" in refused(tmp_path / "x.tar.gz")


def test_an_earlier_archive_is_replaced(tmp_path, monkeypatch):
    target = tmp_path / "x.tar.gz"
    target.write_text("old")
    monkeypatch.setattr(backup, "write", lambda partial: partial.write_text("new"))
    assert main(["backup", str(target)]) == 0
    assert target.read_text() == "new" and list(tmp_path.iterdir()) == [target]
