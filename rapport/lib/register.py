"""What apps offer at a place of another: pages, parts and links, added when their routes load."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from rapport.lib.permissions import Permission


class Offer(Protocol):
    """A route, who may follow it, and where among the others it stands."""

    @property
    def order(self) -> int:
        """Lower comes first."""

    @property
    def url_name(self) -> str:
        """By which it is known."""

    @property
    def permission(self) -> Permission:
        """Who is offered it."""


T = TypeVar("T", bound=Offer)


class Register(Generic[T]):
    """The offers of one place, each once, in their order."""

    def __init__(self) -> None:
        self._offers: list[T] = []

    def __iter__(self) -> Iterator[T]:
        return iter(self._offers)

    def add(self, offer: T) -> None:
        """Add an offer; once is enough."""
        if all(known.url_name != offer.url_name for known in self._offers):
            self._offers.append(offer)
            self._offers.sort(key=lambda known: known.order)

    def held_by(self, role: str) -> list[T]:
        """The offers to somebody of this role."""
        return [known for known in self._offers if known.permission.held_by(role)]
