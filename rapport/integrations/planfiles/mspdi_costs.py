"""What the tasks of a Microsoft Project XML file cost.

Amounts of money are hundredths whatever the currency, rates are by the hour whatever unit they are
shown in. Project reckons each cost itself; its sums are taken, and rates only where it gave none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapport.integrations.planfiles.mspdi_elements import Document, Fields
from rapport.integrations.planfiles.mspdi_tasks import by_task, parents
from rapport.integrations.planfiles.mspdi_values import minutes, number, whole
from rapport.integrations.planfiles.mspdi_work import WORK_RESOURCE
from rapport.integrations.planfiles.records import PlanCost

HUNDREDTHS, AN_HOUR = 100, 60
PLACES = 4  # decimals of an amount that matter
CENT = 0.005
# What Project has no field for stands in fields of one's own, known by their titles: which of the
# amounts, the number of the field, its name there, its title.
OWN = (
    ("least", "188743942", "Cost8", "Rapport: at least"),
    ("most", "188743943", "Cost9", "Rapport: at most"),
    ("hourly", "188743944", "Cost10", "Rapport: an hour"),
)


class Costs:
    """Knows what the file says of money, and counts what a task here has no place for."""

    def __init__(self, content: Document, tasks: Sequence[Fields]) -> None:
        self._resources = {
            resource.values.get("UID", ""): resource
            for resource in content.records["Resource"]
            if whole(resource, "Type", WORK_RESOURCE) == WORK_RESOURCE
        }
        self._assigned = by_task(content.records["Assignment"])
        self._is_reckoned = any("Cost" in task.values for task in tasks)
        self._own = _own_fields(content.project)
        self._above = {above for above in parents(tasks).values() if above}
        content.left_out.update(_left_out(tasks, self._above))

    def of(self, task: Fields) -> PlanCost | None:
        """What is spent on a task once, and for an hour of its work: on average, where its people
        cost differently. Of what has parts, these say it."""
        if task.values["UID"] in self._above:
            return None
        own = dict(self._said(task))
        worked, labour = self._labour(task)
        total, fixed = _amount(task, "Cost"), _amount(task, "FixedCost")
        if self._is_reckoned:
            labour = min(labour, total)
            once = total - labour
        else:
            once = fixed
        hourly = own.get("hourly") or (labour / worked if worked else 0)
        if once < CENT and hourly < CENT:
            return None
        return PlanCost(
            once=round(once, PLACES) if once >= CENT else None,
            hourly=round(hourly, PLACES) if hourly >= CENT else None,
            least=own.get("least"),
            most=own.get("most"),
        )

    def _labour(self, task: Fields) -> tuple[float, float]:
        """How many hours of work people do on it, and what these cost."""
        hours = cost = 0.0
        for part in self._assigned.get(task.values["UID"], ()):
            resource = self._resources.get(part.values.get("ResourceUID", ""))
            if resource is not None:
                worked = (minutes(part, "Work") or 0) / AN_HOUR
                hours += worked
                cost += self._cost(part, resource, worked)
        return hours, cost

    def _cost(self, part: Fields, resource: Fields, hours: float) -> float:
        if not self._is_reckoned:
            return max(0, number(resource, "StandardRate")) * hours
        # What is paid for each use is paid once, and for as much of somebody as is used.
        use = _amount(resource, "CostPerUse") * number(part, "Units", 1)
        return max(0, _amount(part, "Cost") - use)

    def _said(self, task: Fields) -> Iterator[tuple[str, float]]:
        for field in task.all("ExtendedAttribute"):
            name = self._own.get(field.values.get("FieldID", ""))
            if name and "Value" in field.values:
                yield name, _amount(field, "Value")


def _own_fields(project: Fields) -> Mapping[str, str]:
    titles = {title: name for name, _, _, title in OWN}
    return {
        field.values.get("FieldID", ""): titles[title]
        for field in project.all("ExtendedAttributes", "ExtendedAttribute")
        if (title := field.values.get("Alias", "")) in titles
    }


def _left_out(tasks: Sequence[Fields], above: Iterable[str]) -> Mapping[str, int]:
    """How many tasks say what was spent already, and how many that hold others cost more than
    these."""
    spent = sum(
        _amount(task, "ActualCost") >= CENT for task in tasks if task.values["UID"] not in above
    )
    costs = {task.values["UID"]: _amount(task, "Cost") for task in tasks}
    own = {uid: costs[uid] for uid in above}
    for uid, parent in parents(tasks).items():
        if parent:
            own[parent] -= costs[uid]
    dearer = sum(amount >= CENT for amount in own.values())
    return {name: n for name, n in (("spent", spent), ("sums", dearer)) if n}


def _amount(fields: Fields, name: str) -> float:
    return max(0, number(fields, name)) / HUNDREDTHS
