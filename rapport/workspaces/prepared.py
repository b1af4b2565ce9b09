"""Prepared statements about the rows of the open workspace.

The workspace's own id is a mark like any value, so that a question kept from one workspace can
never be asked of another; outside any workspace it is refused.
"""

from contextlib import AbstractContextManager
from typing import Any

from rapport.lib import prepared
from rapport.workspaces import scope


class OpenWorkspace(prepared.Mark):
    """Where the id of the open workspace goes."""

    def __init__(self) -> None:
        super().__init__(-1)

    def value_among(self, given: list[Any]) -> int:
        """The workspace that is open when it is asked."""
        return scope.current()


def _any_workspace() -> AbstractContextManager[None]:
    return scope.open_workspace(OpenWorkspace())  # type: ignore[arg-type]


class Question(prepared.Question):
    """A query of the open workspace."""

    during = staticmethod(_any_workspace)


class Tally(prepared.Tally):
    """How many rows of the open workspace."""

    during = staticmethod(_any_workspace)


class Change(prepared.Change):
    """An UPDATE in the open workspace."""

    during = staticmethod(_any_workspace)


class Removal(prepared.Removal):
    """A DELETE in the open workspace."""

    during = staticmethod(_any_workspace)
