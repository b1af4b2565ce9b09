"""Talk about a conversation on its side, with somebody else: a supplier, or colleagues.

It is a conversation of its own, with its own reply address and ids; nothing of the other one goes
into it but what is written. The client never learns that it is there.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Draft, Message, Participant
from rapport.inbox.operations import receiving, writing
from rapport.inbox.operations.letters import Letter
from rapport.inbox.operations.receiving import preview_of
from rapport.inbox.queries import parties
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.workspaces.operations import submissions
from rapport.workspaces.operations.numbers import next_number

People = tuple[Member, ...]


class NotOnTheSide(Refused):
    """This cannot be talked about on the side."""


@transaction.atomic
def begin(main: Conversation, *, letter: Letter, by: Member, at: datetime) -> Message:
    """Write to somebody outside, on the side of a conversation."""
    check(main, letter)
    if not letter.addresses:
        raise NotOnTheSide(_("There is nobody to send it to."))
    submissions.take(main.workspace_id, digest=letter.once, at=at)
    name, email = letter.to[0] if letter.to else letter.cc[0]
    side = open_side(main, letter=letter, whom=name or email, by=by, at=at)
    writing.check_across(side, letter)
    message = writing.send_first(side, letter=letter, by=by, at=at)
    published(side, by=by, at=at)
    return message


@transaction.atomic
def ask_colleagues(
    main: Conversation, *, letter: Letter, whom: People, by: Member, at: datetime
) -> Message:
    """Ask colleagues, on the side of a conversation; they answer here or by mail."""
    check(main, letter)
    people = tuple(member for member in whom if member.pk != by.pk)
    if not people:
        raise NotOnTheSide(_("Choose at least one colleague."))
    submissions.take(main.workspace_id, digest=letter.once, at=at)
    names = ", ".join(member.name for member in people)
    side = open_side(main, letter=letter, whom=names, by=by, at=at)
    message = tell_inside(side, letter=letter, whom=people, by=by, at=at)
    published(side, by=by, at=at)
    facts = {"number": side.number, "members": [member.pk for member in people]}
    publish(events.SIDE_ASKED, subject=side, by=by, at=at, facts=facts)
    return message


@transaction.atomic
def answer(side: Conversation, *, text: str, by: Member, at: datetime, once: str = "") -> Message:
    """What one of those who were asked inside says: it is the asker's turn now."""
    if not parties.is_asked(side, by):
        raise NotOnTheSide(_("You are not asked here. Write a note instead."))
    if not text.strip():
        raise writing.NotSent(_("There is nothing written yet."))
    submissions.take(side.workspace_id, digest=once, at=at)
    message = Message(
        workspace_id=side.workspace_id, conversation=side, kind=Message.Kind.IN, author=by,
        from_name=by.name[:200], from_email=by.user.email, subject=side.subject, text=text,
        visible_text=text, written_at=at, sent_at=at, created_at=at,
    )  # fmt: skip
    message.save(force_insert=True)
    receiving.accept(side, message, is_new=False, at=at)
    Draft.objects.filter(member=by, conversation=side).delete()
    return message


def check(main: Conversation, letter: Letter) -> None:
    """Whether something can be asked on the side of this one."""
    if main.is_side:
        raise NotOnTheSide(
            _("This is on the side of another conversation already. Begin it from that one.")
        )
    if not letter.text.strip():
        raise NotOnTheSide(_("There is nothing written yet."))
    if not letter.subject.strip():
        raise NotOnTheSide(_("Please give it a subject, so that they know what it is about."))


def open_side(
    main: Conversation, *, letter: Letter, whom: str, by: Member, at: datetime
) -> Conversation:
    """The row. It names no client: it is none of theirs, and no list of theirs finds it."""
    side = Conversation(
        workspace=main.workspace,
        number=next_number(main.workspace, "conversation"),
        subject=letter.subject[:500],
        project_id=main.project_id,
        mailbox=main.mailbox or writing.first_mailbox(),
        assignee=by,
        turn=Turn.THIRD_PARTY,
        turn_since=at,
        correspondent=whom[:200],
        preview=preview_of(letter.text),
        started_at=at,
        last_message_at=at,
        is_side=True,
        side_of=main,
    )
    side.save(force_insert=True)
    return side


def tell_inside(
    side: Conversation, *, letter: Letter, whom: People, by: Member, at: datetime
) -> Message:
    """Let colleagues take part and write to them; it is their turn at once, also where no mail
    leaves."""
    Participant.objects.bulk_create(
        Participant(
            workspace_id=side.workspace_id, conversation=side, email=member.user.email.lower(),
            name=member.name[:200], member=member, joined_at=at,
        )
        for member in whom
    )  # fmt: skip
    to = tuple((member.name, member.user.email.lower()) for member in whom)
    return writing.send_first(side, letter=replace(letter, to=to, cc=()), by=by, at=at)


def published(
    side: Conversation, *, by: Member, at: datetime, department: int | None = None
) -> None:  # fmt: skip
    """Say in the story of the main conversation that something is talked about on its side."""
    main = side.side_of
    assert main is not None  # noqa: S101 - it was just opened on one
    facts = {
        "number": main.number, "side": side.pk, "side_number": side.number,
        "department": department,
    }  # fmt: skip
    publish(events.SIDE_BEGUN, subject=main, by=by, at=at, facts=facts)
