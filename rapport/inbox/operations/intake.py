"""Take in mail: keep it first, then read it and file it. Exactly one outcome a mail.

`store_raw` commits before anything is tried. `settle` is one transaction: outcome, conversation,
message, people, attachments and events appear together or not at all, so that a process that
dies leaves the mail waiting, and the next one takes it up.
"""

import hashlib
import logging
import zlib
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DataError, Error, IntegrityError, OperationalError, connection, transaction
from django.db.models import F, QuerySet

from rapport.engine.mail import Outcome, Reading
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events, parser
from rapport.inbox.models import Mailbox, RawMail
from rapport.inbox.operations import filing, senders
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Change
from rapport.workspaces.scope import open_workspace

log = logging.getLogger("rapport.inbox")

MOST_ATTEMPTS = 3
MOST_LEFT = 200
# What is no larger stays in hand until it is read; reading it again would cost more.
HELD_BYTES = 64_000
# What the database refuses for what stands in the mail, and would always refuse.
OF_THE_MAIL = (DataError, IntegrityError)
_SETTLE = Change(
    lambda pk, *_: RawMail.objects.filter(pk=pk, outcome=RawMail.Outcome.WAITING),
    lambda _, kind, reason, at: {"outcome": kind, "reason": reason, "settled_at": at},
)
_FILL = Change(lambda pk, _: RawMail.objects.filter(pk=pk), lambda _, content: {"content": content})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail as it came: where it was found (`locator`), and its bytes."""

    locator: str
    raw: bytes
    source: str = RawMail.Source.IMPORT
    mailbox: Mailbox | None = None
    is_history: bool = False
    # How it was handed over, where that is known; see `RawMail.envelope`.
    envelope: dict[str, Any] | None = None


def store_raw(arrivals: Sequence[Arrival], *, workspace: Workspace, at: datetime) -> list[RawMail]:
    """Keep mails as they came, in one commit. The same bytes at the same place are kept once;
    returns the kept row of every arrival, new or old."""
    rows = [_raw(arrival, workspace, at) for arrival in arrivals]
    if len(rows) == 1:
        kept = [_store_one(rows[0])]
    else:
        try:
            kept = _store(rows)
        except IntegrityError:
            # Somebody else kept one of them in this very moment; now it is seen.
            kept = _store(rows)
    for row in kept:
        if row.size > HELD_BYTES:
            # On disk now: read again where somebody asks for it.
            row.__dict__.pop("content", None)
    return kept


def _store_one(row: RawMail) -> RawMail:
    """What just came is nearly always new: the constraint knows better than a question. A single
    statement commits itself; BEGIN and COMMIT around it would be two more."""
    is_one_statement = row.size <= HELD_BYTES and not connection.in_atomic_block
    try:
        with nullcontext() if is_one_statement else transaction.atomic():
            _insert([row])
    except IntegrityError:
        known: RawMail = RawMail.objects.defer("content").get(
            source=row.source, locator=row.locator, sha256=row.sha256
        )
        return known
    return row


def _store(rows: list[RawMail]) -> list[RawMail]:
    with transaction.atomic():
        known = {
            (row.source, row.locator, row.sha256): row
            for row in RawMail.objects.defer("content").filter(
                locator__in=[row.locator for row in rows]
            )
        }
        fresh: dict[tuple[str, str, str], RawMail] = {}
        for row in rows:
            key = (row.source, row.locator, row.sha256)
            if key not in known:
                fresh.setdefault(key, row)
        _insert(list(fresh.values()))
    known.update(fresh)
    return [known[(row.source, row.locator, row.sha256)] for row in rows]


def _insert(rows: list[RawMail]) -> None:
    """Put in new rows. What is large follows its row: SQLite's driver holds on to the values that
    a statement was run with last, and there is one statement for each number of rows."""
    large = [(row, row.content) for row in rows if row.size > HELD_BYTES]
    for row, _ in large:
        row.content = b""
    try:
        if len(rows) == 1:
            rows[0].save(force_insert=True)
        else:
            RawMail.objects.bulk_create(rows)
    finally:
        for row, content in large:
            row.content = content
    for row, content in large:
        _FILL(row.pk, content)
    if large:
        _FILL(0, b"")  # no row has this key; the driver lets go of the last content


def settle(raw: RawMail, *, at: datetime, reading: Reading | None = None) -> RawMail:
    """Read a waiting mail and file it. A settled one stays as it is.

    An error of ours is counted; after the third the mail is quarantined, so that it never stops
    those behind it. A database or a disk that refuses all is not the mail's fault: it waits.
    """
    if raw.outcome != RawMail.Outcome.WAITING:
        return raw
    reading = reading or parser.parse(raw.bytes)
    if reading.parsed is not None:
        senders.check(raw, reading.parsed)
    try:
        with transaction.atomic():
            _settle(raw, reading, at)
    except Exception as error:
        if isinstance(error, Error | OSError) and not isinstance(error, OF_THE_MAIL):
            raw.outcome = RawMail.Outcome.WAITING
            raise
        log.exception("a mail could not be filed", extra={"raw": raw.pk})
        _count_failure(raw, at)
    return raw


def settle_left(mails: QuerySet[RawMail], *, at: datetime) -> None:
    """Settle those of these mails that are kept and not read, the earliest first: a mail finds its
    conversation by those before it."""
    left = mails.filter(outcome=RawMail.Outcome.WAITING).select_related("workspace", "mailbox")
    for raw in left.defer("content").order_by("pk")[:MOST_LEFT]:
        with open_workspace(raw.workspace_id):
            settle(raw, at=max(at, raw.received_at))


def settle_group(group: Sequence[tuple[RawMail, Reading]], *, at: datetime) -> None:
    """Settle many in one transaction; if one of them spoils it, each alone."""
    try:
        with transaction.atomic():
            for raw, reading in group:
                if raw.outcome == RawMail.Outcome.WAITING:
                    _settle(raw, reading, at)
    except (OperationalError, OSError):
        # The database or the disk will not take it, together or apart: all of it waits.
        raise
    except Exception:
        log.warning("a group is settled one by one", exc_info=True)
        for raw, reading in group:
            raw.refresh_from_db(fields=["outcome", "reason", "attempts"])
            settle(raw, at=at, reading=reading)


def run_again(raw: RawMail, *, at: datetime) -> RawMail:
    """Try a quarantined or refused mail anew, with the parser as it is today."""
    again = RawMail.objects.filter(
        pk=raw.pk, outcome__in=[RawMail.Outcome.QUARANTINED, RawMail.Outcome.REFUSED]
    )
    if again.update(outcome=RawMail.Outcome.WAITING, reason="", attempts=0, settled_at=None):
        raw.refresh_from_db()
        settle(raw, at=at)
    return raw


def _raw(arrival: Arrival, workspace: Workspace, at: datetime) -> RawMail:
    return RawMail(
        workspace=workspace,
        mailbox=arrival.mailbox,
        source=arrival.source,
        locator=arrival.locator[:500],
        sha256=hashlib.sha256(arrival.raw).hexdigest(),
        size=len(arrival.raw),
        content=zlib.compress(arrival.raw, 6),
        received_at=at,
        is_history=arrival.is_history,
        envelope=arrival.envelope,
    )


def _settle(raw: RawMail, reading: Reading, at: datetime) -> None:
    outcome = reading.outcome
    if reading.parsed is not None:
        filed = filing.prepare(raw, reading)
        if filed.is_duplicate:
            outcome = Outcome("duplicate")
        if _mark(raw, outcome, at) and not filed.is_duplicate:
            filing.file(filed, at=at)
    elif _mark(raw, outcome, at) and outcome.kind == "quarantined" and not raw.is_history:
        publish(
            events.MAIL_QUARANTINED, subject=raw, by=SYSTEM, at=at,
            facts={"reason": outcome.reason},
        )  # fmt: skip


def _mark(raw: RawMail, outcome: Outcome, at: datetime) -> bool:
    """Give the mail its outcome; False where somebody else did."""
    won = _SETTLE(raw.pk, outcome.kind, outcome.reason, at)
    raw.outcome, raw.reason = outcome.kind, outcome.reason
    return bool(won)


def _count_failure(raw: RawMail, at: datetime) -> None:
    raw.outcome = RawMail.Outcome.WAITING
    waiting = RawMail.objects.filter(pk=raw.pk, outcome=RawMail.Outcome.WAITING)
    waiting.update(attempts=F("attempts") + 1)
    raw.attempts += 1
    if raw.attempts >= MOST_ATTEMPTS:
        _mark(raw, Outcome("quarantined", "crash"), at)
