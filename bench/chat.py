"""Chat in two real browsers: how soon each sees what the other wrote, and what is left of it when
every web process is killed (kill -9) between messages.

    python -m bench.chat [--messages 40] [--kills 6]
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chatting import FILED, Chatting, kill_web, site
from tests.browser.chromium import chromium
from tests.living import Home

TARGET = 0.3


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.chat", description=__doc__)
    parser.add_argument("--messages", type=int, default=40, help="each way, nothing killed")
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument(
        "--database", default="", help="the address of an empty PostgreSQL database"
    )
    asked = parser.parse_args()
    engine = {"DATABASE_URL": asked.database} if asked.database else {}
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), **engine)
        with home.serving("--workers", "2") as server, site() as pages, chromium() as browser:
            chat = Chatting.begin(browser, home, server, pages)
            return judge(*talk(chat, home, asked.messages, asked.kills))


def talk(chat: Chatting, home: Home, messages: int, kills: int) -> tuple[list, ...]:
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
    shown = chat.shown_to_visitor()
    filed = [text for kind, text in json.loads(home.python(FILED)) if kind in ("in", "out")]
    return said, shown, filed, there, back, gaps


def exchange(chat: Chatting, number: int, said, there, back) -> None:
    chat.write(f"word-visitor-{number}")
    there.append(chat.reaches_staff(f"word-visitor-{number}"))
    chat.answer(f"word-staff-{number}")
    back.append(chat.reaches_visitor(f"word-staff-{number}"))
    said += [f"word-visitor-{number}", f"word-staff-{number}"]


def judge(said, shown, filed, there, back, gaps) -> int:
    print(f"visitor to staff's screen: {spread(there)}")
    print(f"staff to visitor's screen: {spread(back)}")
    lost, doubled = set(said) - set(filed), len(filed) - len(set(filed))
    print(f"{len(said)} messages, every web process killed {len(gaps)} times between them: "
          f"{len(lost)} lost, {doubled} doubled, order kept: {filed == said == shown}")  # fmt: skip
    if gaps:
        print(f"a word and its answer after a kill: {statistics.median(gaps):.1f} s at the median")
    quick = statistics.median(there) < TARGET and statistics.median(back) < TARGET
    return 0 if quick and filed == said == shown else 1


def spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[round(0.95 * (len(ordered) - 1))]
    return f"{statistics.median(ordered) * 1000:.0f} ms at the median, {p95 * 1000:.0f} ms at p95"


if __name__ == "__main__":
    sys.exit(main())
