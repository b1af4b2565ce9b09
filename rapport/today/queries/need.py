"""One thing that needs a person: what, why, and the one next action."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from rapport.lib.reader import Reader


class Felt(IntEnum):
    """What the client feels first comes first."""

    BROKEN_PROMISE = 10
    COMPLAINT_UNANSWERED = 20
    TARGET_MISSED = 30
    REFUSED = 40
    COMPLAINT = 50
    NOT_DELIVERED = 55
    PROMISE_WILL_SLIP = 60
    REPLY_DUE = 70
    PROMISE_DUE = 75
    MESSAGE_WAITING = 80
    SIGN_OFF_PENDING = 90
    ANSWER_PENDING = 100
    CLIENT_LATE = 105
    TASK_OVERDUE = 110


@dataclass(frozen=True, slots=True)
class Need:
    """A row of «Needs you». `since` breaks ties: the older the sooner."""

    felt: Felt
    since: datetime
    title: str
    why: str
    action: str
    url: str

    @property
    def tone(self) -> str:
        """Bad for what the client already feels, else a warning."""
        return "bad" if self.felt < Felt.REPLY_DUE else "warn"


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose page it is, and when. `only_mine` leaves out what belongs to colleagues."""

    reader: Reader
    slug: str
    at: datetime
    only_mine: bool

    def is_mine(self, *member_ids: int | None) -> bool:
        """Mine, or nobody's; everything when the page shows the whole company."""
        owners = [member_id for member_id in member_ids if member_id is not None]
        return not self.only_mine or not owners or self.reader.member_id in owners
