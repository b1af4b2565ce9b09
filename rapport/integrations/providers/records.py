"""What every vendor's messages are turned into, what we hand to vendors, and what can go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

# What somebody filled in about their account with a vendor, by the name of the field.
Account = Mapping[str, str]
# Several things that a vendor told, each with the vendor's own id, as it is kept and read.
Told = list[tuple[str, bytes]]
# The same with when the vendor had each, in seconds since 1970.
Recalled = list[tuple[str, bytes, float]]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a vendor's account needs. What we can make up ourselves need not be given."""

    name: str
    is_secret: bool = False
    is_required: bool = True
    is_made_up: bool = False


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a message that still lies with the vendor; `ref` is what the vendor knows it by, or
    of one that `is_here` already, what we know it by ourselves."""

    ref: str
    name: str = ""
    content_type: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message somebody sent us. `sender` is where an answer goes; `author` who of a group."""

    id: str
    sender: str
    name: str = ""
    text: str = ""
    author: str = ""
    files: tuple[RemoteFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message of ours, by the id that the vendor gave it."""

    id: str
    has_failed: bool = False
    # In the vendor's words.
    said: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """What is told of a call: that it is over, or where its recording lies. `other` is the number
    at the other end, `ended_at` seconds since 1970."""

    id: str
    other: str
    is_incoming: bool = True
    is_over: bool = True
    is_missed: bool = False
    seconds: int = 0
    ended_at: float | None = None
    recording: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """All that one request of a vendor told us."""

    messages: tuple[Incoming, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    calls: tuple[Called, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of ours: its bytes, or for a vendor that fetches it itself an address, good for a
    while. `kind` is what the vendor calls such a file."""

    kind: str
    name: str
    content_type: str
    size: int
    content: bytes = b""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A template that the vendor approved, with what stands in its gaps, in their order."""

    key: str
    name: str
    language: str
    # [(part of the template, name of the gap, words)]
    values: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of ours. The key stays the same however often it is tried."""

    key: str
    to: str
    text: str
    # Where the vendor may tell what became of it.
    callback: str = ""
    files: tuple[Enclosed, ...] = ()
    # In place of words of our own.
    template: Filled | None = None
    # The time for free answers is over: a person of ours wrote it nevertheless.
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """What is to be filled in a template: in which part of it, its name, and an example."""

    part: str
    name: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A template as the vendor keeps it. Gaps stand in the texts as {{name}}; one that may not be
    sent now, or has parts that are not ours to fill, says why."""

    key: str
    name: str
    language: str
    body: str
    state: str
    head: str = ""
    foot: str = ""
    gaps: tuple[Gap, ...] = ()
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a file that came with a message."""

    content: bytes
    content_type: str = ""


class Unreadable(Exception):
    """What came is not in the vendor's format."""


class NotTaken(Exception):
    """The vendor will not take this message for this person, however often it is tried."""


class NotNow(Exception):
    """Nobody has got it, and it may be tried again: after so many seconds, if the vendor said."""

    def __init__(self, said: str, *, after: float | None = None, is_account: bool = False) -> None:
        super().__init__(said)
        self.after = after
        # The account is at fault: nothing else gets through either until somebody sees to it.
        self.is_account = is_account


class Unsure(Exception):
    """It may have got through or not: only a person can say whether to try again."""
