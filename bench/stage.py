"""A filled installation with its server running, on one engine; counts CPU over all of it."""

import json
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from uuid import uuid4

import psycopg

from bench import cpu
from tests.living import Home, Server

POSTGRES = "postgres://postgres@127.0.0.1:5432"
# What waits for a later moment counts too: it is paid by the act that asked for it.
WAITING = """
from rapport.events.models import Job
print(Job.objects.exclude(state=Job.State.DEAD).count())
"""
# After its start the server does this and that once.
SETTLES_SECONDS, IDLE_SECONDS = 5, 10
# Acts before the measured ones: PostgreSQL plans a kept statement for good at its sixth run on a
# connection, and two connections take turns.
WARM = 14


class Unfollowed(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer; the page it leads to is another operation."""

    def http_error_302(self, req, fp, code, msg, headers):  # noqa: ANN201, PLR0913 - as inherited
        return fp

    http_error_303 = http_error_302


_opener = urllib.request.build_opener(Unfollowed)


class Stage:
    """One engine: its home, its server, its database's own processes."""

    def __init__(self, home: Home, server: Server, way_in: dict[str, str], database: str) -> None:
        self.home, self.server, self.database = home, server, database
        self.cookie = f"{way_in['cookie']}={way_in['session']}"
        self.tokens: dict[str, str] = {}
        self.idle = self._idle()

    def get(self, path: str) -> bytes:
        """Fetch a page as the owner."""
        return self._open(urllib.request.Request(f"{self.server.url}{path}"))

    def post(self, path: str, **fields: str) -> bytes:
        """Send a form as the owner, with the token its page gave the first time."""
        if path not in self.tokens:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path).decode())
            assert token
            self.tokens[path] = f"{token[1]} {self.csrf}"
        fields["csrfmiddlewaretoken"], _, cookie = self.tokens[path].partition(" ")
        request = urllib.request.Request(
            f"{self.server.url}{path}", urllib.parse.urlencode(fields).encode()
        )
        return self._open(request, f"; rapport_csrf={cookie}")

    def cost(self, act: Callable[[int], object], times: int) -> float:
        """CPU milliseconds of one act in server, worker and database, listeners included."""
        for n in range(WARM):
            act(-n - 1)
        self._until_quiet()
        before, started = self._used(), time.perf_counter()
        for n in range(times):
            act(n)
        self._until_quiet()
        elapsed = time.perf_counter() - started
        return max(0.0, self._used() - before - self.idle * elapsed) * 1000 / times

    def reading(self, act: Callable[[int], object], times: int) -> float:
        """CPU milliseconds of one act that asks for nothing later: nobody need be waited for."""
        for n in range(WARM):
            act(-n - 1)
        before, started = self._used(), time.perf_counter()
        for n in range(times):
            act(n)
        elapsed = time.perf_counter() - started
        return max(0.0, self._used() - before - self.idle * elapsed) * 1000 / times

    def mails(self, kind: str, times: int) -> float:
        """CPU milliseconds of taking one mail in: intake, parser, database and listeners."""
        command = [sys.executable, "-m", "bench.mails", kind, str(times)]
        with subprocess.Popen(
            command, env=self.home.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        ) as intake:  # fmt: skip
            assert intake.stdin and intake.stdout
            pids = list(map(int, intake.stdout.readline().split()[1:]))
            self._until_quiet()
            before, started = self._used(pids), time.perf_counter()
            intake.stdin.write("go\n")
            intake.stdin.flush()
            assert intake.stdout.readline() == "done\n", "the intake broke off"
            self._until_quiet()
            used, elapsed = self._used(pids) - before, time.perf_counter() - started
        return max(0.0, used - self.idle * elapsed) * 1000 / times

    def _open(self, request: urllib.request.Request, more: str = "") -> bytes:
        request.add_header("Cookie", self.cookie + more)
        with _opener.open(request, timeout=60) as answer:
            where = answer.headers.get("Location", "")
            assert "/sign-in/" not in where, "not signed in: nothing was measured"
            for header in answer.headers.get_all("Set-Cookie") or []:
                if header.startswith("rapport_csrf="):
                    self.csrf = header.split(";")[0].partition("=")[2]
            return bytes(answer.read())

    def _used(self, also: Iterable[int] = ()) -> float:
        return cpu.of([*self.server.descendants(), *self._backends(), *also])

    def _backends(self) -> list[int]:
        if not self.database:
            return []
        with psycopg.connect(f"{POSTGRES}/postgres") as connection:
            rows = connection.execute(
                "select pid from pg_stat_activity where datname = %s", [self.database]
            )
            return [row[0] for row in rows]

    def _until_quiet(self) -> None:
        """Wait until the listeners have done their part."""
        for _ in range(120):
            if self.home.python(WAITING).strip() == "0":
                return
            time.sleep(0.5)
        raise AssertionError("the worker does not catch up")

    def _idle(self) -> float:
        """CPU seconds a second that all of it uses when nobody does anything."""
        self._until_quiet()
        time.sleep(SETTLES_SECONDS)
        before = self._used()
        time.sleep(IDLE_SECONDS)
        return (self._used() - before) / IDLE_SECONDS


@contextmanager
def stage(engine: str, folder: Path, count: int) -> Iterator[Stage]:
    """Seed and serve; the PostgreSQL database is made for it and dropped afterwards."""
    with _database() if engine == "PostgreSQL" else nullcontext("") as database:
        variables = {"DATABASE_URL": f"{POSTGRES}/{database}"} if database else {}
        home = Home(folder, **variables)
        command = [sys.executable, "-m", "bench.seed", str(count)]
        seeded = subprocess.run(
            command, env=home.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        with home.serving("--workers", "1") as server:
            yield Stage(home, server, json.loads(seeded.stdout.splitlines()[-1]), database)


@contextmanager
def _database() -> Iterator[str]:
    name = f"rapport_bench_{uuid4().hex[:12]}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f"create database {name}")
        try:
            yield name
        finally:
            server.execute(f"drop database {name} with (force)")
