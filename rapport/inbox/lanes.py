"""A lane for each server that mail leaves by: whatever waits for a slow one keeps neither the jobs
of the worker nor other mailboxes waiting.

What is put into a lane is done there in order, one at a time. Where no lanes are open (in a test,
in a command) it is done at once. Nothing is lost with a lane: the outbox is in the database.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable

from django.db import connection

log = logging.getLogger("rapport.inbox")

Work = Callable[[], None]
# Beside so many servers the next one has to wait.
MOST = 32


class Lanes:
    """The lanes of one process."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._is_open = most, False
        # Whoever does many things at once asks after each.
        self.is_stopping = False
        self._lock = threading.Lock()
        # What waits in each lane, under a name: asked for twice, it is done once.
        self._waiting: dict[Hashable, deque[tuple[Hashable, Work]]] = {}
        self._busy: dict[Hashable, threading.Thread] = {}

    def open(self) -> None:
        """From now on, work goes into lanes."""
        self._is_open = True

    def stop(self) -> None:
        """Begin nothing more; what waits stays in the database."""
        self.is_stopping = True

    def close(self) -> None:
        """Stop, and wait for what is being done."""
        self.stop()
        with self._lock:
            self._waiting.clear()
            busy = list(self._busy.values())
        for thread in busy:
            thread.join()

    def put(self, lane: Hashable, name: Hashable, work: Work) -> None:
        """Have it done in its lane."""
        if self._is_open:
            self._put(lane, name, work)
        else:
            work()

    def _put(self, lane: Hashable, name: Hashable, work: Work) -> None:
        if self.is_stopping:
            return
        with self._lock:
            line = self._waiting.setdefault(lane, deque())
            if all(name != waiting for waiting, _ in line):
                line.append((name, work))
            self._send_out()

    def _send_out(self) -> None:
        """A thread for each lane that has work and none."""
        for lane in list(self._waiting):
            if lane not in self._busy and len(self._busy) < self._most:
                thread = threading.Thread(target=self._run, args=(lane,), name=f"lane-{lane}")
                self._busy[lane] = thread
                thread.start()

    def _run(self, lane: Hashable) -> None:
        while work := self._next(lane):
            try:
                work()
            except Exception:
                log.exception("a mail could not be sent", extra={"lane": str(lane)})
        connection.close()

    def _next(self, lane: Hashable) -> Work | None:
        with self._lock:
            if line := self._waiting.get(lane):
                return line.popleft()[1]
            self._waiting.pop(lane, None)
            self._busy.pop(lane, None)
            self._send_out()
            return None


LANES = Lanes()
