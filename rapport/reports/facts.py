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
    # The id of the one contact it concerns, as a question does that was asked of them; 0: all.
    only_for: int = 0


def to_json(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """Plain JSON, in order."""
    return [{**asdict(fact), "level": int(fact.level)} for fact in facts]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """Facts as they were frozen."""
    return [
        Fact(**{**row, "cites": tuple(Citation(**cite) for cite in row["cites"])}) for row in rows
    ]


def shown_to(facts: Iterable[Fact], detail: int, contact_id: int) -> list[Fact]:
    """What this contact sees: nothing internal, nothing deeper, nothing of a colleague alone."""
    return [
        fact
        for fact in facts
        if not fact.internal and fact.level <= detail and fact.only_for in (0, contact_id)
    ]
