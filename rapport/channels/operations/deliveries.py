"""Take in what a vendor sends: verify it, keep it, read it later. Exactly one outcome each.

`store` commits before anything is tried. `settle` is one transaction: outcome, conversations,
messages and events appear together or not at all, so that a process that dies leaves the delivery
waiting, and the next one takes it up.
"""

import hashlib
import logging
import zlib
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import F

from rapport.channels import events
from rapport.channels.models import Channel, Delivery
from rapport.channels.operations import accounts, call_records, filing, receipts
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.integrations import signatures
from rapport.integrations.hooks import Hook
from rapport.integrations.providers.protocols import Reads, Receives
from rapport.integrations.providers.records import Heard, Unreadable
from rapport.lib.inserting import insert_unless_there

log = logging.getLogger("rapport.channels")
MOST_ATTEMPTS = 3
KEPT = timedelta(days=30)
MOST_FORGOTTEN = 5_000


def verify(channel: Channel, hook: Hook, *, at: datetime) -> None:
    """Raise `Forged` unless the channel's vendor sent this, lately."""
    speaks = channel.speaks
    if not isinstance(speaks, Receives):
        raise signatures.Forged("nothing comes in here")
    secret = accounts.opened(channel).get(speaks.signed_with, "")
    signatures.verify(speaks.way, hook, secret, at.timestamp())


def refuse(channel: Channel, *, at: datetime) -> None:
    """Of what was not signed as it should be nothing is kept, but that it came."""
    Channel.objects.filter(pk=channel.pk).update(refused=F("refused") + 1, refused_at=at)


@transaction.atomic
def store(channel: Channel, content: bytes, *, key: str, at: datetime) -> Delivery | None:
    """Keep what the vendor brought; None where the same was kept before. It reaches us."""
    delivery = keep(channel, content, key=key, at=at)
    if delivery is not None:
        Channel.objects.filter(pk=channel.pk).update(last_heard_at=at, unheard="")
    return delivery


def keep(channel: Channel, content: bytes, *, key: str, at: datetime) -> Delivery | None:
    """Keep the bytes; None where the same were kept before."""
    delivery = Delivery(
        workspace_id=channel.workspace_id,
        channel=channel,
        key=key[:200] or hashlib.sha256(content).hexdigest(),
        content=zlib.compress(content, 6),
        size=len(content),
        received_at=at,
    )
    return delivery if insert_unless_there(delivery) else None


def settle(delivery: Delivery, *, at: datetime) -> None:
    """Read a waiting delivery and file what it brought."""
    try:
        heard = _read(delivery)
    except Unreadable as error:
        _quarantine(delivery, "unreadable", str(error), at)
        return
    except accounts.Sealed as refusal:
        _quarantine(delivery, "unreadable", str(refusal), at)
        return
    try:
        with transaction.atomic():
            _settle(delivery, heard, at)
    except OperationalError:
        # The database will not take it now: it waits.
        raise
    except Exception as error:
        log.exception("a delivery could not be filed", extra={"delivery": delivery.pk})
        _count_failure(delivery, type(error).__name__, at)


def run_again(delivery: Delivery, *, at: datetime) -> Delivery:
    """Try a quarantined or ignored one anew, with the reader as it is today."""
    again = Delivery.objects.filter(
        pk=delivery.pk,
        outcome__in=[Delivery.Outcome.QUARANTINED, Delivery.Outcome.IGNORED],
    )
    if again.update(outcome="waiting", reason="", said="", attempts=0, settled_at=None):
        delivery.refresh_from_db()
        settle(delivery, at=at)
        delivery.refresh_from_db()
    return delivery


def forget_old(*, at: datetime) -> int:
    """Let go of what brought nothing: what became of our messages, and what was here already or
    not for us. What brought messages stays as long as they do."""
    brought_nothing = [
        Delivery.Outcome.RECEIPT,
        Delivery.Outcome.DUPLICATE,
        Delivery.Outcome.IGNORED,
    ]
    old = Delivery.everywhere.filter(outcome__in=brought_nothing, settled_at__lt=at - KEPT)
    pks = list(old.order_by("pk").values_list("pk", flat=True)[:MOST_FORGOTTEN])
    return int(Delivery.everywhere.filter(pk__in=pks).delete()[0])


def _read(delivery: Delivery) -> Heard:
    speaks = delivery.channel.speaks
    if not isinstance(speaks, Reads):
        raise Unreadable("nothing comes in here")
    try:
        return speaks.read(delivery.bytes, accounts.opened(delivery.channel))
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, RecursionError) as error:
        # A field is there, but is not what the vendor says it is.
        raise Unreadable(f"it is not in the vendor's format ({type(error).__name__})") from error


def _settle(delivery: Delivery, heard: Heard, at: datetime) -> None:
    waiting = Delivery.objects.filter(pk=delivery.pk, outcome=Delivery.Outcome.WAITING)
    if not waiting.update(outcome=Delivery.Outcome.IGNORED, settled_at=at):
        return
    filed = [filing.file(delivery, one, at=at) for one in heard.messages]
    filed += [call_records.file(delivery, one, at=at) for one in heard.calls]
    noted = [receipts.note(delivery.channel, one, at=at) for one in heard.receipts]
    outcome = _outcome(heard, any(filed), any(noted))
    if outcome != Delivery.Outcome.IGNORED:
        Delivery.objects.filter(pk=delivery.pk).update(outcome=outcome)
    delivery.outcome = outcome


def _outcome(heard: Heard, filed: bool, noted: bool) -> str:
    if filed:
        return Delivery.Outcome.FILED
    if noted:
        return Delivery.Outcome.RECEIPT
    is_known = heard.messages or heard.calls
    return Delivery.Outcome.DUPLICATE if is_known else Delivery.Outcome.IGNORED


@transaction.atomic
def _quarantine(delivery: Delivery, reason: str, said: str, at: datetime) -> None:
    waiting = Delivery.objects.filter(pk=delivery.pk, outcome=Delivery.Outcome.WAITING)
    if waiting.update(outcome="quarantined", reason=reason, said=said[:300], settled_at=at):
        facts = {"reason": reason}
        publish(events.DELIVERY_QUARANTINED, subject=delivery, by=SYSTEM, at=at, facts=facts)


def _count_failure(delivery: Delivery, said: str, at: datetime) -> None:
    waiting = Delivery.objects.filter(pk=delivery.pk, outcome=Delivery.Outcome.WAITING)
    waiting.update(attempts=F("attempts") + 1)
    delivery.attempts += 1
    if delivery.attempts >= MOST_ATTEMPTS:
        _quarantine(delivery, "crash", said, at)
