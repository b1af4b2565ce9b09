"""Keeps a few child processes alive until it is told to stop, then stops them all."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

GRACE_SECONDS = 10.0
LONGEST_PAUSE = 30.0
SETTLED_SECONDS = 20.0
PR_SET_PDEATHSIG = 1
_C = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Have the kernel stop this child when the supervisor is killed outright (Linux alone)."""
    if _C is not None:
        _C.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A command that must run. After each early death the pause before the next try doubles."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    not_before: float = 0.0
    pause: float = field(default=0.5)

    def start(self) -> None:
        """Start in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=_end_with_parent
        )

    def look_after(self) -> None:
        """Start it again if it died, with a growing pause."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.start()
            return
        if (status := self.process.poll()) is None:
            return
        self.clear_away()
        lived = now - self.started_at
        self.pause = 0.5 if lived > SETTLED_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
        self.not_before = now + self.pause
        print(f"{self.name} ended with {status}; starting it again", file=sys.stderr, flush=True)
        self.process = None

    def clear_away(self) -> None:
        """End what the process left behind: processes of its own that would hold its port."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Starts its children, restarts those that die, and ends all of them together.

    `at_start` is asked after each look at them, until it says that it is done.
    """

    def __init__(
        self, children: Sequence[Child], at_start: Callable[[], bool] = lambda: True
    ) -> None:
        self.children = children
        self.at_start = at_start
        self.stopping = False

    def run(self) -> int:
        """Run until SIGINT or SIGTERM; returns 0 after all children have ended."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        has_started = False
        while not self.stopping:
            for child in self.children:
                child.look_after()
            has_started = has_started or self.at_start()
            time.sleep(0.2)
        self._end_children()
        return 0

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _end_children(self) -> None:
        running = [(child, child.process) for child in self.children if child.process]
        for _, process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child, process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            child.clear_away()
            process.wait()
