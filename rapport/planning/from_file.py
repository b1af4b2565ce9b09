"""A plan file's neutral records as tasks and links for a project."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rapport.engine.calendar import WorkCalendar
from rapport.engine.plan import Plan
from rapport.engine.plan import Task as EngineTask
from rapport.integrations.planfiles.records import PlanFile, PlanLink, PlanTask, Refusal
from rapport.lib.visibility import Turn
from rapport.planning.contradictions import contradictions
from rapport.planning.from_schedule import IncomingFrame, frame_of_file
from rapport.planning.team import team_of
from rapport.projects.durations import Lag
from rapport.projects.models import Task
from rapport.projects.queries.incoming import IncomingLink, IncomingTask

A_DAY, ALL = 480, 100
LONGEST_NAME, LONGEST_UID, LONGEST_TEXT = 300, 120, 20_000
States = Task.State


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file brings, and which of its links cannot be kept."""

    tasks: list[IncomingTask]
    links: list[IncomingLink]
    refusals: list[Refusal]
    frame: IncomingFrame | None = None


@dataclass(frozen=True, slots=True)
class Translator:
    """Knows the workspace's time and who the names in the file are (member ids)."""

    zone: ZoneInfo
    calendar: WorkCalendar
    people: Mapping[str, int | None]

    def incoming(self, file: PlanFile) -> Incoming:
        """Everything in the file, in its order."""
        exact = {task.uid: task for task in file.schedule.tasks} if file.schedule else {}
        uids = {task.uid for task in file.tasks}
        tasks = [self._task(task, exact.get(task.uid), uids) for task in file.tasks]
        links, refusals = _links(file.tasks, uids, _lags(file.schedule))
        refusals += contradictions(file, self.calendar)
        frame = frame_of_file(file.schedule, self.zone, uids) if file.schedule else None
        return Incoming(tasks, links, refusals, frame)

    def _task(self, task: PlanTask, exact: EngineTask | None, uids: set[str]) -> IncomingTask:
        minutes = self._minutes(task, exact)
        values = self._values(task, exact, minutes)
        team = team_of(task, exact, self.people, 0 if values["is_elapsed"] else minutes)
        who = {"assignee_id": team.member, "assignee_name": team.name}
        return IncomingTask(
            uid=task.uid[:LONGEST_UID],
            parent=task.parent[:LONGEST_UID] if task.parent in uids and task.parent else None,
            values=values | who,
            helpers=team.helpers,
        )

    def _values(self, task: PlanTask, exact: EngineTask | None, minutes: int) -> dict[str, Any]:
        values = {
            "name": (task.name.strip() or _("Untitled task"))[:LONGEST_NAME],
            "description": task.description[:LONGEST_TEXT],
            "is_milestone": task.milestone,
            "duration_minutes": minutes,
            "is_elapsed": exact.elapsed if exact else task.is_elapsed,
            "work_minutes": task.work_minutes,
            "spent_before_minutes": task.spent_minutes,
            "deadline": task.deadline.date() if task.deadline else task.due,
        }
        if task.keeps:  # only Microsoft Project says it, and by what a task earns
            values |= {"keeps": task.keeps, "physical_percent": task.physical_percent}
        values |= self._exact(exact) if exact else self._dated(task, minutes)
        return values | self._progress(task, exact)

    def _minutes(self, task: PlanTask, exact: EngineTask | None) -> int:
        if exact is not None:
            return round(exact.duration_minutes)
        return 0 if task.milestone else self._duration(task)

    def _duration(self, task: PlanTask) -> int:
        if task.duration_minutes is not None:
            return task.duration_minutes
        last = task.finish or task.due
        if task.start and last and last >= task.start:
            opens = datetime.combine(task.start, time())
            closes = datetime.combine(last + timedelta(days=1), time())
            return round(self.calendar.minutes_between(opens, closes)) or A_DAY
        return task.work_minutes or A_DAY

    def _exact(self, task: EngineTask) -> dict[str, Any]:
        """The constraint of a file that has such."""
        at = task.constraint_at if task.constraint not in ("ASAP", "ALAP") else None
        return {
            "constraint": task.constraint if at or task.constraint == "ALAP" else "ASAP",
            "constraint_at": self._moment(at),
        }

    def _dated(self, task: PlanTask, minutes: int) -> dict[str, Any]:
        """Other tools only say dates: work starts on its start, or ends on its due day.

        What waits for another task is dated by that.
        """
        if task.constraint_at and task.constraint not in ("ASAP", "ALAP"):
            at = self._moment(task.constraint_at)
            return {"constraint": task.constraint, "constraint_at": at}
        if task.start:
            return {"constraint": "SNET", "constraint_at": self._moment(_opening(task.start))}
        last = task.finish or task.due
        if last and not task.links:
            end = datetime.combine(last + timedelta(days=1), time())
            finish = self._moment(self.calendar.previous_working(end))
            return {"constraint": "FNET", "constraint_at": finish}
        return {"constraint": "ASAP", "constraint_at": None}

    def _progress(self, task: PlanTask, exact: EngineTask | None) -> dict[str, Any]:
        done = task.state == States.DONE or task.percent_complete >= ALL
        begun = not done and (task.state == "doing" or task.percent_complete > 0)
        state = States.DONE if done else States.DOING if begun else States.TODO
        values: dict[str, Any] = {
            "state": str(state),
            "turn": str(Turn.NOBODY if done else Turn.US),
            "percent_complete": ALL if done else min(max(task.percent_complete, 0), ALL - 1),
            "actual_start": None,
            "actual_finish": None,
        }
        if exact:
            values["actual_start"] = self._moment(exact.actual_start)
            values["actual_finish"] = self._moment(exact.actual_finish) if done else None
        else:
            if (done or begun) and task.start:
                first = self.calendar.next_working(_opening(task.start))
                values["actual_start"] = self._moment(first)
            if done and task.finished_on:
                end = datetime.combine(task.finished_on + timedelta(days=1), time())
                values["actual_finish"] = self._moment(self.calendar.previous_working(end))
        return _in_order(values)

    def _moment(self, local: datetime | None) -> datetime | None:
        return local.replace(tzinfo=self.zone) if local else None


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """A finish before its start is a slip of the file: the start gives way."""
    start, finish = values["actual_start"], values["actual_finish"]
    return values | {"actual_start": None} if start and finish and finish < start else values


def _opening(day: date) -> datetime:
    return datetime.combine(day, time())


Lags = Mapping[tuple[str, str], Lag]


def _lags(plan: Plan | None) -> Lags:
    """The lags of an exact plan, by the two ends of their link; the first link counts."""
    found: dict[tuple[str, str], Lag] = {}
    for link in plan.links if plan else ():
        if link.lag_kind == "percent":
            lag = Lag(percent=link.lag, is_elapsed=link.lag_elapsed)
        else:
            lag = Lag(link.lag, is_elapsed=link.lag_kind == "elapsed")
        found.setdefault((link.predecessor, link.successor), lag)
    return found


def _links(
    tasks: Iterable[PlanTask], uids: set[str], lags: Lags
) -> tuple[list[IncomingLink], list[Refusal]]:
    """The links that lead somewhere, one between two tasks."""
    kept: list[IncomingLink] = []
    refused: list[Refusal] = []
    seen: set[tuple[str, str]] = set()
    for task, link in _pairs(tasks):
        ends = (link.predecessor[:LONGEST_UID], task.uid[:LONGEST_UID])
        complaint = _complaint(link, task, uids, ends in seen)
        if complaint:
            refused.append(Refusal(task.row, _("predecessor"), link.predecessor, complaint))
            continue
        seen.add(ends)
        lag = lags.get(
            (link.predecessor, task.uid), Lag(link.lag_minutes, link.percent, link.is_elapsed)
        )
        kept.append(IncomingLink(*ends, link.kind, lag))
    return kept, refused


def _pairs(tasks: Iterable[PlanTask]) -> Iterator[tuple[PlanTask, PlanLink]]:
    return ((task, link) for task in tasks for link in task.links)


def _complaint(link: PlanLink, task: PlanTask, uids: set[str], known: bool) -> str:
    if link.predecessor == task.uid:
        return _("A task cannot wait for itself.")
    if link.predecessor not in uids:
        return _("The file has no such task.")
    return _("A second link between the same two tasks.") if known else ""
