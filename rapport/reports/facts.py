"""A fact of a report: a code and its values, never a finished sentence.

The same facts make the internal version and each contact's, in any language; a frozen report keeps
them as JSON.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rapport.lib.reader import Detail

SECTIONS = ("progress", "changed", "promises", "risks", "turn", "hours")


@dataclass(frozen=True, slots=True)
class Citation:
    """A record the fact rests on: what it is, its number there, and its reference for people."""

    kind: str
    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """`code` names a sentence in `wording`; `level` is the least detail at which it is shown."""

    section: str
    code: str
    values: Mapping[str, Any]
    cites: tuple[Citation, ...] = ()
    internal: bool = False
    level: int = Detail.HEADLINE
    tone: str = ""


def to_json(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """Plain JSON, in order."""
    return [{**asdict(fact), "level": int(fact.level)} for fact in facts]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """Facts as they were frozen."""
    return [
        Fact(**{**row, "cites": tuple(Citation(**cite) for cite in row["cites"])}) for row in rows
    ]


def shown_to(facts: Iterable[Fact], detail: int) -> list[Fact]:
    """What a contact who chose this detail sees: nothing internal, nothing deeper."""
    return [fact for fact in facts if not fact.internal and fact.level <= detail]
