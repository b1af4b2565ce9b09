"""Work that is done: what was estimated, what it took, and what kind of work it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rapport.engine.plan import Plan


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a task before it is done: its kind of work and who does it."""

    kind: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class PastTask:
    """A task that is done, with its estimated and its actual duration in the same unit."""

    estimate: float
    actual: float
    label: Label = Label()
    project: str = ""


@dataclass(frozen=True, slots=True)
class PastProject:
    """A project that is done: its plan as it was promised on, and what came of it.

    `actual` is working minutes, task by task; tasks without an entry say nothing.
    """

    uid: str
    plan: Plan
    finish: datetime
    actual: Mapping[str, float]
    labels: Mapping[str, Label] = field(default_factory=dict)

    def tasks(self) -> Iterator[PastTask]:
        """The tasks that were estimated and are done."""
        for task in self.plan.tasks:
            actual = self.actual.get(task.uid, 0)
            if actual > 0 and task.duration_minutes > 0:
                label = self.labels.get(task.uid, Label())
                yield PastTask(task.duration_minutes, actual, label, self.uid)
