"""What was chosen for an act on many, how such acts stand, and what they left."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.events.models import Event
from rapport.inbox.models import BulkAct, Conversation
from rapport.inbox.queries import listing
from rapport.inbox.queries.question import Question
from rapport.lib.keys import key_of
from rapport.lib.reader import Reader
from rapport.workspaces.prepared import Question as Kept

# So many are done before the page answers; more go to a worker.
AT_ONCE = 25
# Of what was left, so many are named.
MOST_NAMED = 200
# So long an act that is over is still told of above the list.
TOLD_FOR = timedelta(minutes=10)

_LAST_EVENT = Kept(
    lambda workspace: (
        Event.objects.filter(workspace_id=workspace).order_by("-id").values_list("pk")[:1]
    )
)


@dataclass(frozen=True, slots=True)
class Left:
    """A conversation that stayed as it was."""

    conversation: Conversation
    reason: str
    said: str


def last_event(reader: Reader) -> int:
    """Up to which act of anybody a page that is drawn now shows how things stand."""
    found = _LAST_EVENT.first(reader.workspace_id)
    return int(found[0]) if found else 0


def picked(reader: Reader, keys: Sequence[str], *, binned: bool = False) -> list[int]:
    """Those of the checked ones that this reader sees."""
    ids = {key_of(text) for text in keys}
    rows = Conversation.objects.visible_to(reader).filter(pk__in=ids, merged_into=None)
    return sorted((rows if binned else rows.live()).values_list("pk", flat=True))


def all_matching(question: Question, reader: Reader, *, most: int) -> list[int]:
    """All that the question asks for, one more than `most` at the most."""
    rows = listing.matching(question, reader).order_by().values_list("pk", flat=True)
    return list(rows[: most + 1])


def of_late(reader: Reader, *, at: datetime) -> list[BulkAct]:
    """One's own that are under way or were over just now, of those that took more than a page
    waits for; the newest first."""
    rows = BulkAct.objects.filter(by=reader.member_id, total__gt=AT_ONCE).order_by("-pk")[:2]
    return [act for act in rows if act.ended_at is None or at - act.ended_at < TOLD_FOR]


def left_by(act: BulkAct, reader: Reader) -> list[Left]:
    """What it left, as far as this reader sees it; what was so already is only counted."""
    why: dict[int, tuple[str, str]] = {}
    for items in act.parts.filter(is_done=True).order_by("place").values_list("left", flat=True):
        why |= {pk: (reason, said) for pk, reason, said in items if reason != "so"}
        if len(why) >= MOST_NAMED:
            break
    rows = Conversation.objects.visible_to(reader).filter(pk__in=list(why)[:MOST_NAMED])
    shown = rows.only("number", "subject", "correspondent").order_by("number")
    return [Left(row, *why[row.pk]) for row in shown]


def counted(act: BulkAct) -> Mapping[str, int]:
    """How many were left for each reason; 0 for any other."""
    return defaultdict(int, act.left)
