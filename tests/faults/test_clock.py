"""The clock, killed twenty times about the moment at which it starts its tasks."""

import os
import random
import signal
import time
from collections import Counter

import pytest

from tests.faults.conftest import KILLS
from tests.faults.reckoning import minutes_pass, rows, until

pytestmark = pytest.mark.slow

# A worker as it is, whose clock has one task, which notes when it ran.
CLOCK = """
import os, time
from datetime import timedelta
from rapport.events import listeners
from rapport.events.listeners import every, task
from rapport.events.worker import Worker
from rapport.workspaces.scope import open_workspace
listeners.SCHEDULE.clear()

@every(timedelta(seconds=1))
@task(attempts=1)
def beat():
    with open({notes!r}, "a") as notes:
        notes.write(f"{{int(time.time())}} {{os.getpid()}}\\n")
    time.sleep(0.05)

Worker(open_workspace, idle_seconds=0.02).run_forever()
"""


def test_a_clock_that_is_killed_goes_on_and_strikes_no_hour_twice(home, tmp_path, request):
    notes, chance = tmp_path / "beats", random.Random(5)
    notes.touch()
    script = CLOCK.format(notes=str(notes))
    clocks = [home.begin(script), home.begin(script)]
    request.addfinalizer(lambda: end(clocks))
    for n in range(KILLS):
        heard = len(beats(notes))
        assert until(lambda heard=heard: len(beats(notes)) > heard, 90), stands_still(home)
        time.sleep(1 - time.time() % 1 + chance.uniform(0, 0.15))
        os.kill(clocks[n % 2].pid, signal.SIGKILL)
        clocks[n % 2].wait()
        clocks[n % 2] = home.begin(script)
        minutes_pass(home)
    heard = len(beats(notes))
    assert until(lambda: len(beats(notes)) > heard + 3, 30)
    end(clocks)
    times = Counter(second for second, _ in beats(notes))
    doubled = sum(times.values()) - len(times)
    print(f"\n{len(times)} beats, {doubled} doubled by {KILLS} kills")
    assert doubled <= KILLS, "only a task that was killed while it ran is run again"
    assert len({pid for _, pid in beats(notes)}) > 10
    [(slot,)] = rows(home, "select slot from events_tick where task like '%beat'")
    assert slot >= int(max(times))


def stands_still(home) -> str:
    jobs = rows(home, "select name, state, claimed_by, lease_until, run_at from events_job")
    return f"the clock stands still: {jobs} {rows(home, 'select * from events_tick')}"


def end(clocks) -> None:
    for clock in clocks:
        clock.kill()
        clock.wait()


def beats(notes) -> list[tuple[str, str]]:
    return [tuple(line.split()) for line in notes.read_text().splitlines()]
