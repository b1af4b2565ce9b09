"""M4: a real Postfix delivers into a real Dovecot, which is killed while Rapport reads from it."""

import os
import signal
import smtplib
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

from bench.mailfaults.house import House, until
from bench.mailfaults.incoming import WAITING, settled
from bench.mailfaults.postfix import Postfix
from bench.mailfaults.row import Row, Size
from tests.living import descendants
from tests.mailworld.dovecot import PASSWORD, Dovecot

Build = Callable[[str], House]
PROMISE = "every mail exactly once, whatever happens to the server; a full mailbox loses none"
# So many answer each other.
TALK = 4


def written(to: str, n: int) -> EmailMessage:
    """One mail of a conversation."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ines Prado <ines@client.example>", f"{to}@fernhill.example"
    mail["Subject"], mail["Message-ID"] = f"Leaflet {n // TALK}", f"<{to}{n}@client.example>"
    if n % TALK:
        mail["In-Reply-To"] = f"<{to}{n - 1}@client.example>"
    mail.set_content(f"This is number {n}.\n" + "The symbol on the leaflet is the old one. " * 20)
    return mail


def hand_over(server: Postfix, to: str, mails: int) -> set[str]:
    """Send them; the ids of those that were taken over."""
    taken: set[str] = set()
    for begin in range(0, mails, 500):
        with smtplib.SMTP("127.0.0.1", server.port) as client:
            for n in range(begin, min(begin + 500, mails)):
                mail = written(to, n)
                client.send_message(mail)
                taken.add(str(mail["Message-ID"]))
    return taken


def kill(server: Dovecot) -> None:
    """Without a word, and it is back some seconds later."""
    for pid in [server.process.pid, *descendants(server.process.pid)]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.process.wait()
    time.sleep(3)
    config = str(server.folder / "dovecot.conf")
    server.process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", config])


def boxed(server: Dovecot, name: str) -> int:
    """How many mails lie in a box."""
    box = server.boxes / name
    return sum(1 for part in ("new", "cur") for _ in (box / part).glob("*"))


def m4(build: Build, size: Size, at: Path) -> Row:
    """10,000 mails; the mailbox of one person is full after some."""
    if not (Dovecot.is_here() and Postfix.is_here()):
        return Row("M4", PROMISE, {"skipped": "needs Dovecot, Postfix and root"}, False)
    mails, over, kills = size.of(150, 10_000), size.of(60, 400), size.of(1, 3)
    house = build("m4")
    with Dovecot() as dovecot, Postfix(dovecot, quota_kb=size.of(30, 200)) as postfix:
        reads = {"imap_host": "127.0.0.1", "imap_port": dovecot.port}
        house.mailboxes(
            PASSWORD, studio=reads | {"username": "studio"}, small=reads | {"username": "small"}
        )
        with house.working(1.0):
            begun = time.monotonic()
            taken = hand_over(postfix, "studio", mails)
            handed = time.monotonic() - begun
            full = hand_over(postfix, "small", over)
            for n in range(kills):
                until(lambda n=n: settled(house) > mails * (n + 1) / (kills + 2), 1800)
                kill(dovecot)
            until(lambda: postfix.waiting() == 0, 300, step=0.5)
            fits = boxed(dovecot, "small")
            until(lambda: settled(house) >= mails + fits, size.of(150, 3600), step=0.5)
            seconds = time.monotonic() - begun
        told = Counter(mid for (mid,) in house.rows(
            "select message_id from inbox_message where raw_id is not null"))  # fmt: skip
        returned = boxed(dovecot, "ines")
    here = {mid for mid in full if mid in told}
    figure = {
        "taken over by Postfix": mails, "in so many s": round(handed, 1), "kills of Dovecot": kills,
        "lost": len(taken - told.keys()), "doubled": told.total() - len(told),
        "waiting": house.count(WAITING), "seconds": round(seconds, 1),
        "mails a second": round((mails + fits) / seconds, 1),
        "to the full mailbox": over, "fitted in": fits, "of them here": len(here),
        "returned to who wrote": returned, "conversations": house.count("inbox_conversation"),
    }  # fmt: skip
    passed = not (figure["lost"] or figure["doubled"] or figure["waiting"])
    passed = passed and 0 < fits == len(here) and fits + returned == over
    return Row("M4", PROMISE, figure, passed)
