"""Working time."""

from rapport.calendars.models.working_time import Holiday, Weekday, WorkingPeriod

__all__ = ["Holiday", "Weekday", "WorkingPeriod"]
