"""One server for all that only look around."""

from pathlib import Path

import pytest

from tests.browser.faces import Faces
from tests.living import Home


@pytest.fixture(scope="session")
def faces(tmp_path_factory):
    """A server with the demo and an empty company, and the ways in."""
    home = Home(Path(tmp_path_factory.mktemp("home")))
    with home.serving("--workers", "1", "--demo") as server:
        yield Faces(home, server)
