"""File a mail that was read: its conversation, message, people, attachments and event."""

import hashlib
from datetime import datetime, timedelta

from rapport.clients.models import Client
from rapport.engine.mail import Address, Limits, Parsed, Reading
from rapport.engine.mail.replies import Folded
from rapport.inbox import proposals
from rapport.inbox.models import Conversation, Mention, Message, RawMail
from rapport.inbox.operations import (
    attaching,
    bounces,
    joining,
    participants,
    reachability,
    receiving,
)
from rapport.inbox.operations.dossier import EARLIEST, Dossier
from rapport.inbox.operations.placing import parents_of, place
from rapport.inbox.operations.senders import identify
from rapport.inbox.queries import parties
from rapport.inbox.queries.people import addresses_of, look_up, spelled
from rapport.lib.inserting import insert_unless_there
from rapport.lib.visibility import Turn
from rapport.workspaces.operations.numbers import next_number

# The parser keeps to it; its word is not taken for it.
LONGEST_BODY = Limits().text
MOST_HANDED = 20


def prepare(raw: RawMail, reading: Reading) -> Dossier:
    """Find out everything about a mail; writes nothing."""
    assert reading.parsed is not None  # noqa: S101 - for the type checker
    parsed, workspace = reading.parsed, raw.workspace
    domain = spelled(parsed.author.email).rpartition("@")[2] if parsed.author else ""
    book = look_up(_addresses(raw, parsed), domain=domain)
    sender = identify(raw, parsed, reading.outcome, book)
    where = place(
        parsed, sender, is_history=raw.is_history, epoch=workspace.epoch, aliases=book.aliases
    )
    mail = Dossier(raw, reading, parsed, workspace, sender, where, book, _hash(parsed))
    mail.written_at = _written_at(raw, parsed)
    _compare(mail)
    return mail


def _addresses(raw: RawMail, parsed: Parsed) -> list[str]:
    """Whom it names, and to whom it was handed over: who was copied blindly stands there alone."""
    named = [address.email for address in addresses_of(parsed)]
    handed = [*(raw.envelope or {}).get("to", ()), *parsed.delivered_to]
    return [*named, *(spelled(email) for email in handed[:MOST_HANDED])]


def file(mail: Dossier, *, at: datetime) -> Message:
    """Write it all down, inside the transaction that gives the mail its outcome."""
    conversation, is_new = mail.place.into, mail.place.into is None
    if conversation is None:
        conversation = _open(mail, at)
    message = _message(mail, conversation, at)
    message.save(force_insert=True)
    _remember(mail, conversation)
    is_internal = message.kind == Message.Kind.NOTE and not mail.raw.is_history
    participants.join(mail, conversation, is_internal=is_internal, at=at)
    attaching.keep(mail, message, at=at)
    if mail.place.absorb:
        joining.join(conversation, mail.place.absorb)
    if mail.reading.outcome.kind == "bounce":
        bounces.note(mail.reading.outcome.bounces, message, at=at)
    elif mail.reading.outcome.kind == "auto-reply" and not mail.raw.is_history:
        reachability.note_absence(mail.parsed, message, at=at)
    if mail.raw.is_history:
        receiving.quietly(conversation, message, is_new=is_new)
    else:
        receiving.live(conversation, message, is_new=is_new, at=at)
        joining.reunite(conversation, mail.place.reunites, at=at)
    return message


def _compare(mail: Dossier) -> None:
    """A duplicate is the same channel, Message-ID and content; other content makes a twin."""
    raw, parsed = mail.raw, mail.parsed
    if not parsed.message_id:
        twins = RawMail.objects.filter(sha256=raw.sha256, mailbox=raw.mailbox_id, pk__lt=raw.pk)
        mail.is_duplicate = twins.filter(message__isnull=False).exists()
        return
    if not mail.place.is_known:
        return
    same_id = Message.objects.filter(message_id=parsed.message_id[:500])
    for kind, content_hash, mailbox in same_id.values_list(
        "kind", "content_hash", "raw__mailbox_id"
    ):
        ours = kind == Message.Kind.OUT and mail.book.is_ours(mail.sender.email)
        if ours or (content_hash == mail.content_hash and mailbox == raw.mailbox_id):
            mail.is_duplicate = True
    mail.is_twin = not mail.is_duplicate


def _hash(parsed: Parsed) -> str:
    """Over what a person reads; what servers on the way add does not count."""
    state = hashlib.sha256()
    authors = ",".join(spelled(address.email) for address in parsed.from_)
    files = [attachment.sha256 for attachment in parsed.attachments]
    for part in (authors, parsed.subject, parsed.text, parsed.html, *files):
        state.update(part.encode())
        state.update(b"\0")
    return state.hexdigest()


def _written_at(raw: RawMail, parsed: Parsed) -> datetime:
    """History is ordered by its Date headers, live mail by when it came."""
    latest = raw.received_at + timedelta(days=1)
    if raw.is_history and parsed.date and EARLIEST < parsed.date < latest:
        return parsed.date
    return raw.received_at


def _open(mail: Dossier, at: datetime) -> Conversation:
    """A new conversation. History is closed and nobody's turn; what answers itself is set aside."""
    raw, sender, parsed = mail.raw, mail.sender, mail.parsed
    quiet = raw.is_history or mail.is_automatic
    proposal = "" if sender.contact or sender.is_staff else proposals.aside(parsed, sender.email)
    spam = mail.reading.outcome.kind == "spam"
    opened = Conversation(
        workspace=mail.workspace,
        number=next_number(mail.workspace, "conversation"),
        subject=parsed.subject[:500],
        client=sender.client or _client_of_addressees(mail),
        project=mail.place.project,
        mailbox=raw.mailbox,
        turn=Turn.NOBODY if quiet else Turn.US,
        turn_since=mail.written_at,
        correspondent=sender.name[:200],
        preview=receiving.preview_of(mail.visible_text),
        is_history=raw.is_history,
        started_at=mail.written_at,
        last_message_at=mail.written_at,
        closed_at=mail.written_at if raw.is_history else None,
        set_aside_at=at if (spam or mail.is_automatic) and not raw.is_history else None,
        aside_proposal=proposal,
        resembles=mail.place.resembles,
        is_suspicious=sender.is_suspicious,
    )
    opened.save(force_insert=True)
    return opened


def _client_of_addressees(mail: Dossier) -> Client | None:
    """Of a mail that one of us wrote: whose project it was sent to, or the client it went to."""
    if not mail.sender.is_staff:
        return None
    if mail.place.project is not None:
        return mail.place.project.client
    return next((contact.client for contact in mail.book.contacts.values()), None)


def _message(mail: Dossier, conversation: Conversation, at: datetime) -> Message:
    parsed, sender, place_ = mail.parsed, mail.sender, mail.place
    folded = mail.reading.folded or Folded(parsed.text)
    return Message(
        workspace=mail.workspace,
        conversation=conversation,
        kind=_kind(mail),
        raw=mail.raw,
        message_id=parsed.message_id[:500],
        in_reply_to=parsed.in_reply_to[:500],
        content_hash=mail.content_hash,
        author=sender.member,
        contact=None if sender.is_suspicious else sender.contact,
        from_name=sender.name[:200],
        from_email=sender.email,
        reply_to=_reply_to(parsed, sender.email),
        to=_pairs(parsed.to),
        cc=_pairs(parsed.cc),
        subject=parsed.subject[:500],
        text=parsed.text[:LONGEST_BODY],
        html=parsed.html[:LONGEST_BODY],
        visible_text=folded.visible[:LONGEST_BODY],
        quoted_text=folded.quoted[:LONGEST_BODY],
        signature_text=folded.signature[:LONGEST_BODY],
        is_unverified=place_.is_unverified or (sender.is_report and not mail.raw.is_history),
        is_suspicious=sender.is_suspicious,
        proof=sender.proof.value if sender.proof else "",
        is_twin=mail.is_twin,
        is_automatic=mail.is_automatic,
        written_at=mail.written_at,
        sent_at=parsed.date or mail.written_at,
        created_at=at,
    )


def _kind(mail: Dossier) -> str:
    """What one of us wrote to the client is ours; what stayed among us, or went to third parties
    out of the client's conversation, is a note."""
    if not mail.sender.is_staff:
        return Message.Kind.IN
    talk = mail.place.into
    if talk and talk.is_side and mail.sender.member and parties.is_asked(talk, mail.sender.member):
        return Message.Kind.IN
    everybody = {spelled(address.email) for address in (*mail.parsed.to, *mail.parsed.cc)}
    outside = {email for email in everybody if not mail.book.is_ours(email)}
    return Message.Kind.OUT if _reaches_client(mail, outside) else Message.Kind.NOTE


def _reaches_client(mail: Dossier, outside: set[str]) -> bool:
    talk = mail.place.into
    if talk is None or mail.raw.is_history:
        return bool(outside)
    people = mail.place.participants
    if any(email in people and people[email].is_verified for email in outside):
        return True
    clients = {mail.book.contacts[email].client_id for email in outside & set(mail.book.contacts)}
    return talk.client_id in clients if talk.client_id else bool(outside)


def _remember(mail: Dossier, conversation: Conversation) -> None:
    """Index the ids. What an unproved sender merely names is not believed to belong here."""
    own = mail.parsed.message_id if len(mail.parsed.message_id) <= 500 else ""
    names = parents_of(mail.parsed, mail.sender.reported_ids)
    if mail.place.is_unverified or mail.sender.is_suspicious or mail.sender.is_report:
        names = ()
    rows = [
        Mention(
            workspace=mail.workspace, identifier=name, conversation=conversation,
            is_own=name == own,
        )
        for name in dict.fromkeys((own, *names))
        if name
    ]  # fmt: skip
    if rows:
        insert_unless_there(*rows)
    if own and mail.place.is_mentioned and not mail.is_twin:
        Mention.objects.filter(identifier=own, is_own=False).update(
            is_own=True, conversation=conversation
        )


def _reply_to(parsed: Parsed, sender: str) -> str:
    """Where they want the answer, only if that is somewhere else; it is shown beside the name."""
    if not parsed.reply_to:
        return ""
    wanted = spelled(parsed.reply_to[0].email)
    return "" if wanted == sender else wanted


def _pairs(addresses: tuple[Address, ...]) -> list[list[str]]:
    return [[address.name[:200], address.email[:320]] for address in addresses[:200]]
