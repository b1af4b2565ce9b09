"""A Rapport whose worker runs for real: with a workspace, mailboxes, and a look at its database."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import psycopg

from tests.living import Home, descendants, free_port

BEGIN = """
from django.utils.timezone import now
from rapport.accounts.operations.start import Company, Person, found
from rapport.cli.database import prepare_database
prepare_database()
found(Company("Fernhill Studio", "fernhill"),
      owner=Person("Olive Owner", "olive@fernhill.example", "correct horse battery"), at=now())
"""
WORKER = """
import sys
from dataclasses import replace
from datetime import timedelta
from rapport.events import listeners
from rapport.inbox import idle, imap
from rapport.inbox.operations import sending
pace = {pace}
sending.PAUSES = [pause * pace for pause in sending.PAUSES]
sending.LONGEST_PROBE *= pace
imap.TIMEOUT, imap.PATIENCE = max(imap.TIMEOUT * pace, 1), max(imap.PATIENCE * pace, 2)
idle.LOOK_SECONDS = max(idle.LOOK_SECONDS * pace, 1)
idle.UNTOLD_SECONDS = max(idle.UNTOLD_SECONDS * pace, 1)
for name, one in list(listeners.SCHEDULE.items()):
    listeners.SCHEDULE[name] = replace(one, every=max(one.every * pace, timedelta(seconds=1)))
from rapport.cli.main import main
sys.exit(main(["worker"]))
"""
MAILBOX = """
from django.utils.timezone import now
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import secrets
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get()
with open_workspace(workspace.pk):
    for address, fields in {boxes!r}.items():
        box = Mailbox(workspace=workspace, address=address, name="Fernhill", created_at=now(),
            imap_security="none", smtp_security="none", smtp_without_sign_in=True, **fields)
        secrets.keep_password(box, {password!r})
        box.save()
"""


class House:
    """One installation."""

    def __init__(self, folder: Path, database: str = "", **variables: str) -> None:
        more = {"DATABASE_URL": database} if database else {}
        self.database = database
        self.home = Home(
            folder, RAPPORT_INTERNAL_HOSTS="127.0.0.1", RAPPORT_LOG_LEVEL="WARNING", **more,
            **variables,
        )  # fmt: skip

    def found(self) -> Self:
        """Make the database, and a company in it."""
        assert self.home.begin(BEGIN).wait() == 0
        return self

    def mailboxes(self, password: str = "any", **boxes: dict[str, Any]) -> None:
        """Add mailboxes: their name to the servers they have."""
        named = {f"{name}@fernhill.example": fields for name, fields in boxes.items()}
        self.home.python(MAILBOX.format(boxes=named, password=password))

    def rows(self, ask: str) -> list[tuple[Any, ...]]:
        """What a question is answered with."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(ask).fetchall()
        path = self.home.folder / "rapport.sqlite3"
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            return connection.execute(ask).fetchall()

    def count(self, what: str) -> int:
        """How many rows there are, with or without a condition."""
        return int(self.rows(f"select count(*) from {what}")[0][0])

    def change(self, words: str) -> None:
        """Let time pass, or whatever else nobody does by hand."""
        self.home.python(
            f"from django.db import connection\nconnection.cursor().execute({words!r})"
        )

    @contextmanager
    def working(self, pace: float, workers: int = 1) -> Iterator[list["Worker"]]:
        """With workers, whose pauses are multiplied by `pace`."""
        running = [Worker(self.home, pace) for _ in range(workers)]
        try:
            yield running
        finally:
            for one in running:
                one.stop()


class Worker:
    """One worker process, with the parsers it starts."""

    def __init__(self, home: Home, pace: float) -> None:
        self._home, self._pace = home, pace
        self.log = (home.folder / "worker.log").open("ab")
        self._begin()

    def _begin(self) -> None:
        script = WORKER.format(pace=self._pace)
        self.process: subprocess.Popen[str] = self._home.begin(
            script, stderr=self.log, start_new_session=True
        )

    def kill(self) -> None:
        """As when the power fails."""
        pids = [self.process.pid, *descendants(self.process.pid)]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def restart(self) -> None:
        """Killed, and begun again."""
        self.kill()
        self._begin()

    def stop(self) -> None:
        """Kindly."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
        self.log.close()


def until(so: Callable[[], bool], seconds: float, step: float = 0.1) -> bool:
    """Wait for something; whether it came to be."""
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so many are no larger than."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def a_port_nobody_listens_on() -> int:
    """Refused by the system."""
    return free_port()
