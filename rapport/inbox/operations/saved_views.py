"""Questions about the conversations that are kept under a name: one's own, and shared ones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import FirstView, SavedView
from rapport.inbox.permissions import SHARE_VIEWS
from rapport.inbox.queries.question import Question
from rapport.lib.inserting import insert_or_change
from rapport.lib.refusal import Refused
from rapport.workspaces.operations import bin as waste

MOST_VIEWS = 100


class NotSaved(Refused):
    """The view cannot be kept so."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Under what name, and for whom; no role named is everybody."""

    name: str
    is_shared: bool = False
    roles: Collection[str] = ()

    @property
    def columns(self) -> dict[str, object]:
        """As the row has them."""
        roles = sorted(self.roles) if self.is_shared else []
        return {"name": self.name, "is_shared": self.is_shared, "roles": roles}


@transaction.atomic
def save(question: Question, kept: Kept, *, by: Member, at: datetime) -> SavedView:
    """Keep a question; it comes last."""
    rows = SavedView.objects.live().filter(owner=by)
    if rows.count() >= MOST_VIEWS:
        raise NotSaved(_("You keep %(n)d views already. Remove one first.") % {"n": MOST_VIEWS})
    last = SavedView.objects.aggregate(last=Max("position"))["last"] or 0
    view: SavedView = SavedView.objects.create(
        workspace_id=by.workspace_id, owner=by, asks=_as_pairs(question), position=last + 1,
        created_at=at, **kept.columns,
    )  # fmt: skip
    publish(events.VIEW_SAVED, subject=view, by=by, at=at)
    return view


@transaction.atomic
def change(view: SavedView, kept: Kept, *, by: Member, at: datetime) -> None:
    """Call it otherwise, or share it with others. Whoever shares a view no more keeps it."""
    _set(view, kept.columns, by=by, at=at)


@transaction.atomic
def ask_for(view: SavedView, question: Question, *, by: Member, at: datetime) -> None:
    """Let it ask for something else from now on."""
    _set(view, {"asks": _as_pairs(question)}, by=by, at=at)


@transaction.atomic
def place(view: SavedView, order: list[SavedView], *, to: int, by: Member, at: datetime) -> None:
    """Move it to this place among those that somebody sees, in their order."""
    rest = [one for one in order if one.pk != view.pk]
    to = max(0, min(to, len(rest)))
    places = sorted(one.position for one in order)
    changed = 0
    for one, position in zip([*rest[:to], view, *rest[to:]], places, strict=True):
        if one.position != position:
            changed += SavedView.objects.filter(pk=one.pk).update(position=position)
    if changed:
        publish(events.VIEWS_ORDERED, subject=view, by=by, at=at)


@transaction.atomic
def restore(view: SavedView, *, by: Member, at: datetime) -> None:
    """Have it back from the bin; a shared one takes somebody who may share."""
    if view.is_shared and not SHARE_VIEWS.held_by(by.role):
        raise NotSaved(_("Only who may share views can bring a shared one back."))
    waste.restore(view, by=by, at=at)


@transaction.atomic
def open_with(view: SavedView, *, who: Member) -> None:
    """Their inbox opens with it. Nobody else is told."""
    row = FirstView(workspace_id=who.workspace_id, member=who, view=view)
    insert_or_change(row, key=["member_id"], change=["view_id"])


@transaction.atomic
def open_as_before(view: SavedView, *, who: Member) -> None:
    """Their inbox opens with what waits for us."""
    FirstView.objects.filter(member=who, view=view).delete()


def _set(view: SavedView, columns: dict[str, object], *, by: Member, at: datetime) -> None:
    differing = {name: to for name, to in columns.items() if getattr(view, name) != to}
    if not differing or not SavedView.objects.live().filter(pk=view.pk).update(**differing):
        return
    for name, to in differing.items():
        setattr(view, name, to)
    facts = {"fields": sorted(differing)}
    publish(events.VIEW_CHANGED, subject=view, by=by, at=at, facts=facts)


def _as_pairs(question: Question) -> list[list[str]]:
    return [list(pair) for pair in question.pairs]
