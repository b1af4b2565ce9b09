"""Time entries."""

from rapport.timesheets.models.time_entry import TimeEntry, Unbilled

__all__ = ["TimeEntry", "Unbilled"]
