"""A worker holds what it works on: nobody else has it meanwhile, for as long as it takes."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from rapport.events import listeners
from rapport.events import worker as workers
from rapport.events.models import Job
from rapport.events.operations import jobs
from rapport.events.worker import Worker
from rapport.workspaces.scope import open_workspace

MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask_for(monkeypatch):
    """Ask for work: `ask_for(call, lease=…)`."""

    def ask(call, *, lease=MINUTE) -> None:
        name = listeners.task_name(call)
        monkeypatch.setitem(
            listeners.TASKS, name, listeners.RegisteredTask(name, call, lease, attempts=1)
        )
        jobs.enqueue(call, workspace_id=None, at=now())

    return ask


@pytest.mark.parametrize(
    ("lease", "held"),
    [
        (10 * MINUTE, 10 * MINUTE),
        # What was just taken for nearly long enough is not taken again: one statement less.
        (1.5 * MINUTE, MINUTE),
    ],
)
def test_work_is_held_for_as_long_as_it_may_take(ask_for, lease, held):
    found = []

    def work() -> None:
        found.append(Job.objects.get().lease_until - now())

    ask_for(work, lease=lease)
    Worker(open_workspace).drain()
    assert held - MINUTE / 2 < found[0] <= held


def test_what_another_took_over_while_one_was_busy_is_left_to_them(ask_for, monkeypatch):
    done = []

    def first() -> None:
        """It takes two minutes, and meanwhile another worker finds the lease run out."""
        done.append("first")
        monkeypatch.setattr(workers, "now", lambda: now() + 2 * MINUTE)
        assert jobs.claim(worker="another", at=now() + 2 * MINUTE, lease=MINUTE)

    def second() -> None:
        done.append("second")

    ask_for(first)
    ask_for(second)
    Worker(open_workspace).drain()
    assert done == ["first"]
    assert set(Job.objects.values_list("claimed_by", flat=True)) == {"another"}
