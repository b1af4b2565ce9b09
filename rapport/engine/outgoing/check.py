"""Look a letter through."""

from __future__ import annotations

from . import attachments, dates_told, placeholders, questions, recipients, tone
from .findings import Finding
from .letter import Around, Letter
from .sentences import own_words

MOST = 8
# A text that is longer than any letter is not read to its end.
LONGEST = 20_000


def check(letter: Letter, around: Around) -> tuple[Finding, ...]:
    """What a second pair of eyes would ask about, the gravest first."""
    text = own_words(letter.text[:LONGEST])
    found = [
        *placeholders.left_in(text),
        *recipients.doubtful(letter, text, around),
        *attachments.missing(text, letter.files),
        *dates_told.contradicted(text, around),
        *questions.unanswered(around.asked[:LONGEST], text, letter.files),
        *tone.missed(text, around.formal),
    ]
    return tuple(found[:MOST])
