"""A total deadline for a conversation with a server that dribbles or falls silent."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Deadline:
    """Cuts the connection after so many seconds, unless more are given before; whoever waits on it
    gets an error. The connection is asked for late: it may be wrapped in TLS meanwhile."""

    def __init__(self, connection: Callable[[], socket.socket | None], seconds: float) -> None:
        self._connection, self._seconds = connection, seconds

    def __enter__(self) -> Self:
        self._start(self._seconds)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def give(self, seconds: float) -> None:
        """So long from now on."""
        self._timer.cancel()
        self._start(seconds)

    def _start(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def _cut(self) -> None:
        if connection := self._connection():
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
