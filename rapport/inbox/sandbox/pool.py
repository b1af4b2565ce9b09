"""A few children that read mail for us, replaced when they break or have served for long."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

from rapport.engine.mail import Reading, stopped

from . import wire
from .child import TRUST_SPAM_FLAG, WHOLE
from .process import ParserProcess, Stopped

Key = TypeVar("Key")
# A fresh process now and then keeps leaks and fragmentation of a lifetime small.
_SERVES = 5_000


class ParserPool:
    """Reads mails in `size` children. A mail that kills its child twice or takes longer than
    `deadline` seconds is quarantined, and the next one goes on. `whole` leaves long texts as they
    are; else their beginning is the text, and the whole of it a file."""

    def __init__(
        self,
        size: int = 1,
        *,
        deadline: float = 10.0,
        trust_spam_flag: bool = False,
        whole: bool = False,
    ) -> None:
        self._children = [ParserProcess(deadline=deadline) for _ in range(size)]
        self._flags = TRUST_SPAM_FLAG * trust_spam_flag | WHOLE * whole
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all children."""
        for child in self._children:
            child.stop()

    @property
    def peak(self) -> int:
        """The most memory one of the children that were ended had held, in KiB."""
        return max(child.peak for child in self._children)

    def parse(self, raw: bytes) -> Reading:
        """Read one mail. Never raises for what the mail contains."""
        with self._lock:
            child = self._children[0]
            return self._finish(child, self._begin(child, raw), lambda: raw)

    def parse_many(
        self, mails: Iterable[tuple[Key, bytes]], *, again: Callable[[Key], bytes]
    ) -> Iterator[tuple[Key, Reading]]:
        """Read many mails, in order, each child busy with one: (key, bytes) in, (key, reading)
        out. Holds no mail that a child has; `again` gives one anew that must be tried anew."""
        with self._lock:
            waiting: deque[tuple[Key, ParserProcess, Stopped | None]] = deque()
            # The last to come back is the next to go: one large mail after the other swells one.
            idle = list(self._children)
            try:
                for key, raw in mails:
                    child = idle.pop()
                    waiting.append((key, child, self._begin(child, raw)))
                    del raw
                    if not idle:
                        yield self._next(waiting, idle, again)
                while waiting:
                    yield self._next(waiting, idle, again)
            finally:
                # Whoever stops listening early must not get these answers to other questions.
                for _, child, _ in waiting:
                    child.stop()

    def _next(
        self,
        waiting: deque[tuple[Key, ParserProcess, Stopped | None]],
        idle: list[ParserProcess],
        again: Callable[[Key], bytes],
    ) -> tuple[Key, Reading]:
        key, child, early = waiting.popleft()
        reading = self._finish(child, early, lambda: again(key))
        idle.append(child)
        return key, reading

    def _begin(self, child: ParserProcess, raw: bytes) -> Stopped | None:
        """Hand the mail over; why, where that was impossible."""
        if child.served >= _SERVES:
            child.stop()
        try:
            child.ask(raw, self._flags)
        except Stopped as stop:
            return stop
        return None

    def _finish(
        self, child: ParserProcess, early: Stopped | None, again: Callable[[], bytes]
    ) -> Reading:
        """The answer. A child may have been killed for what the mail has no part in (the machine
        was out of memory): so a mail at which it dies is given to a fresh one, once."""
        try:
            if early is None:
                return self._answer(child)
        except Stopped as stop:
            early = stop
        if early.reason != "crash":
            return Reading(stopped(early.reason))
        late = self._begin(child, again())
        try:
            return Reading(stopped(late.reason)) if late else self._answer(child)
        except Stopped as stop:
            return Reading(stopped(stop.reason))

    def _answer(self, child: ParserProcess) -> Reading:
        """What the child says. One that says what it may not is not asked again."""
        try:
            reading = child.answer()
        except wire.Malformed:
            return Reading(stopped("crash"))
        if reading.outcome.reason == "memory":
            child.stop()
        return reading
