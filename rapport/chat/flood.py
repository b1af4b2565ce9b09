"""The first gates, before anything is asked of the database: so much from one address in a while
and process. What must be counted over all processes is counted behind them."""

import time
from collections import Counter

REQUESTS_A_MINUTE = 240
MESSAGES_AN_HOUR = 300


class Gate:
    """Counts in windows of time, and forgets the one before."""

    def __init__(self, most: int, seconds: int) -> None:
        self.most, self.seconds = most, seconds
        self.window = 0
        self.counts: Counter[str] = Counter()

    def lets_in(self, who: str) -> bool:
        """Count one more."""
        window = int(time.monotonic()) // self.seconds
        if window != self.window:
            self.window, self.counts = window, Counter()
        self.counts[who] += 1
        return self.counts[who] <= self.most


gate = Gate(REQUESTS_A_MINUTE, 60)
talk_gate = Gate(MESSAGES_AN_HOUR, 3600)
