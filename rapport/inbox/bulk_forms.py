"""What is to be done to many conversations, as the list's form says it: parsing only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from rapport.inbox.operations.bulk import Wish, becomes
from rapport.inbox.queries.question import Question
from rapport.lib.keys import key_of
from rapport.lib.priority import Priority
from rapport.lib.visibility import Turn

LONGEST_ADDRESS = 2_000
Standing = list[Any]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which conversations: the checked ones, or all that match; and up to which event the page
    knew how they stand."""

    keys: tuple[str, ...]
    is_all: bool
    asks: str
    seen: int

    @classmethod
    def of(cls, posted: QueryDict) -> "Selection":
        """From the list's form, or from a page that asked for more."""
        asks = posted.get("asks", "")[:LONGEST_ADDRESS]
        keys = tuple(posted.getlist("pk"))
        return cls(keys, posted.get("all") == "1", asks, key_of(posted.get("seen", "")))

    @property
    def question(self) -> Question:
        """What all that match were asked by."""
        return Question.of(QueryDict(self.asks))


def closing(said: Standing) -> Standing:
    """Closed; then it is not put off either."""
    return [True, said[1], None]


def reopening(said: Standing) -> Standing:
    """Open; whatever else stays."""
    return [False, *said[1:]]


def setting_aside(said: Standing) -> Standing:
    """Out of the way; then it is not put off either."""
    return [said[0], True, None]


def taking_back(said: Standing) -> Standing:
    """In the inbox again."""
    return [said[0], False, said[2]]


def waking(said: Standing) -> Standing:
    """No longer put off."""
    return [*said[:2], None]


def putting_off(until: datetime) -> Wish:
    """Until then; what is closed or set aside refuses."""
    return Wish("standing", lambda said: [*said[:2], until.isoformat()])


STANDINGS: dict[str, Callable[[Standing], Standing]] = {
    "close": closing, "reopen": reopening, "aside": setting_aside, "back": taking_back,
    "wake": waking,
}  # fmt: skip


def plain_wish(act: str) -> Wish | None:
    """What needs no look at anything else: "close", "priority:1", "turn:us", "bin"."""
    name, _, value = act.partition(":")
    if name in STANDINGS:
        return Wish("standing", STANDINGS[name])
    if name == "priority" and value in {str(number) for number in Priority.values}:
        return becomes("priority", int(value))
    if name == "turn" and value in (Turn.US, Turn.CLIENT, Turn.THIRD_PARTY):
        return becomes("turn", value)
    return becomes("bin", True) if name == "bin" else None
