"""The work of people on tasks as assignments of a Microsoft Project XML file.

Project keeps work and units, the engine how long it takes. What is written gives the engine's
figure again when it is read: work is units times length, and where no units could say it, the
assignment carries its own shape, told by its two dates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from rapport.engine.calendar import Calendars, WorkCalendar
from rapport.engine.plan import Assignment, Plan, Split, Task
from rapport.integrations.planfiles.mspdi_hands import rounded
from rapport.integrations.planfiles.mspdi_pauses import ACTUAL, GRAIN, REMAINING
from rapport.integrations.planfiles.mspdi_work import FLAT, HAND_MADE, ROUNDING
from rapport.integrations.planfiles.mspdi_write_costs import Costs
from rapport.integrations.planfiles.mspdi_write_numbers import UNASSIGNED, Numbers
from rapport.integrations.planfiles.mspdi_write_tasks import Line
from rapport.integrations.planfiles.mspdi_write_values import Pairs, duration, record, tenths

IN_MINUTES = 1

Piece = tuple[int, datetime, datetime, float]  # its kind, from when to when how much work


@dataclass(frozen=True, slots=True)
class Share:
    """One assignment: who, what the engine knows of it (nothing when they drive no date), and the
    share of their time, where it is known."""

    who: str
    part: Assignment | None = None
    units: float | None = None


def shares(line: Line, numbers: Numbers) -> Iterator[Share]:
    """Everybody on the task in the order of the file; pauses need somebody who takes them."""
    parts, names = list(line.task.assignments), list(line.said.assignees)
    units: list[float | None] = [*line.said.units, *[None] * len(names)]
    if not parts and line.task.splits:
        known = names and names[0] in numbers.anyone
        who = numbers.anyone[names.pop(0)] if known else UNASSIGNED
        yield Share(who, Assignment(line.task.duration_minutes), units.pop(0) if known else None)
    for name, share in zip(names, units, strict=False):
        while parts and parts[0].who not in names:
            yield Share(numbers.worker(parts[0]), parts.pop(0))
        if parts and parts[0].who == name:
            yield Share(numbers.worker(parts[0]), parts.pop(0), share)
        elif name in numbers.anyone:
            yield Share(numbers.anyone[name], None, share)
    for part in parts:
        yield Share(numbers.worker(part), part)


def minutes_of(line: Line, numbers: Numbers) -> Iterator[tuple[str, float]]:
    """How much work on a task each person does, by the number of the person."""
    found = list(shares(line, numbers))
    units = _units(line, [share.part for share in found if share.part])
    for share in found:
        if share.part is not None and share.who != UNASSIGNED:
            own = units if share.units is None else share.units
            yield share.who, share.part.duration_minutes * own


class Works:
    """Writes the assignments of a plan, numbering them as they come."""

    def __init__(self, plan: Plan, numbers: Numbers, calendars: Calendars, costs: Costs) -> None:
        self._plan, self._numbers, self._calendars = plan, numbers, calendars
        self._costs, self._last = costs, 0

    def of(self, line: Line) -> Iterator[etree._Element]:
        """The assignments of one task."""
        found = list(shares(line, self._numbers))
        driving = [share.part for share in found if share.part]
        units = _units(line, driving)
        for share in found:
            self._last += 1
            head: Pairs = (
                ("UID", self._last),
                ("TaskUID", self._numbers.tasks[line.task.uid]),
                ("ResourceUID", share.who),
            )
            if share.part is None:
                yield record("Assignment", (*head, *_idle(line, share.units)))
            else:
                time = self._time(line.task, share.part.calendar)
                own = units if share.units is None else share.units
                cost = self._costs.share(line, share.who, share.part.duration_minutes * own)
                yield _Driving(line, share.part, own, time, len(driving)).written(head, cost)

    def _time(self, task: Task, calendar: str | None) -> WorkCalendar:
        if task.ignore_resource_calendars or not calendar or calendar not in self._calendars:
            calendar = task.calendar
        known = calendar if calendar and calendar in self._calendars else self._plan.calendar
        return self._calendars.calendar(known)


def _units(line: Line, driving: Sequence[Assignment]) -> float:
    """How much of their time people give, if all give the same."""
    length = sum(part.duration_minutes for part in driving)
    work = line.said.work_minutes
    if not work or not length:
        return 1
    return rounded(work / length)


def _idle(line: Line, units: float | None) -> Pairs:
    return (
        ("Finish", line.dates.finish),
        ("RemainingWork", duration(0)),
        ("Start", line.dates.start),
        ("Units", 1 if units is None else units),
        ("Work", duration(0)),
        ("WorkContour", FLAT),
    )


@dataclass(frozen=True, slots=True)
class _Driving:
    """An assignment that says how long its task takes."""

    line: Line
    part: Assignment
    units: float
    time: WorkCalendar
    team: int

    def written(self, head: Pairs, cost: Pairs) -> etree._Element:
        """The assignment; one with a shape of its own says it in pieces too."""
        start, finish = self._span()
        work = self.part.duration_minutes * self.units or GRAIN  # without it nobody drives a task
        begun, stop, resume, left = self._progress()
        pieces = self._pieces(start, stop or start) if self._is_shaped else ()
        return record(
            "Assignment",
            (
                *head,
                ("ActualStart", begun),
                ("ActualWork", duration(max(0, work - left) if begun else 0)),
                *cost,
                ("Delay", tenths(self.part.delay_minutes)),
                ("Finish", finish),
                ("RemainingWork", duration(left)),
                ("Start", start),
                ("Stop", stop),
                ("Resume", resume),
                ("Units", self.units),
                ("Work", duration(work)),
                ("WorkContour", HAND_MADE if self._is_shaped else FLAT),
            ),
            *(_piece(head, *piece) for piece in pieces),
        )

    @property
    def _pauses(self) -> tuple[Split, ...]:
        return self.line.task.pauses_of(self.part)

    @property
    def _is_shaped(self) -> bool:
        """Whether work and units alone would be read as another length."""
        duration = self.line.task.duration_minutes
        off = abs(self.part.duration_minutes - duration)
        as_long = self.team == 1 or self.line.said.keeps == "duration"
        is_other = off > 0 and (as_long or off <= ROUNDING * duration + GRAIN)
        return bool(self._pauses) or is_other

    def _span(self) -> tuple[datetime, datetime]:
        """From when to when the work stands, if it takes its time in one go but for its pauses."""
        part, lasts = self.part, self.line.task.length_of(self.part)
        left = self.line.task.left_of(part)
        if part.resume and left is not None:
            finish = self.time.add(part.resume, left)
            return self.time.add(finish, -lasts), finish
        start = self.time.next_working(self.line.dates.start)
        start = self.time.next_working(self.time.add(start, part.delay_minutes))
        return start, self.time.add(start, lasts)

    def _progress(self) -> tuple[datetime | None, datetime | None, datetime | None, float]:
        """When it began, stopped and goes on, and the work that is left."""
        part = self.part
        work = part.duration_minutes * self.units
        if part.resume is None:
            return None, None, None, work
        left = part.remaining_minutes
        if left is None or left == part.duration_minutes:
            share = min(max(self.line.task.percent_complete, 0), 100) / 100
            stop = self._after(part.resume, part.duration_minutes * share)
            return part.resume, stop, stop, work * (1 - share)
        return *self._interrupted(part.resume), part.resume, left * self.units

    def _after(self, start: datetime, done: float) -> datetime:
        """When so much is done of what begins then."""
        rests = sum(one.gap_minutes for one in self._pauses if one.after_minutes < done)
        return self.time.add(start, done + rests)

    def _interrupted(self, resume: datetime) -> tuple[datetime, datetime]:
        """When interrupted work began, and when it stopped, which is before it goes on."""
        latest = self.time.add(resume, -2 * GRAIN)
        stop = min(self.line.task.stop or latest, latest)
        return min(self.line.task.actual_start or stop, stop), stop

    def _pieces(self, start: datetime, stop: datetime) -> Iterator[Piece]:
        """The work before each pause, the pause, and the work after the last; what was done until
        it stopped is told apart."""
        done: float = 0
        for pause in self._pauses:
            length = pause.after_minutes - self.part.delay_minutes - done
            until = self.time.add(start, length)
            yield from self._cut(start, until, length, stop)
            start = self.time.next_working(self.time.add(until, pause.gap_minutes))
            yield (ACTUAL if start <= stop else REMAINING), until, start, 0
            done += length
        left = self.part.duration_minutes - done
        if left > 0:
            yield from self._cut(start, self.time.add(start, left), left, stop)

    def _cut(
        self, start: datetime, finish: datetime, length: float, stop: datetime
    ) -> Iterator[Piece]:
        if not start < stop < finish:
            kind = ACTUAL if finish <= stop else REMAINING
            yield kind, start, finish, length * self.units
            return
        done = self.time.minutes_between(start, stop)
        yield ACTUAL, start, stop, done * self.units
        yield REMAINING, stop, finish, (length - done) * self.units


def _piece(
    head: Pairs, kind: int, start: datetime, finish: datetime, work: float
) -> etree._Element:
    uid = next(value for name, value in head if name == "UID")
    return record(
        "TimephasedData",
        (
            ("Type", kind),
            ("UID", uid),
            ("Start", start),
            ("Finish", finish),
            ("Unit", IN_MINUTES),
            ("Value", duration(work)),
        ),
    )
