"""A filled installation with its server running, on one engine; counts CPU over all of it."""

import json
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
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
        before, started = self.used(), time.perf_counter()
        for n in range(times):
            act(n)
        self._until_quiet()
        elapsed = time.perf_counter() - started
        return max(0.0, self.used() - before - self.idle * elapsed) * 1000 / times

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
            before, started = self.used(pids), time.perf_counter()
            intake.stdin.write("go\n")
            intake.stdin.flush()
            assert intake.stdout.readline() == "done\n", "the intake broke off"
            self._until_quiet()
            used, elapsed = self.used(pids) - before, time.perf_counter() - started
        return max(0.0, used - self.idle * elapsed) * 1000 / times

    def _open(self, request: urllib.request.Request, more: str = "") -> bytes:
        request.add_header("Cookie", self.cookie + more)
        with _opener.open(request, timeout=300) as answer:
            where = answer.headers.get("Location", "")
            assert "/sign-in/" not in where, "not signed in: nothing was measured"
            for header in answer.headers.get_all("Set-Cookie") or []:
                if header.startswith("rapport_csrf="):
                    self.csrf = header.split(";")[0].partition("=")[2]
            return bytes(answer.read())

    def used(self, also: Iterable[int] = ()) -> float:
        """CPU seconds so far: web, worker, database, and these."""
        return cpu.of([*self.server.descendants(), *self._backends(), *also])

    def _backends(self) -> list[int]:
        if not self.database:
            return []
        with psycopg.connect(f"{POSTGRES}/postgres") as connection:
            rows = connection.execute(
                "select pid from pg_stat_activity where datname = %s and backend_type = %s",
                [self.database, "client backend"],
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
        before = self.used()
        time.sleep(IDLE_SECONDS)
        return (self.used() - before) / IDLE_SECONDS


def beside(stages: Sequence[Stage], path: str, times: int) -> list[float]:
    """CPU milliseconds of a page on each, asked in turn; it asks for nothing later."""
    for made in stages:
        for _ in range(WARM):
            made.get(path)
    before, started = [made.used() for made in stages], time.perf_counter()
    for _ in range(times):
        for made in stages:
            made.get(path)
    elapsed = time.perf_counter() - started
    return [
        max(0.0, made.used() - used - made.idle * elapsed) * 1000 / times
        for made, used in zip(stages, before, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Filled:
    """An installation with conversations in it, which nobody serves yet."""

    home: Home
    way_in: dict[str, str]
    database: str

    @contextmanager
    def served(self) -> Iterator[Stage]:
        """Start its server."""
        with self.home.serving("--workers", "1") as server:
            yield Stage(self.home, server, self.way_in, self.database)


@contextmanager
def stage(engine: str, folder: Path, count: int) -> Iterator[Stage]:
    """Fill and serve."""
    with filled(engine, folder, count) as made, made.served() as served:
        yield served


@contextmanager
def filled(engine: str, folder: Path, *counts: int) -> Iterator[Filled]:
    """Fill one with so many, of which so many are no copies; the PostgreSQL database is made for it
    and dropped afterwards."""
    with _database() if engine == "PostgreSQL" else nullcontext("") as database:
        home = _home(folder, database)
        way_in = json.loads(_run(home, "bench.seed", *map(str, counts)).splitlines()[-1])
        yield Filled(home, way_in, database)


@contextmanager
def multiplied(of: Filled, folder: Path, times: int) -> Iterator[Filled]:
    """Another one that holds each conversation so many times."""
    shutil.copytree(of.home.folder, folder)
    with _database(of.database) if of.database else nullcontext("") as database:
        home = _home(folder, database)
        _run(home, "bench.multiply", str(times))
        yield Filled(home, of.way_in, database)


def _home(folder: Path, database: str) -> Home:
    return Home(folder, **({"DATABASE_URL": f"{POSTGRES}/{database}"} if database else {}))


def _run(home: Home, module: str, *words: str) -> str:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(
        command, env=home.environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


@contextmanager
def _database(like: str = "template1") -> Iterator[str]:
    name = f"rapport_bench_{uuid4().hex[:12]}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f"create database {name} template {like}")
        try:
            # What a helper process of the server's uses is seen by nobody when it has ended.
            server.execute(f"alter database {name} set max_parallel_workers_per_gather = 0")
            yield name
        finally:
            server.execute(f"drop database {name} with (force)")
