"""All of Rapport killed at once, as when the power fails, between two mails of one look into a
mailbox: the server keeps the look waiting for the second. (Of a supervisor that dies alone the
worker finishes the look.)"""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

import pytest

from tests.faults.conftest import KILLS
from tests.faults.incoming import EACH, listens, mail, nothing_is_lost_or_doubled
from tests.faults.reckoning import count, minutes_pass, until
from tests.faults.test_supervisor import settled
from tests.inbox.imap_server import ImapServer
from tests.living import is_alive
from tests.mailworld.dovecot import PASSWORD

pytestmark = pytest.mark.slow


@dataclass
class Halting(ImapServer):
    """Does not hand over `held`, and says so in `is_waited_for`; who idles hears nothing."""

    held: int = 0
    is_waited_for: bool = False

    def hold(self, uid: int) -> None:
        self.held, self.is_waited_for = uid, False

    def _fetch(self, uid, upper, connection):
        while uid == self.held:
            self.is_waited_for = True
            time.sleep(0.01)
        return super()._fetch(uid, upper, connection)

    def _answer(self, upper, rest, lines, connection):
        if not upper.startswith("IDLE"):
            return super()._answer(upper, rest, lines, connection)
        connection.sendall(b"+ idling\r\n")
        lines.readline()
        self.status = "OK done"
        return b""


def test_a_look_that_dies_between_two_mails_is_gone_on_with(home):
    with Halting(password=PASSWORD, arrived="01-Jan-2040 10:00:00 +0000") as server:
        listens(home, server)
        for n in range(KILLS):
            # Of three mails that belong together the first is in when everything dies.
            server.mails = {uid: mail(uid - 1) for uid in range(1, (n + 1) * EACH + 1)}
            server.hold(n * EACH + 2)
            with home.serving("--workers", "1") as serving:
                assert until(lambda: server.is_waited_for, 90)
                fail_power(serving)
            assert settled(home) == count(home, "inbox_rawmail") == n * EACH + 1
            minutes_pass(home)
        server.hold(0)
        with home.serving("--workers", "1"):
            until(lambda: settled(home) == KILLS * EACH, 90)
    nothing_is_lost_or_doubled(home, KILLS * EACH)


def test_a_look_that_hangs_does_not_outlive_its_supervisor(home):
    """Told to stop, a worker finishes what it has in hand, but not for ever."""
    with Halting(password=PASSWORD, arrived="01-Jan-2040 10:00:00 +0000") as server:
        listens(home, server)
        server.mails = {uid: mail(uid - 1) for uid in range(1, EACH + 1)}
        server.hold(2)
        with home.serving("--workers", "1") as serving:
            assert until(lambda: server.is_waited_for, 90)
            below = list(serving.descendants())
            serving.process.kill()
            serving.process.wait()
            assert until(lambda: not any(map(is_alive, below)), 15)
        server.hold(0)
        minutes_pass(home)
        with home.serving("--workers", "1"):
            until(lambda: settled(home) == EACH, 90)
    nothing_is_lost_or_doubled(home, EACH)


def fail_power(serving) -> None:
    pids = [serving.process.pid, *serving.descendants()]
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    serving.process.wait()
    assert until(lambda: not any(map(is_alive, pids)), 15)
