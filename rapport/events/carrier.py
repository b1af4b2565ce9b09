"""Carry job ids over a broker, so that workers on many machines start at once.

The rows stay the truth: a message only says «look at these». One that is lost is made good by the
worker's own look at the table; one that comes twice finds the job taken or gone. The queue is a
quorum queue, and a message is acknowledged after its jobs ran.
"""

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from kombu import Connection, Consumer, Queue
from kombu.exceptions import OperationalError
from kombu.mixins import ConsumerMixin
from kombu.pools import producers

log = logging.getLogger("rapport.carrier")

QUEUE = Queue("rapport.jobs", durable=True, queue_arguments={"x-queue-type": "quorum"})
PATIENCE = {"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2}
# A broker that did not answer is left alone for this many seconds: no act waits for it again.
PAUSE = 5.0


class _Absence:
    """Until when, by the monotonic clock, this process takes the broker for away."""

    until = 0.0


def announce(job_ids: Sequence[int]) -> None:
    """Say after the commit that these jobs wait; without a broker this does nothing."""
    if settings.BROKER_URL and job_ids and time.monotonic() >= _Absence.until:
        transaction.on_commit(partial(_send, list(job_ids)), robust=True)


def _send(job_ids: list[int]) -> None:
    try:
        with producers[Connection(settings.BROKER_URL)].acquire(block=True, timeout=5) as producer:
            producer.publish(
                {"jobs": job_ids},
                routing_key=QUEUE.name,
                declare=[QUEUE],
                delivery_mode="persistent",
                retry=True,
                retry_policy=PATIENCE,
            )
    except (OperationalError, OSError):
        _Absence.until = time.monotonic() + PAUSE
        log.warning("the broker is away; workers will find the jobs by themselves")


class Courier(ConsumerMixin):  # type: ignore[misc]
    """Takes messages one at a time and runs the jobs they name; `should_stop` ends it."""

    def __init__(self, run_named: Callable[[int], None]) -> None:
        self.connection = Connection(settings.BROKER_URL)
        self.run_named = run_named

    def get_consumers(self, consumer: type[Consumer], channel: Any) -> list[Consumer]:
        """One message in hand at a time, so that work spreads over the machines."""
        return [consumer([QUEUE], callbacks=[self.on_message], prefetch_count=1, accept=["json"])]

    def on_message(self, body: Any, message: Any) -> None:
        """Run, then acknowledge: if this process dies in between, another one gets it."""
        close_old_connections()
        for job_id in _ids(body):
            self.run_named(job_id)
        message.ack()


def _ids(body: Any) -> list[int]:
    """The ids of a message; whatever else somebody put into the queue is dropped."""
    jobs = body.get("jobs") if isinstance(body, dict) else None
    return [job for job in jobs if isinstance(job, int)] if isinstance(jobs, list) else []
