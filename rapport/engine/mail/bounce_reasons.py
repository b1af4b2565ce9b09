"""Why a mail did not arrive, from a server's code and words, in a few kinds that matter.

Only a missing address is *hard*: it will not get better. A full mailbox, a policy or a filter says
something about today or about us, and must not strike a client from the address book.
"""

from __future__ import annotations

import re

HARD = frozenset({"unknown-user", "unknown-host", "moved"})

_WORDS = tuple(
    (reason, re.compile(pattern, re.I | re.S))
    for reason, pattern in (
        (
            "mailbox-full",
            r"over ?quota|quota (?:is )?exceed|exceed\w*.{0,30}quota|mailbox.{0,20}\bfull"
            r"|full mailbox|\bquota\b|insufficient (?:system |disk )?(?:storage|space)"
            r"|exceeded storage|out of (?:disk )?space",
        ),
        (
            "too-large",
            r"(?:message|mail).{0,20}too (?:large|big|long)|size limit|maximum.{0,20}size"
            r"|exceed.{0,30}(?:message|fixed|maximum).{0,10}size",
        ),
        ("moved", r"(?:user|mailbox|account|address|recipient).{0,20}(?:has )?moved"),
        (
            "unknown-user",
            r"(?:user|account|mailbox|recipient|address|addressee|alias)\b.{0,30}"
            r"(?:unknown|un ?recogni[sz]ed|not (?:found|exist|known|listed|recogni[sz]ed|valid)"
            r"|does ?n[o']t exist|invalid|no longer|is not (?:a )?(?:known|valid|local)|non-?exist)"
            r"|(?:unknown|no such|invalid|non-?existent|unrouteable|not a (?:valid|known))"
            r".{0,12}(?:user|account|mailbox|recipient|address|local|person)"
            r"|no mailbox (?:here|by that name)|not our customer|undeliverable address"
            r"|(?:does ?n[o']t|not) (?:have|list).{0,20}account|adr\.recipientnotfound"
            r"|not listed in|(?:user|account).{0,20}does not exist",
        ),
        (
            "unknown-host",
            r"host (?:unknown|not found|or domain name not found)|unknown host|no such domain"
            r"|unknown domain|domain.{0,40}(?:not exist|not found|has no|no mx|invalid)"
            r"|name or service not known|unrouteable mail domain|nxdomain|all relevant mx records"
            r"|illegal host|could ?n[o']t find any host|no mail server",
        ),
        (
            "blocked",
            r"\bspam|block(?:ed|list)|black ?list|reputation|\bdmarc\b|\bspf\b|\bdkim\b|\bptr\b"
            r"|reverse dns|polic(?:y|ies)|banned|denied|rejected|refused|virus|authenticat"
            r"|greylist|too many|rate limit|throttl",
        ),
        (
            "expired",
            r"timed? ?out|expired|retry time|delivery time|not yet been delivered|delayed"
            r"|still being retried|connection (?:refused|reset)|could not connect",
        ),
    )
)
_CODES = {
    "1.1": "unknown-user",
    "1.10": "unknown-user",
    "1.0": "unknown-user",
    "1.3": "unknown-user",
    "1.2": "unknown-host",
    "4.4": "unknown-host",
    "1.6": "moved",
    "2.2": "mailbox-full",
    "2.3": "too-large",
    "3.4": "too-large",
    "4.7": "expired",
    "4.1": "expired",
}


def reason(status: str, words: str) -> str:
    """The kind of failure: an exact code first, then the words, then the code's class."""
    detail = status.partition(".")[2]
    if detail in ("1.1", "1.2", "1.6", "1.10", "2.2", "2.3", "3.4"):
        return _CODES[detail]
    spoken = next((kind for kind, pattern in _WORDS if pattern.search(words[:4000])), "")
    return spoken or _CODES.get(detail, "blocked" if detail.startswith("7.") else "other")


def is_hard(status: str, kind: str) -> bool:
    """Whether the address itself is gone."""
    return kind in HARD and not status.startswith("4")
