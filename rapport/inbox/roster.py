"""Who is there and what they can do: an app above that knows people says it. Without one, everybody
is there and nothing is asked for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rapport.inbox.models import Conversation
from rapport.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who does not work on the day that counts: the first day on which they do again
    (None: not soon), and the member who stands in for them."""

    back_on: date | None
    deputy: int | None


@dataclass(frozen=True, slots=True)
class Skilled:
    """A skill that a conversation asks for, and who has it well enough."""

    skill: int
    name: str
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class Roster:
    """What the inbox asks. `absent` answers for today, or, once work is over, for the next day on
    which anybody works; `names` gives those of skills; `page` is the route (slug) on which one says what is
    asked for."""

    absent: Callable[[Workspace, datetime], Mapping[int, Absent]]
    asked: Callable[[Conversation], Sequence[Skilled]]
    names: Callable[[Collection[int]], Mapping[int, str]]
    page: str = ""


_NOBODY = Roster(lambda workspace, at: {}, lambda conversation: (), lambda ids: {})
_known: list[Roster] = []


def register(roster: Roster) -> None:
    """Let an app say it; the last one counts."""
    _known[:] = [roster]


def known() -> Roster:
    """Whoever says it."""
    return _known[0] if _known else _NOBODY
