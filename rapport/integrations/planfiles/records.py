"""What every plan file is turned into: a plan in neutral terms, whatever tool wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rapport.engine.plan import Plan
from rapport.integrations.planfiles.marks import Mark


class PlanFileError(ValueError):
    """The file cannot be read as a plan; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row or field that was not taken over, and why, for the error file."""

    row: int | None
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlanLink:
    """`kind` is FS, SS, FF or SF; the lag may be negative (a lead). It is working time, or runs
    around the clock; where it is a share of what the task waits for, `percent` says so."""

    predecessor: str
    kind: str = "FS"
    lag_minutes: int = 0
    percent: float | None = None
    is_elapsed: bool = False


@dataclass(frozen=True, slots=True)
class PlanCost:
    """What a task costs, in whole units of the file's currency: once, for each hour of work, and
    between which amounts what is spent once lies, where the file knows."""

    once: float | None = None
    hourly: float | None = None
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A row of the plan. `uid` is the tool's own id; `parent` is a uid of the same file.

    Durations, work and spent are working minutes; `None` means the file does not say.
    """

    uid: str
    name: str
    parent: str | None = None
    description: str = ""
    milestone: bool = False
    start: date | None = None
    finish: date | None = None
    due: date | None = None
    duration_minutes: int | None = None
    is_elapsed: bool = False  # whether the duration runs around the clock
    work_minutes: int | None = None
    spent_minutes: int = 0
    percent_complete: int = 0
    state: str = "todo"  # todo, doing, done
    finished_on: date | None = None
    assignees: tuple[str, ...] = ()
    # Which share of their time each of them gives, where the file says it.
    units: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    links: tuple[PlanLink, ...] = ()
    constraint: str = "ASAP"
    constraint_at: datetime | None = None
    deadline: datetime | None = None
    # What stays when another of the three changes: units, work, duration.
    keeps: str | None = None
    # What it has earned, where that is not what its percent complete says.
    physical_percent: int | None = None
    cost: PlanCost | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class PlanPerson:
    """A person named in the file; matched to a member by address, else by name."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class PlanBaselineTask:
    """A task as it was planned once: local times, and minutes in its own unit."""

    start: datetime
    finish: datetime
    duration_minutes: float | None = None
    work_minutes: float | None = None
    elapsed: bool = False


@dataclass(frozen=True, slots=True)
class PlanBaseline:
    """A baseline by its number in the file, with its tasks by their uids.

    Where files give baselines names instead, the numbers only say their order, 0 for the latest.
    """

    number: int
    tasks: Mapping[str, PlanBaselineTask]
    name: str = ""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A whole file. `schedule` is the engine's exact plan where the format carries one."""

    source: str  # mspdi, xer, pmxml, jira, asana, trello, monday, table
    name: str
    tasks: tuple[PlanTask, ...]
    people: tuple[PlanPerson, ...] = ()
    start: date | None = None
    refusals: tuple[Refusal, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    # What the file says besides and Rapport has no place for, by kind: how many records say it.
    left_out: Mapping[str, int] = field(default_factory=dict)
    schedule: Plan | None = field(default=None, repr=False)
    # In which currency it costs something: its code, and its sign.
    currency: str = ""
    currency_sign: str = ""
    # The number of the baseline that the plan is compared with stands beside them.
    baselines: tuple[PlanBaseline, ...] = field(default=(), repr=False)
    compared_with: int = 0
    # By which it is known again when it comes back; then also what the plan that wrote it calls the
    # tasks, by their uids in the file (`marks`).
    mark: Mark | None = None
    ours: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def costing(self) -> int:
        """How many of its tasks cost something."""
        return sum(task.cost is not None for task in self.tasks)
