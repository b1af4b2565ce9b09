"""What somebody writes: the value that forms make and operations take."""

from dataclasses import dataclass

from rapport.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Letter:
    """Text to whom, with what. Addresses are spelled in lower case; `to` is [(name, address)]."""

    text: str
    to: tuple[tuple[str, str], ...] = ()
    cc: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    files: tuple[StoredFile, ...] = ()
    # The digest of the form it came in; sent again, it makes no second mail.
    once: str = ""
    # Somebody has seen that one of the addressees belongs to the other party.
    across: bool = False
    # "mail" or "chat", where its author chose between them; else it goes where they last wrote.
    by: str = ""
    # The last message that its author had seen: an answer of another that came later stops it.
    after: int | None = None
    # Whoever carries it approved its words beforehand: they go where free ones may not.
    is_approved: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """Everybody who gets it, once each."""
        return tuple(dict.fromkeys(address.lower() for _, address in (*self.to, *self.cc)))
