"""What the mail engine takes and gives: plain, frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: the display name, decoded, and the address as it was written."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One part that is not body text. `name` is empty where the mail gives none."""

    name: str
    content_type: str
    size: int
    sha256: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Headers:
    """Every header in its order, decoded; asked for by name, whatever its case."""

    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """The first value of a header."""
        return next(self.all(name), default)

    def all(self, name: str) -> Iterator[str]:
        """Every value of a header, in order."""
        wanted = name.lower()
        return (value for key, value in self.pairs if key.lower() == wanted)

    def __contains__(self, name: str) -> bool:
        return any(True for _ in self.all(name))


@dataclass(frozen=True, slots=True)
class Parsed:
    """A mail, decoded: valid Unicode throughout, no NUL, line ends as one LF."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    from_: tuple[Address, ...] = ()
    sender: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    headers: Headers = Headers()
    defects: tuple[str, ...] = ()

    @property
    def author(self) -> Address | None:
        """Who speaks: the From mailbox, only where there is exactly one."""
        return self.from_[0] if len(self.from_) == 1 else None

    @property
    def auto_submitted(self) -> str:
        """The keyword of Auto-Submitted (RFC 3834) in lower case; empty where absent."""
        return self.headers.get("Auto-Submitted").split(";")[0].strip().lower()

    @property
    def list_id(self) -> str:
        """The mailing list this came through, if any."""
        return self.headers.get("List-Id") or self.headers.get("List-Post")

    @property
    def authentication_results(self) -> tuple[str, ...]:
        """What mail servers say they verified. Trust only those named as your own."""
        return tuple(self.headers.all("Authentication-Results"))

    @property
    def delivered_to(self) -> tuple[str, ...]:
        """Where the last servers say they put it, for finding a signed reply address."""
        names = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
        return tuple(value for name in names for value in self.headers.all(name))

    @property
    def html_only(self) -> bool:
        """Whether `text` had to be made from the HTML."""
        return "text-from-html" in self.defects
