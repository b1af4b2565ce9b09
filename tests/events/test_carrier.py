"""Job ids over RabbitMQ: at once where it works, and not missed where it does not."""

import socket
import threading
import uuid
from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.utils.timezone import now
from kombu import Connection, Queue

from rapport.events import carrier
from rapport.events.actor import SYSTEM
from rapport.events.models import Event, Job
from rapport.events.operations.stream import publish
from rapport.events.worker import Worker
from rapport.workspaces.scope import open_workspace
from tests.services import needs

pytestmark = [needs("RabbitMQ", 5672), pytest.mark.django_db(transaction=True)]
URL = "amqp://guest:guest@127.0.0.1:5672//"


@pytest.fixture
def queue(settings, monkeypatch):
    """A quorum queue of the test's own."""
    settings.BROKER_URL = URL
    own = Queue(f"rapport.test.{uuid.uuid4().hex}", durable=True,
                queue_arguments={"x-queue-type": "quorum"})  # fmt: skip
    monkeypatch.setattr(carrier, "QUEUE", own)
    yield own
    with Connection(URL) as connection:
        own.bind(connection.default_channel).delete()


def happen(workspace) -> Event:
    with transaction.atomic():
        return publish("test.happened", subject=workspace, by=SYSTEM, at=now())


def waiting_messages(queue) -> list:
    with Connection(URL) as connection:
        bound = queue(connection.default_channel)
        bound.declare()
        found = []
        while message := bound.get(no_ack=True):
            found.append(message.payload)
        return found


def test_a_committed_act_names_its_jobs_and_a_rolled_back_one_none(workspace, queue, heard):
    happen(workspace)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish("test.happened", subject=workspace, by=SYSTEM, at=now())
        raise ZeroDivisionError
    job = Job.objects.get()
    assert waiting_messages(queue) == [{"jobs": [job.pk]}]


def test_a_courier_runs_what_is_named_once_even_if_it_is_named_twice(workspace, queue, heard):
    event = happen(workspace)
    carrier._send([Job.objects.get().pk])
    worker, named, done = Worker(open_workspace), [], threading.Event()

    def run(pk: int) -> None:
        worker.run_named(pk)
        named.append(pk)
        if len(named) == 2:
            done.set()

    courier = carrier.Courier(run)

    def deliver() -> None:
        courier.run()
        connection.close()

    thread = threading.Thread(target=deliver, daemon=True)
    thread.start()
    assert done.wait(20)
    courier.should_stop = True
    thread.join(10)
    assert heard == [event.pk]
    assert waiting_messages(queue) == []


def test_a_message_in_the_hands_of_a_dead_courier_comes_again(workspace, queue, heard):
    happen(workspace)
    with Connection(URL) as connection:
        bound = queue(connection.default_channel)
        assert bound.get(no_ack=False).payload["jobs"]
    assert len(waiting_messages(queue)) == 1


@pytest.fixture
def silenced(settings, monkeypatch):
    """A broker that hangs up on everybody, and how often it was called."""
    calls = []

    def hang_up() -> None:
        with suppress(OSError):
            while True:
                server.accept()[0].close()
                calls.append(1)

    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.BROKER_URL = f"amqp://guest:guest@127.0.0.1:{server.getsockname()[1]}//"
        monkeypatch.setattr(carrier._Absence, "until", 0.0)
        threading.Thread(target=hang_up, daemon=True).start()
        yield calls


def test_without_its_broker_the_act_stands_and_the_sweep_finds_the_job(
    workspace, silenced, heard, run_jobs
):
    event = happen(workspace)
    run_jobs()
    assert heard == [event.pk]


def test_a_broker_that_is_away_holds_up_one_act_alone(workspace, silenced, heard, monkeypatch):
    happen(workspace)
    tried = len(silenced)
    happen(workspace)
    assert tried and len(silenced) == tried, "the second act called it again"
    monkeypatch.setattr(carrier._Absence, "until", 0.0)  # its pause is over
    happen(workspace)
    assert len(silenced) > tried


@pytest.mark.parametrize(
    "body", [None, [], "x", {"jobs": "1"}, {"jobs": ["a", None]}, {"other": 1}]
)
def test_f10_what_is_no_list_of_ids_is_dropped(body):
    assert carrier._ids(body) == []
