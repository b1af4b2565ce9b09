"""What the assignments of a Microsoft Project XML file say about how long a task takes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.engine.calendar import Calendars, WorkCalendar
from rapport.engine.plan import Assignment, Split
from rapport.integrations.planfiles.mspdi_elements import Fields
from rapport.integrations.planfiles.mspdi_pauses import GRAIN, Told, alike, told
from rapport.integrations.planfiles.mspdi_values import (
    flag,
    is_elapsed,
    minutes,
    moment,
    number,
    whole,
)

WORK_RESOURCE = 1
UNASSIGNED = "-65535"

# Average load of each work contour, which stretches a flat assignment by its inverse:
# flat, back loaded, front loaded, double peak, early peak, late peak, bell, turtle.
CONTOUR_LOAD = (1, 0.6, 0.6, 0.5, 0.5, 0.5, 0.5, 0.7)
# A contour edited by hand has no formula: its pieces, or else the dates in the file, are its shape.
FLAT, HAND_MADE = 0, 8
FIXED_DURATION = 1
ROUNDING = 0.005  # and the share by which units of two decimals may miss


@dataclass(frozen=True, slots=True)
class Worker:
    """A resource that works: its name, and the calendar it works by."""

    name: str
    calendar: str | None


NOBODY = Worker("", None)


def workers(resources: Sequence[Fields], known: Collection[str]) -> dict[str, Worker]:
    """Work resources by uid."""
    found: dict[str, Worker] = {}
    for resource in resources:
        if whole(resource, "Type", WORK_RESOURCE) == WORK_RESOURCE:
            calendar = resource.values.get("CalendarUID", "")
            name = resource.values.get("Name", "")
            worker = Worker(name, calendar if calendar in known else None)
            found[resource.values.get("UID", "")] = worker
    return found


def drivers(records: Iterable[Fields], workers: Collection[str]) -> Iterator[Fields]:
    """The assignments with work of these people, or of nobody."""
    for fields in records:
        uid = fields.values.get("ResourceUID", "")
        if (uid in workers or uid == UNASSIGNED) and (minutes(fields, "Work") or 0) > 0:
            yield fields


class Work:
    """Turns the assignments of a task into working time, by the calendars of the file."""

    def __init__(
        self, people: dict[str, Worker], calendars: Calendars, project_calendar: str
    ) -> None:
        self._people = {**people, UNASSIGNED: NOBODY}
        self._calendars = calendars
        self._project = project_calendar
        self.reshaped = 0  # assignments whose work lies otherwise in the file than it does here

    def duration(self, task: Fields) -> float:
        """The task's duration; where the file has none, the working time between its dates."""
        stated = max(0, minutes(task, "Duration") or 0)
        start, finish = moment(task, "Start"), moment(task, "Finish")
        if stated or flag(task, "Milestone") or not start or not finish:
            return stated
        return max(0, self._time(task, None).minutes_between(start, finish))

    def of(
        self, task: Fields, records: Sequence[Fields]
    ) -> tuple[tuple[Assignment, ...], tuple[Split, ...]]:
        """The assignments that drive a task, work of people, each in their own calendar; and the
        pauses in which all of them rest. Whose work loses its shape is counted."""
        if not minutes(task, "Duration") or flag(task, "Manual") or flag(task, "Summary"):
            return (), ()
        driving = list(drivers(records, self._people))
        said = [self._told(task, fields) for fields in driving]
        pauses = max((one.pauses for one in said if one), key=len, default=())
        parts = self._parts(task, driving, said) if pauses else ()
        if not (pauses and _rest_together(parts, said, pauses)):
            said, pauses = [one and (None if one.pauses else one) for one in said], ()
            parts = self._parts(task, driving, [None] * len(driving))
        self.reshaped += sum(
            whole(fields, "WorkContour") != FLAT and not (one and one.is_even)
            for fields, one in zip(driving, said, strict=True)
        )
        return parts, pauses

    def _parts(
        self, task: Fields, driving: Sequence[Fields], said: Sequence[Told | None]
    ) -> tuple[Assignment, ...]:
        return tuple(
            self._assignment(task, fields, one, len(driving))
            for fields, one in zip(driving, said, strict=True)
        )

    def _told(self, task: Fields, fields: Fields) -> Told | None:
        if whole(fields, "WorkContour") != HAND_MADE or is_elapsed(whole(task, "DurationFormat")):
            return None
        time = self._time(task, self._people[fields.values.get("ResourceUID", "")].calendar)
        return told(fields, time, minutes(task, "Duration") or 0)

    def _assignment(self, task: Fields, fields: Fields, said: Told | None, team: int) -> Assignment:
        worker = self._people[fields.values.get("ResourceUID", "")]
        time = self._time(task, worker.calendar)
        length = said.length if said else _shape(fields, time)
        if length is None:
            length = _length(task, fields, team)
        resume, remaining = _left(fields, length, time, said)
        delay = max(0, number(fields, "Delay") + number(fields, "LevelingDelay")) / 10
        return Assignment(length, worker.calendar, delay, remaining, resume, worker.name)

    def _time(self, task: Fields, calendar: str | None) -> WorkCalendar:
        own = task.values.get("CalendarUID", "")
        own = own if own in self._calendars else self._project
        if flag(task, "IgnoreResourceCalendar") or calendar is None:
            return self._calendars.calendar(own)
        return self._calendars.calendar(calendar)


def _rest_together(
    parts: Sequence[Assignment], said: Sequence[Told | None], pauses: Sequence[Split]
) -> bool:
    """Whether everybody has just the pauses that fall into their work. Of work that begins later
    than its task there is no telling what it would have rested before."""
    return all(
        alike(one.pauses if one else (), expected) and not (expected and part.delay_minutes)
        for part, one in zip(parts, said, strict=True)
        for expected in [
            [
                pause
                for pause in pauses
                if pause.after_minutes < part.delay_minutes + part.duration_minutes - GRAIN
            ]
        ]
    )


def _shape(fields: Fields, time: WorkCalendar) -> float | None:
    """The working time of an assignment whose contour was edited by hand."""
    start, finish = moment(fields, "Start"), moment(fields, "Finish")
    if whole(fields, "WorkContour") != HAND_MADE or not start or not finish or start >= finish:
        return None
    return time.minutes_between(start, finish)


def _length(task: Fields, fields: Fields, team: int) -> float:
    """The working time of an assignment by its work and units.

    Who works alone, or on a task of fixed duration, takes as long as the task does; so does who
    takes as long but for the rounding of the units.
    """
    duration = minutes(task, "Duration") or 0
    work = (minutes(fields, "Work") or 0) - (minutes(fields, "OvertimeWork") or 0)
    length = _stretch(fields, work)
    if length is None or team == 1 or whole(task, "Type") == FIXED_DURATION:
        return duration
    return duration if abs(length - duration) <= ROUNDING * duration + GRAIN else length


def _left(
    fields: Fields, length: float, time: WorkCalendar, said: Told | None
) -> tuple[datetime | None, float | None]:
    """From when on how much is left of work that has begun.

    Unless it was interrupted, all of it counts from the actual start, which spares the rounding
    of what was done and what is left.
    """
    started, resume = moment(fields, "ActualStart"), moment(fields, "Resume")
    stop = moment(fields, "Stop")
    if started is None or resume is None:
        return None, None
    if stop is None or time.minutes_between(stop, resume) <= GRAIN:
        return started, length
    left = _remaining(fields, resume, time)
    if said is None or left is None:
        return resume, left
    return resume, max(0, left - said.after(resume))


def _remaining(fields: Fields, resume: datetime, time: WorkCalendar) -> float | None:
    finish = moment(fields, "Finish")
    if whole(fields, "WorkContour") == HAND_MADE and finish:
        return max(0, time.minutes_between(resume, finish))
    over = minutes(fields, "RemainingOvertimeWork") or 0
    return _stretch(fields, max(0, (minutes(fields, "RemainingWork") or 0) - over))


def _stretch(fields: Fields, work: float) -> float | None:
    """Working time for so much work at the assignment's units and contour."""
    units = number(fields, "Units", 1)
    contour = whole(fields, "WorkContour")
    if units <= 0 or not 0 <= contour < len(CONTOUR_LOAD):
        return None
    return work / units / CONTOUR_LOAD[contour]
