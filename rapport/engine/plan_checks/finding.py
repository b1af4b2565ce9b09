"""What a check finds, in codes and figures: the words are the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

Datum = str | float | bool | datetime


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at: a stable code, the task concerned, and what a sentence needs."""

    code: str
    uid: str
    data: dict[str, Datum] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    `figure` is a share of `total` or an index, `None` when the plan does not say enough to tell.
    It passes at most at `limit`, or at least there with `at_least`.
    """

    code: str
    figure: float | None
    limit: float
    at_least: bool = False
    count: int = 0
    total: int = 0
    hints: tuple[Hint, ...] = ()

    @property
    def passed(self) -> bool | None:
        """Whether the plan passes; `None` when there is no telling."""
        if self.figure is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    @property
    def tasks(self) -> tuple[str, ...]:
        """The uids of the tasks concerned, each once."""
        return tuple(dict.fromkeys(hint.uid for hint in self.hints))


def at_most(code: str, limit: float, hints: Sequence[Hint], total: int) -> Finding:
    """A share that should be small: tasks with a hint among so many. Of nothing, none is wrong."""
    count = len({hint.uid for hint in hints})
    return Finding(code, count / total if total else 0.0, limit, False, count, total, tuple(hints))


def unknown(code: str, limit: float, *, at_least: bool = False) -> Finding:
    """A check that the plan does not say enough for."""
    return Finding(code, None, limit, at_least)
