"""The first gate, before anything is asked of the database: so many requests from one address in a
minute and process. What is counted exactly, over all processes, is counted behind it."""

import time
from collections import Counter

MOST_A_MINUTE = 240


class Gate:
    """Counts in windows of a minute, and forgets the one before."""

    def __init__(self) -> None:
        self.window = 0
        self.counts: Counter[str] = Counter()

    def lets_in(self, who: str) -> bool:
        """Count one more."""
        window = int(time.monotonic()) // 60
        if window != self.window:
            self.window, self.counts = window, Counter()
        self.counts[who] += 1
        return self.counts[who] <= MOST_A_MINUTE


gate = Gate()
