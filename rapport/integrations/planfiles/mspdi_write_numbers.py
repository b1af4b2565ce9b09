"""The numbers that tasks, calendars and people go by in Microsoft Project XML.

A uid that is a number already is kept, so that a plan keeps its uids however often it travels.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapport.engine.plan import Assignment
from rapport.integrations.planfiles.marks import whole
from rapport.integrations.planfiles.records import PlanFile

UNASSIGNED = "-65535"

Worker = tuple[str, str | None]  # a name, and the calendar they work by


@dataclass(frozen=True, slots=True)
class Numbers:
    """What each uid of a plan is written as, and the people by name and calendar."""

    tasks: Mapping[str, str]
    calendars: Mapping[str, str]
    people: Mapping[Worker, str]
    anyone: Mapping[str, str]

    def worker(self, assignment: Assignment) -> str:
        """The number of who does an assignment."""
        return self.people[assignment.who, assignment.calendar]


def numbers(file: PlanFile) -> Numbers:
    """The numbers of a plan."""
    plan = file.schedule
    tasks = plan.tasks if plan else ()
    people, anyone = _people(file, [part for task in tasks for part in task.assignments])
    return Numbers(
        kept(task.uid for task in tasks),
        kept(calendar.uid for calendar in plan.calendars) if plan else {},
        people,
        anyone,
    )


def kept(uids: Iterable[str]) -> dict[str, str]:
    """Each uid and its number; those that are none get the next ones that are free."""
    listed = list(uids)
    taken = {uid for uid in listed if whole(uid) is not None}
    found, last = {}, 0
    for uid in listed:
        if uid in taken:
            found[uid] = uid
            continue
        last += 1
        while str(last) in taken:
            last += 1
        found[uid] = str(last)
    return found


def _people(file: PlanFile, parts: list[Assignment]) -> tuple[dict[Worker, str], dict[str, str]]:
    """Those the file names, in its order, then those who only work.

    Of several calendars one name works by, each is another person of that name.
    """
    free: dict[str, list[str]] = {}
    for place, person in enumerate(file.people, 1):
        free.setdefault(person.name, []).append(str(place))
    anyone = {name: places[0] for name, places in free.items()}
    people: dict[Worker, str] = {}
    last = len(file.people)
    for worker in _workers(parts):
        if worker == ("", None):
            people[worker] = UNASSIGNED
        elif free.get(worker[0]):
            people[worker] = free[worker[0]].pop(0)
        else:
            last += 1
            people[worker] = str(last)
    return people, anyone


def _workers(parts: list[Assignment]) -> list[Worker]:
    """Each once, those without a name last: the file lists only names."""
    found = dict.fromkeys((part.who, part.calendar) for part in parts)
    return sorted(found, key=lambda worker: not worker[0])
