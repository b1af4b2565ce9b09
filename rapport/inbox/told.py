"""Dates that a client was told: apps above say where else they were than in letters."""

from collections.abc import Callable, Iterable, Iterator

from rapport.engine.outgoing import Told
from rapport.inbox.models import Conversation
from rapport.lib.reader import Reader

Teller = Callable[[Conversation, Reader], Iterable[Told]]
_tellers: list[Teller] = []


def register(teller: Teller) -> Teller:
    """Have letters held against what it knows."""
    _tellers.append(teller)
    return teller


def of(conversation: Conversation, reader: Reader) -> Iterator[Told]:
    """Whatever was told to the client of this conversation, as far as the reader may know."""
    for teller in _tellers:
        yield from teller(conversation, reader)
