"""An installation with a company in it."""

import shutil
from pathlib import Path

import pytest

from tests.living import Home
from tests.once import once
from tests.prepared import prepared_home

PREPARE = """
from rapport.cli.database import prepare_database
prepare_database()
"""
FOUND = """
from django.utils.timezone import now
from rapport.accounts.operations.start import Company, Person, found
found(Company("Fernhill Studio", "fernhill"),
      owner=Person("Olive Owner", "olive@fernhill.example", "correct horse battery"), at=now())
"""


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory) -> Home:
    """A home with a company, made once for all tests."""
    company = once(tmp_path_factory, "company", lambda folder: _founded(folder, tmp_path_factory))
    folder = tmp_path_factory.mktemp("home") / "lived-in"
    shutil.copytree(company, folder)
    return Home(folder)


def _founded(folder: Path, factory: pytest.TempPathFactory) -> None:
    shutil.copytree(prepared_home(factory), folder, dirs_exist_ok=True)
    Home(folder).python(FOUND)
