"""The two faces of one report: everything for us, and what one contact sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapport.clients.models import Contact
from rapport.reports import wording
from rapport.reports.facts import SECTIONS, Citation, Fact, shown_to


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence comes from, as a link; without an address it leads nowhere any more."""

    label: str
    url: str


SourceOf = Callable[[Citation], Source]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line: words, tone, and whether it stays inside; sources only for us."""

    text: str
    tone: str
    internal: bool
    level: int
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: list[Sentence]


def internal(facts: Sequence[Fact], source_of: SourceOf | None = None) -> list[Section]:
    """Everything; lines that stay inside are marked, and lead to what they rest on."""
    return _sections(facts, source_of)


def for_contact(facts: Sequence[Fact], contact: Contact) -> list[Section]:
    """What this contact sees at the level of detail they chose, without sources."""
    return _sections(shown_to(facts, contact.detail, contact.pk), None)


def _sections(facts: Sequence[Fact], source_of: SourceOf | None) -> list[Section]:
    found = []
    for name in SECTIONS:
        lines = [
            Sentence(
                wording.sentence(fact),
                fact.tone,
                fact.internal,
                fact.level,
                tuple(source_of(cite) for cite in fact.cites) if source_of else (),
            )
            for fact in facts
            if fact.section == name
        ]
        if lines:
            found.append(Section(wording.title(name), lines))
    return found
