"""What is new to somebody: a word that came since they last looked, within the last month; and
whatever they keep unread."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from rapport.inbox.models import Conversation, Reading
from rapport.inbox.models.reading import NEWS_FOR
from rapport.lib.many import among

# So many one keeps unread at the most; nobody keeps more in mind.
MOST_KEPT = 2_000


def since(at: datetime) -> datetime:
    """What is older counts as read."""
    return at - NEWS_FOR


def unread(member: int, after: datetime) -> Q:
    """For a list of conversations. What is kept is named one by one, so that the list is read in
    its own order."""
    seen = Reading.objects.filter(
        member=member, conversation=OuterRef("pk"), upto__gte=OuterRef("last_message_at")
    )
    new = Q(last_message_at__gt=after) & ~Q(Exists(seen))
    kept = Reading.objects.filter(member=member, is_kept=True)
    ids = list(kept.values_list("conversation_id", flat=True)[:MOST_KEPT])
    return new | Q(pk__in=among(ids)) if ids else new


def among_these(rows: Iterable[Conversation], member: int, after: datetime) -> set[int]:
    """Which of these are unread, in one query."""
    here = {row.pk: row.last_message_at for row in rows}
    return _unread(here, member, after)


def read_of(ids: Sequence[int], member: int, after: datetime) -> dict[int, bool]:
    """Whether each of these is read."""
    rows = Conversation.objects.filter(pk__in=ids).values_list("pk", "last_message_at")
    here = dict(rows)
    new = _unread(here, member, after)
    return {pk: pk not in new for pk in here}


def _unread(here: dict[int, datetime], member: int, after: datetime) -> set[int]:
    rows = Reading.objects.filter(member=member, conversation__in=list(here))
    known = {talk: (upto, kept) for talk, upto, kept in rows.values_list(
        "conversation_id", "upto", "is_kept"
    )}  # fmt: skip
    return {pk for pk, last in here.items() if _is_new(last, known.get(pk), after)}


def _is_new(last: datetime, known: tuple[datetime, bool] | None, after: datetime) -> bool:
    if known is None:
        return last > after
    upto, is_kept = known
    return is_kept or (last > after and upto < last)
