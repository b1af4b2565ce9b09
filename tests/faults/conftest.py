"""An installation with a company, for each proof."""

import pytest

from tests.backup.conftest import FOUND
from tests.living import Home

KILLS = 20


@pytest.fixture
def home(tmp_path) -> Home:
    home = Home(tmp_path / "home", RAPPORT_INTERNAL_HOSTS="127.0.0.1")
    home.python(FOUND)
    return home
