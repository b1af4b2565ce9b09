"""A letter that is about to go out, and what it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a letter goes to. `party` is the client they belong to, empty where unknown."""

    email: str
    name: str = ""
    party: str = ""
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """Its own words and whom it goes to."""

    text: str
    to: Sequence[Person] = ()
    cc: Sequence[Person] = ()
    files: int = 0

    @property
    def everybody(self) -> tuple[Person, ...]:
        """Whoever gets it."""
        return (*self.to, *self.cc)


@dataclass(frozen=True, slots=True)
class Told:
    """A date that was told for something, as a promise or in an earlier letter of ours."""

    what: str
    day: date
    is_promise: bool = True


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around the letter. `asked` is what the client wrote last; `own_party` whose
    conversation it is; `formal` how they want to be spoken to, None where nobody said."""

    today: date
    asked: str = ""
    told: Sequence[Told] = field(default=())
    own_party: str = ""
    is_mixed: bool = False
    # Among us, or with somebody whom the client knows nothing of: whose people they are is another
    # question there.
    is_inside: bool = False
    formal: bool | None = None
