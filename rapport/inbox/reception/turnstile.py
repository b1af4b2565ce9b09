"""How many may come in at once, and how much one address may bring. Counted in the one process that
listens."""

from collections import Counter
from collections.abc import Callable

WINDOW = 60.0


class Turnstile:
    """Connections in all and from each address, and mails from each address in a minute."""

    def __init__(
        self, *, most: int, most_each: int, mails_each: int, clock: Callable[[], float]
    ) -> None:
        self.most, self.most_each, self.mails_each = most, most_each, mails_each
        self.clock = clock
        self.inside: Counter[str] = Counter()
        self.mails: Counter[str] = Counter()
        self.window = 0

    def enter(self, who: str) -> bool:
        """Let a connection in; False where there are too many."""
        if self.inside.total() >= self.most or self.inside[who] >= self.most_each:
            return False
        self.inside[who] += 1
        return True

    def leave(self, who: str) -> None:
        """A connection that was let in has ended."""
        self.inside[who] -= 1
        self.inside += Counter()  # forgets those who have none left

    def bring(self, who: str) -> bool:
        """Count one more mail; False where there were too many in this minute."""
        window = int(self.clock() // WINDOW)
        if window != self.window:
            self.window = window
            self.mails.clear()
        self.mails[who] += 1
        return self.mails[who] <= self.mails_each
