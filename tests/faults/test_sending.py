"""The worker, killed twenty times while it sends."""

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing

import pytest
from aiosmtpd.controller import Controller

from tests.faults.conftest import KILLS
from tests.living import descendants, free_port

pytestmark = pytest.mark.slow

MAILS = 120
QUEUE = """
from datetime import timedelta
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get()
then = now() - timedelta(minutes=1)
with open_workspace(workspace.pk):
    Mailbox.objects.create(workspace=workspace, address="studio@fernhill.example", name="Fernhill",
        smtp_host="127.0.0.1", smtp_port={port}, smtp_security="none", created_at=then)
    for n in range({mails}):
        to = (("", f"p{{n}}@client.example"),)
        letter = Letter("Hello", to=to, subject=f"No {{n}}")
        writing.begin(workspace, letter=letter, by=Member.objects.get(), at=then)
"""
# What the clock would do in three minutes, when nobody is left who holds anything.
LEASES_END = """
update events_job set lease_until = '2000-01-01' where lease_until is not null;
update events_job set run_at = '2000-01-01' where name like '%send%';
update inbox_dispatch set not_before = '2000-01-01' where state in ('sending', 'waiting');
"""


class Ledger:
    """Takes every mail, slowly, so that kills fall between taking and acknowledging."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        content = envelope.original_content.decode()
        line = next(x for x in content.splitlines() if x.lower().startswith("message-id:"))
        self.ids.append(line.partition(":")[2].strip())
        time.sleep(0.05)
        return "250 taken"


@pytest.fixture
def wire():
    ledger, port = Ledger(), free_port()
    controller = Controller(ledger, hostname="127.0.0.1", port=port)
    controller.start()
    yield ledger, port
    controller.stop()


def test_each_kill_costs_at_most_one_duplicate_with_the_same_id(home, wire):
    ledger, port = wire
    chance = random.Random(42)
    home.python(QUEUE.format(port=port, mails=MAILS))
    with (home.folder / "worker.log").open("ab") as log:
        for _ in range(KILLS):
            seen = len(ledger.ids)
            worker = home.start("worker", stdout=log, stderr=log)
            _until(lambda seen=seen: len(ledger.ids) > seen, 20)
            time.sleep(chance.uniform(0, 0.15))
            below = [worker.pid, *descendants(worker.pid)]
            for pid in below:
                os.kill(pid, signal.SIGKILL)
            worker.wait()
            _minutes_pass(home)
        worker = home.start("worker", stdout=log, stderr=log)
        _until(lambda: _left(home) == 0, 180)
        worker.terminate()
        worker.wait(30)
    times = Counter(ledger.ids)
    doubled = sum(count - 1 for count in times.values())
    print(f"\n{len(ledger.ids)} on the wire for {MAILS} mails, {doubled} doubled by {KILLS} kills")
    assert len(times) == MAILS, "every mail left, each under one id"
    assert doubled <= KILLS
    assert max(times.values()) <= 1 + KILLS
    with closing(sqlite3.connect(home.folder / "rapport.sqlite3")) as database:
        ask = "select facts from events_event where verb = 'message.sent'"
        assert len(database.execute(ask).fetchall()) == MAILS, "told once each"


def _minutes_pass(home) -> None:
    with closing(sqlite3.connect(home.folder / "rapport.sqlite3")) as database:
        database.executescript(LEASES_END)


def _left(home) -> int:
    with closing(sqlite3.connect(home.folder / "rapport.sqlite3")) as database:
        ask = "select count(*) from inbox_dispatch where state != 'sent'"
        return int(database.execute(ask).fetchone()[0])


def _until(so, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not so() and time.monotonic() < until:
        time.sleep(0.02)
