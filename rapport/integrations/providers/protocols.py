"""What a vendor's file can do: small capabilities, each asked for where it is needed."""

from collections.abc import Iterator
from typing import ClassVar, Protocol, runtime_checkable

from rapport.integrations.hooks import Hook
from rapport.integrations.providers.limits import Files, Window
from rapport.integrations.providers.records import (
    Account,
    Field,
    File,
    Heard,
    Outgoing,
    Pattern,
    Recalled,
    RemoteFile,
    Told,
)


class Provider(Protocol):
    """Every vendor: its name, which kind of conversation it brings, what its account needs."""

    slug: ClassVar[str]
    name: ClassVar[str]
    medium: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]


@runtime_checkable
class Reads(Protocol):
    """Makes messages of what was kept as it came."""

    def read(self, content: bytes, account: Account) -> Heard:
        """What it tells. Raises `Unreadable` for what is not in its format."""


@runtime_checkable
class Receives(Reads, Protocol):
    """Tells us of messages by requests to our address."""

    # How it signs (see `signatures`), and which field of the account it signs with.
    way: ClassVar[str]
    signed_with: ClassVar[str]
    # What it wants to read once we have it: content and type.
    thanks: ClassVar[tuple[str, str]]

    def id_of(self, hook: Hook) -> str:
        """The vendor's own id of this request, the same when it is sent again; empty: none."""


@runtime_checkable
class Greets(Protocol):
    """Makes sure of our address before it uses it."""

    def greet(self, hook: Hook, account: Account) -> str:
        """What it wants to be answered; empty: it did not say the right word."""


@runtime_checkable
class Sends(Protocol):
    """Takes messages of ours, of so many characters, within its window, with these files."""

    longest: ClassVar[int]
    window: ClassVar[Window]
    files: ClassVar[Files]
    # Knows our key, so that the same message may be handed over twice.
    takes_twice: ClassVar[bool]

    def send(self, message: Outgoing, account: Account, at: float) -> str:
        """Hand it over; the vendor's id of it. Raises `NotTaken`, `NotNow` or `Unsure`."""

    def try_out(self, account: Account, at: float) -> str:
        """See whether the account works; what the vendor calls it. Raises as `send` does."""


@runtime_checkable
class Keeps(Protocol):
    """Keeps the files of messages until we fetch them."""

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """The bytes. Raises `NotTaken` when they are gone, `NotNow` when later may do."""


@runtime_checkable
class Names(Protocol):
    """Tells who somebody is only when asked."""

    def name_of(self, address: str, account: Account) -> str:
        """As they call themselves there; empty: it is not told. Raises as `send` does."""


@runtime_checkable
class Polls(Protocol):
    """Can be asked for what is new, where it cannot reach us."""

    def poll(self, account: Account, cursor: str) -> tuple[Told, str]:
        """What is new (the vendor's id, and what `read` reads) and the next cursor."""


@runtime_checkable
class Meets(Protocol):
    """Lets us say ourselves where it is to send."""

    def meet(self, account: Account, url: str, at: float) -> str:
        """Have the vendor send to this address from now on; empty: it will be asked. What is left
        to be done by hand, or nothing. Raises as `send` does."""


@runtime_checkable
class Approves(Protocol):
    """Takes, where free words are not, templates that it approved beforehand."""

    def patterns(self, account: Account) -> list[Pattern]:
        """All that the account has, whatever their state. Raises as `send` does."""


@runtime_checkable
class Recalls(Protocol):
    """Can be asked again for what it told, or tried to tell, before."""

    # How many minutes lie between two looks, by what asking costs.
    look_every: ClassVar[int]

    def recall(self, account: Account, since: float, at: float) -> Iterator[Recalled]:
        """Pages of what came since (the vendor's id, what `read` reads, and when). A page is asked
        for once the one before is kept. Raises as `send` does."""


@runtime_checkable
class Complains(Protocol):
    """Knows of requests to us that came to nothing."""

    def complaint(self, account: Account, url: str, since: float) -> str:
        """What it says went wrong with them since, in its words; empty: nothing."""
