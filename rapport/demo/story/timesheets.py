"""The hours of every day, so that what is done can be held against what it took."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rapport.demo.story import halden, kestrel, northwind, orchard
from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary import work


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody on a task, from one day to another, so many hours a day."""

    first: int
    last: int
    key: str
    task: str
    who: str
    hours: float


STRETCHES = (
    Stretch(-55, -51, kestrel.APP, "Interviews", "mara", 7),
    Stretch(-49, -38, kestrel.APP, "Wireframes", "mara", 7),
    Stretch(-46, -41, northwind.LABELS, "Master template", "teo", 7.5),
    Stretch(-39, -24, northwind.LABELS, "Translations", "noor", 7),
    Stretch(-33, -26, halden.PORTAL, "Wireframes", "mara", 6),
    Stretch(-31, -17, kestrel.APP, "Search and filters", "jonas", 7),
    Stretch(-31, -18, kestrel.APP, "Visual design", "teo", 4),
    Stretch(-22, -12, northwind.LABELS, "Proofs, first half", "teo", 6),
    Stretch(-20, -13, orchard.SHOP, "Shop set-up", "jonas", 4.5),
    Stretch(-19, -10, halden.PORTAL, "Steps and checklists", "jonas", 6.5),
    Stretch(-19, -10, halden.PORTAL, "Sign-in with Halden", "noor", 5),
    Stretch(-10, -5, northwind.LABELS, "Proofs, second half", "teo", 6),
    Stretch(-5, -3, kestrel.APP, "Payments", "jonas", 6.5),
)


def script(stage: Stage) -> Iterator[datetime]:
    """Written down at the end of each stretch."""
    for one in sorted(STRETCHES, key=lambda stretch: stretch.last):
        yield stage.moment(one.last, "18:15")
        days = range(one.first, one.last + 1)
        work.log_days(stage, one.key, one.task, one.who, one.hours, days)
