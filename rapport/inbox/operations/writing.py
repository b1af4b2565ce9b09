"""What we write: replies, new conversations, internal notes. A mail waits out its undo window."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Client
from rapport.engine.mail import Address, Outgoing, Unsendable, compose
from rapport.engine.mail import Attachment as Part
from rapport.engine.outgoing import VARIABLE
from rapport.events.operations.stream import publish
from rapport.files import disk
from rapport.files.models import StoredFile
from rapport.inbox import carriers, events, reply_addresses
from rapport.inbox.models import (
    Attachment,
    Conversation,
    Dispatch,
    Draft,
    Mailbox,
    Mention,
    Message,
    Participant,
)
from rapport.inbox.operations import crossing, following, later
from rapport.inbox.operations.letters import Letter
from rapport.inbox.operations.receiving import preview_of
from rapport.inbox.queries import answering, mentions, parties, references
from rapport.inbox.queries.people import AddressBook, look_up
from rapport.inbox.queries.signatures import signature_for
from rapport.lib.inserting import insert_unless_there
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.projects.models import Project
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations import submissions
from rapport.workspaces.operations.numbers import next_number
from rapport.workspaces.prepared import Question, Removal

UNDO = timedelta(seconds=10)
MOST_REFERENCES = 20
_SENDS_FIRST = Question(lambda: Mailbox.objects.sending().order_by("pk"))
_USE_UP_NEW = Removal(lambda member: Draft.objects.filter(member_id=member, conversation=None))


class NotSent(Refused):
    """A mail that cannot go out as it is; the draft stays."""


@transaction.atomic
def reply(
    conversation: Conversation, *, letter: Letter, by: Member, at: datetime,
    undo: timedelta = UNDO, leaves_at: datetime | None = None,
) -> Message:  # fmt: skip
    """Queue an answer. It leaves when the undo window is over, or at the moment `leaves_at`, on the
    way of its conversation; the draft is used up."""
    way = answering.way_of(conversation, at=at, by=letter.by)
    if way is None:
        _sent_from(conversation)
    else:
        letter = _going(way, letter, conversation)
        undo = timedelta() if way.is_at_once else undo
    _check(letter, conversation)
    crossing.check(conversation, letter, by=by)
    if leaves_at is not None:
        later.check(leaves_at, at)
    submissions.take(conversation.workspace_id, digest=letter.once, at=at)
    if not letter.subject:
        letter = replace(letter, subject=_answered(conversation.subject))
    message = _write(conversation, letter, by, at, kind=Message.Kind.OUT, leaves_at=leaves_at)
    if leaves_at is None:
        show(conversation, message)
    content = b""
    if way is None:
        _join(conversation, letter, look_up(letter.addresses), at)
        content = _composed(message, letter, by, references.before(message))
    dispatch = _dispatch(message, letter, content, leaves_at or at + undo)
    if leaves_at is not None:
        # A try counts from its moment on, and so do the days after which it is given up.
        dispatch.scheduled_for = dispatch.created_at = leaves_at
    _queue(dispatch, message, by=by, at=at)
    if not letter.is_approved:
        Draft.objects.filter(member=by, conversation=conversation).delete()
    return message


@transaction.atomic
def begin(
    workspace: Workspace,
    *,
    letter: Letter,
    by: Member,
    at: datetime,
    client: Client | None = None,
    project: Project | None = None,
) -> Message:
    """Begin a conversation with a mail of ours."""
    _check(letter, None)
    if not letter.subject:
        raise NotSent(_("Please give it a subject, so that they know what it is about."))
    submissions.take(workspace.pk, digest=letter.once, at=at)
    book = look_up(letter.addresses)
    first = next(iter(book.contacts.values()), None)
    conversation = Conversation(
        workspace=workspace,
        number=next_number(workspace, "conversation"),
        subject=letter.subject[:500],
        client=project.client if project else client or (first.client if first else None),
        project=project,
        mailbox=_SENDS_FIRST.first(),
        assignee=by,
        turn=Turn.US,
        turn_since=at,
        correspondent=(first.name if first else letter.addresses[0])[:200],
        preview=preview_of(letter.text),
        started_at=at,
        last_message_at=at,
    )
    conversation.save(force_insert=True)
    message = send_first(conversation, letter=letter, by=by, at=at)
    _USE_UP_NEW(by.pk)
    return message


def send_first(
    conversation: Conversation, *, letter: Letter, by: Member, at: datetime
) -> Message:  # fmt: skip
    """Queue the first mail of a conversation that was just made, inside the act that made it."""
    message = _write(conversation, letter, by, at, kind=Message.Kind.OUT)
    _join(conversation, letter, look_up(letter.addresses), at)
    content = _composed(message, letter, by, [])
    _queue(_dispatch(message, letter, content, at + UNDO), message, by=by, at=at)
    return message


def _sent_from(conversation: Conversation) -> None:
    """What began in a chat has no mailbox until the first mail goes out of it."""
    if conversation.mailbox_id is None and conversation.channel == Conversation.Channel.CHAT:
        conversation.mailbox = first_mailbox()
        here = Conversation.objects.filter(pk=conversation.pk)
        here.update(mailbox=conversation.mailbox)


def first_mailbox() -> Mailbox | None:
    """What a conversation is sent from that has no mailbox yet."""
    found: Mailbox | None = _SENDS_FIRST.first()
    return found


@transaction.atomic
def note(
    conversation: Conversation,
    *,
    text: str,
    by: Member,
    at: datetime,
    files: tuple[StoredFile, ...] = (),
    once: str = "",
) -> Message:
    """Write a note that no client ever sees; the draft is used up."""
    if not text.strip():
        raise NotSent(_("There is nothing written yet."))
    submissions.take(conversation.workspace_id, digest=once, at=at)
    message = put_note(conversation, Letter(text=text, files=files), by=by, at=at)
    Draft.objects.filter(member=by, conversation=conversation).delete()
    return message


def put_note(conversation: Conversation, letter: Letter, *, by: Member, at: datetime) -> Message:
    """The same beside whatever its author has begun here. Whom it calls follows from now on."""
    message = _write(conversation, letter, by, at, kind=Message.Kind.NOTE)
    show(conversation, message)
    facts = {"message": message.pk, "number": conversation.number}
    publish(events.NOTE_WRITTEN, subject=conversation, by=by, at=at, facts=facts)
    for called in mentions.named_in(letter.text, conversation):
        if called.pk != by.pk:
            following.follow(conversation, who=called, by=by, at=at)
    return message


def show(conversation: Conversation, last: Message) -> None:
    """The date is that of the last word; the preview stays what the client last wrote, since it
    is the reason somebody sees for an answer: never our own words, let alone a note."""
    here = Conversation.objects.filter(pk=conversation.pk)
    here.update(last_message_at=last.written_at)
    heard = Message.objects.filter(conversation=conversation, kind=Message.Kind.IN)
    if last.kind == Message.Kind.OUT and not heard.exists():
        here.update(preview=preview_of(last.visible_text))


def _going(way: carriers.Way, letter: Letter, conversation: Conversation) -> Letter:
    """The letter as it goes on this way, or why it cannot."""
    if refusal := way.refusal or ("" if letter.is_approved else way.closed):
        raise NotSent(refusal)
    if objections := way.objections(letter.files):
        raise NotSent(" ".join(f"{one.name}: {one.why}" for one in objections))
    if way.longest and len(letter.text) > way.longest:
        said = _("%(name)s takes messages of up to %(n)s characters; this one has %(long)s.")
        raise NotSent(
            said % {"name": way.name, "n": way.longest, "long": len(letter.text)}
        )  # fmt: skip
    return replace(letter, to=way.to, cc=(), subject=conversation.subject)


def _check(letter: Letter, conversation: Conversation | None) -> None:
    if not letter.text.strip() and not letter.files:
        raise NotSent(_("There is nothing written yet."))
    if not letter.addresses:
        raise NotSent(_("There is nobody to send it to."))
    if gap := next(VARIABLE.finditer(letter.text), None):
        said = _("%(words)s is still to be filled. Write what belongs there, or take it out.")
        raise NotSent(said % {"words": gap[0]})
    if conversation is None:
        return
    unproved = Participant.objects.filter(
        conversation=conversation, email__in=letter.addresses, is_verified=False, removed_at=None
    )
    if stranger := unproved.first():
        raise NotSent(
            _("%(address)s has not been confirmed as part of this conversation yet.")
            % {"address": stranger.email}
        )
    check_across(conversation, letter)


def check_across(conversation: Conversation, letter: Letter) -> None:
    """Nothing goes to the other party but by somebody who has seen that it would."""
    if letter.across:
        return
    found = parties.across(conversation, letter.addresses)
    if found and conversation.is_side:
        said = _("%(address)s belongs to the client, who is to know nothing of this.")
        raise NotSent(said % {"address": ", ".join(found)})
    if found:
        said = _("%(address)s is only talked to on the side, and would read what the client gets.")
        raise NotSent(said % {"address": ", ".join(found)})


def _write(
    conversation: Conversation, letter: Letter, by: Member, at: datetime, *, kind: str,
    leaves_at: datetime | None = None,
) -> Message:  # fmt: skip
    mailbox = conversation.mailbox
    sender = mailbox.address if mailbox else settings.DEFAULT_FROM_EMAIL
    message = Message(
        workspace=conversation.workspace,
        conversation=conversation,
        kind=kind,
        message_id="" if kind == Message.Kind.NOTE else _new_id(sender),
        author=by,
        from_name=by.name[:200],
        from_email=sender.rpartition("<")[2].strip(">") if kind == Message.Kind.OUT else "",
        to=[list(person) for person in letter.to],
        cc=[list(person) for person in letter.cc],
        subject=letter.subject[:500],
        text=letter.text,
        visible_text=letter.text,
        written_at=leaves_at or at,
        created_at=at,
    )
    message.save(force_insert=True)
    if letter.files:
        Attachment.objects.bulk_create(
            Attachment(workspace=conversation.workspace, message=message, file=file)
            for file in letter.files
        )
    return message


def _dispatch(message: Message, letter: Letter, content: bytes, not_before: datetime) -> Dispatch:
    """Its place in the outbox, under an id that stays; what is no mail has no composed content."""
    return Dispatch(
        workspace=message.workspace,
        message=message,
        mailbox=message.conversation.mailbox,
        header_id=message.message_id,
        sender=message.from_email,
        recipients=dict.fromkeys(letter.addresses, "waiting"),
        content=content,
        not_before=not_before,
        created_at=message.written_at,
    )


def _queue(dispatch: Dispatch, message: Message, *, by: Member, at: datetime) -> None:
    """Put it into the outbox, once."""
    conversation = message.conversation
    dispatch.save(force_insert=True)
    Mention(
        workspace=message.workspace, identifier=message.message_id, conversation=conversation,
        is_own=True,
    ).save(force_insert=True)  # fmt: skip
    if dispatch.scheduled_for is not None:
        later.queued(dispatch, message, by=by, at=at)
        return
    publish(
        events.MESSAGE_QUEUED, subject=conversation, by=by, at=at,
        facts={"message": message.pk, "number": conversation.number, "dispatch": dispatch.pk},
        at_hand=[message, dispatch],
    )  # fmt: skip


def _composed(message: Message, letter: Letter, by: Member, ids: list[str]) -> bytes:
    conversation, mailbox = message.conversation, message.conversation.mailbox
    answer_to = ""
    if mailbox:
        answer_to = reply_addresses.ask_for(conversation, mailbox, epoch=message.workspace.epoch)
    signed = signature_for(by, conversation.mailbox_id, language_of(letter))
    signature = f"\n\n-- \n{signed}" if signed else ""
    company = mailbox.name if mailbox else message.workspace.name
    try:
        return compose(
            Outgoing(
                from_=Address(f"{by.name} · {company}", message.from_email),
                to=tuple(Address(name, email) for name, email in letter.to),
                cc=tuple(Address(name, email) for name, email in letter.cc),
                subject=message.subject,
                text=letter.text.rstrip() + signature + "\n",
                message_id=message.message_id,
                date=message.written_at,
                reply_to=(Address(company, answer_to),) if answer_to else (),
                in_reply_to=ids[-1] if ids else "",
                references=tuple(ids[-MOST_REFERENCES:]),
                attachments=tuple(_part(file) for file in letter.files),
            )
        )
    except Unsendable as error:
        raise NotSent(str(error)) from error


def language_of(letter: Letter) -> str:
    """That of the first of them whom we know."""
    contacts = look_up(letter.addresses).contacts
    known = (contacts.get(address) for address in letter.addresses)
    return next((str(contact.language) for contact in known if contact), "")


def _part(file: StoredFile) -> Part:
    return Part(file.name, file.content_type, file.size, file.sha256, disk.read(file))


def _join(conversation: Conversation, letter: Letter, book: AddressBook, at: datetime) -> None:
    """Whom staff writes to takes part, and is vouched for by that; since the moment in which the
    letter was made, by which it is known who came with it."""
    people = [
        Participant(
            workspace=conversation.workspace, conversation=conversation,
            email=address.lower(), name=name[:200],
            contact=book.contacts.get(address.lower()), joined_at=at,
        )
        for name, address in (*letter.to, *letter.cc)
        if not book.is_ours(address.lower())
    ]  # fmt: skip
    if people:
        insert_unless_there(*people)
    removed = Participant.objects.filter(conversation=conversation, removed_at__isnull=False)
    removed.filter(email__in=letter.addresses).update(
        is_verified=True, removed_at=None, joined_at=at
    )


def _answered(subject: str) -> str:
    return subject if subject[:3].lower() == "re:" else f"Re: {subject}".strip()


def _new_id(sender: str) -> str:
    """Random, so that only those who got the mail can name it."""
    domain = sender.rpartition("@")[2].strip("> ").lower() or "localhost"
    return f"<{secrets.token_urlsafe(18)}@{domain}>"
