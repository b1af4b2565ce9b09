"""Background work: a row written in the transaction that asks for it."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from rapport.lib.inserting import InsertedSwiftly

LATE = timedelta(minutes=5)


class JobQuerySet(models.QuerySet["Job"]):
    """Questions the worker asks."""

    def due(self, at: datetime) -> Self:
        """Waiting and ripe, or running under a lease that ran out (its worker died)."""
        ripe = Q(state=Job.State.WAITING, run_at__lte=at)
        orphaned = Q(state=Job.State.RUNNING, lease_until__lt=at)
        return self.filter(ripe | orphaned)

    def late(self, at: datetime) -> Self:
        """Due for so long that no worker can be running, or that it cannot keep up."""
        return self.due(at - LATE)


class Job(InsertedSwiftly, models.Model):
    """One piece of work: a listener's reaction to an event, or a task with arguments.

    Claimed by compare-and-set with a lease; retried with backoff; dead after its last attempt.
    """

    class State(models.TextChoices):
        """Where the job is."""

        WAITING = "waiting"
        RUNNING = "running"
        DEAD = "dead"

    workspace_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=100)
    event_id = models.BigIntegerField(null=True)
    arguments = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 - unique
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "run_at"], name="job_due"),
            models.Index(fields=["state", "lease_until"], name="job_lease"),
        ]
