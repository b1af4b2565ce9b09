"""Whom this machine trusts to vouch for a server's name."""

import ssl
from functools import cache
from typing import Literal


@cache
def trusted(by: Literal["http", "imap", "smtp"]) -> ssl.SSLContext:
    """The machine's authorities, read once a process: to read them takes longer than to greet
    most servers. Who changes them starts Rapport anew.

    Each protocol has its own: what one says of itself in a greeting (ALPN) stays in it.
    """
    return ssl.create_default_context()
