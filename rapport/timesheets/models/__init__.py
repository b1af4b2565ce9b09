"""Time entries."""

from rapport.timesheets.models.time_entry import TimeEntry

__all__ = ["TimeEntry"]
