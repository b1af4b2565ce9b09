"""Chain the stream by hash, a batch at a time, off the hot path."""

import hashlib
import json
from datetime import datetime, timedelta

from django.db import transaction

from rapport.events.models import Event, Seal

GENESIS = "0" * 64
# An event that commits late may carry a lower id; a batch waits until none can be under way.
SETTLED = timedelta(seconds=30)


@transaction.atomic
def seal(workspace_id: int, *, at: datetime, limit: int = 5000) -> Seal | None:
    """Seal the settled, unsealed events of a workspace; None when there are none."""
    fresh = Event.objects.in_workspace(workspace_id).unsealed().filter(at__lt=at - SETTLED)
    events = list(fresh.order_by("id")[:limit])
    if not events:
        return None
    last = Seal.objects.filter(workspace_id=workspace_id).order_by("-id").first()
    previous = last.hash if last else GENESIS
    made = Seal.objects.create(
        workspace_id=workspace_id,
        previous_hash=previous,
        hash=digest(previous, events),
        count=len(events),
        at=at,
    )
    Event.objects.filter(pk__in=[event.pk for event in events]).update(seal_id=made.pk)
    return made


def digest(previous: str, events: list[Event]) -> str:
    """SHA-256 over the previous hash and every event in canonical JSON, in id order."""
    state = hashlib.sha256(previous.encode())
    for event in events:
        row = [
            event.pk, event.workspace_id, event.verb, event.actor_kind, event.actor_id,
            event.subject_kind, event.subject_id, event.client_id, event.project_id,
            event.facts, event.at.isoformat(),
        ]  # fmt: skip
        state.update(json.dumps(row, sort_keys=True, separators=(",", ":")).encode())
    return state.hexdigest()


def verify(workspace_id: int) -> list[int]:
    """The ids of seals that do not match their events or their predecessor; empty is good."""
    broken, previous = [], GENESIS
    for made in Seal.objects.filter(workspace_id=workspace_id).order_by("id"):
        events = list(Event.objects.filter(seal_id=made.pk).order_by("id"))
        matches = (
            made.previous_hash == previous
            and made.count == len(events)
            and made.hash == digest(previous, events)
        )
        if not matches:
            broken.append(made.pk)
        previous = made.hash
    return broken
