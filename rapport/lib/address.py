"""Where Rapport is found while nobody has set a public address."""

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

FILE = "address"


def local(home: Path) -> str:
    """The address that is served from this home, so that other commands name it too."""
    if port := os.environ.get("RAPPORT_PORT"):
        return f"http://localhost:{port}"
    with suppress(OSError):
        return (home / FILE).read_text().strip() or "http://localhost:8000"
    return "http://localhost:8000"


def remember(home: Path, url: str) -> None:
    """Write down what is served now."""
    (home / FILE).write_text(url)


def host_of(url: str) -> str:
    """The host of an address, as a Host header names it (IPv6 in brackets)."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host
