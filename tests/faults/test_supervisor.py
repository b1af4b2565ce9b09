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

A_ROUND, LETTERS = 21, 200


def test_nothing_it_started_outlives_it(home):
    with home.serving("--workers", "1") as server:
        kill(server)
    with home.serving("--workers", "1") as again:
        assert again.status("/healthz") == 200


def test_mail_on_its_way_in_and_out_is_neither_lost_nor_doubled(home, dovecot, wire):
    ledger, port = wire
    chance, delivered, doubled_before = random.Random(3), 0, 0
    home.python(QUEUE.format(port=port, mails=LETTERS))
    listens(home, dovecot)
    caught = Counter()
    for _ in range(KILLS):
        drop(dovecot, range(delivered, delivered + A_ROUND))
        delivered += A_ROUND
        with home.serving("--workers", "1") as server:
            came, left = count(home, "inbox_rawmail"), len(ledger.ids)
            until(
                lambda came=came, left=left: (
                    len(ledger.ids) > left or count(home, "inbox_rawmail") > came
                ),
                60,
            )
            time.sleep(chance.uniform(0, 0.6))
            caught["in"] += count(home, "inbox_rawmail") < delivered
            caught["out"] += waiting(home) > 0
            kill(server)
        doubled = len(ledger.ids) - len(set(ledger.ids))
        assert doubled <= doubled_before + 1, "one duplicate a kill at most"
        doubled_before = doubled
        minutes_pass(home)
    with home.serving("--workers", "1"):
        until(lambda: waiting(home) == 0 and settled(home) == delivered, 240,
              lambda: minutes_pass(home))  # fmt: skip
    print(
        f"\n{KILLS} kills, {caught['in']} while mail came in, {caught['out']} while letters "
        f"waited; {delivered} in, {LETTERS} out, {doubled_before} doubled on the wire"
    )
    nothing_is_lost_or_doubled(home, delivered)
    assert len(set(ledger.ids)) == LETTERS
    assert caught["in"] and caught["out"]


def kill(server) -> None:
    """Kill it, and see that nothing it started outlives it."""
    below = list(server.descendants())
    assert len(below) > 2
    server.process.kill()
    server.process.wait()
    assert until(lambda: not any(map(is_alive, below)), 15)


def waiting(home) -> int:
    return count(home, "inbox_dispatch where state != 'sent'")


def settled(home) -> int:
    return count(home, "inbox_rawmail where outcome not in ('', 'waiting')")
