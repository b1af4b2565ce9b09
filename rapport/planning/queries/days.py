"""Plan dates as days: always those of the workspace, wherever the reader is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from rapport.workspaces.models import Workspace


def day_of(at: datetime | None, workspace: Workspace) -> date | None:
    """The workspace's day of a moment."""
    return at.astimezone(ZoneInfo(workspace.time_zone)).date() if at else None
