"""One row of the fault plan: what it promises, what was measured, and whether that is it."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """Printed as one line of JSON."""

    id: str
    promise: str
    figure: dict[str, Any]
    passed: bool

    def line(self) -> str:
        """As it is read by whoever gathers the rows."""
        said = {"id": self.id, "promise": self.promise, "figure": self.figure, "pass": self.passed}
        return json.dumps(said, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is done: the short form takes seconds, the full one is the plan's."""

    is_full: bool

    def of(self, short: int, full: int) -> int:
        """So many."""
        return full if self.is_full else short

    @property
    def pace(self) -> float:
        """By what the product's pauses are multiplied."""
        return 1.0 if self.is_full else 0.05
