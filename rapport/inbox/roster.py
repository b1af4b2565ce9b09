"""Who is there and what they can do: an app above that knows people says it. Without one, everybody
is there and nothing is asked for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from rapport.inbox.models import Conversation
from rapport.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who does not work on the day that counts: the first day on which they do again
    (None: not soon), and the member who stands in for them; `is_noted` that somebody said so, and
    it is not just a day on which they never work."""

    back_on: date | None
    deputy: int | None
    is_noted: bool = True


@dataclass(frozen=True, slots=True)
class Skilled:
    """A skill that a conversation asks for, and who has it well enough."""

    skill: int
    name: str
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class Roster:
    """What the inbox asks. `absent` answers for today, or, once work is over, for the next day on
    which anybody works, of a time zone; `names` gives those of skills; `page` is the route (slug)
    on which one says what is asked for."""

    absent: Callable[[tzinfo, datetime], Mapping[int, Absent]]
    asked: Callable[[Conversation], Sequence[Skilled]]
    names: Callable[[Collection[int]], Mapping[int, str]]
    page: str = ""


_NOBODY = Roster(lambda zone, at: {}, lambda conversation: (), lambda ids: {})
_known: list[Roster] = []


def register(roster: Roster) -> None:
    """Let an app say it; the last one counts."""
    _known[:] = [roster]


def absent(workspace: Workspace, *, at: datetime) -> Mapping[int, Absent]:
    """By member, those of the workspace who are not there."""
    return _roster().absent(ZoneInfo(workspace.time_zone), at)


def asked(conversation: Conversation) -> Sequence[Skilled]:
    """The skills that it asks for."""
    return _roster().asked(conversation)


def names(skills: Collection[int]) -> Mapping[int, str]:
    """What these skills are called."""
    return _roster().names(skills)


def page() -> str:
    """Where one says what is asked for; empty where nobody can."""
    return _roster().page


def _roster() -> Roster:
    return _known[0] if _known else _NOBODY
