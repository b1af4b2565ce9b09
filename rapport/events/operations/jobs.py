"""Background work: enqueue, claim, finish, fail."""

import random
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from rapport.events.listeners import Task, task_name
from rapport.events.models import Job

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)


def enqueue(
    task: Task,
    *,
    workspace_id: int | None,
    at: datetime,
    run_at: datetime | None = None,
    unique_key: str | None = None,
    **arguments: Any,
) -> bool:
    """Ask for a task, in this transaction. With a unique key, asking twice is asking once.

    Returns whether a new job was made. Arguments must be plain JSON.
    """
    try:
        with transaction.atomic():
            Job.objects.create(
                workspace_id=workspace_id,
                name=task_name(task),
                arguments=arguments,
                unique_key=unique_key,
                run_at=run_at or at,
                created_at=at,
            )
    except IntegrityError:
        if unique_key is None:
            raise
        return False
    return True


@transaction.atomic
def claim(*, worker: str, at: datetime, lease: timedelta, limit: int = 20) -> list[Job]:
    """Take due jobs by compare-and-set: two workers never hold the same job at the same time."""
    claimed = []
    for job in list(Job.objects.due(at).order_by("run_at", "id")[:limit]):
        won = (
            Job.objects.due(at)
            .filter(pk=job.pk, attempts=job.attempts)
            .update(
                state=Job.State.RUNNING,
                claimed_by=worker,
                lease_until=at + lease,
                attempts=F("attempts") + 1,
            )
        )
        if won:
            job.attempts += 1
            job.claimed_by = worker
            claimed.append(job)
    return claimed


def extend(job: Job, *, until: datetime) -> bool:
    """Keep a lease alive (heartbeat). False: the job was taken over, stop working on it."""
    return bool(
        Job.objects.filter(pk=job.pk, claimed_by=job.claimed_by, attempts=job.attempts).update(
            lease_until=until
        )
    )


def finish(job: Job) -> bool:
    """Remove a job that is done. False: it was taken over in the meantime, roll back."""
    deleted, _ = Job.objects.filter(
        pk=job.pk, claimed_by=job.claimed_by, attempts=job.attempts
    ).delete()
    return bool(deleted)


def fail(job: Job, *, error: str, attempts: int, at: datetime) -> None:
    """Try again later with doubled, jittered delay; after the last attempt keep it as dead."""
    dead = job.attempts >= attempts
    delay = min(FIRST_RETRY * 2 ** min(job.attempts - 1, 12), LONGEST_RETRY)
    jitter = random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing
    Job.objects.filter(pk=job.pk, claimed_by=job.claimed_by).update(
        state=Job.State.DEAD if dead else Job.State.WAITING,
        run_at=at + delay * jitter,
        lease_until=None,
        error=error[-4000:],
    )


def revive(job: Job, *, at: datetime) -> None:
    """Run a dead job again, from its first attempt."""
    Job.objects.filter(pk=job.pk, state=Job.State.DEAD).update(
        state=Job.State.WAITING, run_at=at, attempts=0
    )
