"""Edits that are tried on a plan: what each of them says, and how a scenario keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

Kind = Literal[
    "duration", "assigned", "shared", "overtime", "not_before", "soonest", "linked", "unlinked",
    "left_out", "followed",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
# Edits that say nothing of a task which is the sum of others, or of a moment.
OF_WORK: frozenset[Kind] = frozenset({"duration", "assigned", "shared", "overtime"})


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a task. What else it says depends on the kind:

    duration: `minutes` · assigned: `member` · shared: half of it goes to `member` · overtime:
    `minutes` more a day · not_before: `day` · linked: it waits for `other` (`link`, `lag` as
    people write it) · unlinked: `other` · followed: by a new task of `name`, `minutes`, `member`.
    """

    kind: Kind
    task: int
    minutes: int = 0
    day: date | None = None
    other: int = 0
    member: int | None = None
    link: str = "FS"
    lag: str = ""
    name: str = ""

    def written(self) -> dict[str, Any]:
        """As a scenario keeps it: what it says beside the kind."""
        said = {
            field.name: value
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        }
        return said | ({"day": self.day.isoformat()} if self.day else {})

    @property
    def place(self) -> tuple[object, ...]:
        """Of two edits with the same place the later counts."""
        return self.kind, self.task, self.other, self.name


def read(kept: Iterable[Mapping[str, Any]]) -> list[Edit]:
    """The edits of a scenario."""
    return [
        Edit(**{**one, "day": date.fromisoformat(one["day"]) if one.get("day") else None})
        for one in kept
    ]
