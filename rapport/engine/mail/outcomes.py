"""What becomes of a mail: one outcome of a closed list (docs/mail-outcomes.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from . import bounces
from .bounces import Bounce
from .records import Parsed

Kind = Literal["delivered", "duplicate", "bounce", "auto-reply", "spam", "refused", "quarantined"]
KINDS: tuple[Kind, ...] = (
    "delivered",
    "duplicate",
    "bounce",
    "auto-reply",
    "spam",
    "refused",
    "quarantined",
)
REASONS: dict[str, Kind] = {
    "empty": "refused",
    "not-mail": "refused",
    "unreadable": "refused",
    "size": "refused",
    "headers": "quarantined",
    "header-length": "quarantined",
    "depth": "quarantined",
    "recipients": "quarantined",
    "time": "quarantined",
    "memory": "quarantined",
    "crash": "quarantined",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of `KINDS`, with its reason where there is one and what a bounce tells."""

    kind: Kind
    reason: str = ""
    bounces: tuple[Bounce, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}" if self.reason else self.kind


def stopped(reason: str) -> Outcome:
    """The outcome of a mail that could not be read, from one of `REASONS`."""
    return Outcome(REASONS[reason], reason)


def classify(parsed: Parsed, *, trust_spam_flag: bool = False) -> Outcome:
    """Bounce, auto-reply, spam or delivered. `trust_spam_flag` says that our own mail server
    writes X-Spam-Flag and removes what others wrote there."""
    reports = bounces.read(parsed)
    if reports:
        return Outcome("bounce", bounces=reports)
    if is_automatic(parsed):
        return Outcome("auto-reply")
    if trust_spam_flag and parsed.headers.get("X-Spam-Flag").strip().lower() == "yes":
        return Outcome("spam")
    return Outcome("delivered")


_AUTO_SUBJECT = re.compile(
    r"^\W{0,5}(?:auto(?:matic|matische|mated|matisk|-?)[\s:-]*"
    r"(?:re(?:ply|sponse|spuesta|ponse)|antwort|answer|svar)"
    r"|automatische\s+(?:antwort|afwezigheid)|abwesenheits|out\s+of\s+(?:the\s+)?office"
    r"|r[ée]ponse\s+automatique|absence\s+du\s+bureau|respuesta\s+autom[áa]tica"
    r"|fuera\s+de\s+la\s+oficina|risposta\s+automatica|resposta\s+autom[áa]tica"
    r"|自動(?:返信|応答)|自动(?:回复|答复)|vacation\s+(?:re(?:ply|sponse)|message|notice)|on\s+vacation|i\s+am\s+(?:on\s+vacation|out\s+of))",
    re.I,
)
_RESPONSE_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Vacation", "X-AutoReply-From")


def is_automatic(parsed: Parsed) -> bool:
    """Whether a machine answered for its owner (RFC 3834 and what came before it). Mail that a
    machine merely sent, such as a newsletter or an invoice, is no answer."""
    headers = parsed.headers
    if parsed.auto_submitted.startswith("auto-replied"):
        return True
    if any(headers.get(name).strip().lower() not in ("", "no") for name in _RESPONSE_HEADERS):
        return True
    if headers.get("X-POST-MessageClass").startswith("9;"):
        return True
    if bounces.is_receipt(parsed):
        return True
    precedence = headers.get("Precedence").strip().lower()
    if precedence in ("auto_reply", "auto-reply"):
        return True
    return bool(_AUTO_SUBJECT.match(parsed.subject)) and not parsed.list_id
