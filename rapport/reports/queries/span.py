"""What a report is about: a project and a span of days, in the workspace's zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rapport.calendars.queries.working_time import opening_hours
from rapport.engine.business_time import OpeningHours, working_minutes
from rapport.projects.models import Project

A_DAY = 8 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """`since` and `until` are whole days, both included; `at` is now, for what is still open."""

    project: Project
    since: date
    until: date
    at: datetime
    hours: OpeningHours

    @classmethod
    def of(cls, project: Project, since: date, until: date, *, at: datetime) -> "Span":
        """Needs the project's workspace."""
        return cls(project, since, until, at, opening_hours(project.workspace))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """First and last moment, aware."""
        zone = ZoneInfo(self.project.workspace.time_zone)
        start = datetime.combine(self.since, time.min, zone)
        return start, datetime.combine(self.until + timedelta(days=1), time.min, zone)

    def working_days_since(self, moment: datetime) -> int:
        """Whole working days from a moment until now."""
        return max(0, working_minutes(moment, self.at, self.hours)) // A_DAY

    def local_day(self, moment: datetime) -> date:
        """The day of a moment where the workspace is."""
        return moment.astimezone(ZoneInfo(self.project.workspace.time_zone)).date()
