"""Real services on loopback: tests that need one run where it answers, and must in CI."""

import os
import socket

import pytest


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def needs(name: str, port: int):
    """Skip where the service is not there; in CI its absence is a failure of the test itself."""
    missing = not answers(port) and os.environ.get("CI") != "true"
    return pytest.mark.skipif(missing, reason=f"{name} does not answer on {port}")


def absent(what: str) -> None:
    """A part of the world is missing: skip on a developer's machine, fail in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI needs this, and it is not here: {what}")
    pytest.skip(what)
