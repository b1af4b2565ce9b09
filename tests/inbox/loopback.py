"""A small server on loopback for the time of a test: one thread for each who calls."""

import socket
import threading
from contextlib import suppress
from typing import Self


class Loopback:
    """Accepts until the test ends. Subclasses say in `_serve` what one connection hears."""

    connections = 0

    def __enter__(self) -> Self:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._hear, args=(connection,), daemon=True).start()

    def _hear(self, connection: socket.socket) -> None:
        # Who calls may hang up whenever they like: that is what some tests are about.
        with connection, suppress(OSError):
            self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        raise NotImplementedError
