"""One conversation as its page shows it: a fixed number of queries, however long it is."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rapport.engine.mail import shortening
from rapport.inbox.models import Attachment, Conversation, Dispatch, Message, Participant
from rapport.lib.reader import Reader
from rapport.workspaces.prepared import Question

NEWEST = 60


@dataclass(slots=True)
class Entry:
    """A message with what stands under it."""

    message: Message
    files: list[Attachment] = field(default_factory=list)
    dispatch: Dispatch | None = None
    # Still in its undo window.
    leaves_at: datetime | None = None
    # Waits for a moment that its author chose; or the client wrote before it.
    sends_at: datetime | None = None
    is_held: bool = False
    # What recipients' servers said against it.
    refusals: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_beginning(self) -> bool:
        """Whether the text is the beginning of one that is too long for a page."""
        return any(attachment.content_id == shortening.WHOLE for attachment in self.files)

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is on its way any more."""
        over = (Dispatch.State.SENT, Dispatch.State.FAILED)
        return self.dispatch is not None and self.dispatch.state in over


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages, oldest first, and the people."""

    entries: list[Entry]
    participants: list[Participant]
    has_older: bool
    # Participants who wrote something themselves; the others were only copied.
    writers: frozenset[str] = frozenset()

    @property
    def strangers(self) -> list[Participant]:
        """Those nobody has confirmed yet."""
        return [
            person
            for person in self.participants
            if not person.is_verified and person.removed_at is None
        ]


def load(
    conversation: Conversation, reader: Reader, *, at: datetime, whole: bool = False
) -> Thread:
    """Read the newest messages (or all) that this reader may see."""
    if reader.is_contact:
        seen = Message.objects.visible_to(reader).values("pk")
        rows = _messages(conversation.pk).filter(pk__in=seen)
        found = list(rows if whole else rows[: NEWEST + 1])
    else:
        found = (_WHOLE if whole else _NEWEST)(conversation.pk)
    shown = found if whole else found[:NEWEST]
    files: dict[int, list[Attachment]] = defaultdict(list)
    for attachment in _FILES(conversation.pk):
        files[attachment.message_id].append(attachment)
    entries = [_entry(message, files[message.pk], at) for message in reversed(shown)]
    writers = frozenset(message.from_email for message in shown)
    return Thread(entries, _PEOPLE(conversation.pk), len(found) > len(shown), writers)


def _messages(conversation: Any) -> QuerySet[Message]:
    """The latest first."""
    rows: QuerySet[Message] = Message.objects.filter(conversation=conversation)
    rows = rows.select_related("author__user", "dispatch")
    return rows.defer("html", "text", "dispatch__content").order_by("-written_at", "-pk")


_WHOLE = Question(_messages)
_NEWEST = Question(lambda conversation: _messages(conversation)[: NEWEST + 1])
_FILES = Question(
    lambda conversation: (
        Attachment.objects.filter(message__conversation=conversation, is_inline=False)
        .select_related("file")
        .order_by("pk")
    )
)
_PEOPLE = Question(
    lambda conversation: (
        Participant.objects.filter(conversation=conversation)
        .select_related("contact")
        .order_by("pk")
    )
)


def _entry(message: Message, files: list[Attachment], at: datetime) -> Entry:
    entry = Entry(message, files)
    entry.dispatch = getattr(message, "dispatch", None)
    if entry.dispatch is None:
        return entry
    is_ahead = entry.dispatch.not_before > at and entry.dispatch.attempts == 0
    if entry.dispatch.state == Dispatch.State.WAITING and is_ahead:
        if entry.dispatch.scheduled_for is not None:
            entry.sends_at = entry.dispatch.not_before
        else:
            entry.leaves_at = entry.dispatch.not_before
    entry.is_held = entry.dispatch.state == Dispatch.State.HELD
    entry.refusals = [
        (who, said)
        for who, said in entry.dispatch.recipients.items()
        if said not in ("sent", "waiting")
    ]
    return entry


def recipients(thread: Thread, own: frozenset[str]) -> tuple[list[list[str]], list[list[str]]]:
    """Whom an answer goes to: who wrote last, and in copy whom they copied, if proved. Reply-To
    is where they want it; it is shown before sending."""
    proved = {person.email for person in thread.participants if person.is_verified}
    removed = {person.email for person in thread.participants if person.removed_at}
    for entry in reversed(thread.entries):
        message = entry.message
        if message.is_unverified or message.is_suspicious or message.is_automatic:
            continue
        if message.kind == Message.Kind.IN and message.from_email:
            target = _wanted(message, proved)
            others = [*message.to, *message.cc] or _colleagues(thread, message)
            return [[message.from_name, target]], _copies(others, target, proved, own)
        if message.kind == Message.Kind.OUT:
            return _still_here(message.to, removed), _still_here(message.cc, removed)
    first = next((person for person in thread.participants if person.is_verified), None)
    return ([[first.name, first.email]] if first else []), []


def _colleagues(thread: Thread, message: Message) -> list[list[str]]:
    """What somebody wrote in the portal names nobody: those of their company who follow along."""
    if message.raw_id is not None or message.contact_id is None:
        return []
    known = [(one, one.contact.client_id) for one in thread.participants if one.contact]
    home = {client for one, client in known if one.contact_id == message.contact_id}
    return [[one.name, one.email] for one, client in known if client in home]


def _still_here(people: list[list[str]], removed: set[str]) -> list[list[str]]:
    """All but those who were taken out since."""
    return [[name, email] for name, email in people if email.lower() not in removed]


def _wanted(message: Message, proved: set[str]) -> str:
    """Where they want the answer. Somebody who calls himself a contact of ours and is not proved
    does not lead the answer astray: it goes to the address that we know."""
    is_sure = message.proof in ("", Message.Proof.PASSED) or message.contact_id is None
    if message.reply_to and (is_sure or message.reply_to in proved):
        return message.reply_to
    return message.from_email


def _copies(
    people: list[list[str]], target: str, proved: set[str], own: frozenset[str]
) -> list[list[str]]:
    return [
        [name, email]
        for name, email in people
        if email.lower() in proved and email.lower() != target and email.lower() not in own
    ]
