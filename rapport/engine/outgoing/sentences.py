"""Sentences of a letter, and the words in them that carry meaning."""

from __future__ import annotations

import re
import unicodedata

# A full stop after a number or a short word ends no sentence: "4. Dezember", "z. B.", "Mr. Prado".
_END = re.compile(
    r"(?<=[?!…])[\s\"»”)]+|(?<=\w{3}\.)\s+(?=\S)|(?<=\)\.)\s+|\n\s*\n|\n\s*(?=[-*•–]\s|\d{1,2}[.)]\s)"
)
_LINE = re.compile(r"\n(?!\s*[-*•–]\s)")
_SHORT = re.compile(
    r"\b(?:Mrs|Nos|Sra|Dra|Srta|Mme|Mlle|bzw|usw|evt|Abs|Art|Tel|etc|Ref|Fri|Mon|Tue|Wed|Thu|Sat|Sun)\.$"
)
_QUOTED = re.compile(r"^\s{0,3}[>|]")
_WORD = re.compile(r"[^\W\d_]{3,40}|\d{2,}")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")
STEM = 5
# Of what runs on for longer, only the beginning is looked at.
LONGEST = 600
# Words that say nothing of the matter, without accents.
_EMPTY_IN_WORDS = """
the and for with you your our are was were will would could should can may might this that these
those have has had been from about what when where which who whom whose how why please thanks
thank hello dear regards there here they them then than but not any all also just some very much
many more most does did done one two get got let know see yes still already into onto upon only
der die das den dem des ein eine einen einem einer und oder aber ist sind war waren wird werden
wurde hat haben hatte kann konnen konnte konnten soll sollen muss mussen darf wir ihr ihre ihren
ihrem ihrer ihnen sie uns unser unsere mich mir dich dir wann wie wer warum welche welcher
welches ob dass fur mit von zum zur bei nach noch schon bitte danke hallo liebe lieber gruss
grusse nicht kein keine auch nur sehr mehr alle alles dann denn hier dort eines als bis auf aus
uber les une est sont etait sera seront avez avons ont etes sommes peut peuvent pouvez pourriez
pourrait devez vous votre vos nous notre nos leur leurs elle elles ils que qui quoi quand
comment pourquoi quel quelle quels quelles dans avec pour par sur sous merci bonjour cher chere
bien cordialement pas plus tres aussi encore deja tout tous toute toutes cette ces cet mais donc
los las una unos unas son esta estan era seran han hay puede pueden podria podrian debe usted
ustedes nuestro nuestra sus quien cuando como donde cual cuales por para con sin sobre gracias
hola estimado estimada saludos muy mas tambien aun todo todos toda todas este estos estas esa
ese pero del
"""
_EMPTY = frozenset(_EMPTY_IN_WORDS.split())


def own_words(text: str) -> str:
    """The text without what it quotes from others."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if not _QUOTED.match(line))


def sentences(text: str) -> list[str]:
    """Sentences, each on one line. A line that is broken amid a sentence is joined."""
    found: list[str] = []
    for piece in _END.split(text):
        said = " ".join(_LINE.sub(" ", piece).split())[:LONGEST]
        if not said:
            continue
        if found and _SHORT.search(found[-1]):
            found[-1] += f" {said}"
        else:
            found.append(said)
    return found


def plain(text: str) -> str:
    """In lower case and without accents."""
    parted = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter)).lower()


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words that carry meaning: what stays when a word is inflected."""
    words = _WORD.findall(plain(_ADDRESS.sub(" ", text)))
    return frozenset(word[:STEM] for word in words if word not in _EMPTY)
