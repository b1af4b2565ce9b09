"""Hostile IMAP and SMTP servers, as they stand outside the project; each keeps a ledger."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

from tests.living import free_port

LIFETIME = 4 * 3600


def script() -> Path:
    """Where the servers are found: beside the data sets."""
    data = Path(os.environ.get("RAPPORT_DATA", Path(__file__).parents[3] / "shared" / "data"))
    return data.parent / "faults" / "chaos_servers.py"


class Chaos:
    """One server: `kind` is imap or smtp, `mode` the faults it makes, `folder` its mails."""

    def __init__(self, kind: str, folder: Path, mode: str = "", port: int = 0) -> None:
        self.kind, self.folder, self.mode = kind, folder, mode
        self.port = port or free_port()
        self.log = folder.with_name(f"{folder.name}.{kind}.log")

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        place = "--maildir" if self.kind == "imap" else "--spool"
        self.process = subprocess.Popen(
            [sys.executable, str(script()), self.kind, "--listen", f"127.0.0.1:{self.port}",
             place, str(self.folder), "--mode", self.mode, "--log", str(self.log),
             "--seconds", str(LIFETIME)],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 15
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"{self.kind} server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """What it noted, oldest first."""
        if not self.log.exists():
            return []
        noted = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [one for one in noted if one["ev"] in kinds]
