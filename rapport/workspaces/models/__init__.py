"""Workspaces and what every owned row has."""

from rapport.workspaces.models.numbers import RunningNumber
from rapport.workspaces.models.owned import Binnable, Owned, ScopedManager
from rapport.workspaces.models.submission import Submission
from rapport.workspaces.models.workspace import Workspace

__all__ = ["Binnable", "Owned", "RunningNumber", "ScopedManager", "Submission", "Workspace"]
