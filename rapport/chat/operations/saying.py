"""Take in what a visitor writes: kept first, filed at once, each message once."""

from collections.abc import Sequence
from datetime import datetime

from rapport.channels.models import Delivery
from rapport.channels.operations import deliveries
from rapport.chat.models import Visitor
from rapport.files.models import StoredFile
from rapport.integrations.providers import chat


def say(
    visitor: Visitor, body: bytes, *, key: str, at: datetime, files: Sequence[StoredFile] = ()
) -> Delivery:
    """Keep the bytes, then read them. Whoever asks again, because no answer came, is told what
    became of it the first time; what a process died over in between is taken up then, or by the
    clock."""
    handle = visitor.handle
    known = f"{handle.address}-{key}"
    named = [(file.token, file.name) for file in files]
    kept = chat.kept(handle.address, body, named)
    delivery = deliveries.store(handle.channel, kept, key=known, at=at)
    if delivery is None:
        delivery = Delivery.objects.select_related("channel").get(channel=handle.channel, key=known)
    if delivery.outcome == Delivery.Outcome.WAITING:
        deliveries.settle(delivery, at=at)
        delivery.refresh_from_db(fields=["outcome"])
    Visitor.objects.filter(pk=visitor.pk).update(seen_at=at, typing_at=None, stirred_at=at)
    return delivery
