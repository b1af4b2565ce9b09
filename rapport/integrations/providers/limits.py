"""What a vendor says it takes: until when answers, and which files."""

from collections.abc import Iterator
from dataclasses import dataclass

MB = 1024 * 1024
OFFICE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
)
ANYTHING: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """In how many hours after their last word it takes what we write; 0: always. Until `by_hand`
    hours it takes what a person of ours wrote, marked as such."""

    hours: int = 0
    by_hand: int = 0

    @property
    def longest(self) -> int:
        """The hours after which nothing written freely is taken."""
        return max(self.hours, self.by_hand)


@dataclass(frozen=True, slots=True)
class Kind:
    """Files that a vendor takes in one manner: what it calls them, of which types (none: any), how
    many bytes, and how many characters may be written under one."""

    name: str
    types: tuple[str, ...]
    largest: int
    caption: int = 0

    def takes(self, content_type: str) -> bool:
        """Whether a file of this type is one."""
        return not self.types or content_type in self.types


@dataclass(frozen=True, slots=True)
class Files:
    """All kinds, the first that fits counts; how many one message of ours may have; whether the
    vendor fetches them from us itself, and takes all of them at once."""

    kinds: tuple[Kind, ...] = ()
    most: int = 10
    are_fetched: bool = False
    go_together: bool = False

    def kind_of(self, content_type: str, size: int) -> Kind | None:
        """As what it would go; None where it would not."""
        fit = (kind for kind in self.of_type(content_type) if size <= kind.largest)
        return next(fit, None)

    def largest(self, content_type: str) -> int:
        """How many bytes one of this type may have; 0: it is not taken at all."""
        return max((kind.largest for kind in self.of_type(content_type)), default=0)

    def of_type(self, content_type: str) -> Iterator[Kind]:
        """The kinds that a file of this type may be."""
        return (kind for kind in self.kinds if kind.takes(content_type))


NO_FILES = Files()
ALWAYS = Window()
