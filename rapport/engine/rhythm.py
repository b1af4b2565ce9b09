"""Who has fallen silent: a client measured against their own rhythm, not against others. Pure.

The rhythm is the gaps between days on which they wrote. A silence is unusual when it is longer than
every gap they had but one in ten (their 90 % gap), and at least twice their usual (median) gap, and
at least two weeks; with fewer than five gaps nothing is said. Somebody who writes each quarter is
not silent after a month; somebody who writes daily is after two weeks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapport.engine.service_figures import rank

FEWEST_GAPS = 5
SHORTEST_SILENCE = 14


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often they write: gaps in days. `alarm` is the silence from which it is unusual."""

    last: date
    gaps: int
    usual: int
    alarm: int

    def is_silent(self, today: date) -> bool:
        """Whether they have been quiet for longer than is usual for them."""
        return (today - self.last).days > self.alarm


def rhythm(days: Iterable[date]) -> Rhythm | None:
    """Of the days on which somebody wrote; None where they are too few to tell."""
    ordered = sorted(set(days))
    gaps = sorted((b - a).days for a, b in zip(ordered, ordered[1:], strict=False))
    usual, slow = rank(gaps, 50), rank(gaps, 90)
    if len(gaps) < FEWEST_GAPS or usual is None or slow is None:
        return None
    return Rhythm(ordered[-1], len(gaps), usual, max(slow, 2 * usual, SHORTEST_SILENCE))
