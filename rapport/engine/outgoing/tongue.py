"""Which of four languages a text is in, by the small words that every sentence has."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {
    "en": "the and is are you to of we it that this have will be with for not our your can i",
    "de": "der die das und ist sind sie wir nicht ein eine mit für zu den auf ich ihre haben bitte",
    "fr": "le la les et est vous nous de des une un pas que pour avec je votre sur sont dans nos",
    "es": "el la los las y es que de en un una no para con por se su le nos está son del",
}
_WORDS = {tongue: frozenset(words.split()) for tongue, words in _SMALL.items()}


def tongue_of(text: str) -> str:
    """en, de, fr or es; empty where the text is too short to tell, or could be two."""
    words = [word.lower() for word in _WORD.findall(text[:4000])]
    counts = sorted(
        ((sum(word in known for word in words), tongue) for tongue, known in _WORDS.items())
    )
    (second, _), (first, tongue) = counts[-2:]
    return tongue if first >= 2 and first > second * 1.3 else ""
