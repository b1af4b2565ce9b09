"""A house in which one of everything stands, ours and another company's."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from rapport.lib.logs import JsonFormatter
from rapport.lib.roles import Role
from rapport.workspaces.scope import open_workspace
from tests.abuse.house import Values, furnish
from tests.builders import Make
from tests.portal.conftest import portal

__all__ = ["portal"]

FOREIGN = "FOREIGNER"


@pytest.fixture
def boss(make):
    return make.member(Role.OWNER, name="Boss")


@pytest.fixture
def house(make, boss) -> dict[str, Values]:
    """One of everything in the test's workspace."""
    return furnish(make, boss, word="OWNTHING", key="OWN")


@pytest.fixture
def foreign_house(house, stranger) -> dict[str, Values]:
    """One of everything in another company, whose keys and numbers nothing of ours has."""
    with open_workspace(stranger.workspace_id):
        furnish(Make(stranger.workspace), stranger, word="FILLER", key="FIL")
        return furnish(Make(stranger.workspace), stranger, word=FOREIGN, key="FRN")


@pytest.fixture
def log() -> Iterator[StringIO]:
    """The log as it is written, from here on."""
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield text
    root.removeHandler(handler)
