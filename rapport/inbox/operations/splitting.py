"""Make two conversations of one that speaks of two matters: from a message on into a new one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.events.actor import Acts
from rapport.events.models.event import UNDONE_WITHIN
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import (
    Conversation,
    FieldValue,
    Labelling,
    Mention,
    Message,
    Participant,
    Reshaping,
)
from rapport.inbox.operations import merging, task_ties, tying
from rapport.inbox.operations.receiving import preview_of
from rapport.inbox.queries import standing
from rapport.inbox.queries.splitting import from_on
from rapport.lib import noted
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.workspaces.operations.numbers import next_number

COLUMNS = ("preview", "correspondent", "last_message_at", "turn", "turn_since", "sends_later")


class NotSplit(Refused):
    """It stays one."""


@transaction.atomic
def split(
    conversation: Conversation, *, since: Message, by: Acts, at: datetime, subject: str = ""
) -> Reshaping:
    """Put `since` and all after it into a new conversation, which is as urgent, bears the same
    labels and says the same in its fields. Later answers to these find it by their ids; case,
    drafts and followers stay."""
    source = Conversation.objects.live().select_for_update().get(pk=conversation.pk)
    moving = _moving(source, since)
    before = noted.note(source, COLUMNS)
    target = _open(source, moving, subject.strip() or since.subject or source.subject)
    ids = [message.pk for message in moving]
    Message.objects.filter(pk__in=ids).update(conversation=target)
    names = [message.message_id for message in moving if message.message_id]
    Mention.objects.filter(conversation=source, identifier__in=names).update(conversation=target)
    _take_along(source, target, moving)
    _sort_alike(source, target)
    task_ties.follow_messages(source, target)
    tying.tie(source, target, by=by, at=at)
    target.refresh_from_db()
    _settle(target, keeps_turn=True)
    _settle(source, keeps_turn=False)
    act = Reshaping.objects.create(
        workspace_id=source.workspace_id, kind=Reshaping.Kind.SPLIT, source=source, target=target,
        by_id=by.pk if by.actor_kind == "member" else None, at=at, moved={"messages": ids},
        changed={"source": noted.changes(before, noted.note(source, COLUMNS))},
    )  # fmt: skip
    facts = {
        "number": source.number, "other": target.pk, "other_number": target.number, "act": act.pk,
    }  # fmt: skip
    publish(events.CONVERSATION_SPLIT, subject=source, by=by, at=at, facts=facts)
    return act  # type: ignore[no-any-return]


@transaction.atomic
def take_back(act: Reshaping, *, by: Acts, at: datetime) -> None:
    """Put it back, with all that came to it since; its number leads to the old one. The old one is
    as it was, but for what was changed since."""
    if at - act.at > UNDONE_WITHIN:
        raise NotSplit(_("This can be undone for an hour. Merge the two instead."))
    if not Reshaping.objects.filter(pk=act.pk, is_undone=False).update(is_undone=True):
        return
    moved = act.moved["messages"]
    came = Message.objects.filter(
        conversation__in=[act.source_id, act.target_id], pk__gt=max(moved)
    )
    is_quiet = not came.exists()
    merging.merge(act.target, act.source, by=by, at=at, agreed=True)
    if is_quiet:
        rows = Conversation.objects.filter(pk=act.source_id)
        was = {name: pair[0] for name, pair in act.changed["source"].items()}
        row = rows.get()
        now = noted.note(row, was)
        rows.update(**noted.put_back(row, {name: [was[name], now[name]] for name in was}))


def _moving(source: Conversation, since: Message) -> list[Message]:
    if source.is_side:
        raise NotSplit(_("What is talked about on the side stays whole."))
    if source.channel not in merging.UNITED:
        raise NotSplit(_("Only conversations by mail and in the portal can be split."))
    here = Message.objects.filter(conversation=source)
    if not here.filter(pk=since.pk).exists():
        raise NotSplit(_("This message is in another conversation now."))
    moving = list(from_on(since))
    if here.count() == len(moving):
        raise NotSplit(_("Nothing would be left here: choose a later message."))
    return moving


def _open(source: Conversation, moving: list[Message], subject: str) -> Conversation:
    first, last = moving[0], moving[-1]
    client, project = _whose(source, moving)
    opened: Conversation = Conversation.objects.create(
        workspace_id=source.workspace_id,
        number=next_number(source.workspace, "conversation"),
        channel=source.channel,
        subject=subject[:500],
        client_id=client,
        project_id=project,
        mailbox_id=source.mailbox_id,
        priority=source.priority,
        assignee_id=source.assignee_id,
        turn=source.turn,
        turn_since=max(source.turn_since, first.written_at),
        correspondent=source.correspondent,
        is_history=source.is_history,
        started_at=first.written_at,
        last_message_at=last.written_at,
        closed_at=source.closed_at,
        set_aside_at=source.set_aside_at,
        is_mixed=source.is_mixed,
        is_confidential=source.is_confidential,
    )
    return opened


def _whose(source: Conversation, moving: list[Message]) -> tuple[int | None, int | None]:
    """The client and project of the new one: where people of several clients are together, that of
    those whose words go, lest another company sees what they wrote about."""
    writers = Contact.objects.filter(pk__in=_writers(moving)) if source.is_mixed else None
    clients = set(writers.values_list("client", flat=True)) if writers is not None else set()
    if len(clients) != 1 or source.client_id in clients:
        return source.client_id, source.project_id
    return clients.pop(), None


def _take_along(source: Conversation, target: Conversation, moving: list[Message]) -> None:
    """Whoever wrote or got one of these takes part there, in the same standing; here they stay."""
    named = set(_addresses(moving))
    people = Participant.objects.filter(conversation=source)
    Participant.objects.bulk_create(
        Participant(
            workspace_id=target.workspace_id, conversation=target, email=person.email,
            name=person.name, contact_id=person.contact_id, member_id=person.member_id,
            is_verified=person.is_verified, joined_at=person.joined_at,
            removed_at=person.removed_at,
        )
        for person in people.order_by("pk")
        if person.email in named or (person.contact_id and person.contact_id in _writers(moving))
    )  # fmt: skip


def _sort_alike(source: Conversation, target: Conversation) -> None:
    """As it was sorted, by whom and when."""
    for row in (
        *Labelling.objects.filter(conversation=source),
        *FieldValue.objects.filter(conversation=source),
    ):
        row.pk, row.conversation = None, target
        row.save(force_insert=True)


def _addresses(moving: list[Message]) -> Iterable[str]:
    for message in moving:
        yield message.from_email.lower()
        yield from (email.lower() for _name, email in [*message.to, *message.cc])


def _writers(moving: list[Message]) -> set[int]:
    return {message.contact_id for message in moving if message.contact_id}


def _settle(conversation: Conversation, *, keeps_turn: bool) -> None:
    """What the list shows of it, as its own messages say."""
    found = standing.of(conversation)
    columns: dict[str, object] = {
        "last_message_at": found.last_at, "sends_later": found.sends_later,
    }  # fmt: skip
    if found.heard is not None:
        columns |= {
            "preview": preview_of(found.heard.visible_text),
            "correspondent": found.heard.from_name,
        }
    if not keeps_turn and conversation.turn in (Turn.US, Turn.CLIENT) and found.turn:
        columns |= {"turn": found.turn, "turn_since": found.turn_since}
    Conversation.objects.filter(pk=conversation.pk).update(**columns)
    for name, value in columns.items():
        setattr(conversation, name, value)
