"""Which macros were run, on which conversations, by whom and when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rapport.events.models.event import UNDONE_WITHIN
from rapport.inbox.macro_actions import action_of
from rapport.inbox.models import Macro, MacroRun
from rapport.lib.reader import Reader


@dataclass(frozen=True, slots=True)
class Shown:
    """A run; its macro, where that is not somebody else's own; what it did in words; and whether
    this reader can take it back."""

    run: MacroRun
    macro: Macro | None
    did: str
    can_undo: bool


def runs(reader: Reader, *, of: Macro | None, mine: bool) -> QuerySet[MacroRun]:
    """The latest first: of one macro or of all, one's own or everybody's."""
    rows: QuerySet[MacroRun] = MacroRun.objects.visible_to(reader).filter(
        conversation__binned_at=None
    )
    if of is not None:
        rows = rows.filter(macro=of)
    if mine:
        rows = rows.filter(by=reader.member_id)
    return rows.select_related("macro", "conversation", "by__user").order_by("-pk")


def shown(run: MacroRun, reader: Reader, *, at: datetime) -> Shown:
    """As a row of the list says it."""
    known = (action_of(key) for key, _before in run.done)
    did = ", ".join(str(action.label) for action in known if action is not None)
    is_fresh = run.undone_at is None and at - run.at <= UNDONE_WITHIN
    is_theirs = run.macro is not None and run.macro.owner_id in (None, reader.member_id)
    return Shown(
        run, run.macro if is_theirs else None, did, is_fresh and run.by_id == reader.member_id
    )
