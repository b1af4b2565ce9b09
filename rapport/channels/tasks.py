"""Work off the request: reading what came, fetching files, asking vendors that cannot reach us."""

import contextlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from rapport.channels.models import Channel, Delivery, Enclosure, Handle
from rapport.channels.operations import deliveries, fetching, handles, polling, recalling, templates
from rapport.events.listeners import every, task
from rapport.events.operations import jobs
from rapport.lib.refusal import Refused
from rapport.workspaces.scope import open_workspace

# What its own job left waiting for this long was left for good.
LEFT = timedelta(seconds=30)
BATCH = 200


@transaction.atomic
def take_in(channel: Channel, content: bytes, *, key: str, at: datetime) -> None:
    """Keep what came, and ask for it to be read, together."""
    if delivery := deliveries.store(channel, content, key=key, at=at):
        jobs.enqueue(
            read, workspace_id=channel.workspace_id, at=at, unique_key=f"delivery:{delivery.pk}",
            delivery=delivery.pk,
        )  # fmt: skip


@task(attempts=3)
def read(delivery: int) -> None:
    """Read one delivery and fetch the files it named."""
    rows = Delivery.objects.filter(pk=delivery, outcome=Delivery.Outcome.WAITING)
    found = rows.select_related("channel").first()
    if found is None or found.channel.is_paused:
        return
    deliveries.settle(found, at=now())
    for handle in _unnamed(delivery):
        handles.learn_name(handle)
    _fetch_due(Enclosure.objects.filter(arrival__delivery=delivery).due(now()))


@every(timedelta(seconds=30))
@task(attempts=1)
def read_left() -> None:
    """Take up what its process died over, or what came while the channel was paused."""
    left = Delivery.everywhere.left(now() - LEFT).order_by("pk")
    for pk, workspace_id in left.values_list("pk", "workspace_id")[:BATCH]:
        with open_workspace(workspace_id):
            read(delivery=pk)


@every(timedelta(seconds=60))
@task(attempts=1, lease=timedelta(minutes=10))
def fetch_files() -> None:
    """Try again for files that could not be had."""
    due = Enclosure.everywhere.due(now()).order_by("next_try_at", "pk")
    for pk, workspace_id in due.values_list("pk", "workspace_id")[:BATCH]:
        with open_workspace(workspace_id):
            _fetch_due(Enclosure.objects.filter(pk=pk))


@every(timedelta(seconds=20))
@task(attempts=1)
def poll_channels() -> None:
    """Ask those vendors for news that cannot reach us."""
    rows = Channel.everywhere.running().filter(is_polled=True).select_related("workspace")
    for channel in rows.order_by("pk"):
        with open_workspace(channel.workspace_id):
            for delivery in polling.poll(channel, at=now()):
                read(delivery=delivery.pk)


@every(timedelta(minutes=5))
@task(attempts=1, lease=timedelta(minutes=15))
def look_for_missed() -> None:
    """Ask those vendors whose turn it is for what did not reach us."""
    for channel in recalling.due(now()):
        with open_workspace(channel.workspace_id):
            look(channel=channel.pk)


@task(attempts=1, lease=timedelta(minutes=5))
def look(channel: int) -> None:
    """Look at one of them now, and read what was found."""
    rows = Channel.objects.running().select_related("workspace")
    if found := rows.filter(pk=channel).first():
        kept = recalling.fetch(found, at=now())
        for delivery in kept:
            read(delivery=delivery.pk)
        recalling.conclude(found, kept, at=now())


@every(timedelta(hours=1))
@task(attempts=1, lease=timedelta(minutes=15))
def refresh_templates() -> None:
    """List anew what vendors approved."""
    for channel in templates.due():
        with open_workspace(channel.workspace_id), contextlib.suppress(Refused):
            templates.refresh(channel, at=now())


@every(timedelta(hours=1))
@task(attempts=1)
def forget_old() -> None:
    """Let go of deliveries that brought nothing, after a month."""
    deliveries.forget_old(at=now())


def _unnamed(delivery: int) -> QuerySet[Handle]:
    rows = Handle.objects.filter(
        name="", exchanges__conversation__messages__arrival__delivery=delivery
    )
    found: QuerySet[Handle] = rows.select_related("channel").distinct()
    return found


def _fetch_due(rows: QuerySet[Enclosure]) -> None:
    wanted = rows.select_related(
        "arrival__delivery__channel", "arrival__message__conversation",
        "arrival__message__workspace", "arrival__message__contact",
    )  # fmt: skip
    for enclosure in wanted.order_by("pk"):
        fetching.fetch(enclosure, at=now())
