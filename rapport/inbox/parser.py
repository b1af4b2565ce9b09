"""The process's own parser: one child, started when the first mail comes."""

import os

from rapport.engine.mail import Reading
from rapport.inbox.sandbox import ParserPool

_pools: dict[int, ParserPool] = {}


def parse(raw: bytes) -> Reading:
    """Read a mail in the child. Never raises for what the mail contains."""
    pool = _pools.get(os.getpid())
    if pool is None:
        # A forked process must not share its parent's child.
        _pools.clear()
        pool = _pools.setdefault(os.getpid(), ParserPool())
    return pool.parse(raw)
