"""The baselines of a plan as those of the tasks of a Microsoft Project XML file."""

from collections.abc import Iterable, Iterator

from lxml import etree

from rapport.integrations.planfiles.mspdi_write_values import (
    IN_DAYS,
    IN_ELAPSED_DAYS,
    duration,
    record,
)
from rapport.integrations.planfiles.records import PlanBaseline


def baselines(uid: str, kept: Iterable[PlanBaseline]) -> Iterator[etree._Element]:
    """What each of them says of one task."""
    for baseline in kept:
        if (task := baseline.tasks.get(uid)) is not None:
            yield record(
                "Baseline",
                (
                    ("Number", baseline.number),
                    ("Interim", False),
                    ("Start", task.start),
                    ("Finish", task.finish),
                    ("Duration", duration(task.duration_minutes)),
                    ("DurationFormat", IN_ELAPSED_DAYS if task.elapsed else IN_DAYS),
                    ("Work", duration(task.work_minutes)),
                ),
            )
