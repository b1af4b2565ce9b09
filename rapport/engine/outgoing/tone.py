"""Whether the letter speaks to them as they want: by their first name, or formally. English knows
no such difference in its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding, Kind
from .tongue import tongue_of

# Capitals matter: "Sie" is you, "sie" is she.
_FORMAL = {
    "de": re.compile(r"(?<![.!?]\s)(?<!^)\b(?:Sie|Ihnen|Ihr|Ihre[mnrs]?)\b"),
    "fr": re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:usted|ustedes)\b", re.IGNORECASE),
}
_FAMILIAR = {
    "de": re.compile(r"\b(?:du|dich|dir|dein|deine[mnrs]?|Du|Dich|Dir|Dein|Deine[mnrs]?)\b"),
    "fr": re.compile(r"\b(?:tu|te|toi|ton|tes)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:tú|tienes|puedes|quieres|necesitas|contigo|estás)\b", re.IGNORECASE),
}


def missed(text: str, formal: bool | None) -> Iterator[Finding]:
    """The first word that speaks to them otherwise; not where both ways stand in it."""
    tongue = tongue_of(text)
    if formal is None or tongue not in _FORMAL:
        return
    wanted, other = _FORMAL[tongue], _FAMILIAR[tongue]
    if not formal:
        wanted, other = other, wanted
    found = other.search(text)
    if found and not wanted.search(text):
        yield Finding(Kind.TONE, found[0], "formal" if formal else "informal")
