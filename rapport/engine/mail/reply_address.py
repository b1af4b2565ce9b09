"""The signed reply address: `reply+<token>.<epoch>.<mac>@domain`.

The token names a conversation, the epoch names this life of the installation (a restored copy
gets a new one, so that its old addresses are told apart), and the MAC makes both unguessable.
Everything is lower case, because mail servers on the way may fold case.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

_LOCAL = re.compile(r"^([a-z0-9]{1,12})\+([a-z0-9]{1,26})\.([a-z0-9]{1,6})\.([a-z2-7]{16})$")
_SOURCE = re.compile(r"[a-z0-9]{1,26}")


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a genuine reply address says."""

    token: str
    epoch: str


def make(reply_to: ReplyTo, *, key: bytes, domain: str, prefix: str = "reply") -> str:
    """The address that leads an answer back to its conversation."""
    if not _SOURCE.fullmatch(reply_to.token) or not re.fullmatch(r"[a-z0-9]{1,6}", reply_to.epoch):
        raise ValueError("token and epoch are lower-case letters and digits")
    mac = _mac(key, reply_to.token, reply_to.epoch, domain)
    return f"{prefix}+{reply_to.token}.{reply_to.epoch}.{mac}@{domain.lower()}"


def verify(address: str, *, key: bytes) -> ReplyTo | None:
    """Token and epoch of a genuine address, else None. Constant time in the signature."""
    local, _, domain = address.strip().strip("<>").lower().rpartition("@")
    found = _LOCAL.fullmatch(local)
    if not found:
        return None
    expected = _mac(key, found[2], found[3], domain)
    return ReplyTo(found[2], found[3]) if hmac.compare_digest(expected, found[4]) else None


def _mac(key: bytes, token: str, epoch: str, domain: str) -> str:
    message = "\0".join(("reply", token, epoch, domain.lower())).encode()
    digest = hmac.new(key, message, hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode("ascii").lower()
