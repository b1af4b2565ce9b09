"""What was found in a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What is amiss."""

    VARIABLE = "variable"
    PLACEHOLDER = "placeholder"
    QUESTION = "question"
    ATTACHMENT = "attachment"
    DATE = "date"
    WEEKDAY = "weekday"
    GREETING = "greeting"
    OTHER_CLIENT = "other-client"
    OURS = "ours"
    SEVERAL = "several"
    TONE = "tone"


@dataclass(frozen=True, slots=True)
class Finding:
    """One of them: the words it stands in, and what they are held against."""

    kind: Kind
    words: str
    against: str = ""
    day: date | None = None

    @property
    def blocks(self) -> bool:
        """Whether the letter may not go out so: a gap that was to be filled, and is not."""
        return self.kind == Kind.VARIABLE
