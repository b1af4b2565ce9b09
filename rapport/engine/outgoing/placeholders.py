"""Gaps that were to be filled: variables of a template, and what people write in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding, Kind

VARIABLE = re.compile(r"\{\{[^{}\n]{0,80}\}\}")
_GAP = re.compile(
    r"\[(?:insert|add|your|name|first name|last name|date|company|client|project|todo|tbd|amount"
    r"|link"
    r"|einf(?:ü|ue)gen|vorname|nachname|datum|firma|betrag|kunde|projekt|anrede"
    r"|pr(?:é|e)nom|nom|soci(?:é|e)t(?:é|e)|ins(?:é|e)rer|montant|client|projet"
    r"|nombre|apellidos?|fecha|empresa|importe|insertar|cliente|proyecto)\b[^\]\n]{0,60}\]"
    r"|\bX{3,}\b|\bTODO\b|\bTBD\b|\b_{3,}|(?<!\S)_{4,}|<(?:name|date|company|datum|nom|nombre"
    r"|fecha)>"
    r"|%(?:name|firstname|company|date)%|\blorem ipsum\b",
    re.IGNORECASE,
)
# In small letters these are a kiss and a Spanish "everything".
_CAPITALS = re.compile(r"^(?:x{3,}|todo|tbd)$")


def left_in(text: str) -> Iterator[Finding]:
    """Each gap once."""
    seen = set()
    for match in VARIABLE.finditer(text):
        if match[0] not in seen:
            seen.add(match[0])
            yield Finding(Kind.VARIABLE, match[0])
    for match in _GAP.finditer(VARIABLE.sub(" ", text)):
        if match[0] not in seen and not _CAPITALS.match(match[0]):
            seen.add(match[0])
            yield Finding(Kind.PLACEHOLDER, match[0].strip())
