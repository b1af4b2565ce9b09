"""What hangs on a conversation and goes along when it goes into another: apps above add theirs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.inbox.models import Conversation

Kept = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Companion:
    """A kind of record. `said` tells beforehand what will become of it, or nothing; `join` does it
    and notes what `part` needs to take it back exactly."""

    name: str
    said: Callable[[Conversation, Conversation], str]
    join: Callable[[Conversation, Conversation, datetime], Kept]
    part: Callable[[Conversation, Conversation, Kept], None]


_companions: dict[str, Companion] = {}


def register(companion: Companion) -> None:
    """Add a kind; once is enough."""
    _companions[companion.name] = companion


def known() -> Iterator[Companion]:
    """All kinds, by their names."""
    return iter(sorted(_companions.values(), key=lambda one: one.name))
