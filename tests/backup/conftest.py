"""An installation with a company in it."""

import pytest

from tests.living import Home

FOUND = """
from django.utils.timezone import now
from rapport.cli.database import prepare_database
from rapport.accounts.operations.start import Company, Person, found
prepare_database()
found(Company("Fernhill Studio", "fernhill"),
      owner=Person("Olive Owner", "olive@fernhill.example", "correct horse battery"), at=now())
"""


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory) -> Home:
    """A home with a company, made once for all tests."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.python(FOUND)
    return home
