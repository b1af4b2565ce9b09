"""The clock: starts each scheduled task once an interval, however many workers run."""

from datetime import datetime

from django.db import transaction

from rapport.events.listeners import SCHEDULE, TASKS, Scheduled
from rapport.events.models import Tick
from rapport.events.operations import jobs

# Spares a query a turn: what this process knows to have been started.
_known: dict[str, int] = {}


def start_due(at: datetime) -> int:
    """Enqueue every scheduled task whose interval began; returns how many were started here."""
    return sum(_start(scheduled, at) for scheduled in SCHEDULE.values())


def _start(scheduled: Scheduled, at: datetime) -> bool:
    slot = int(at.timestamp() // scheduled.every.total_seconds())
    if _known.get(scheduled.task, -1) >= slot:
        return False
    with transaction.atomic():
        Tick.objects.get_or_create(task=scheduled.task)
        won = Tick.objects.filter(task=scheduled.task, slot__lt=slot).update(slot=slot)
        if won:
            # The previous run may still be under way: then this one is skipped.
            jobs.enqueue(
                TASKS[scheduled.task].call,
                workspace_id=None,
                at=at,
                unique_key=f"clock:{scheduled.task}",
            )
    _known[scheduled.task] = slot
    return bool(won)
