"""A package without its front-end is refused, and missed where it is installed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rapport.cli import doctor
from rapport.ui import built

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("pyproject.toml", "README.md", "hatch_build.py", "rapport/__init__.py",
           "rapport/ui/built.py", "rapport/locale/de/LC_MESSAGES/django.po")  # fmt: skip


@pytest.fixture
def clone(tmp_path):
    """As it comes from git: sources alone."""
    for name in SOURCES:
        place = tmp_path / "clone" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, place)
    return tmp_path / "clone"


def wheel(clone):
    return subprocess.run(
        [sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel"],
        cwd=clone, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_wheel_of_a_fresh_clone_is_refused_with_a_sentence(clone):
    said = wheel(clone)
    assert said.returncode == 1 and not list(clone.rglob("*.whl"))
    assert "Build the front-end first: `make wheel` does it" in said.stderr
    assert "app.css" in said.stderr and "locale/de/LC_MESSAGES/django.mo" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_wheel_is_made_once_everything_is_built(clone):
    for name in built.missing(clone / "rapport"):
        place = clone / "rapport" / name.replace("*", "made")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    assert wheel(clone).returncode == 0
    assert list(clone.rglob("*.whl"))


def test_the_doctor_misses_what_was_not_built(clone, monkeypatch):
    pages = doctor._pages()
    assert pages.ok
    lacking = built.missing(clone / "rapport")
    monkeypatch.setattr(built, "missing", lambda: lacking)
    pages = doctor._pages()
    assert not pages.ok and "ui/static/ui/app.css and 7 more not there" in pages.says
