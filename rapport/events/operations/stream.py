"""Publish an act: the event and its deliveries, in the transaction of the act."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from rapport.events import carrier
from rapport.events.actor import Acts
from rapport.events.listeners import BY_VERB
from rapport.events.models import Event, Job


def publish(
    verb: str,
    *,
    subject: models.Model,
    by: Acts,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    at_hand: Sequence[models.Model] = (),
) -> Event:
    """Append one event and enqueue its listeners. Must run inside the act's transaction.

    The client and project are read from the subject's own `client_id` and `project_id`. `facts`
    holds ids, numbers, dates and codes, never names or text. What the act has in its hands as it
    is stored now (`at_hand`) need not be read again by inline listeners.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{verb} was published outside a transaction")
    event = Event.objects.create(
        workspace_id=_workspace_id(subject),
        verb=verb,
        actor_kind=by.actor_kind,
        actor_id=by.pk or None,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        client_id=_own_id(subject, "client"),
        project_id=_own_id(subject, "project"),
        facts=dict(facts or {}),
        at=at,
    )
    event.at_hand = (subject, *at_hand)
    _deliver(event)
    return event


def _deliver(event: Event) -> None:
    listeners = BY_VERB.get(event.verb, ())
    for listener in listeners:
        if listener.inline:
            listener.call(event)
    later = [listener for listener in listeners if not listener.inline]
    if later:
        waiting = Job.objects.bulk_create(
            Job(
                workspace_id=event.workspace_id,
                name=listener.name,
                event_id=event.pk,
                run_at=event.at,
                created_at=event.at,
            )
            for listener in later
        )
        carrier.announce([job.pk for job in waiting])


def _workspace_id(subject: models.Model) -> int:
    if subject._meta.label_lower == "workspaces.workspace":
        return int(subject.pk)
    return int(subject.workspace_id)  # type: ignore[attr-defined]


def _own_id(subject: models.Model, kind: str) -> int | None:
    if subject._meta.model_name == kind:
        return int(subject.pk)
    return getattr(subject, f"{kind}_id", None)
