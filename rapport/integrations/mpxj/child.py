"""The child: gives up what reading a plan does not need, and becomes the Java that reads it."""

from __future__ import annotations

import os
import resource
import sys

# Java sets aside far more addresses than it fills; its own limits are in `conversion`.
ADDRESSES = 6 * 1024**3
SECONDS = 120
LARGEST_FILE = 256 * 1024**2


def confine() -> None:
    """Bounds of memory, processor time and file size, and no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Run as `python -m rapport.integrations.mpxj.child PROGRAM ARGUMENT…`."""
    confine()
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - without a shell


if __name__ == "__main__":
    main()
