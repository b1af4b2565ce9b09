"""`rapport import mail`, killed twenty times at random points, then left to finish."""

import mailbox
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing, suppress
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.faults.conftest import KILLS
from tests.living import Home, descendants, is_alive

pytestmark = pytest.mark.slow

# So many that the last kill still falls into the import.
MAILS, THREADS = 3000, 300
COUNTS = {
    "raw": "select count(*) from inbox_rawmail",
    "waiting": "select count(*) from inbox_rawmail where outcome in ('', 'waiting')",
    "outcomes": "select outcome, count(*) from inbox_rawmail group by outcome",
    "messages": "select message_id from inbox_message",
    "conversations": "select count(*) from inbox_conversation",
    "without": """select count(*) from inbox_rawmail r where outcome = 'delivered'
                  and not exists (select 1 from inbox_message m where m.raw_id = r.id)""",
}

RUN_HELD_AGAIN = """
from django.utils.timezone import now
from rapport.inbox.models import RawMail
from rapport.inbox.operations import intake
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
with open_workspace(Workspace.objects.get().pk):
    for raw in RawMail.objects.filter(outcome="quarantined").order_by("pk"):
        intake.run_again(raw, at=now())
"""


@pytest.fixture
def mbox(tmp_path) -> Path:
    """Threads of a few people; every mail its own Message-ID."""
    path = tmp_path / "old.mbox"
    box = mailbox.mbox(path)
    for n in range(MAILS):
        mail = EmailMessage()
        mail["From"] = f"Person {n % 40} <p{n % 40}@client{n % 7}.example>"
        mail["To"], mail["Subject"] = "studio@fernhill.example", f"Matter {n % THREADS}"
        mail["Message-ID"] = f"<{n}@client.example>"
        mail["Date"] = "Mon, 05 Jan 2026 10:00:00 +0000"
        if n >= THREADS:
            mail["In-Reply-To"] = f"<{n - THREADS}@client.example>"
        mail.set_content(f"This is mail {n}.\n" * 20)
        box.add(mail)
    box.flush()
    return path


def counts(home: Home) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(home.folder / "rapport.sqlite3")) as database:
        return {name: database.execute(ask).fetchall() for name, ask in COUNTS.items()}


def kill_somebody(command, chance: random.Random) -> str:
    """The importing command itself, or one of its parser children."""
    children = list(descendants(command.pid))
    victim = chance.choice([command.pid, *children])
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    if victim != command.pid:
        return "parser"
    command.wait()
    for _ in range(100):
        if not any(map(is_alive, children)):
            return "command"
        time.sleep(0.05)
    raise AssertionError("parsers outlive the command that started them")


def test_nothing_is_lost_or_doubled_by_twenty_kills(home, mbox):
    words = ("import", "mail", str(mbox), "--workspace", "fernhill")
    victims = import_under_fire(home, words)
    done = home.run(*words, timeout=300)
    assert done.returncode == 0, done.stderr
    after = counts(home)
    print(f"\nkilled: {dict(victims)}; outcomes: {after['outcomes']}")
    assert after["raw"] == [(MAILS,)], "count of raw is count of input"
    assert after["waiting"] == after["without"] == [(0,)]
    assert sum(count for _, count in after["outcomes"]) == MAILS
    held = dict(after["outcomes"]).get("quarantined", 0)
    assert held <= victims["parser"] // 2, "held is only what met two kills"
    assert once_each(after) == MAILS - held
    again = home.run(*words, timeout=300)
    assert again.returncode == 0
    assert counts(home) == after, "running it again changes nothing"
    home.python(RUN_HELD_AGAIN)
    whole = counts(home)
    assert once_each(whole) == MAILS
    assert whole["conversations"] == [(THREADS,)], "what was held joins its conversation"


def import_under_fire(home: Home, words: tuple[str, ...]) -> Counter:
    """Import, and begin anew after each kill of the command; who was killed how often."""
    chance, victims, command = random.Random(20261125), Counter(), None
    with (home.folder / "import.log").open("ab") as log:
        while victims.total() < KILLS:
            assert command is None or command.poll() != 0, "all is in: too few mails for the kills"
            if command is None or command.poll() is not None:
                command = home.start(*words, stdout=log, stderr=log)
                _until_parsing(command)
            time.sleep(chance.uniform(0.02, 0.4))
            if command.poll() is None:
                victims[kill_somebody(command, chance)] += 1
        if command.poll() is None:
            command.wait(120)
    return victims


def once_each(found: dict[str, list[tuple]]) -> int:
    """How many mails became messages; none of them twice."""
    ids = Counter(row[0] for row in found["messages"])
    assert ids.total() == len(ids), "nothing doubled inside"
    return len(ids)


def _until_parsing(command) -> None:
    for _ in range(600):
        if command.poll() is not None or descendants(command.pid):
            return
        time.sleep(0.05)
