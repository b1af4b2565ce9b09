"""Background work: nothing is lost, nothing is done twice inside."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.timezone import now

from rapport.events import listeners
from rapport.events.actor import SYSTEM
from rapport.events.models import Event, Job
from rapport.events.operations import jobs
from rapport.events.operations.stream import publish
from rapport.events.worker import Worker
from rapport.workspaces.scope import open_workspace

MINUTE = timedelta(minutes=1)


def happen(workspace) -> Event:
    with transaction.atomic():
        return publish("test.happened", subject=workspace, by=SYSTEM, at=now())


def test_a_listener_hears_an_event_once(workspace, heard, run_jobs):
    event = happen(workspace)
    run_jobs()
    run_jobs()
    assert heard == [event.pk]


def test_an_act_that_rolls_back_leaves_no_event_and_no_job(workspace, heard):
    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        publish("test.happened", subject=workspace, by=SYSTEM, at=now())
        raise Broken
    assert (Event.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(workspace):
    with pytest.raises(RuntimeError):
        publish("test.happened", subject=workspace, by=SYSTEM, at=now())


def test_two_workers_never_hold_the_same_job(workspace, heard):
    happen(workspace)
    at = now() + MINUTE
    first = jobs.claim(worker="a", at=at, lease=MINUTE)
    assert len(first) == 1
    assert jobs.claim(worker="b", at=at, lease=MINUTE) == []


def test_a_dead_workers_job_is_taken_over_and_its_late_result_is_refused(workspace, heard):
    happen(workspace)
    at = now() + MINUTE
    [stale] = jobs.claim(worker="dead", at=at, lease=MINUTE)
    [fresh] = jobs.claim(worker="alive", at=at + 2 * MINUTE, lease=MINUTE)
    assert not jobs.finish(stale)
    assert jobs.finish(fresh)


def test_a_failing_job_is_tried_again_later_and_at_last_kept_as_dead(workspace, monkeypatch):
    def explode(event: Event) -> None:
        raise ValueError("no")

    listener = listeners.Listener("test.explode", frozenset({"test.happened"}), explode, False)
    monkeypatch.setitem(listeners.LISTENERS, "test.explode", listener)
    monkeypatch.setitem(listeners.BY_VERB, "test.happened", [listener])
    happen(workspace)
    worker = Worker(open_workspace)
    for _ in range(10):
        Job.objects.update(run_at=now() - MINUTE)
        worker.run_until_idle()
    job = Job.objects.get(name="test.explode")
    assert (job.state, job.attempts) == (Job.State.DEAD, 10)
    assert "ValueError: no" in job.error


def test_the_effect_of_a_listener_that_fails_is_rolled_back(workspace, monkeypatch):
    def half(event: Event) -> None:
        workspace.name = "half written"
        workspace.save()
        raise ValueError

    listener = listeners.Listener("test.half", frozenset({"test.happened"}), half, False)
    monkeypatch.setitem(listeners.LISTENERS, "test.half", listener)
    monkeypatch.setitem(listeners.BY_VERB, "test.happened", [listener])
    happen(workspace)
    Worker(open_workspace).run_until_idle()
    workspace.refresh_from_db()
    assert workspace.name == "Fernhill Studio"


def test_a_job_that_somebody_holds_is_not_taken_by_its_name(workspace, heard):
    happen(workspace)
    at = now() + MINUTE
    [held] = jobs.claim(worker="a", at=at, lease=MINUTE)
    assert jobs.claim_named(held.pk, worker="b", at=at, lease=MINUTE) is None
