"""The days a project has promised, and how sure each of them is as things stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rapport.lib.reader import Reader
from rapport.planning.queries.outlook import Outlook
from rapport.planning.queries.promised import expected_days
from rapport.projects.models import Project
from rapport.promises.models import Promise

MOST = 50
FAIR, GOOD = 50, 80


@dataclass(frozen=True, slots=True)
class PromisedDay:
    """An open promise of ours, the day the plan expects it, and its odds in percent: now, and
    when the day was promised."""

    promise: Promise
    expected: date | None
    chance: int | None
    was: int | None

    @property
    def tone(self) -> str:
        """How a page marks the odds."""
        if self.chance is None:
            return ""
        return "bad" if self.chance < FAIR else "warn" if self.chance < GOOD else "good"


def promised_days(project: Project, outlook: Outlook, reader: Reader) -> list[PromisedDay]:
    """Our open promises here, the nearest first: two queries. One that hangs on no task hangs on
    the end of the project."""
    rows = Promise.objects.visible_to(reader).open().filter(project=project)
    ours = rows.filter(side=Promise.Side.US).select_related("task", "odds").order_by("due_on", "pk")
    promises = list(ours[:MOST])
    expected = expected_days(promises)
    return [_of(promise, outlook, expected) for promise in promises]


def _of(promise: Promise, outlook: Outlook, expected: Mapping[int, date]) -> PromisedDay:
    finish = outlook.of(promise.task)
    chance = finish.chance(promise.due_on) if finish else None
    odds = getattr(promise, "odds", None)
    return PromisedDay(promise, expected.get(promise.pk), chance, odds.percent if odds else None)
