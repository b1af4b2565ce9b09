"""Tell open pages what happened: one watcher a process reads the stream, and each page's
connection gets hints (never content) about its own workspace.

Who is at a conversation is no event. The watcher reads those rows too while a page shows one that
it may see, and tells what differs from the last time: so each process finds out for itself, and
nobody's clock or broker is needed. What else is no event is told by sources, which apps above add.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils.timezone import now

from rapport.events.models import Event
from rapport.inbox.pulse import Pulse
from rapport.inbox.queries import presence

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger("rapport.inbox")

# It looks as soon as something was written, and all the same after so long.
POLL_SECONDS = 0.7
KEEP_ALIVE_SECONDS = 20.0
# So long a page is told of things without being asked anew whether it may.
RIGHTS_HOLD_SECONDS = 2.0
LONGEST_QUEUE = 100
# Events may commit out of the order of their ids: a few are read again.
OVERLAP = 50


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that a source saw: what its topic is, and whether it names a conversation."""

    workspace_id: int
    topic: str
    is_numbered: bool = True


# What was new since its last look; it keeps count of that itself, one instance a process.
Source = Callable[[], list[Sign]]
_sources: list[Source] = []


def source(look: Source) -> Source:
    """Have open pages told of something that is no act."""
    _sources.append(look)
    return look


@dataclass(eq=False, slots=True)
class Listener:
    """One open page. One from outside hears of a single topic."""

    workspace_id: int
    with_numbers: bool
    only: str = ""
    # The conversation that the page shows: its id and number.
    shows: tuple[int, int] | None = None
    hints: "asyncio.Queue[str]" = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))


class Watcher:
    """Reads new events while anybody listens, and hands out hints."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.task: asyncio.Task[None] | None = None
        self.last = 0
        self.seen: deque[int] = deque(maxlen=OVERLAP * 4)
        self.pulse = Pulse()
        self.present: dict[int, frozenset[tuple[int, presence.Doing]]] = {}

    def add(self, listener: Listener) -> None:
        """Begin to watch with the first listener."""
        self.listeners.add(listener)
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        self.last = await _off_loop(_newest)()
        self.seen.extend(event.pk for event in await _off_loop(_since)(self.last))
        while self.listeners:
            try:
                await self.pulse.felt(POLL_SECONDS)
                await self._look()
                await self._look_around()
            except Exception:
                log.exception("the stream of hints stumbled")
                await asyncio.sleep(POLL_SECONDS)

    async def _look(self) -> None:
        for event in await _off_loop(_since)(self.last):
            if event.pk in self.seen:
                continue
            self.seen.append(event.pk)
            self.last = max(self.last, event.pk)
            for listener in self.listeners:
                if listener.workspace_id == event.workspace_id:
                    _hint(listener, event)
        for sign in await _off_loop(_signs)():
            for listener in self.listeners:
                if listener.workspace_id == sign.workspace_id:
                    _show(listener, sign)

    async def _look_around(self) -> None:
        shown = {listener.shows[0] for listener in self.listeners if listener.shows}
        found = await _off_loop(_present)(shown) if shown else {}
        for listener in self.listeners:
            if listener.shows and found.get(listener.shows[0]) != self.present.get(
                listener.shows[0]
            ):
                _tell(listener, f"presence-{listener.shows[1]}")
        self.present = found


_watcher = Watcher()


async def stream(listener: Listener, *, allowed: Callable[[], bool]) -> AsyncIterator[str]:
    """Server-sent events for one page, until it goes away or its reader may not see it any more."""
    _watcher.add(listener)
    asked = time.monotonic()
    try:
        yield "retry: 3000\n\n"
        while True:
            line = await _next_line(listener)
            if time.monotonic() - asked > RIGHTS_HOLD_SECONDS:
                if not await _off_loop(allowed)():
                    return
                asked = time.monotonic()
            yield line
    finally:
        _watcher.listeners.discard(listener)


async def _next_line(listener: Listener) -> str:
    try:
        return f"data: {await asyncio.wait_for(listener.hints.get(), KEEP_ALIVE_SECONDS)}\n\n"
    except TimeoutError:
        return ":\n\n"


def topics(event: Event, *, with_numbers: bool) -> list[str]:
    """What a page may ask to hear of: the noun of the verb, the inbox, its conversations."""
    names = [event.verb.partition(".")[0]]
    if event.subject_kind == "inbox.conversation":
        names.append("inbox")
        if with_numbers:
            numbers = (event.facts.get(name) for name in ("number", "other_number"))
            names.extend(f"conversation-{number}" for number in numbers if number)
    return names


def _hint(listener: Listener, event: Event) -> None:
    for topic in topics(event, with_numbers=listener.with_numbers):
        _tell(listener, topic)


def _show(listener: Listener, sign: Sign) -> None:
    if listener.with_numbers or not sign.is_numbered or listener.only == sign.topic:
        _tell(listener, sign.topic)


def _tell(listener: Listener, topic: str) -> None:
    if listener.only in ("", topic):
        with contextlib.suppress(asyncio.QueueFull):
            listener.hints.put_nowait(json.dumps({"topic": topic}))


def _signs() -> list[Sign]:
    close_old_connections()
    return [sign for look in _sources for sign in look()]


def _off_loop(question: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """In any thread: the one of the request that came first ends with that request."""
    return sync_to_async(question, thread_sensitive=False)


def _present(conversations: set[int]) -> dict[int, frozenset[tuple[int, presence.Doing]]]:
    close_old_connections()
    return presence.states(conversations, now())


def _newest() -> int:
    close_old_connections()
    last = Event.objects.order_by("-id").values_list("id", flat=True).first()
    return last or 0


def _since(last: int) -> list[Event]:
    close_old_connections()
    rows = Event.objects.filter(pk__gt=max(0, last - OVERLAP)).order_by("id")
    return list(rows.only("pk", "workspace_id", "verb", "subject_kind", "facts")[:500])
