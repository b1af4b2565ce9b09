"""The facts of many days as columns: from their packs, and from the facts themselves where a day
is not packed as it stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rapport.cases.models import Case
from rapport.engine.service_figures import A_DAY, NEVER
from rapport.inbox.models import Conversation
from rapport.insights.models import ConversationFact, PackedDay
from rapport.insights.models.fact import FactQuerySet
from rapport.lib.many import among
from rapport.lib.reader import Reader

Rows = NDArray[Any]
NO_CASE = "-"
CHANNELS: tuple[str, ...] = tuple(Conversation.Channel.values)
KINDS: tuple[str, ...] = (NO_CASE, *Case.Kind.values)
_CHANNEL = {name: n for n, name in enumerate(CHANNELS)}
_KIND = {name: n for n, name in enumerate(KINDS)}
# One conversation: the second of its day; minutes; a client and a person by id, none is 0; channel
# and kind by their place in the lists above.
ROW = np.dtype(
    [
        ("second", "<u4"), ("first_reply", "<i4"), ("resolution", "<i4"), ("replies", "<u2"),
        ("reopened", "<u2"), ("client", "<u4"), ("person", "<u4"), ("channel", "u1"),
        ("kind", "u1"),
    ]
)  # fmt: skip
# Nobody asks whether it was more.
MOST = 2**16 - 1
LAYOUT = crc32(repr((ROW.descr, CHANNELS, KINDS)).encode()) + 1
_COLUMNS = (
    "day", "began_at", "first_reply", "resolution", "replies", "reopened",
    "conversation__client", "first_reply_by", "conversation__channel", "conversation__case__kind",
)  # fmt: skip


def rows_between(reader: Reader, start: datetime, end: datetime) -> tuple[Rows, Rows]:
    """What is known of the conversations that a client began from one moment up to another: the
    seconds since 1970 at which, and the rows. Two queries at most."""
    first, last = (int(moment.timestamp()) for moment in (start, end))
    days = range(first // A_DAY, (last - 1) // A_DAY + 1)
    packed = dict(
        PackedDay.objects.visible_to(reader)
        .filter(day__gte=days.start, day__lt=days.stop, layout=LAYOUT)
        .values_list("day", "columns")
    )
    seconds, rows = _joined(packed)
    if loose := [day for day in days if day not in packed]:
        facts = ConversationFact.objects.visible_to(reader)
        more_seconds, more = of_days(facts, loose)
        seconds, rows = np.append(seconds, more_seconds), np.append(rows, more)
    within = (seconds >= first) & (seconds < last)
    return seconds[within], rows[within]


def of_days(facts: FactQuerySet, days: Sequence[int]) -> tuple[Rows, Rows]:
    """The same, from the facts of these days themselves."""
    found = list(facts.filter(day__in=among(days)).values_list(*_COLUMNS))
    rows = np.array([_row(*fact) for fact in found], ROW)
    return np.array([fact[0] * A_DAY for fact in found], np.int64) + rows["second"], rows


def _joined(packed: dict[int, Any]) -> tuple[Rows, Rows]:
    rows = np.frombuffer(b"".join(packed.values()), ROW)
    sizes = [len(columns) // ROW.itemsize for columns in packed.values()]
    days = np.repeat(np.fromiter(packed, np.int64, len(packed)), sizes)
    return days * A_DAY + rows["second"], rows


def _row(  # noqa: PLR0913 - a column each
    day: int, began: datetime, first: int | None, resolution: int | None, replies: int,
    reopened: int, client: int | None, person: int | None, channel: str, kind: str | None,
) -> tuple[int, ...]:  # fmt: skip
    return (
        int(began.timestamp()) - day * A_DAY,
        NEVER if first is None else first,
        NEVER if resolution is None else resolution,
        min(replies, MOST),
        min(reopened, MOST),
        client or 0,
        person or 0,
        _CHANNEL[channel],
        _KIND[kind or NO_CASE],
    )
