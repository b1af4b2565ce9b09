"""Why a mail did not arrive, from a server's code and words, in a few kinds that matter.

Only a missing address is *hard*: it will not get better. A full mailbox, a policy or a filter says
something about today or about us, and must not strike a client from the address book.

The words are those that servers share. What they say exactly comes first; what they say in general
("rejected", "denied") counts only where nothing more exact is said.
"""

from __future__ import annotations

import re

from .bounce_saying import ADDRESS, Said
from .bounce_words import kinds

HARD = frozenset({"unknown-user", "unknown-host", "moved", "no-mail-service"})

# The enhanced status codes (RFC 3463 and the registry of RFC 5248) that say it by themselves.
_EXACT = {
    "1.1": "unknown-user", "1.3": "unknown-user", "1.2": "unknown-host", "1.6": "moved",
    "1.7": "rejected", "1.8": "rejected", "1.10": "no-mail-service", "2.2": "mailbox-full",
    "2.3": "over-limit", "3.1": "system-full", "3.2": "no-mail-service", "3.4": "too-large",
    "4.3": "system", "4.6": "network", "7.8": "security", "7.13": "suspended",
    "7.17": "moved", "7.20": "unauthenticated", "7.21": "unauthenticated",
    "7.22": "unauthenticated", "7.23": "unauthenticated", "7.24": "unauthenticated",
    "7.25": "no-reverse-dns", "7.26": "unauthenticated", "7.27": "no-mail-service",
    "7.28": "speeding",
}  # fmt: skip
# Of these, the ones that no words make doubtful.
_SURE = frozenset(("1.3", "1.6", "2.2", "3.4", "7.13", *(f"7.{code}" for code in range(20, 28))))
# What codes say in general, where there are no words.
_GENERAL = {
    "1.0": "unknown-user", "2.0": "filtered", "2.1": "filtered", "2.4": "filtered",
    "3.0": "system", "3.3": "system", "3.5": "system", "4.0": "network", "4.1": "expired",
    "4.2": "network", "4.4": "unknown-host", "4.5": "expired", "4.7": "expired",
    "5.0": "mailer", "5.1": "syntax", "5.2": "syntax", "5.4": "syntax", "5.3": "too-many",
    "6.0": "content", "6.1": "content", "6.3": "content", "6.9": "content",
}  # fmt: skip
_URL = re.compile(r"https?://\S+")
_BLANKS = re.compile(r"\s+(?:[45]\d\d[- ](?:[45]\.\d+\.\d+\s)?)?(?<=[\s-])\s*")
_NOT_OF_HOSTS = frozenset(
    {"mailbox-full", "unknown-user", "unknown-host", "security", "system", "spam"}
)
_NOT_OF_SENDERS = frozenset({"unknown-user", "unknown-host"})
_REFUSED_RECIPIENT = re.compile(
    r"recipient.{0,20}reject\w*\W{0,3}(?:access denied|\(in reply|$)", re.I
)
_DENIED = re.compile(r"access denied", re.I)
_NAMES_NOBODY = re.compile(r"\b[45]\d\d:? ?: ", re.I)
_REFUSAL = re.compile(r"reject|refus|denied|not available", re.I)
_REFUSED_AT = {"connect": "blocked", "hello": "blocked", "mail": "rejected", "rcpt": "unknown-user",
               "data": "spam"}  # fmt: skip
_WRAPPED = re.compile(r"@>?\.\.\. service unavailable", re.I)  # what others have said before
_LOOKED_AT = 4_000


def reason(said: Said) -> str:
    """The kind of failure: exact codes and words first, then what the report tells around them,
    then what a code says in general."""
    if said.agent == "x-unix":
        return _of_a_program(said)
    detail = said.status.partition(".")[2]
    if detail in _SURE:
        return _EXACT[detail]
    found = _spoken(said.words, said)
    if found:
        return found
    if detail in _EXACT:
        return _EXACT[detail]
    return (
        _spoken(said.story, said)
        or _refused(said)
        or ("expired" if said.is_late else "")
        or _GENERAL.get(detail)
        or _spoken(said.report, said)
        or ("security" if detail.startswith("7.") else "")
        or ("on-hold" if said.code in ("421", "450", "451") else "other")
    )


def _of_a_program(said: Said) -> str:
    """Whatever a program on the last machine says, it was the program that failed."""
    return "mailbox-full" if _spoken(said.words, said) == "mailbox-full" else "mailer"


def _spoken(words: str, said: Said) -> str:
    text = _plain(words)
    kind = next((kind for kind, pattern in kinds() if pattern.search(text)), "")
    return _refined(kind, text, said)


def _refined(kind: str, text: str, said: Said) -> str:
    """What was said depends on what it was said to: a host, a sender, a recipient, a text."""
    if kind in ("over-limit", "content", "spam"):
        return _of_text(kind, text, said)
    if said.step in ("connect", "hello") and kind in _NOT_OF_HOSTS:
        return "blocked"
    if kind == "not-a-member" or (said.step == "mail" and kind in _NOT_OF_SENDERS):
        return "rejected"
    if kind == "security":
        return _denied(text, said)
    return _of_person(kind, said)


def _of_text(kind: str, text: str, said: Said) -> str:
    if kind == "over-limit":
        return kind if said.status[2:] == "2.3" else "too-large"
    is_named = "spam" in text.lower()
    if said.step in ("connect", "hello"):
        return "blocked"
    return "spam" if is_named or (kind == "spam" and said.status[2:3] != "6") else "content"


def _denied(text: str, said: Said) -> str:
    """Access is denied to whom it is said to, if nothing else is said."""
    if said.step == "mail" and _DENIED.search(text):
        return "rejected"
    if _REFUSED_RECIPIENT.search(text):
        return "rejected" if said.step == "data" else "unknown-user"
    return "security"


def _of_person(kind: str, said: Said) -> str:
    """A server that knows whom it serves says so when it is told the recipient. One that says so
    later, names nobody, or has a policy about it (x.2, x.7) looks at more than the address."""
    if kind == "suspended" and said.status[2:] == "1.1":
        return "unknown-user"
    if kind != "unknown-user" or "bad-mailbox" in said.words:
        return kind
    if said.step == "data" or _NAMES_NOBODY.search(said.words):
        return kind if said.status[2:] == "1.1" else "filtered"
    if said.step or said.status[2:4] in ("1.", "5.", ""):
        return kind
    return "filtered" if said.code or said.status[2:4] in ("2.", "7.") else kind


def _refused(said: Said) -> str:
    """A refusal that gives no reason is about what it answers to."""
    if not _REFUSAL.search(said.words):
        return ""
    if said.step == "rcpt" and not _REFUSED_RECIPIENT.search(_plain(said.words)):
        return ""
    return _REFUSED_AT.get(said.step, "")


def _plain(words: str) -> str:
    """Without addresses and links, whose names say nothing, and on one line."""
    text = _BLANKS.sub(" ", words[:_LOOKED_AT])
    return _WRAPPED.sub("", ADDRESS.sub("@", _URL.sub(_kept_of_link, text)))


def _kept_of_link(link: re.Match[str]) -> str:
    """Of a link only whether it leads to a list of blocked hosts."""
    return "dnsbl" if re.search(r"dnsbl|rbl|spamhaus|/bl\?", link[0], re.I) else ""


def is_hard(said: Said, kind: str) -> bool:
    """Whether the address itself is gone."""
    if said.status.startswith("4"):
        return False
    return kind in HARD or (kind == "filtered" and said.status[2:] != "2.1")
