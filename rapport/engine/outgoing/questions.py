"""Questions of the client that the answer says nothing about.

Whether a sentence answers a question cannot be known; that nothing in a letter has to do with it,
often can. A question counts as answered as soon as anything speaks for it: a word in common, a yes
or no, a day for a "when", a figure for a "how much", or the word that an answer follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import question_words as words
from .findings import Finding, Kind
from .sentences import own_words, plain, sentences, stems
from .tongue import tongue_of

MOST = 3
# Whoever writes so much to a single question has answered it; and to one that bears too few words
# of its own to be compared ("Is there any way?").
ENOUGH = 6
FEW = 3
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_CLOSING = re.compile(r"[\s\"'»”)\]]+$")
_NAMED = re.compile(r"(?<=[a-zà-ÿ,;:] )[A-ZÀ-Ý][a-zà-ÿ]{2,}")


@dataclass(frozen=True, slots=True)
class Question:
    """One of them: as it was asked, and folded for comparing."""

    text: str
    folded: str


def asked(text: str) -> list[Question]:
    """The questions of a mail; courtesy left out, and what stands in quotes of earlier mails."""
    found: dict[str, Question] = {}
    for sentence in sentences(_ADDRESS.sub(" ", own_words(text))):
        folded = plain(sentence)
        is_asked = _CLOSING.sub("", folded).endswith("?") or words.INDIRECT.search(folded)
        if is_asked and not words.COURTESY.search(folded) and stems(sentence):
            found.setdefault(folded, Question(sentence, folded))
    return list(found.values())


def unanswered(mail: str, answer: str, files: int) -> Iterator[Finding]:
    """Those of which the answer says nothing. Where both are not in one language, words cannot be
    compared, and nothing is said."""
    questions = asked(mail)
    said = plain(answer)
    if not questions or not said.strip() or words.LATER.search(said):
        return
    if _answers_by_number(said, len(questions)) or not _in_one_tongue(mail, answer):
        return
    if len(stems(answer)) >= ENOUGH:
        if len(questions) == 1:
            return
        questions = [one for one in questions if len(stems(one.text)) >= FEW]
    open_ones = [one for one in questions if not _is_answered(one, answer, said, files)]
    # One "yes" does not answer three: each has to be spoken of.
    for one in open_ones[:MOST]:
        yield Finding(Kind.QUESTION, _short(one.text))


def _is_answered(one: Question, answer: str, said: str, files: int) -> bool:
    """Whether anything in the letter speaks for it."""
    if stems(one.text) & stems(answer) or (files and words.SEND.search(one.folded)):
        return True
    if words.WHO.search(one.folded):
        return _NAMED.search(answer) is not None
    for wanted, given in words.ANSWERED_BY:
        if wanted.search(one.folded):
            return given.search(said) is not None
    if words.OPEN.search(_begun(one.folded)):
        return words.SAYS_WHY.search(said) is not None
    return words.YES_OR_NO.search(said) is not None


def _begun(question: str) -> str:
    """Its first words: what asks for more than a yes stands there."""
    return " ".join(question.lstrip(" -*•¿").split()[:3])


def _answers_by_number(said: str, count: int) -> bool:
    return count > 1 and len(words.NUMBERED.findall(said)) >= count


def _in_one_tongue(mail: str, answer: str) -> bool:
    one, other = tongue_of(mail), tongue_of(answer)
    return not one or not other or one == other


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:158].rstrip()} …"
