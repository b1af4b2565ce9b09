"""Which conversation a mail belongs to, and as whom its writer is there: all rules of threading
and identity. By the ids and addresses it names, never by a number or its subject.

What leads is looked for in the order of this table, and the first that is found decides; as whom
somebody writes is looked for from left to right. What an id leads to, no address leads elsewhere.

| what leads there            | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |
|-----------------------------|---|---|---|---|---|---|---|---|---|
| an id that we hold          | R | J | J | J | S | U | U | U | U |
| an id that is only named    | R | J | J | J | S | U | R | R | R |
| its signed address          | R | J | J | J | S | U | U | U | U |
| one signed before a restore | R | R | R | R | R | R | R | R | R |
| its own address (alias)     | N | N | J | J | S | U | U | N | U |
| a project's address (alias) | N | N | T | N | N | N | T | N | V |
| addresses of several        | N | N | N | N | N | N | N | N | N |
| nothing                     | N | N | N | N | N | N | N | N | N |

1 whose address was disproved, 2 a delivery report, 3 one of us, 4 who takes part, 5 who is talked
to on its side, 6 who is in it unconfirmed, 7 somebody we know, of its client, 8 of another client,
9 nobody we know. (Nobody takes part in a project's address, so 4, 5 and 6 do not arise there.)

J joins: what they write counts. S joins what is talked on its side. U joins unverified: shown as
such, starts nothing and is seen by no client, until one of us confirms them. R begins anew and
resembles: a link that only we see. N begins anew and is tied to nothing. T begins anew there, in
the project; V the same, unverified.

An address that people chose may be guessed or passed on: it leads nobody into what belongs to
another client, and whom we do not know only to a place where somebody looks at them first.

A mail that names what one conversation holds, and is itself named in another, is the missing middle
of a thread that was torn. Whether the two become one, by as whom its writer stands to each:

| in the one | in the other | of an archive | live        |
|------------|--------------|---------------|-------------|
| 3, 4       | 3, 4         | one           | one         |
| 3, 4       | any other    | one           | stay two    |
| any other  | any          | one           | stay two    |

Live ones become one as by hand: for an hour they can be taken apart. What nobody may unite by hand
without looking first (people of several clients, what is talked on a side) stays two.

Who writes in a chat, by what their browser shows; what they say of themselves proves nothing:

| what it shows                                        | new session | already proved as another |
|------------------------------------------------------|-------------|---------------------------|
| its own token alone                                  | nobody      | stays                     |
| a name or an address that was typed                  | claim       | stays                     |
| signed by the site, without an address it has proved | claim       | stays                     |
| signed by the site, an address it has proved         | that person | begins anew               |
| a note of our own portal                             | that person | begins anew               |
| signed with what does not fit, or long ago           | nobody      | stays                     |

That person is the contact of this workspace with the address, else whoever it is has proved the
address and is nobody's contact. They see what was said wherever they proved the same one.

An answer goes where the person last wrote (by mail, in the chat), unless one of us says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
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


class Lead(Enum):
    """What in a mail leads somewhere."""

    HELD = "an id that we hold"
    NAMED = "an id that is only named"
    SIGNED = "a signed address"
    OUTDATED = "an address signed before a restore"
    OWN_ADDRESS = "the conversation's own address"
    PROJECT_ADDRESS = "a project's address"


class Who(Enum):
    """As whom its writer stands to what it leads to."""

    DISPROVED = "disproved"
    REPORT = "a report"
    OURS = "one of us"
    PARTICIPANT = "takes part"
    ASIDE = "is talked to on its side"
    UNCONFIRMED = "unconfirmed"
    OF_CLIENT = "known, of this client"
    OF_ANOTHER = "known, of another client"
    STRANGER = "nobody we know"


class Step(Enum):
    """What becomes of the mail."""

    JOIN = "joins"
    JOIN_SIDE = "joins the side"
    JOIN_UNVERIFIED = "joins, unverified"
    RESEMBLE = "begins anew and resembles"
    BEGIN = "begins anew"
    BEGIN_THERE = "begins anew in the project"
    BEGIN_THERE_UNVERIFIED = "begins anew in the project, unverified"


_JOINING = {
    Who.REPORT: Step.JOIN,
    Who.OURS: Step.JOIN,
    Who.PARTICIPANT: Step.JOIN,
    Who.ASIDE: Step.JOIN_SIDE,
    Who.UNCONFIRMED: Step.JOIN_UNVERIFIED,
}
_HELD = _JOINING | dict.fromkeys(
    (Who.OF_CLIENT, Who.OF_ANOTHER, Who.STRANGER), Step.JOIN_UNVERIFIED
)
_TABLE: dict[Lead, Mapping[Who, Step]] = {
    Lead.HELD: _HELD,
    Lead.SIGNED: _HELD,
    Lead.NAMED: _JOINING,
    Lead.OUTDATED: {},
    Lead.OWN_ADDRESS: _HELD | dict.fromkeys((Who.REPORT, Who.OF_ANOTHER), Step.BEGIN),
    Lead.PROJECT_ADDRESS: {
        Who.OURS: Step.BEGIN_THERE,
        Who.OF_CLIENT: Step.BEGIN_THERE,
        Who.STRANGER: Step.BEGIN_THERE_UNVERIFIED,
    },
}
_ADDRESSES = (Lead.OWN_ADDRESS, Lead.PROJECT_ADDRESS)


def step(lead: Lead, who: Who) -> Step:
    """The table above."""
    otherwise = Step.BEGIN if lead in _ADDRESSES else Step.RESEMBLE
    return _TABLE[lead].get(who, otherwise)


def reunites(here: Who, there: Who) -> bool:
    """The table of torn threads, for live mail: whoever could only guess at the ids of one of the
    two conversations must not be able to make them one."""
    return {here, there} <= {Who.OURS, Who.PARTICIPANT}


class Shown(Enum):
    """What the browser of somebody who chats shows of who they are."""

    SESSION = "its own token alone"
    TYPED = "what was typed"
    UNPROVED = "signed by the site, without an address it has proved"
    SIGNED = "signed by the site, an address it has proved"
    PORTAL = "a note of our own portal"
    FORGED = "signed with what does not fit, or long ago"


class Known(Enum):
    """As whom they stand in their session."""

    NOBODY = "nobody"
    CLAIM = "a claim"
    PERSON = "that person"
    STAYS = "whoever it was"
    ANEW = "that person, in a session of their own"


def known_by(shown: Shown, *, is_another: bool) -> Known:
    """The table of chats; `is_another`: the session was proved to be somebody else's."""
    if shown in (Shown.SIGNED, Shown.PORTAL):
        return Known.ANEW if is_another else Known.PERSON
    if is_another:
        return Known.STAYS
    return Known.CLAIM if shown in (Shown.TYPED, Shown.UNPROVED) else Known.NOBODY
