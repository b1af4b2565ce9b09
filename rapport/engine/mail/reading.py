"""Everything that is done with an incoming mail's bytes, in one call."""

from __future__ import annotations

from dataclasses import dataclass

from . import limits, markup, outcomes, parsing, replies, shortening
from .limits import Limits, Refused
from .outcomes import Outcome
from .records import Parsed
from .replies import Folded


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail's outcome, and what was read of it where it could be read."""

    outcome: Outcome
    parsed: Parsed | None = None
    folded: Folded | None = None


def read(
    raw: bytes,
    allowed: Limits = limits.DEFAULT,
    *,
    trust_spam_flag: bool = False,
    whole: bool = False,
) -> Reading:
    """Parse, classify and fold. A mail beyond the limits becomes an outcome, not an exception;
    a text that is too long to be shown is shortened, unless the `whole` is asked for."""
    try:
        parsed = parsing.parse(raw, allowed)
    except Refused as refusal:
        return Reading(outcomes.stopped(refusal.reason))
    if not whole:
        parsed = shortening.shorten(parsed, allowed.text)
    outcome = outcomes.classify(parsed, trust_spam_flag=trust_spam_flag)
    return Reading(outcome, parsed, fold(parsed))


def fold(parsed: Parsed) -> Folded:
    """Fold the text; where it came from HTML, by the quotes that the HTML marks."""
    if parsed.html_only:
        return replies.reply_text(markup.to_text(parsed.html, mark_quotes=True))
    return replies.reply_text(parsed.text)
