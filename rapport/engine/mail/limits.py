"""How much one mail may ask of us, and the refusal where it asks for more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SAYS_SOMETHING = re.compile(rb"[^\r\n\t \0]")


@dataclass(frozen=True, slots=True)
class Limits:
    """Generous for people, small for machines. Sizes are in bytes."""

    size: int = 50 * 1024 * 1024
    parts: int = 1_000
    depth: int = 50
    headers: int = 1_000
    header_length: int = 256 * 1024
    recipients: int = 1_000
    parameters: int = 200
    # Characters of text, and of HTML, that are kept as such; see `shortening`.
    text: int = 500_000


DEFAULT = Limits()


class Refused(Exception):
    """The mail is not taken apart; `reason` comes from `outcomes.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_size(raw: bytes, limits: Limits) -> None:
    """Refuse what is empty or too large to be worth reading."""
    if not _SAYS_SOMETHING.search(raw):
        raise Refused("empty")
    if len(raw) > limits.size:
        raise Refused("size")


def check_headers(headers: Iterable[tuple[str, str]], limits: Limits) -> None:
    """Refuse a header block that is a weapon rather than a description."""
    for count, (_, value) in enumerate(headers, start=1):
        if count > limits.headers:
            raise Refused("headers")
        if len(value) > limits.header_length:
            raise Refused("header-length")
