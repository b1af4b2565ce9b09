"""Background work: enqueue, claim, finish, fail."""

import random
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from rapport.events import carrier
from rapport.events.listeners import Task, task_name
from rapport.events.models import Job
from rapport.lib.inserting import insert_unless_there
from rapport.lib.prepared import Change, Question, Removal

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
AT_ONCE = 20


def _held(pk: Any, worker: Any, attempts: Any, *_: Any) -> QuerySet[Job]:
    return Job.objects.filter(pk=pk, claimed_by=worker, attempts=attempts)


_DUE = Question(lambda at: Job.objects.due(at).order_by("run_at", "id").values_list("pk")[:AT_ONCE])
_DUE_OF_THESE = Question(
    lambda at, pks: (
        Job.objects.due(at)
        .filter(pk__in=pks)
        .select_for_update(skip_locked=True)
        .order_by("run_at", "id")
    )
)
_HOLD = Change(
    lambda pks, *_: Job.objects.filter(pk__in=pks),
    lambda _, worker, until: {
        "state": Job.State.RUNNING, "claimed_by": worker, "lease_until": until,
        "attempts": F("attempts") + 1,
    },
)  # fmt: skip
_EXTEND = Change(_held, lambda *values: {"lease_until": values[-1]})
_FINISH = Removal(_held)


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
    job = Job(
        workspace_id=workspace_id,
        name=task_name(task),
        arguments=arguments,
        unique_key=unique_key,
        run_at=run_at or at,
        created_at=at,
    )
    if not insert_unless_there(job):
        return False
    if run_at is None or run_at <= at:
        carrier.announce([job.pk])
    return True


def claim(*, worker: str, at: datetime, lease: timedelta) -> list[Job]:
    """Take due jobs, oldest first: two workers never hold the same job at the same time.

    A look without a lock comes first, so that an idle worker keeps nobody from writing.
    """
    due = [pk for (pk,) in _DUE(at)]
    return _take(due, worker=worker, at=at, until=at + lease) if due else []


def claim_named(pk: int, *, worker: str, at: datetime, lease: timedelta) -> Job | None:
    """Take this job if it is due and nobody has it."""
    return next(iter(_take([pk], worker=worker, at=at, until=at + lease)), None)


@transaction.atomic
def _take(due: list[int], *, worker: str, at: datetime, until: datetime) -> list[Job]:
    taken: list[Job] = _DUE_OF_THESE(at, due)
    if taken:
        _HOLD([job.pk for job in taken], worker, until)
    for job in taken:
        job.attempts += 1
        job.claimed_by, job.lease_until = worker, until
    return taken


def extend(job: Job, *, until: datetime) -> bool:
    """Keep a lease alive (heartbeat). False: the job was taken over, stop working on it."""
    return bool(_EXTEND(job.pk, job.claimed_by, job.attempts, until))


def finish(job: Job) -> bool:
    """Remove a job that is done. False: it was taken over in the meantime, roll back."""
    return bool(_FINISH(job.pk, job.claimed_by, job.attempts))


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
