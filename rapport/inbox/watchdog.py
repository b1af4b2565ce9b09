"""A total deadline for a conversation with a server that dribbles or falls silent."""

import contextlib
import socket
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def deadline(connection: socket.socket | None, seconds: float) -> Iterator[None]:
    """Cut the connection after so many seconds; whoever waits on it gets an error."""

    def cut() -> None:
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
