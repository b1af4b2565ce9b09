"""The worker that reads a mailbox, and its parser, killed twenty times while mail comes in."""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress

import pytest

from tests.faults.conftest import KILLS
from tests.faults.incoming import drop, listens, nothing_is_lost_or_doubled
from tests.faults.reckoning import count, minutes_pass, until
from tests.living import descendants, is_alive

pytestmark = pytest.mark.slow

A_ROUND = 30


def test_mail_that_is_being_fetched_is_neither_lost_nor_doubled(home, dovecot):
    chance, victims, delivered = random.Random(11), Counter(), 0
    listens(home, dovecot)
    worker = None
    with (home.folder / "worker.log").open("ab") as log:
        while victims.total() < KILLS:
            drop(dovecot, range(delivered, delivered + A_ROUND))
            delivered += A_ROUND
            if worker is None or worker.poll() is not None:
                worker = home.start("worker", stdout=log, stderr=log)
            # One mail further, so that none meets two kills: it would be held, as it should be.
            seen = settled(home)
            assert until(lambda seen=seen: settled(home) > seen, 120)
            time.sleep(chance.uniform(0, 0.4))
            victims[kill_one(worker, chance)] += 1
            minutes_pass(home)
        if worker.poll() is not None:
            worker = home.start("worker", stdout=log, stderr=log)
        until(lambda: settled(home) == delivered, 240, lambda: minutes_pass(home))
        worker.terminate()
        worker.wait(60)
    print(f"\n{delivered} mails, killed: {dict(victims)}")
    nothing_is_lost_or_doubled(home, delivered)


def settled(home) -> int:
    return count(home, "inbox_rawmail where outcome not in ('', 'waiting')")


def kill_one(worker, chance: random.Random) -> str:
    """The worker more often than its parser."""
    below = list(descendants(worker.pid))
    victim = chance.choice([worker.pid, worker.pid, *below])
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    if victim != worker.pid:
        return "parser"
    worker.wait()
    assert until(lambda: not any(map(is_alive, below)), 5), "parsers outlive their worker"
    return "worker"
