"""The two faces of one report: everything for us, and what one contact sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.clients.models import Contact
from rapport.reports import wording
from rapport.reports.facts import SECTIONS, Citation, Fact, shown_to


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line: words, tone, sources, and whether it stays inside."""

    text: str
    tone: str
    cites: tuple[Citation, ...]
    internal: bool
    level: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: list[Sentence]


def internal(facts: Sequence[Fact]) -> list[Section]:
    """Everything; lines that stay inside are marked."""
    return _sections(facts)


def for_contact(facts: Sequence[Fact], contact: Contact) -> list[Section]:
    """What this contact sees at the level of detail they chose, without sources."""
    return _sections(shown_to(facts, contact.detail))


def _sections(facts: Sequence[Fact]) -> list[Section]:
    found = []
    for name in SECTIONS:
        lines = [
            Sentence(wording.sentence(fact), fact.tone, fact.cites, fact.internal, fact.level)
            for fact in facts
            if fact.section == name
        ]
        if lines:
            found.append(Section(wording.title(name), lines))
    return found
