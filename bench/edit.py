"""`python -m bench.edit`: from one edit to all dates of a plan of 10,000 tasks, through the page.

A real server in a home of its own, on SQLite and, with DATABASE_URL given, on a new database of
that PostgreSQL. Over one kept connection, as a browser holds it, durations of tasks are changed as
the table does and bars are dragged as the Gantt does: milliseconds from the request to the last
byte of the answer, with all that moved. `in turn` is the same by as many connections as there are
web processes, one after the other: each finds that another process has edited meanwhile.
"""

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from bench import cpu
from tests.living import Home, Server

TARGET = 150
WARM = 6  # edits before the measured ones
CONNECTIONS = 6  # enough to reach each web process
MONDAY = datetime(2026, 11, 2, tzinfo=UTC).date()
PLAN = "/w/bench/projects/LONG/"


class Person:
    """Somebody at the plan, over a connection of their own."""

    def __init__(self, server: Server, way_in: dict[str, Any]) -> None:
        self.connection = http.client.HTTPConnection("localhost", server.port, timeout=120)
        self.cookie = f"{way_in['cookie']}={way_in['session']}"
        page = self._ask("GET", f"{PLAN}tasks/new/")
        self.token = re.search(r'name="csrf-token" content="(\w+)"', page)[1]  # type: ignore[index]

    def edit(self, path: str, **fields: str) -> float:
        """Milliseconds of one edit, which has to be taken."""
        started = time.perf_counter()
        self._ask("POST", f"{PLAN}{path}", urllib.parse.urlencode(fields))
        return (time.perf_counter() - started) * 1000

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        headers = {"Cookie": self.cookie, "HX-Request": "true", "Accept": "application/json"}
        if body is not None:
            headers |= {
                "X-CSRFToken": self.token,
                "Content-Type": "application/x-www-form-urlencoded",
            }
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (BrokenPipeError, http.client.RemoteDisconnected):  # it was idle for too long
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, f"{answer.status}: {text[:200]}"
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("rapport_csrf="):
                self.cookie += "; " + value.partition(";")[0]
        return text


def main() -> None:
    """Print the median and the 95th of a hundred, and a fixed loop to hold them against."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=60)
    wanted = parser.parse_args()
    print(f"yardstick {cpu.yardstick() * 1000:.0f} ms; target: p95 at most {TARGET} ms")
    for engine in ("SQLite", *(["PostgreSQL"] if os.environ.get("DATABASE_URL") else [])):
        print(f"{engine}, {wanted.tasks:,} tasks, {wanted.times} edits each")
        with _served(engine, wanted.tasks) as (server, way_in):
            people = [Person(server, way_in) for _ in range(CONNECTIONS)]
            numbers = way_in["numbers"]
            _report("duration", people[:1], _durations(numbers, 2), wanted.times)
            _report("drag", people[:1], _drags(numbers), wanted.times)
            _report("duration, in turn", people, _durations(numbers, 5), wanted.times)


def _durations(numbers: list[int], seed: int) -> Iterator[Callable[[Person], float]]:
    dice = random.Random(seed)  # noqa: S311 - edits for measuring
    for n in range(10**6):
        number, days = dice.choice(numbers), (n + seed) % 9 + 0.5
        path = f"tasks/{number}/fields/"
        yield lambda person, path=path, days=days: person.edit(path, duration=f"{days}d")


def _drags(numbers: list[int]) -> Iterator[Callable[[Person], float]]:
    dice = random.Random(3)  # noqa: S311 - edits for measuring
    for n in range(10**6):
        number = dice.choice(numbers)
        start = f"{MONDAY + timedelta(days=7 * (n % 60))}T09:00"
        path = f"plan/{number}/schedule/"
        yield lambda person, path=path, start=start: person.edit(path, start=start)


def _report(
    name: str, people: list[Person], edits: Iterator[Callable[[Person], float]], times: int
) -> None:
    for n in range(WARM):
        next(edits)(people[n % len(people)])
    took = sorted(next(edits)(people[n % len(people)]) for n in range(times))
    p50, p95 = took[len(took) // 2], took[len(took) * 95 // 100]
    print(f"  {name:20} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   longest {took[-1]:7.1f} ms")


@contextmanager
def _served(engine: str, tasks: int) -> Iterator[tuple[Server, dict[str, Any]]]:
    base = os.environ.get("DATABASE_URL", "")
    database = _database(base) if engine == "PostgreSQL" else nullcontext("")
    with tempfile.TemporaryDirectory() as scratch, database as url:
        home = Home(Path(scratch) / "home", **({"DATABASE_URL": url} if url else {}))
        seeded = subprocess.run(
            [sys.executable, "-m", "bench.longplan", str(tasks)],
            env=home.environment, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        with home.serving("--workers", "2") as server:
            yield server, json.loads(seeded.stdout.splitlines()[-1])


@contextmanager
def _database(base: str) -> Iterator[str]:
    """A database of the server that DATABASE_URL names, dropped afterwards."""
    name = f"rapport_edit_{uuid4().hex[:12]}"
    server = base.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"drop database {name} with (force)")


if __name__ == "__main__":
    main()
