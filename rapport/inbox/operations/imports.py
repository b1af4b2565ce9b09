"""Bring an archive in: quietly, in groups, as often as one likes."""

import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction

from rapport.engine.mail import Reading
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, Mailbox, RawMail
from rapport.inbox.operations import intake
from rapport.inbox.sandbox import ParserPool
from rapport.inbox.sources import Found
from rapport.workspaces.models import Workspace

log = logging.getLogger("rapport.inbox")

GROUP = 100
GROUP_BYTES = 4 * 1024 * 1024


@dataclass(slots=True)
class Tally:
    """What an import did, so far; `kept` are mails that were not there before."""

    seen: int = 0
    kept: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    # Locator and reason of what is no mail.
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Archive:
    """What is brought in, and on which channel it once came."""

    found: Iterable[Found]
    workspace: Workspace
    mailbox: Mailbox | None = None


def bring_in(
    archive: Archive, *, pool: ParserPool, at: datetime, progress: Callable[[Tally], None]
) -> Tally:
    """Store and settle everything found. Each group is kept before it is read, so that an end at
    any moment loses nothing and a second run goes on where the first one stopped."""
    tally = Tally()
    conversations = Conversation.objects.count()
    for group in _groups(archive.found, tally):
        _take(group, archive, pool, tally, at)
        # A large mail is let go before the next one is read: rows that know each other wait for
        # the collector, which would not come for a few large ones.
        gc.collect()
        progress(tally)
    if tally.kept:
        _publish(archive.workspace, tally, Conversation.objects.count() - conversations, at)
    return tally


def _groups(found: Iterable[Found], tally: Tally) -> Iterator[list[Found]]:
    """Mails in groups bounded by number and size; what is no mail is noted and left out."""
    group: list[Found] = []
    size = 0
    for item in found:
        if item.refusal:
            tally.refused.append((item.locator, item.refusal))
            continue
        group.append(item)
        size += len(item.raw)
        del item  # whoever takes the group may let it go
        if len(group) >= GROUP or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _take(
    group: list[Found], archive: Archive, pool: ParserPool, tally: Tally, at: datetime
) -> None:
    arrivals = [
        intake.Arrival(item.locator, item.raw, RawMail.Source.IMPORT, archive.mailbox, True)
        for item in group
    ]
    rows = intake.store_raw(arrivals, workspace=archive.workspace, at=at)
    waiting = {row.pk: row for row in rows if row.outcome == RawMail.Outcome.WAITING}
    raws = {row.pk: item.raw for row, item in zip(rows, group, strict=True) if row.pk in waiting}
    # Kept now: each is in hand only until a parser has it.
    arrivals.clear()
    group.clear()
    read: Iterator[tuple[int, Reading]] = pool.parse_many(
        ((pk, raws.pop(pk)) for pk in waiting), again=lambda pk: waiting[pk].bytes
    )
    while batch := list(islice(read, GROUP)):
        intake.settle_group([(waiting[pk], reading) for pk, reading in batch], at=at)
    tally.seen += len(rows)
    tally.kept += len(waiting)
    tally.outcomes.update(str(row.outcome) for row in rows)


@transaction.atomic
def _publish(workspace: Workspace, tally: Tally, conversations: int, at: datetime) -> None:
    facts = {"messages": tally.kept, "conversations": max(0, conversations), **tally.outcomes}
    publish(events.MAIL_IMPORTED, subject=workspace, by=SYSTEM, at=at, facts=facts)
