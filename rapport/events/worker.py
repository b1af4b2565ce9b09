"""The worker: claims jobs and runs them, one at a time, until told to stop."""

import logging
import os
import socket
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

from django.db import close_old_connections, connection, transaction
from django.utils.timezone import now

from rapport.events import clock
from rapport.events.listeners import LISTENERS, TASKS, RegisteredTask
from rapport.events.models import Event, Job
from rapport.events.operations import jobs
from rapport.lib.logs import discreet
from rapport.lib.prepared import Question

log = logging.getLogger("rapport.worker")

LISTENER_ATTEMPTS = 10
# Work of a worker that died stands still for this long.
LEASE = timedelta(minutes=1)
IDLE_SECONDS = 0.2
_EVENTS = Question(lambda pks: Event.objects.filter(pk__in=pks))

Scope = Callable[[int], AbstractContextManager[object]]


class TakenOver(Exception):
    """Another worker holds the job now: whatever was done here is rolled back."""


class Worker:
    """Runs jobs. `open_scope` opens the workspace a job belongs to; the stream knows no models."""

    def __init__(self, open_scope: Scope, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
        self.open_scope, self.idle_seconds = open_scope, idle_seconds
        self.stopping = threading.Event()

    def run_forever(self) -> None:
        """Work until `stop`. Sleeps shortly when there is nothing to do."""
        while not self.stopping.is_set():
            close_old_connections()
            if not self._turn():
                self.stopping.wait(self.idle_seconds)

    def stop(self) -> None:
        """Finish the job in hand and return from `run_forever`."""
        self.stopping.set()

    def run_until_idle(self, *, limit: int = 10_000) -> int:
        """Run what is due now and what that brings about; for tests and one-off commands."""
        done = 0
        while done < limit and (count := self._turn()):
            done += count
        return done

    def drain(self) -> int:
        """Run what is due without starting the clock: for a story told afterwards."""
        done = 0
        while count := self._claim_and_run():
            done += count
        return done

    def run_named(self, pk: int) -> None:
        """Run one job that a broker named, unless somebody has it already."""
        job = jobs.claim_named(pk, worker=self.name, at=now(), lease=LEASE)
        if job is not None:
            self.run(job, Event.objects.filter(pk=job.event_id or 0).first())

    def _turn(self) -> int:
        clock.start_due(now())
        return self._claim_and_run()

    def _claim_and_run(self) -> int:
        claimed = jobs.claim(worker=self.name, at=now(), lease=LEASE)
        named = {job.event_id for job in claimed if job.event_id}
        events = {event.pk: event for event in _EVENTS(sorted(named))} if named else {}
        for job in claimed:
            self.run(job, events.get(job.event_id or 0))
        return len(claimed)

    def run(self, job: Job, event: Event | None = None) -> None:
        """Run one claimed job; an error is recorded and retried, never raised."""
        started = time.perf_counter()
        task = TASKS.get(job.name)
        attempts = task.attempts if task else LISTENER_ATTEMPTS
        try:
            with self._scope(job):
                if task:
                    self._run_task(job, task)
                else:
                    self._run_listener(job, event)
        except TakenOver:
            log.warning("job was taken over", extra={"job": job.pk, "task": job.name})
        except Exception:
            log.exception("job failed", extra={"job": job.pk, "task": job.name})
            jobs.fail(job, error=discreet(traceback.format_exc()), attempts=attempts, at=now())
        else:
            milliseconds = round((time.perf_counter() - started) * 1000)
            log.debug("job done", extra={"job": job.pk, "task": job.name, "ms": milliseconds})

    def _scope(self, job: Job) -> AbstractContextManager[object]:
        return self.open_scope(job.workspace_id) if job.workspace_id else nullcontext()

    def _run_listener(self, job: Job, event: Event | None) -> None:
        """The effect and its delivery mark commit together."""
        listener = LISTENERS.get(job.name)
        with transaction.atomic():
            if listener and event:
                listener.call(event)
            if not jobs.finish(job):
                raise TakenOver

    @staticmethod
    def _is_fresh(job: Job, task: RegisteredTask) -> bool:
        """Whether its lease holds until the first beat, and longer."""
        return job.lease_until is not None and job.lease_until - now() > task.lease / 2

    def _run_task(self, job: Job, task: RegisteredTask) -> None:
        """A task manages its own transactions; a heartbeat keeps its lease while it lives.

        Its lease is renewed first: jobs claimed with it may have taken their time.
        """
        if not self._is_fresh(job, task) and not jobs.extend(job, until=now() + task.lease):
            raise TakenOver
        beat = Heartbeat(job, task.lease)
        beat.start()
        try:
            task.call(**job.arguments)
        finally:
            beat.stop()
        jobs.finish(job)


class Heartbeat(threading.Thread):
    """Extends a job's lease from a second thread, with its own connection."""

    def __init__(self, job: Job, lease: timedelta) -> None:
        super().__init__(daemon=True)
        self.job, self.lease, self.over = job, lease, threading.Event()

    def run(self) -> None:
        """Extend at a third of the lease."""
        while not self.over.wait(self.lease.total_seconds() / 3):
            jobs.extend(self.job, until=now() + self.lease)
        connection.close()

    def stop(self) -> None:
        """End the thread."""
        self.over.set()
