"""The worker, killed twenty times while it sends."""

import os
import random
import signal
import time
from collections import Counter

import pytest

from tests.faults.conftest import KILLS
from tests.faults.reckoning import count, minutes_pass, until
from tests.living import descendants

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


def test_each_kill_costs_at_most_one_duplicate_with_the_same_id(home, wire):
    ledger, port = wire
    chance = random.Random(42)
    home.python(QUEUE.format(port=port, mails=MAILS))
    with (home.folder / "worker.log").open("ab") as log:
        for _ in range(KILLS):
            seen = len(ledger.ids)
            worker = home.start("worker", stdout=log, stderr=log)
            until(lambda seen=seen: len(ledger.ids) > seen, 20)
            time.sleep(chance.uniform(0, 0.15))
            below = [worker.pid, *descendants(worker.pid)]
            for pid in below:
                os.kill(pid, signal.SIGKILL)
            worker.wait()
            minutes_pass(home)
        worker = home.start("worker", stdout=log, stderr=log)
        until(lambda: left(home) == 0, 180)
        worker.terminate()
        worker.wait(30)
    times = Counter(ledger.ids)
    doubled = sum(count - 1 for count in times.values())
    print(f"\n{len(ledger.ids)} on the wire for {MAILS} mails, {doubled} doubled by {KILLS} kills")
    assert len(times) == MAILS, "every mail left, each under one id"
    assert doubled <= KILLS
    assert max(times.values()) <= 1 + KILLS
    assert count(home, "events_event where verb = 'message.sent'") == MAILS, "told once each"


def left(home) -> int:
    return count(home, "inbox_dispatch where state != 'sent'")
