"""A plan as the records that both of Primavera's formats are written from: `primavera` backwards.

Summaries become nodes of the work breakdown. Primavera dates what is left from its data date on:
that is the last moment at which something happened, or the first at which something is to begin.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from rapport.engine.network import schedule
from rapport.engine.plan import Plan, Schedule, ScheduledTask, Task
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.marks import whole
from rapport.integrations.planfiles.mspdi_write_numbers import UNASSIGNED, Numbers, numbers
from rapport.integrations.planfiles.primavera_outline import PREFIX
from rapport.integrations.planfiles.primavera_write_activities import Activities, Place
from rapport.integrations.planfiles.primavera_write_calendars import Hours, hours_of
from rapport.integrations.planfiles.primavera_write_links import Relations
from rapport.integrations.planfiles.records import PlanFile, PlanTask

PROJECT = "1"  # the number of the project
FIRST_CODE, STEP = 1000, 10
NO_PLAN = "The plan has no schedule that could be written."


def contents_of(file: PlanFile, dates: Schedule | None = None) -> p6.Contents:
    """All of a plan that Primavera has words for.

    `dates` is the plan's schedule where it is known already. Raises ValueError for a file without
    an exact plan, PlanError for an impossible one.
    """
    if file.schedule is None:
        raise ValueError(NO_PLAN)
    return _Writer(file, file.schedule, dates or schedule(file.schedule)).contents()


class _Writer:
    def __init__(self, file: PlanFile, plan: Plan, dates: Schedule) -> None:
        self._file, self._plan, self._dates = file, plan, dates
        self._placed = dates.by_uid()
        self._hours = hours_of(plan)
        self._known = numbers(file)
        self._tasks = {task.uid: task for task in plan.tasks}
        summaries = {task.parent for task in plan.tasks if task.parent}
        self._summaries = [task for task in plan.tasks if task.uid in summaries]
        self._leaves = [task for task in plan.tasks if task.uid not in summaries and task.active]
        self._data_date = self._until()
        self._nodes = _node_numbers(self._summaries, self._known.tasks)
        self._top = free(self._nodes.values())  # the node of the project itself

    def contents(self) -> p6.Contents:
        """The records."""
        relations = self._relations()
        found = p6.Contents("rapport")
        found.projects = [self._project()]
        found.calendars = self._hours.written(self._dates)
        found.default_calendar = self._hours.number(None)
        found.wbs = [p6.Wbs(self._top, PROJECT, "", self._file.name, self._file.name, 0, True)]
        found.wbs += self._breakdown()
        writer = Activities(
            self._plan,
            self._hours,
            frozenset(relation.successor for relation in relations),
            dict(self._tied()),
            self._data_date,
            PROJECT,
        )
        found.activities = list(self._activities(writer))
        found.relations = relations
        found.resources = list(_resources(self._file, self._known, self._hours))
        found.assigned = [part for task in self._leaves for part in self._assigned(task, writer)]
        return found

    def _project(self) -> p6.Project:
        return p6.Project(
            PROJECT,
            self._file.name,
            start=min(self._plan.start, self._dates.start),
            data_date=self._data_date,
            calendar=self._hours.number(None),
            lag_calendar=p6.SUCCESSOR,
            critical_minutes=self._plan.critical_slack_minutes,
        )

    def _until(self) -> datetime:
        """The data date: no later than what is still to begin, or goes on, which would be moved
        behind it."""
        known = [at for task in self._leaves for at in (task.actual_start, task.actual_finish)]
        happened = max((at for at in known if at), default=self._plan.start)
        left = (task for task in self._leaves if not task.actual_finish)
        return min([happened, *(_goes_on(task, self._placed[task.uid]) for task in left)])

    def _breakdown(self) -> Iterator[p6.Wbs]:
        counts: dict[str, int] = {}
        for order, task in enumerate(self._summaries, 1):
            parent = self._node_above(task)
            counts[parent] = counts.get(parent, 0) + 1
            code = str(counts[parent])
            yield p6.Wbs(self._nodes[task.uid], PROJECT, parent, code, task.name, order)

    def _node_above(self, task: Task) -> str:
        return self._nodes.get(task.parent or "", self._top)

    def _activities(self, writer: Activities) -> Iterator[p6.Activity]:
        said = {task.uid: task for task in self._file.tasks}
        width = len(str(FIRST_CODE + STEP * len(self._leaves)))
        for n, task in enumerate(self._leaves):
            code = f"A{FIRST_CODE + STEP * n:0{width}}"
            place = Place(self._known.tasks[task.uid], code, self._node_above(task))
            record = said.get(task.uid) or PlanTask(task.uid, task.name)
            yield writer.write(task, self._placed[task.uid], record, place)

    def _relations(self) -> list[p6.Relation]:
        below = self._below()
        writer = Relations(self._tasks, below, self._placed, self._hours)
        return writer.of(self._plan.links, self._known.tasks)

    def _below(self) -> dict[str, list[str]]:
        """The activities in each task: of one that is no summary, itself."""
        found: dict[str, list[str]] = {}
        for leaf in self._leaves:
            for uid in (leaf.uid, *self._above(leaf)):
                found.setdefault(uid, []).append(leaf.uid)
        return found

    def _above(self, task: Task) -> Iterator[str]:
        parent = task.parent
        while parent is not None and parent in self._tasks:
            yield parent
            parent = self._tasks[parent].parent

    def _tied(self) -> Iterator[tuple[str, datetime]]:
        """No part of a summary begins before a day that the summary is tied to."""
        for leaf in self._leaves:
            above = (self._tasks[uid] for uid in self._above(leaf))
            days = [at for one in above if one.constraint == "SNET" and (at := one.constraint_at)]
            if days:
                yield leaf.uid, max(days)

    def _assigned(self, task: Task, writer: Activities) -> Iterator[p6.Assigned]:
        for part in task.assignments:
            number = self._known.worker(part)
            if number == UNASSIGNED:
                continue
            minutes, left = writer.work(task, self._placed[task.uid], part)
            yield p6.Assigned(
                self._known.tasks[task.uid], number, minutes, max(0, minutes - left), 1, left,
                self._hours.number(part.calendar) if part.calendar else "",
            )  # fmt: skip


def _node_numbers(summaries: Sequence[Task], known: Mapping[str, str]) -> dict[str, str]:
    """Nodes are numbered apart from activities. One that came from Primavera keeps its number, and
    is the only thing whose uid says that it is a node."""
    found: dict[str, str] = {}
    for task in sorted(summaries, key=lambda one: not one.uid.startswith(PREFIX)):
        number = task.uid.removeprefix(PREFIX)
        wanted = number if whole(number) is not None else known[task.uid]
        found[task.uid] = wanted if wanted not in found.values() else free(found.values())
    return found


def free(taken: Iterable[str]) -> str:
    """The first number that is not taken."""
    held = set(taken)
    return next(str(n) for n in range(1, len(held) + 2) if str(n) not in held)


def _goes_on(task: Task, dates: ScheduledTask) -> datetime:
    """When a task begins, or goes on where it was interrupted."""
    again = task.resume or task.stop
    if task.actual_start is None or again is None or again >= dates.finish:
        return dates.start
    return max(again, task.actual_start)


def _resources(file: PlanFile, known: Numbers, hours: Hours) -> Iterator[p6.Resource]:
    """Those the file names first, then people who only stand in assignments."""
    by_number: Mapping[str, str | None] = {n: uid for (_, uid), n in known.people.items()}
    names = {str(n): (person.name, person.email) for n, person in enumerate(file.people, 1)}
    names |= {n: (who, "") for (who, _), n in known.people.items() if n not in names}
    for number, (name, email) in names.items():
        if number != UNASSIGNED:
            yield p6.Resource(number, name, email, hours.number(by_number.get(number)))
