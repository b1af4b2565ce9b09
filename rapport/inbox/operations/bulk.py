"""One act on many conversations, worked off by portions, and taken back as one.

What is chosen is noted with what the field said at that moment, so that a portion leaves alone
whatever somebody else has changed meanwhile, and so does the undoing. Each conversation goes the
way that a single one goes: the same operation, event and refusal.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.accounts.readers import reader_for
from rapport.events.models import Event
from rapport.events.models.event import UNDONE_WITHIN
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import BulkAct, BulkPart, Conversation
from rapport.inbox.operations.bulk_fields import FIELDS, Doing, said_by
from rapport.inbox.permissions import HANDLE
from rapport.inbox.queries.bulk import AT_ONCE as AT_ONCE
from rapport.lib.refusal import Refused

# A portion holds the lock of a small database for a fraction of a second.
PORTION = 50
MOST = 50_000
KEPT = timedelta(days=30)
# Why one was left as it was.
SO_ALREADY, CHANGED, GONE, REFUSED = "so", "changed", "gone", "refused"
State = BulkAct.State
Item = list[Any]


class NotBegun(Refused):
    """It cannot be done to so many."""


class NotUndone(Refused):
    """It cannot be taken back any more."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which field, and what it becomes: one value, or what follows from what it says now."""

    field: str
    becomes: Callable[[Any], Any]
    to: Any = None
    about: Any = None


def becomes(field: str, to: Any, *, about: Any = None) -> Wish:
    """The same for all of them."""
    return Wish(field, lambda said: to, to, about)


@transaction.atomic
def begin(ids: Sequence[int], wish: Wish, *, seen: int, by: Member, at: datetime) -> BulkAct | None:
    """Note what is to be done. `seen` is the last event that the person's page knew of: whatever
    others did to that field since is left as it is. Nothing chosen is nothing begun."""
    if len(ids) > MOST:
        raise NotBegun(_("Choose at most %(n)d at once.") % {"n": MOST})
    if not ids:
        return None
    stale = _changed_since(wish, seen, by)
    said = said_by(wish.field, ids, wish.about)
    items: list[Item] = [
        [pk, said[pk], wish.becomes(said[pk]), CHANGED if pk in stale else ""]
        for pk in ids
        if pk in said
    ]
    act = BulkAct(
        workspace_id=by.workspace_id, by=by, field=wish.field, at=at,
        value={"to": wish.to, "about": wish.about},
    )  # fmt: skip
    return _keep(act, items)


@transaction.atomic
def undo(act: BulkAct, *, by: Member, at: datetime) -> BulkAct:
    """Put back what it changed, where nobody has changed it since; once, and within an hour."""
    is_late = act.ended_at is None or at - act.ended_at > UNDONE_WITHIN
    if not act.is_over or act.undoes_id or is_late or not act.done:
        raise NotUndone(_("This cannot be undone any more."))
    if BulkAct.objects.filter(undoes=act).exists():
        raise NotUndone(_("This is undone already."))
    items: list[Item] = []
    for part in act.parts.filter(is_done=True).order_by("place"):
        left = {pk for pk, *_why in part.left}
        items += [[pk, to, was, ""] for pk, was, to, _known in part.items if pk not in left]
    back = BulkAct(
        workspace_id=by.workspace_id, by=by, field=act.field, at=at, value=act.value, undoes=act
    )
    return _keep(back, items)


@transaction.atomic
def stop(act: BulkAct, *, at: datetime) -> None:
    """Begin no further portion of it. What is done stays done, and can be undone."""
    BulkAct.objects.filter(pk=act.pk, state__in=[State.WAITING, State.RUNNING]).update(
        is_stopped=True
    )


def work_off(act: BulkAct, *, now: Callable[[], datetime]) -> None:
    """All its portions, one after the other, each in a transaction of its own. After the death of
    a worker the next one goes on behind what is done."""
    BulkAct.objects.filter(pk=act.pk, state=State.WAITING).update(state=State.RUNNING)
    while _next_portion(act.pk, at=now()):
        pass
    _end(act.pk, at=now())


def forget(*, at: datetime) -> None:
    """Let go of acts that ended long ago, in every workspace; their events stay."""
    BulkAct.everywhere.filter(ended_at__lt=at - KEPT).delete()


def _keep(act: BulkAct, items: list[Item]) -> BulkAct:
    act.total = len(items)
    act.save(force_insert=True)
    BulkPart.objects.bulk_create(
        BulkPart(
            workspace_id=act.workspace_id, act=act, place=start // PORTION,
            items=items[start : start + PORTION],
        )
        for start in range(0, len(items), PORTION)
    )  # fmt: skip
    facts = {"field": act.field, "total": act.total}
    publish(events.BULK_BEGUN, subject=act, by=act.by, at=act.at, facts=facts)
    return act


def _changed_since(wish: Wish, seen: int, by: Member) -> set[int]:
    """What others did to that field since the page was drawn."""
    field = FIELDS[wish.field]
    rows = Event.objects.in_workspace(by.workspace_id).filter(pk__gt=seen, verb__in=field.verbs)
    rows = rows.exclude(actor_kind=by.actor_kind, actor_id=by.pk)
    if field.about:
        rows = rows.filter(**{f"facts__{field.about}": wish.about})
    return set(rows.values_list("subject_id", flat=True))


@transaction.atomic
def _next_portion(pk: int, *, at: datetime) -> bool:
    """Do the next one, unless somebody has stopped it; returns whether there was one."""
    act = BulkAct.objects.select_for_update().get(pk=pk)
    part = act.parts.filter(is_done=False).order_by("place").first()
    if part is None or act.is_stopped or act.is_over:
        return False
    part.left = _work(part, Doing(act, act.by, at))
    part.is_done = True
    part.save(update_fields=["is_done", "left"])
    why = Counter(act.left) + Counter(reason for _pk, reason, _said in part.left)
    done = act.done + len(part.items) - len(part.left)
    BulkAct.objects.filter(pk=pk).update(done=done, left=dict(why))
    return True


def _work(part: BulkPart, doing: Doing) -> list[Item]:
    """Change what is as it was chosen; returns what was left, and why."""
    ids = [pk for pk, *_rest in part.items]
    if not HANDLE.held_by(doing.by.role) or doing.by.deactivated_at is not None:
        return [[pk, GONE, ""] for pk in ids]
    visible = Conversation.objects.visible_to(reader_for(doing.by)).filter(merged_into=None)
    if doing.act.field != "bin":
        visible = visible.live()
    rows = {row.pk: row for row in visible.select_for_update(of=("self",)).filter(pk__in=ids)}
    said = said_by(doing.act.field, ids, doing.about)
    left = []
    for pk, was, to, known in part.items:
        reason = known or _why_not(rows.get(pk), said.get(pk), was, to)
        refusal = "" if reason else _refused(rows[pk], to, doing)
        if reason or refusal:
            left.append([pk, reason or REFUSED, refusal])
    return left


def _why_not(row: Conversation | None, said: Any, was: Any, to: Any) -> str:
    if row is None:
        return GONE
    if said != was:
        return CHANGED
    return SO_ALREADY if was == to else ""


def _refused(row: Conversation, to: Any, doing: Doing) -> str:
    try:
        with transaction.atomic():
            FIELDS[doing.act.field].write(row, to, doing)
    except Refused as refusal:
        return str(refusal)
    return ""


@transaction.atomic
def _end(pk: int, *, at: datetime) -> None:
    act = BulkAct.objects.select_for_update().get(pk=pk)
    is_whole = not act.parts.filter(is_done=False).exists()
    if act.is_over or not (is_whole or act.is_stopped):
        return
    act.state = State.DONE if is_whole else State.CANCELLED
    act.ended_at = at
    act.save(update_fields=["state", "ended_at"])
    facts = {"field": act.field, "total": act.total, "done": act.done, "left": act.left}
    publish(events.BULK_ENDED, subject=act, by=act.by, at=at, facts=facts)
    given = act.value.get("to") if act.field == "assignee" and not act.undoes_id else None
    if given and act.done:
        facts = {"member": given, "count": act.done}
        publish(events.CONVERSATIONS_GIVEN, subject=act, by=act.by, at=at, facts=facts)
