"""Somebody who should perhaps not get the letter."""

from __future__ import annotations

from collections.abc import Iterator

from .findings import Finding, Kind
from .greetings import greeted
from .letter import Around, Letter, Person
from .sentences import plain

# Addresses behind which anybody may read.
_SHARED_IN_WORDS = """
info office hello hallo contact kontakt mail team support service sales admin buchhaltung
accounting invoice rechnung billing hola bonjour direction secretariat press marketing
"""
_SHARED = frozenset(_SHARED_IN_WORDS.split())
LEAST_ALIKE = 3


def doubtful(letter: Letter, text: str, around: Around) -> Iterator[Finding]:
    """What speaks against the addressees: the name in the greeting, whose people they are."""
    if (name := _greeted_wrongly(text, letter)) is not None:
        yield Finding(Kind.GREETING, name, ", ".join(_called(one) for one in letter.to))
    if not around.is_inside:
        yield from _of_others(letter, around)
        yield from (Finding(Kind.OURS, one.email) for one in letter.everybody if one.is_ours)


def _of_others(letter: Letter, around: Around) -> Iterator[Finding]:
    """People of another client than the conversation's; where it is nobody's or several clients',
    all of them together."""
    if around.own_party and not around.is_mixed:
        for one in letter.everybody:
            if one.party and one.party != around.own_party:
                yield Finding(Kind.OTHER_CLIENT, one.email, one.party)
        return
    parties = sorted({one.party for one in letter.everybody if one.party})
    if len(parties) > 1:
        yield Finding(Kind.SEVERAL, ", ".join(parties))


def _greeted_wrongly(text: str, letter: Letter) -> str | None:
    """The first name in the greeting that belongs to nobody it goes to; none where anybody may
    read behind an address that bears no name."""
    if not letter.to or any(_is_shared(one) for one in letter.to):
        return None
    known = {word for one in letter.to for word in _words_of(one)}
    for name in greeted(text):
        parts = [plain(part) for part in name.replace("-", " ").split()]
        if not any(_is_alike(part, word) for part in parts for word in known):
            return name
    return None


def _words_of(person: Person) -> list[str]:
    local = person.email.partition("@")[0]
    for mark in "._-+":
        local = local.replace(mark, " ")
    return [word for word in plain(f"{person.name} {local}").replace("-", " ").split() if word]


def _is_alike(name: str, word: str) -> bool:
    """The same, or a short form of it; an initial before a name counts too ("jvogel")."""
    if min(len(name), len(word)) < LEAST_ALIKE:
        return name == word
    return name[:LEAST_ALIKE] == word[:LEAST_ALIKE] or name in word or word in name


def _is_shared(person: Person) -> bool:
    local = plain(person.email.partition("@")[0])
    return not person.name and (local in _SHARED or not local.isascii() or len(local) < LEAST_ALIKE)


def _called(person: Person) -> str:
    return person.name or person.email
