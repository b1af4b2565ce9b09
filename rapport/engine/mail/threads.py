"""Which conversation a mail belongs to, by the ids it names and never by its subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Conversation = TypeVar("Conversation")
Index = Callable[[Sequence[str]], Mapping[str, Conversation]]


@dataclass(frozen=True, slots=True)
class Placement(Generic[Conversation]):
    """Where a message goes: the conversation of the nearest relative that is known (None opens a
    new one), the id that led there, and conversations that this message shows to be the same."""

    into: Conversation | None
    by: str = ""
    absorb: tuple[Conversation, ...] = ()


def mentions(message_id: str, parents: Sequence[str]) -> tuple[str, ...]:
    """The ids to index under the message's conversation: its own and all it names, so that a
    parent which arrives after its child still finds it."""
    return tuple(dict.fromkeys(name for name in (message_id, *parents) if name))


def place(
    message_id: str, parents: Sequence[str], index: Index[Conversation]
) -> Placement[Conversation]:
    """Find the conversation in one look-up. `parents` is `Parsed.parents`, nearest first.

    Whoever stores the result decides whether to absorb: a sender who is no participant of both
    conversations must not be able to join them.
    """
    names = mentions("", parents) + ((message_id,) if message_id else ())
    if not names:
        return Placement(None)
    known = index(names)
    found = [(name, known[name]) for name in names if name in known]
    if not found:
        return Placement(None)
    by, into = found[0]
    others = dict.fromkeys(home for name, home in found if home != into and name == message_id)
    return Placement(into, by, tuple(others))
