"""The baselines of a Microsoft Project XML file: up to eleven of each task, by their numbers."""

from collections.abc import Sequence

from rapport.integrations.planfiles.mspdi_elements import Fields
from rapport.integrations.planfiles.mspdi_values import is_elapsed, minutes, moment, whole
from rapport.integrations.planfiles.records import PlanBaseline, PlanBaselineTask

MOST = 11


def baselines(tasks: Sequence[Fields]) -> tuple[PlanBaseline, ...]:
    """Each with the tasks that it dates; what it says of a task without both dates is nothing."""
    found: dict[int, dict[str, PlanBaselineTask]] = {}
    for task in tasks:
        for kept in task.all("Baseline"):
            number, row = whole(kept, "Number"), _row(kept)
            if row is not None and 0 <= number < MOST:
                found.setdefault(number, {}).setdefault(task.values["UID"], row)
    return tuple(PlanBaseline(number, found[number]) for number in sorted(found))


def _row(kept: Fields) -> PlanBaselineTask | None:
    start, finish = moment(kept, "Start"), moment(kept, "Finish")
    if start is None or finish is None or finish < start:
        return None
    length = minutes(kept, "Duration")
    if length is None and kept.values.get("Duration"):
        return None
    elapsed = is_elapsed(whole(kept, "DurationFormat"))
    return PlanBaselineTask(start, finish, length, minutes(kept, "Work"), elapsed=elapsed)
