"""Where a case's clock stands: what is due next and how much working time is left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rapport.cases.models import Case
from rapport.engine.business_time import OpeningHours, working_minutes

Standing = Literal["reply", "resolve", "paused", "closed", "none"]


@dataclass(frozen=True, slots=True)
class ClockState:
    """`minutes_left` are business minutes, negative once missed; None when no clock runs."""

    standing: Standing
    due: datetime | None = None
    minutes_left: int | None = None
    warn: bool = False

    @property
    def missed(self) -> bool:
        """The target that runs has passed."""
        return self.minutes_left is not None and self.minutes_left < 0


def state_of(case: Case, hours: OpeningHours, at: datetime) -> ClockState:
    """The next target of a case. While it is the client's turn it stands still."""
    if case.closed_at:
        return ClockState("closed")
    if case.paused_since:
        return ClockState("paused", minutes_left=None)
    replied = case.first_replied_at is not None
    due = case.resolve_due if replied else case.reply_due
    if due is None:
        return ClockState("none")
    left = working_minutes(at, due, hours)
    left = min(left, -1) if due <= at else left
    warn_at = case.resolve_warn_at if replied else case.reply_warn_at
    return ClockState(
        "resolve" if replied else "reply", due, left, warn=bool(warn_at and warn_at <= at)
    )
