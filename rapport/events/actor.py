"""Who acts, as the stream records it."""

from dataclasses import dataclass
from typing import Protocol


class Acts(Protocol):
    """A member or a contact: has a kind and an id."""

    @property
    def actor_kind(self) -> str: ...

    @property
    def pk(self) -> int: ...


@dataclass(frozen=True, slots=True)
class System:
    """The product itself, where no person acted."""

    actor_kind: str = "system"
    pk: int = 0


SYSTEM = System()
