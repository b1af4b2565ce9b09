"""Find English that a translated page or mail still says."""

import re
from functools import cache
from html.parser import HTMLParser

from tests.i18n.catalogs import LANGUAGES, PLACE, by_key, forms

Pattern = re.Pattern[str]
SPOKEN = {"aria-label", "title", "placeholder", "alt"}
# Names and examples that the tests put in; they are nobody's translation.
LETTERS = re.compile(r"[A-Za-z]{2,}")


class _Texts(HTMLParser):
    """What a person reads or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def of_page(html: str) -> set[str]:
    """The pieces of text of a page."""
    reader = _Texts()
    reader.feed(html)
    return {" ".join(piece.split()) for piece in reader.found if piece.strip()}


def of_mail(text: str) -> set[str]:
    """The lines of a mail."""
    return {line.strip().removeprefix("- ") for line in text.splitlines() if line.strip()}


def english(pieces: set[str], language: str) -> set[str]:
    """Those pieces that are a message in English, where the language has other words for it."""
    fixed, patterns = _said_in(language)
    return {piece for piece in pieces if piece in fixed} | {
        piece
        for piece in pieces
        for pattern, translations in patterns
        if pattern.fullmatch(piece) and not any(t.fullmatch(piece) for t in translations)
    }


@cache
def _said_in(language: str) -> tuple[set[str], list[tuple[Pattern, list[Pattern]]]]:
    """Messages of fixed words, and patterns of those in which something is filled in."""
    assert language in LANGUAGES
    fixed, patterns = set(), []
    for message in by_key(language).values():
        others = [other for other in forms(message.string) if other]
        for said in forms(message.id):
            if not LETTERS.search(PLACE.sub("", said)):
                continue
            if PLACE.search(said) or any(PLACE.search(other) for other in others):
                patterns.append((_pattern(said), [_pattern(other) for other in others]))
            elif _flat(said) not in map(_flat, others):
                fixed.add(_flat(said))
    return fixed, patterns


def _flat(words: str) -> str:
    return " ".join(words.split())


def _pattern(words: str) -> Pattern:
    """The words with anything where something is filled in."""
    parts = PLACE.split(_flat(words))
    return re.compile(".+".join(re.escape(part) for part in parts), re.DOTALL)
