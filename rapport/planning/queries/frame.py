"""The frame of a project's plan: its calendars, where it begins, how it is reckoned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from rapport.calendars.queries.working_time import UID, working_calendar
from rapport.engine.calendar import Calendars, WorkCalendar
from rapport.engine.plan import Calendar, Periods
from rapport.planning.models import PlanCalendar, PlanRules
from rapport.planning.written_calendar import read
from rapport.projects.models import Project
from rapport.workspaces.prepared import Question

FIELDS = ("pk", "name", "days", "weeks", "exceptions", "base_id", "is_on_workspace")

_RULES = Question(lambda project: PlanRules.objects.filter(project=project))
_CALENDARS = Question(
    lambda project: PlanCalendar.objects.filter(project=project).order_by("pk").values_list(*FIELDS)
)


@dataclass(frozen=True)
class Frame:
    """The workspace's calendar and the project's own; `own` is the uid of the plan's.

    `people` are the uids of calendars of people, by the person and the calendar theirs is made
    from, and `client` is that of the calendar of the client; none unless asked for, see
    `people_hours` and `client_hours`.
    """

    project: Project
    zone: ZoneInfo
    definitions: tuple[Calendar, ...]
    own: str
    rules: PlanRules | None = field(repr=False)
    people: Mapping[tuple[int, str], str] = field(default_factory=dict)
    client: str | None = None

    @cached_property
    def calendars(self) -> Calendars:
        """All of them, to reckon with."""
        return Calendars(self.definitions)

    @cached_property
    def uids(self) -> frozenset[str]:
        """The uids that there are."""
        return frozenset(definition.uid for definition in self.definitions)

    def uid(self, calendar: int | None) -> str | None:
        """The uid of a calendar's row, None when there is none."""
        found = None if calendar is None else str(calendar)
        return found if found in self.uids else None

    def hours_of(self, member: int | None, base: str | None = None) -> str | None:
        """The uid of a person's calendar; None where they work as the plan, or as `base`, does."""
        return None if member is None else self.people.get((member, base or self.own))

    def calendar(self, uid: str | None = None) -> WorkCalendar:
        """A calendar to reckon in datetimes with; the plan's own unless another is named."""
        return self.calendars.calendar(uid or self.own)

    def name(self, uid: str) -> str:
        """What a calendar is called."""
        return next((one.name for one in self.definitions if one.uid == uid), "")

    def week(self, uid: str) -> tuple[Periods, ...]:
        """The usual week of a calendar, what it takes from its base included."""
        days = self.calendars.days(uid)
        return tuple(days.usual(weekday) for weekday in range(7))

    def start(self) -> datetime:
        """Where the plan begins: on the morning of its first day, or later on that day."""
        day = self.project.starts_on
        at = self.local(self.rules.starts_at) if self.rules else None
        return at if at is not None and at.date() == day else datetime.combine(day, time())

    def local(self, at: datetime | None) -> datetime | None:
        """A moment as a local time of the workspace."""
        return at.astimezone(self.zone).replace(tzinfo=None) if at else None

    def reckoning(self) -> dict[str, Any]:
        """The other words of an engine's plan."""
        rules = self.rules
        if rules is None:
            return {}
        return {
            "finish": self.local(rules.finish_at),
            "from_finish": rules.is_from_finish and rules.finish_at is not None,
            "critical_slack_minutes": rules.critical_slack_minutes,
            "multiple_critical_paths": rules.has_several_critical_paths,
        }


def frame_of(project: Project) -> Frame:
    """The frame of a project, in a fixed number of queries."""
    rules: PlanRules | None = _RULES.first(project.pk)
    own = UID if rules is None or rules.calendar_id is None else str(rules.calendar_id)
    held = tuple(_definition(row) for row in _CALENDARS(project.pk))
    zone = ZoneInfo(project.workspace.time_zone)
    return Frame(project, zone, (working_calendar(), *held), own, rules)


def _definition(row: tuple[Any, ...]) -> Calendar:
    pk, name, days, weeks, exceptions, base, is_on_workspace = row
    above = UID if is_on_workspace else None if base is None else str(base)
    return read(str(pk), name, (days, weeks, exceptions), above)
