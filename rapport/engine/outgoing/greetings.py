"""Whom a letter greets by name."""

from __future__ import annotations

import re

_NAME = r"[^\W\d_][^\W\d_'’.-]*(?:[-'’][^\W\d_]+)?"
_TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam|Herrn?|Frau|Herr|Fr|Hr|Monsieur|Madame"
    r"|Mme|Mlle"
    r"|M|Sr|Sra|Srta|Señor|Señora|Don|Doña|Dra)\.?\s+)*"
)
_GREETING = re.compile(
    r"^\W{0,3}(?:Dear|Hi there|Hi|Hello|Hey|Good (?:morning|afternoon|evening|day)|Greetings"
    r"|Sehr geehrte[rs]?|Geehrte[rs]?|Liebe[rs]?|Hallo(?: liebe[rs]?)?|Guten (?:Tag|Morgen|Abend)"
    r"|Grüezi|Servus|Moin|Grüß Gott"
    r"|Bonjour|Bonsoir|Salut|Chère?s?|Coucou"
    r"|Estimad[oa]s?|Querid[oa]s?|Hola|Buen(?:os|as) (?:días|tardes|noches)"
    r"|Apreciad[oa]s?)\b[\s,]*"
    r"(?P<rest>[^\n!:;]{0,80})",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\s*(?:,|&|/|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*(?:liebe[rs]?\s+|dear\s+|chère?\s+"
    r"|estimad[oa]\s+|querid[oa]\s+|sehr geehrte[rs]?\s+)?",
    re.I,
)
# Nobody in particular.
_ANYBODY_IN_WORDS = """
all everyone everybody team both there sir madam sirs ladies gentlemen colleagues folks guys
friends customer client support sales zusammen alle allerseits beide damen herren kollegen
kolleginnen kunde kundin tous toutes tout le monde equipe messieurs mesdames madame monsieur
collegues cliente bonjour todos todas equipo senores senoras senor senora colegas amigos again
nochmal wieder encore
"""
_ANYBODY = frozenset(_ANYBODY_IN_WORDS.split())


def greeted(text: str) -> list[str]:
    """The names in the greeting, without titles; empty where it greets nobody or everybody."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    match = _GREETING.match(first)
    if not match:
        return []
    found = []
    # What comes after a comma on the same line is the letter: "Hi Tom, thanks for …".
    for part in _JOINED.split(match["rest"])[:4]:
        words = re.sub(rf"^{_TITLE}", "", part.strip(), flags=re.IGNORECASE).strip(" .,").split()
        name = _name_of(words)
        if not name:
            break
        found.append(name)
    return found


def _name_of(words: list[str]) -> str:
    """A name is one to four words, each with a capital."""
    if not 1 <= len(words) <= 4:
        return ""
    plain = {word.lower().strip(".") for word in words}
    is_name = all(re.fullmatch(_NAME, word) and word[0].isupper() for word in words)
    return " ".join(words) if is_name and not plain & _ANYBODY else ""
