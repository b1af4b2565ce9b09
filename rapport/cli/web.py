"""The web processes of `rapport serve`. Granian's own command would look for Rapport in the current
folder first, and run whatever has its name there."""

import argparse
import importlib
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.errors import FatalError
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels
from granian.server import Server

APPLICATION = "rapport.config.asgi"


def load() -> Callable[..., Any]:
    """The application as it is installed; each process loads it for itself."""
    found: Callable[..., Any] = importlib.import_module(APPLICATION).application
    return found


def main() -> int:
    """Run as `python -P -m rapport.cli.web --host … --port … --workers …`."""
    parser = argparse.ArgumentParser(prog="rapport.cli.web")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    asked = parser.parse_args()
    server = Server(
        APPLICATION, address=asked.host, port=asked.port, workers=asked.workers,
        interface=Interfaces.ASGINL, websockets=False, backpressure=512,
        http1_settings=HTTP1Settings(), http2_settings=HTTP2Settings(),
        log_level=LogLevels.warning, respawn_failed_workers=True, workers_kill_timeout=5,
    )  # fmt: skip
    try:
        server.serve(target_loader=load, wrap_loader=False)
    except FatalError:
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
