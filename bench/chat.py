"""Chat in two real browsers: how soon each sees what the other wrote, and what is left of it when
every web process is killed (kill -9) between messages, and between a file and its message.

    python -m bench.chat [--messages 40] [--kills 6] [--postgres postgres://user@host:port/postgres]

Without `--postgres` on SQLite; with it, a database of its own is made there and dropped again.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import psycopg
from playwright.sync_api import expect

from tests.browser.chatting import FILED, FILES, Chatting, kill_web, site
from tests.browser.chromium import chromium
from tests.living import Home

TARGET = 0.3


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.chat", description=__doc__)
    parser.add_argument("--messages", type=int, default=40, help="each way, nothing killed")
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--postgres", default="", help="postgres://user@host:port/postgres")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(asked.postgres) as engine:
        home = Home(Path(folder), **engine)
        with home.serving("--workers", "2") as server, site() as pages, chromium() as browser:
            chat = Chatting.begin(browser, home, server, pages)
            print(f"{'PostgreSQL' if engine else 'SQLite'}, load before: {load()}")
            verdict = judge(talk(chat, home, asked.messages, asked.kills))
            print(f"load after: {load()}")
            return verdict


@contextmanager
def database(postgres: str) -> Iterator[dict[str, str]]:
    """The settings of an engine: SQLite's need none."""
    if not postgres:
        yield {}
        return
    name = f"rapport_chat_{uuid4().hex[:12]}"
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"create database {name}")
        try:
            yield {"DATABASE_URL": f"{postgres.rpartition('/')[0]}/{name}"}
        finally:
            server.execute(f"drop database {name} with (force)")


def load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


class Told(NamedTuple):
    """What was said, what stands where, and the seconds it took."""

    said: list[str]
    shown: list[str]
    filed: list[str]
    there: list[float]
    back: list[float]
    gaps: list[float]
    files: list[str]


def talk(chat: Chatting, home: Home, messages: int, kills: int) -> Told:
    chat.write("word-visitor-0")
    expect(chat.frame.locator(".mine[data-at]")).to_have_count(1)
    chat.open_talk()
    said, there, back = ["word-visitor-0"], [], []
    for number in range(1, messages + 1):
        exchange(chat, number, said, there, back)
    gaps = []
    for number in range(messages + 1, messages + 1 + kills):
        kill_web(chat.server)
        begun = time.monotonic()
        exchange(chat, number, said, [], [])
        gaps.append(time.monotonic() - begun)
    number = messages + kills + 1
    chat.attach(f"word-visitor-{number}")
    kill_web(chat.server)
    chat.send()
    chat.reaches_staff(f"word-visitor-{number}")
    said.append(f"word-visitor-{number}")
    shown = chat.shown_to_visitor()
    filed = [text for kind, text in json.loads(home.python(FILED)) if kind in ("in", "out")]
    files = json.loads(home.python(FILES))
    return Told(said, shown, filed, there, back, gaps, files)


def exchange(chat: Chatting, number: int, said, there, back) -> None:
    chat.write(f"word-visitor-{number}")
    there.append(chat.reaches_staff(f"word-visitor-{number}"))
    chat.answer(f"word-staff-{number}")
    back.append(chat.reaches_visitor(f"word-staff-{number}"))
    said += [f"word-visitor-{number}", f"word-staff-{number}"]


def judge(told: Told) -> int:
    said, shown, filed, there, back, gaps, files = told
    print(f"visitor to staff's screen: {spread(there)}")
    print(f"staff to visitor's screen: {spread(back)}")
    lost, doubled = set(said) - set(filed), len(filed) - len(set(filed))
    print(f"{len(said)} messages, every web process killed {len(gaps)} times between them: "
          f"{len(lost)} lost, {doubled} doubled, order kept: {filed == said == shown}")  # fmt: skip
    if gaps:
        print(f"a word and its answer after a kill: {statistics.median(gaps):.1f} s at the median")
    print(f"a file that was attached when every web process was killed: there {len(files)} times")
    quick = statistics.median(there) < TARGET and statistics.median(back) < TARGET
    return 0 if quick and filed == said == shown and len(files) == 1 else 1


def spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[round(0.95 * (len(ordered) - 1))]
    return f"{statistics.median(ordered) * 1000:.0f} ms at the median, {p95 * 1000:.0f} ms at p95"


if __name__ == "__main__":
    sys.exit(main())
