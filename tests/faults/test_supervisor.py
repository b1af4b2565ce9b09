"""The supervisor itself, killed outright: idle, and while mail comes in and leaves."""

import random
import time
from collections import Counter

import pytest

from tests.faults.conftest import KILLS
from tests.faults.incoming import drop, listens, nothing_is_lost_or_doubled
from tests.faults.reckoning import count, minutes_pass, until
from tests.faults.test_sending import QUEUE
from tests.living import is_alive

pytestmark = pytest.mark.slow

A_ROUND = 21
WRITE = """
from datetime import timedelta
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get()
with open_workspace(workspace.pk):
    for n in range({first}, {end}):
        letter = Letter("Hello", to=(("", f"p{{n}}@client.example"),), subject=f"No {{n}}")
        then = now() - timedelta(minutes=1)
        writing.begin(workspace, letter=letter, by=Member.objects.get(), at=then)
"""


def test_nothing_it_started_outlives_it(home):
    with home.serving("--workers", "1") as server:
        kill(server)
    with home.serving("--workers", "1") as again:
        assert again.status("/healthz") == 200


def test_mail_on_its_way_in_and_out_is_neither_lost_nor_doubled(home, dovecot, wire):
    ledger, port = wire
    chance, caught, doubled = random.Random(3), Counter(), 0
    home.python(QUEUE.format(port=port, mails=0))
    listens(home, dovecot)
    for n in range(KILLS):
        with home.serving("--workers", "1") as server:
            came, left = count(home, "inbox_rawmail"), len(ledger.ids)
            writer = home.begin(WRITE.format(first=n * A_ROUND, end=(n + 1) * A_ROUND))
            drop(dovecot, range(n * A_ROUND, (n + 1) * A_ROUND))
            until(lambda left=left: len(ledger.ids) > left, 60)
            time.sleep(chance.uniform(0, 0.6))
            caught["in"] += came < count(home, "inbox_rawmail") < (n + 1) * A_ROUND
            caught["out"] += waiting(home) > 0
            kill(server)
            assert writer.wait(60) == 0
        before, doubled = doubled, len(ledger.ids) - len(set(ledger.ids))
        assert doubled <= before + 1, "one duplicate a kill at most"
        minutes_pass(home)
    mails = KILLS * A_ROUND
    with home.serving("--workers", "1"):
        until(lambda: waiting(home) == 0 and settled(home) == mails, 240,
              lambda: minutes_pass(home))  # fmt: skip
    doubled = len(ledger.ids) - len(set(ledger.ids))
    print(
        f"\n{KILLS} kills, {caught['in']} while mail came in, {caught['out']} while letters "
        f"waited; {mails} in, {mails} out, {doubled} doubled on the wire"
    )
    nothing_is_lost_or_doubled(home, mails)
    assert len(set(ledger.ids)) == mails
    assert caught["out"]


def kill(server) -> None:
    """Kill it, and see that nothing it started outlives it."""
    below = server.descendants()
    assert len(below) > 2
    server.process.kill()
    server.process.wait()
    until(lambda: not any(map(is_alive, below)), 15)
    assert [command for pid, command in below.items() if is_alive(pid)] == []


def waiting(home) -> int:
    return count(home, "inbox_dispatch where state != 'sent'")


def settled(home) -> int:
    return count(home, "inbox_rawmail where outcome not in ('', 'waiting')")
