"""Where a case's clock stands: what is due next and how much working time is left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from rapport.cases import wording
from rapport.cases.models import Case, Hours
from rapport.cases.queries import steps
from rapport.cases.queries.course import clock_of
from rapport.cases.queries.ladder import NEAR
from rapport.cases.target_words import a_day
from rapport.engine.business_time import OpeningHours
from rapport.engine.service_level import remaining
from rapport.ui import words

Standing = Literal["acknowledge", "first", "next", "every", "resolve", "paused", "closed", "none"]


@dataclass(frozen=True, slots=True)
class ClockState:
    """`minutes_left` are business minutes, negative once missed; None when no clock runs."""

    standing: Standing
    due: datetime | None = None
    minutes_left: int | None = None
    warn: bool = False
    hours: str = Hours.OURS

    @property
    def time(self) -> str:
        """How much is left, or how late it is, in words."""
        minutes = self.minutes_left
        return "" if minutes is None else words.working_duration(minutes, a_day(self.hours))

    @property
    def missed(self) -> bool:
        """The target that runs has passed."""
        return self.minutes_left is not None and self.minutes_left < 0

    @property
    def is_reply(self) -> bool:
        """What is due is an answer."""
        return self.standing in wording.REPLIES

    @property
    def word(self) -> str:
        """What is due, in a word."""
        return str(wording.SHORT[self.standing])

    @property
    def by(self) -> str:
        """What is due, before its moment."""
        return str(wording.BY[self.standing])


def state_of(case: Case, hours: OpeningHours, at: datetime) -> ClockState:
    """The target of a case that is due next. While it is the client's turn it stands still."""
    if case.closed_at:
        return ClockState("closed")
    if case.paused_since:
        return ClockState("paused")
    clock = clock_of(case)
    dues = {target: getattr(case, f"{target}_due") for target in steps.running_targets(case)}
    target = min((name for name in dues if dues[name]), key=dues.__getitem__, default=None)
    if target is None or clock is None:
        return ClockState("none")
    since, minutes = steps.running_targets(case)[target]
    left, due = remaining(clock.since(since), minutes, hours, at), dues[target]
    warn = minutes - left >= steps.minutes_at(minutes, NEAR)
    left = min(left, -1) if due <= at else left
    standing = cast(Standing, case.reply_owed if target == "reply" else target)
    return ClockState(standing, due, left, warn=warn, hours=case.hours)
