"""The script that a site's tag names, as it was built."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders


@cache
def script() -> str:
    """Read once a process."""
    found = finders.find("ui/chat-loader.js")
    return Path(found).read_text() if isinstance(found, str) else ""
