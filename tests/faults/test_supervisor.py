"""The supervisor itself, killed outright."""

import time

import pytest

from tests.living import is_alive

pytestmark = pytest.mark.slow


def test_nothing_it_started_outlives_it(home):
    with home.serving("--workers", "1") as server:
        below = list(server.descendants())
        assert len(below) > 2
        server.process.kill()
        server.process.wait()
        until = time.monotonic() + 15
        while any(map(is_alive, below)) and time.monotonic() < until:
            time.sleep(0.1)
        assert not any(map(is_alive, below))
    with home.serving("--workers", "1") as again:
        assert again.status("/healthz") == 200
