"""What the assignments of a Microsoft Project XML file say about how long a task takes."""

from collections.abc import Sequence

from rapport.engine.plan import Assignment
from rapport.integrations.planfiles.mspdi_elements import Fields
from rapport.integrations.planfiles.mspdi_values import flag, minutes, number, whole

WORK_RESOURCE = 1
UNASSIGNED = "-65535"

# Average load of each work contour, which stretches a flat assignment by its inverse:
# flat, back loaded, front loaded, double peak, early peak, late peak, bell, turtle.
CONTOUR_LOAD = (1, 0.6, 0.6, 0.5, 0.5, 0.5, 0.5, 0.7)
GRAIN = 0.5  # minutes within which two durations are the same


def resource_calendars(resources: Sequence[Fields], known: set[str]) -> dict[str, str | None]:
    """Work resources by uid, with the calendar each works by."""
    found: dict[str, str | None] = {}
    for resource in resources:
        if whole(resource, "Type", WORK_RESOURCE) == WORK_RESOURCE:
            calendar = resource.values.get("CalendarUID", "")
            found[resource.values.get("UID", "")] = calendar if calendar in known else None
    return found


def assignments_of(
    task: Fields, records: Sequence[Fields], people: dict[str, str | None]
) -> tuple[Assignment, ...]:
    """The assignments that drive a task: work of people, each in their own calendar."""
    duration = minutes(task, "Duration") or 0
    if not duration or flag(task, "Manual"):
        return ()
    found = []
    for fields in records:
        resource = fields.values.get("ResourceUID", "")
        if resource in people and (minutes(fields, "Work") or 0) > 0:
            length = _length(fields, duration)
            delay = max(0, number(fields, "Delay") / 10)
            found.append(Assignment(length, people[resource], delay))
    return tuple(found)


def _length(fields: Fields, duration: float) -> float:
    units = number(fields, "Units", 1)
    contour = whole(fields, "WorkContour")
    work = (minutes(fields, "Work") or 0) - (minutes(fields, "OvertimeWork") or 0)
    if units <= 0 or not 0 <= contour < len(CONTOUR_LOAD):
        return duration
    length = work / units / CONTOUR_LOAD[contour]
    return duration if abs(length - duration) <= GRAIN else length
