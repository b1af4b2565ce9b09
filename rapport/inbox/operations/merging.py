"""Make one conversation of two, and take them apart again.

The one that goes stays as a row that leads to the other: its number, its page and its signed reply
address; the ids of its mails are the other one's. What moved is noted (`Reshaping`), so that for
an hour both can be had back exactly as they were.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.events.models.event import UNDONE_WITHIN
from rapport.events.operations.stream import publish
from rapport.inbox import companions, events
from rapport.inbox.models import Conversation, Message, Reshaping
from rapport.inbox.operations import carrying, task_ties
from rapport.inbox.queries import merging as asked
from rapport.inbox.queries import standing
from rapport.lib import noted
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn

# An answer in one of these goes to whom it names, or back into the chat.
UNITED = {Conversation.Channel.MAIL, Conversation.Channel.PORTAL, Conversation.Channel.CHAT}
COLUMNS = (
    "client_id", "project_id", "mailbox_id", "assignee_id", "turn", "turn_since", "preview",
    "correspondent", "is_history", "started_at", "last_message_at", "closed_at", "set_aside_at",
    "snoozed_until", "snoozed_by_id", "merged_into_id", "is_mixed", "sends_later", "is_followed",
    "is_suspicious", "resembles_id", "is_confidential", "waits_inside", "priority", "has_tasks",
    "has_chat",
)  # fmt: skip


class NotMerged(Refused):
    """These two do not become one."""


class AskFirst(NotMerged):
    """People of several clients would be together."""


class NotParted(Refused):
    """They cannot be had back as they were."""


@transaction.atomic
def merge(
    source: Conversation, target: Conversation, *, by: Acts, at: datetime, agreed: bool = False
) -> Reshaping:
    """Put everything of `source` into `target`. With people of several clients it takes somebody
    who has seen who would see what (`agreed`)."""
    source, target = _held(source, target)
    is_mixed = asked.are_mixed(source, target)
    if is_mixed and not agreed:
        raise AskFirst(_("People of several clients take part. Please look who would see what."))
    before = noted.note(target, COLUMNS), noted.note(source, COLUMNS)
    last = Message.objects.filter(conversation__in=[source, target]).aggregate(last=Max("pk"))
    moved = carrying.carry(source, target) | {"last": last["last"] or 0}
    _unite(source, target, is_mixed=is_mixed)
    source.merged_into, source.snoozed_until, source.snoozed_by = target, None, None
    _write(target, before[0])
    _write(source, before[1])
    kept = {one.name: one.join(source, target, at) for one in companions.known()}
    act = Reshaping.objects.create(
        workspace_id=target.workspace_id, kind=Reshaping.Kind.MERGE, source=source, target=target,
        by_id=by.pk if by.actor_kind == "member" else None, at=at, moved=moved, companions=kept,
        changed={
            "target": noted.changes(before[0], noted.note(target, COLUMNS)),
            "source": noted.changes(before[1], noted.note(source, COLUMNS)),
        },
    )  # fmt: skip
    publish(events.CONVERSATION_MERGED, subject=target, by=by, at=at, facts=_facts(act))
    return act  # type: ignore[no-any-return]


@transaction.atomic
def part(act: Reshaping, *, by: Acts, at: datetime) -> None:
    """Take them apart again, exactly. Refused once anything was written in it, or after an hour."""
    source, target = _both(act)
    _check_parting(act, source, target, at)
    if not Reshaping.objects.filter(pk=act.pk, is_undone=False).update(is_undone=True):
        return
    carrying.carry_back(act.moved, source, target)
    for one in companions.known():
        one.part(source, target, act.companions.get(one.name, {}))
    for row, side in ((source, "source"), (target, "target")):
        Conversation.objects.filter(pk=row.pk).update(
            **noted.put_back(row, act.changed[side])
        )  # fmt: skip
    task_ties.follow_messages(target, source)
    source.refresh_from_db()
    publish(events.CONVERSATION_PARTED, subject=source, by=by, at=at, facts=_facts(act, True))


@transaction.atomic
def gather_stragglers(source: Conversation) -> None:
    """What was being filed in the very moment of the merge goes along now."""
    target = source.merged_into
    if target is not None and Message.objects.filter(conversation=source).exists():
        carrying.carry(source, target)
        last_at = standing.of(target).last_at
        Conversation.objects.filter(pk=target.pk).update(last_message_at=last_at)


def _held(source: Conversation, target: Conversation) -> tuple[Conversation, Conversation]:
    """Both as they are now; nobody else changes them until the transaction ends."""
    if source.pk == target.pk:
        raise NotMerged(_("This is the same conversation."))
    if source.is_side or target.is_side:
        raise NotMerged(
            _("What is talked about on the side stays apart: the other party must not see it.")
        )
    if not {source.channel, target.channel} <= UNITED:
        raise NotMerged(
            _("Only mail, portal messages and chats become one: an answer elsewhere goes one way.")
        )
    both = Conversation.objects.live().select_for_update().filter(pk__in=[source.pk, target.pk])
    found = {row.pk: row for row in both.order_by("pk")}
    if len(found) < 2:
        raise NotMerged(_("One of them has gone into another conversation already."))
    return found[source.pk], found[target.pk]


def _both(act: Reshaping) -> tuple[Conversation, Conversation]:
    rows = Conversation.objects.select_for_update().filter(pk__in=[act.source_id, act.target_id])
    found = {row.pk: row for row in rows.order_by("pk")}
    return found[act.source_id], found[act.target_id]


def _unite(source: Conversation, target: Conversation, *, is_mixed: bool) -> None:
    """The columns of the one that stays: open if either is, ours if either is, the latest word on
    top. What it knows itself it keeps; what it does not know it takes over."""
    for name in ("client_id", "mailbox_id", "assignee_id"):
        if getattr(target, name) is None:
            setattr(target, name, getattr(source, name))
    if target.project_id is None and source.client_id == target.client_id:
        target.project_id = source.project_id
    _unite_turns(source, target)
    if source.last_message_at > target.last_message_at and source.preview:
        target.preview, target.correspondent = source.preview, source.correspondent
    target.started_at = min(source.started_at, target.started_at)
    target.last_message_at = max(source.last_message_at, target.last_message_at)
    target.is_mixed = target.is_mixed or source.is_mixed or is_mixed
    target.is_confidential = target.is_confidential or source.is_confidential
    target.waits_inside = target.waits_inside or source.waits_inside
    target.priority = min(target.priority, source.priority)
    target.is_suspicious = target.is_suspicious or source.is_suspicious
    target.sends_later = target.sends_later or source.sends_later
    target.is_followed = target.is_followed or source.is_followed
    target.has_tasks = target.has_tasks or source.has_tasks
    target.has_chat = target.has_chat or source.has_chat or _is_chat(source)
    if target.resembles_id == source.pk:
        target.resembles_id = None


def _is_chat(row: Conversation) -> bool:
    return row.channel == Conversation.Channel.CHAT


def _unite_turns(source: Conversation, target: Conversation) -> None:
    """Only open ones have a say; imported history never."""
    first, second = sorted((source, target), key=lambda row: row.last_message_at)
    both = (second, first)
    open_ones = [row for row in both if row.closed_at is None and row.set_aside_at is None]
    says = open_ones or [target]
    ours = [row for row in says if row.turn == Turn.US]
    lead = min(ours, key=lambda row: row.turn_since) if ours else says[0]
    target.turn, target.turn_since = lead.turn, lead.turn_since
    if open_ones:
        target.closed_at = target.set_aside_at = None
    target.is_history = target.is_history and source.is_history
    if not (source.snoozed_until and target.snoozed_until):
        target.snoozed_until, target.snoozed_by_id = None, None


def _write(row: Conversation, before: noted.Noted) -> None:
    changed = noted.changes(before, noted.note(row, COLUMNS))
    values = {name: getattr(row, name) for name in changed}
    if values:
        Conversation.objects.filter(pk=row.pk).update(**values)


def _check_parting(
    act: Reshaping, source: Conversation, target: Conversation, at: datetime
) -> None:
    if act.is_undone or source.merged_into_id != target.pk:
        raise NotParted(_("This was changed again since, so it stays as it is."))
    if at - act.at > UNDONE_WITHIN:
        raise NotParted(_("This can be undone for an hour. Split the conversation instead."))
    here = Message.objects.filter(conversation=target)
    left = len(act.moved["messages"]) - here.filter(pk__in=act.moved["messages"]).count()
    if left or here.filter(pk__gt=act.moved["last"]).exists():
        raise NotParted(
            _("Something was written or split off here since. Split the conversation instead.")
        )


def _facts(act: Reshaping, is_parting: bool = False) -> dict[str, object]:
    """`number` is the one of the event's subject."""
    here, other = (act.source, act.target) if is_parting else (act.target, act.source)
    return {
        "number": here.number, "other": other.pk, "other_number": other.number, "act": act.pk,
    }  # fmt: skip


def forget(*, at: datetime) -> None:
    """Let go of what can be taken back no more, in all workspaces."""
    Reshaping.everywhere.filter(at__lt=at - UNDONE_WITHIN).delete()
