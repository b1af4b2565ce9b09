"""What both of Primavera's formats say, before it becomes a plan. Amounts are working minutes."""

from dataclasses import dataclass, field
from datetime import datetime

from rapport.engine.plan import Calendar, LinkKind
from rapport.integrations.planfiles.marks import Mark
from rapport.integrations.planfiles.wording import gettext_noop as _

TASK, RESOURCE_TASK = "task", "resource"
START_MILESTONE, FINISH_MILESTONE = "start milestone", "finish milestone"
LEVEL_OF_EFFORT, SUMMARY = "level of effort", "summary"

NOT_STARTED, ACTIVE, COMPLETE = "not started", "active", "complete"

NO_LINK = _("This kind of link is not known; it counts as finish to start.")
NO_LAG = _("This does not say how long the task waits.")

# The calendar a lag counts in.
PREDECESSOR, SUCCESSOR, PROJECT, ALL_HOURS = "predecessor", "successor", "project", "24 hours"


@dataclass(frozen=True, slots=True)
class Project:
    """`is_whole` is false for one that is only there because others are linked to it."""

    uid: str
    name: str = ""
    start: datetime | None = None
    data_date: datetime | None = None
    calendar: str = ""
    lag_calendar: str = PREDECESSOR
    critical_minutes: float = 0
    is_whole: bool = True
    baseline: str = ""  # the one it is compared with


@dataclass(frozen=True, slots=True)
class Wbs:
    """A node of the work breakdown; `is_project` stands for the project itself."""

    uid: str
    project: str
    parent: str = ""
    code: str = ""
    name: str = ""
    order: float = 0
    is_project: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity with its dates in the file: `start` and `finish` are actual where they are."""

    uid: str
    project: str
    name: str
    code: str = ""
    wbs: str = ""
    calendar: str = ""
    kind: str = TASK
    status: str = NOT_STARTED
    duration: float = 0
    remaining: float = 0
    percent: float = 0
    constraint: str = ""
    constraint_at: datetime | None = None
    second: str = ""
    second_at: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    start: datetime | None = None
    finish: datetime | None = None
    resume: datetime | None = None
    total_float: float | None = None
    notes: str = ""
    # Only written.
    late_start: datetime | None = None
    late_finish: datetime | None = None
    keeps: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A link between two activities, and its lag."""

    predecessor: str
    successor: str
    kind: LinkKind = "FS"
    lag: float = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """A person, a machine or a material."""

    uid: str
    name: str
    email: str = ""
    calendar: str = ""
    is_labor: bool = True


@dataclass(frozen=True, slots=True)
class Assigned:
    """Work of a resource on an activity."""

    activity: str
    resource: str
    work: float = 0
    done: float = 0
    per_hour: float = 1
    remaining: float = 0
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A copy of a project as it was once planned."""

    uid: str
    project: str
    name: str = ""
    saved: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity in a baseline, known by its code alone."""

    baseline: str
    code: str
    start: datetime
    finish: datetime
    duration: float | None = None
    work: float | None = None


@dataclass(slots=True)
class Contents:
    """A whole file. `damaged` are calendars whose hours cannot be read, by uid."""

    source: str
    projects: list[Project] = field(default_factory=list)
    calendars: list[Calendar] = field(default_factory=list)
    damaged: dict[str, str] = field(default_factory=dict)
    wbs: list[Wbs] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    assigned: list[Assigned] = field(default_factory=list)
    baselines: list[Baseline] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    default_calendar: str = ""
    mark: Mark | None = None
    has_links: bool = True  # whether there is a place for them at all
    # What of an activity could not be read: its uid, what is written, and why.
    told: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
