"""Count the facts of conversations: those that events touched, or all of them, with one result."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from rapport.calendars.queries.working_time import opening_hours
from rapport.engine.business_time import OpeningHours, working_minutes
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Message
from rapport.insights.models import ConversationFact, Cursor
from rapport.insights.models.fact import day_of
from rapport.insights.operations import packing
from rapport.insights.queries.events import touched_by
from rapport.workspaces.models import Workspace

A_BATCH = 500
MOST_EVENTS = 5000
# On PostgreSQL an event may become visible after one with a higher number.
SETTLES = timedelta(minutes=2)


def catch_up(workspace: Workspace, *, at: datetime) -> set[int]:
    """Count what events touched since the last look; returns the conversations.

    The newest events are looked at again next time: counting twice changes nothing.
    """
    cursor, _new = Cursor.objects.get_or_create(workspace=workspace)
    fresh = Event.objects.in_workspace(workspace.pk).filter(pk__gt=cursor.event_id)
    events = list(fresh.order_by("pk")[:MOST_EVENTS])
    touched = touched_by(events)
    recount(workspace, touched)
    settled = [event.pk for event in events if event.at < at - SETTLES]
    if settled:
        Cursor.objects.filter(pk=cursor.pk).update(event_id=max(settled))
    return touched


def recount_all(workspace: Workspace) -> int:
    """Count every conversation of the workspace anew; returns how many there are."""
    ids = list(Conversation.objects.order_by("pk").values_list("pk", flat=True))
    recount(workspace, ids)
    return len(ids)


def recount(workspace: Workspace, ids: Iterable[int]) -> None:
    """Count these, and pack their days. A fixed number of queries a batch, and a few a day."""
    hours = opening_hours(workspace)
    ordered = sorted(ids)
    for start in range(0, len(ordered), A_BATCH):
        _recount(workspace, ordered[start : start + A_BATCH], hours)
    packing.pack()


@transaction.atomic
def _recount(workspace: Workspace, ids: Sequence[int], hours: OpeningHours) -> None:
    counted = Conversation.objects.live().filter(
        pk__in=ids, is_history=False, is_side=False, set_aside_at=None
    )
    messages = _messages(ids)
    reopened = _reopened(ids)
    facts = [
        fact
        for talk in counted.only("pk", "workspace_id", "closed_at")
        if (fact := _fact(talk, messages[talk.pk], reopened[talk.pk], hours))
    ]
    kept = {fact.pk for fact in facts}
    before = ConversationFact.objects.filter(pk__in=ids)
    days = {*before.values_list("day", flat=True), *(fact.day for fact in facts)}
    before.exclude(pk__in=kept).delete()
    ConversationFact.objects.bulk_create(
        facts,
        update_conflicts=True,
        unique_fields=["conversation"],
        update_fields=[
            "began_at", "day", "last_in_at", "first_reply", "first_reply_by", "resolution",
            "replies", "reopened",
        ],
    )  # fmt: skip
    packing.mark(workspace, days)


def _messages(ids: Sequence[int]) -> dict[int, list[Message]]:
    """Without notes, without what machines wrote, without what has not left; in order."""
    found: dict[int, list[Message]] = defaultdict(list)
    rows = (
        Message.objects.filter(conversation__in=ids, is_automatic=False)
        .exclude(kind=Message.Kind.NOTE)
        .exclude(kind=Message.Kind.OUT, sent_at=None)
        .only("conversation_id", "kind", "author_id", "written_at", "sent_at")
        .order_by("written_at", "pk")
    )
    for message in rows:
        found[message.conversation_id].append(message)
    return found


def _reopened(ids: Sequence[int]) -> Counter[int]:
    """How often each was opened again: by hand, by a word of the client, or as a case."""
    events = Event.objects.filter(
        subject_kind="inbox.conversation", subject_id__in=ids,
        verb__in=["conversation.reopened", "message.received"],
    )  # fmt: skip
    found: Counter[int] = Counter()
    for verb, pk, facts in events.values_list("verb", "subject_id", "facts"):
        found[pk] += verb == "conversation.reopened" or bool(facts.get("was_closed"))
    return found


def _fact(
    talk: Conversation, messages: Sequence[Message], reopened: int, hours: OpeningHours
) -> ConversationFact | None:
    if not messages or messages[0].kind != Message.Kind.IN:
        return None
    began = messages[0].written_at
    replies = [message for message in messages if message.kind == Message.Kind.OUT]
    first = replies[0] if replies else None
    return ConversationFact(
        conversation=talk,
        workspace_id=talk.workspace_id,
        began_at=began,
        day=day_of(began),
        last_in_at=max(m.written_at for m in messages if m.kind == Message.Kind.IN),
        first_reply=_minutes(began, first.sent_at, hours) if first else None,
        first_reply_by_id=first.author_id if first else None,
        resolution=_minutes(began, talk.closed_at, hours) if talk.closed_at else None,
        replies=len(replies),
        reopened=reopened,
    )


def _minutes(start: datetime, end: datetime | None, hours: OpeningHours) -> int | None:
    return None if end is None else max(0, working_minutes(start, end, hours))
