"""The views somebody has, and how many conversations stand in each.

A count goes no further than 999, and a page waits for none: it fetches them when it stands.
"""

from dataclasses import dataclass, replace

from django.utils.timezone import now

from rapport.inbox.models import FirstView, SavedView
from rapport.inbox.queries import criteria, listing
from rapport.inbox.queries.question import Question
from rapport.lib.reader import Reader
from rapport.workspaces.visible import VisibleTo

MOST_COUNTED = 999
# So many have a count, and so many a digit for a shortcut.
COUNTED, DIGITS = 20, 9

_MINE = VisibleTo(
    lambda reader: SavedView.objects.visible_to(reader).live().order_by("position", "pk")
)
_FIRST = VisibleTo(
    lambda reader, member: FirstView.objects.filter(member=member).values_list("view_id")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A view in the list of views."""

    view: SavedView
    # The digit that opens it, where there is one.
    digit: int | None
    is_here: bool
    count: int | None = None

    @property
    def said(self) -> str:
        """How many, as far as it was counted."""
        if self.count is None:
            return ""
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


def views_of(reader: Reader) -> list[SavedView]:
    """Theirs and those shared with their role, in order."""
    return [view for view in _MINE(reader) if view.is_for(reader)]


def first_view(reader: Reader) -> SavedView | None:
    """The one that their inbox opens with."""
    chosen = _FIRST.first(reader, reader.member_id)
    if chosen is None:
        return None
    return next((view for view in views_of(reader) if view.pk == chosen[0]), None)


def entries(reader: Reader, *, here: SavedView | None) -> list[Entry]:
    """As they stand above the list."""
    return [
        Entry(view, at if at <= DIGITS else None, here is not None and view.pk == here.pk)
        for at, view in enumerate(views_of(reader), 1)
    ]


def counted(reader: Reader, *, here: SavedView | None) -> list[Entry]:
    """The same, with how many stand in each of the first."""
    return [
        replace(one, count=_count(one.view, reader)) if at < COUNTED else one
        for at, one in enumerate(entries(reader, here=here))
    ]


def count(question: Question, reader: Reader, *, most: int = MOST_COUNTED) -> int:
    """How many there are, counted no further than one more than `most`."""
    narrowed = criteria.chosen(question, reader, at=now())
    rows = listing.matching(question, reader, narrowed=narrowed)
    return rows.order_by().values("pk")[: most + 1].count()


def _count(view: SavedView, reader: Reader) -> int:
    return count(Question.of_pairs(view.asks), reader)
