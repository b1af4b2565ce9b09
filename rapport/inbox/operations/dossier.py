"""Everything that was found out about one mail, before anything is written down."""

from dataclasses import dataclass
from datetime import UTC, datetime

from rapport.engine.mail import Parsed, Reading
from rapport.inbox.models import RawMail
from rapport.inbox.operations.placing import Place
from rapport.inbox.operations.senders import Sender
from rapport.inbox.queries.people import AddressBook
from rapport.workspaces.models import Workspace

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Dossier:
    """One mail, who speaks in it, and where it goes."""

    raw: RawMail
    reading: Reading
    parsed: Parsed
    workspace: Workspace
    sender: Sender
    place: Place
    book: AddressBook
    content_hash: str
    is_duplicate: bool = False
    is_twin: bool = False
    written_at: datetime = EARLIEST

    @property
    def visible_text(self) -> str:
        """What the person wrote this time."""
        folded = self.reading.folded
        return folded.visible if folded else self.parsed.text

    @property
    def is_automatic(self) -> bool:
        """A bounce or an automatic answer: shown, and starts nothing."""
        return self.reading.outcome.kind in ("bounce", "auto-reply")
