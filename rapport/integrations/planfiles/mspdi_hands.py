"""Who works on a task of a Microsoft Project XML file, and with which share of their time."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from rapport.engine.plan import Task
from rapport.integrations.planfiles.mspdi_elements import Fields
from rapport.integrations.planfiles.mspdi_values import minutes, number
from rapport.integrations.planfiles.mspdi_work import drivers
from rapport.integrations.planfiles.records import PlanPerson

UNIT_PLACES, NUDGE = 4, 1e-7  # the nudge keeps halves from falling to either side
LEAST_UNITS = 0.0001


def hands(
    task: Task,
    records: Sequence[Fields],
    people: Mapping[str, PlanPerson],
    workers: Collection[str],
) -> Iterator[tuple[str, float]]:
    """The name and the units of everybody who works on it, in the order of the file.

    Of work that drives the task the units are what its time takes on average: a contour, or hours
    set by hand, say less than the units of the file.
    """
    driving = list(drivers(records, workers)) if task.assignments else []
    parts = {id(fields): part for fields, part in zip(driving, task.assignments, strict=False)}
    for fields in records:
        uid, part = fields.values.get("ResourceUID", ""), parts.get(id(fields))
        if uid in people and uid in workers:
            if part is not None and part.duration_minutes:
                units = (minutes(fields, "Work") or 0) / part.duration_minutes
            else:
                units = number(fields, "Units", 1)
            yield people[uid].name, rounded(units)


def rounded(units: float) -> float:
    """Units as they are written, which is as they are read again."""
    return max(LEAST_UNITS, round(units + NUDGE, UNIT_PLACES))
