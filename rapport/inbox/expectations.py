"""Until when a first answer may be expected: an app above that agrees times says it."""

from collections.abc import Callable
from datetime import datetime

from rapport.inbox.models import Conversation

Expects = Callable[[Conversation, datetime], datetime | None]
_says: list[Expects] = []


def register(expects: Expects) -> None:
    """Let an app say it; once is enough."""
    if expects not in _says:
        _says.append(expects)


def first_answer(conversation: Conversation, *, at: datetime) -> datetime | None:
    """The moment, in whoever's hours count; None where nothing is agreed."""
    found = (moment for expects in _says if (moment := expects(conversation, at)) is not None)
    return next(found, None)
