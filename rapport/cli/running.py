"""Whether Rapport runs from this home: many may serve, a restore must be alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


class IsRunning(RuntimeError):
    """Somebody else uses this home now."""


@contextmanager
def serving() -> Iterator[None]:
    """Say that Rapport runs from here; the kernel takes it back if this process dies."""
    with _locked(fcntl.LOCK_SH):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Be the only one here, or raise `IsRunning`."""
    with _locked(fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(kind: int) -> Iterator[None]:
    handle = os.open(Path(settings.HOME) / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise IsRunning(f"Rapport is running from {settings.HOME}; stop it first") from error
    finally:
        os.close(handle)
