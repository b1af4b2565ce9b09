"""A date that is another one than was told: promised, or written earlier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from .day_words import MONTHS, WEEKDAYS
from .days import Said, days_in
from .findings import Finding, Kind
from .letter import Around, Told
from .sentences import plain, sentences, stems

# Words for the day itself, and for what one does on it: they speak of whatever is promised.
_OF_THE_DAY = stems(
    "date deadline delivery deliver deliverable due launch release handover finish ready"
    " termin frist lieferung liefern liefertermin fertig fertigstellung abgabe start ubergabe"
    " delai echeance livraison livrer livrable lancement pret prete"
    " fecha plazo entrega entregar lanzamiento listo lista"
)
# It is being moved: whoever writes so knows both dates.
_MOVED = re.compile(
    r"\b(?:instead|moved?|moves|moving|postpone\w*|delay\w*|slip\w*|new date|rather than|not on"
    r"|later than"
    r"|verschieb\w*|verschob\w*|verzoger\w*|statt|anstatt|neuer termin|neuen termin|nicht am"
    r"|report\w*|decal\w*|repouss\w*|retard\w*|au lieu|nouvelle date|nouveau delai"
    r"|aplaz\w*|retras\w*|mover\w*|movemos|en lugar|en vez|nueva fecha|nuevo plazo)\b"
)
_PAST = re.compile(
    r"\b(?:wrote|sent|spoke|called|met|received|yesterday|schrieben|gesendet|telefonier\w*"
    r"|erhalten|gestern"
    r"|avez ecrit|envoye|recu|hier|escribi\w*|envi[ao]\w*ste|hablamos|recibi\w*|ayer)\b"
)


def contradicted(text: str, around: Around) -> Iterator[Finding]:
    """Dates on another weekday than is said, and dates that contradict what was told; of the told
    ones each once."""
    heard: set[Told] = set()
    told = {one: stems(one.what) - _DAYS for one in around.told}
    for sentence in sentences(text):
        said = days_in(sentence, around.today)
        yield from _misdated(said)
        ahead = [one for one in said if max(one.days) >= around.today]
        if not ahead or _PAST.search(plain(sentence)) or _MOVED.search(plain(sentence)):
            continue
        about = _about(sentence, told)
        if not about or any(right.day in one.days for right in about for one in said):
            continue
        if about[0] not in heard:
            heard.add(about[0])
            yield Finding(Kind.DATE, ahead[0].words, about[0].what, about[0].day)


def earlier(text: str, today: date) -> Iterator[Told]:
    """What an earlier letter of ours said of days that are still ahead: the sentence and its day,
    where it named one day alone."""
    for sentence in sentences(text):
        said = days_in(sentence, today)
        if len(said) == 1 and len(said[0].days) == 1 and min(said[0].days) >= today:
            yield Told(sentence, min(said[0].days), is_promise=False)


def _misdated(said: list[Said]) -> Iterator[Finding]:
    for one in said:
        if one.weekday is not None and all(day.weekday() != one.weekday for day in one.days):
            yield Finding(Kind.WEEKDAY, one.words, day=min(one.days))


def _about(sentence: str, told: Mapping[Told, frozenset[str]]) -> list[Told]:
    """Those of which the sentence speaks, by the words it shares with them; where it speaks of
    nothing but a day, and one thing alone was promised, that."""
    here = stems(sentence) - _DAYS
    shares = {one: words & here for one, words in told.items()}
    named = {one: len(words) for one, words in shares.items() if _is_named(one, words, here)}
    if named:
        most = max(named.values())
        return [one for one, count in named.items() if count == most]
    promised = [one for one in told if one.is_promise]
    others = [word for word in here - _OF_THE_DAY if word.isalpha()]
    says_little = bool(here & _OF_THE_DAY) and len(others) <= 1
    return promised if says_little and len(promised) == 1 else []


def _is_named(told: Told, shared: frozenset[str], here: frozenset[str]) -> bool:
    """Two words in common, not both of them for the day; of a promise one, where the sentence
    speaks of its being done."""
    things = shared - _OF_THE_DAY
    if not things:
        return False
    return len(shared) >= 2 or (told.is_promise and bool(here & _OF_THE_DAY))


_DAYS = stems(" ".join((*WEEKDAYS, *MONTHS)))
