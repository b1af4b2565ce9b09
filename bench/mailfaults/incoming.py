"""M1–M3: an IMAP server that breaks off, stalls, lies and numbers anew; workers that are killed."""

import hashlib
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

from bench.mailfaults.chaos import Chaos
from bench.mailfaults.house import House, until
from bench.mailfaults.row import Row, Size
from rapport.inbox import sources
from tests.quality.mail_data import unpacked

Build = Callable[[str], House]
WAITING = "inbox_rawmail where outcome = 'waiting'"
UID = re.compile(r"/(\d+)/(\d+)$")


# Its server looks through its whole folder at each word; and one mailbox is not all there is.
BOXES = 9


def corpus(at: Path, most: int) -> list[Path]:
    """The mails of the corpora, one file each, in their order, over some folders."""
    folders = [at / f"m1-{box}" for box in range(BOXES)]
    for folder in folders:
        folder.mkdir(parents=True)
    found = (one.raw for one in sources.messages(unpacked("mail")) if not one.refusal)
    for n, raw in enumerate(islice(found, most)):
        (folders[n * BOXES // most] / f"{n:06}.eml").write_bytes(raw)
    return folders


def written(n: int) -> bytes:
    """A mail unlike any other; every third begins a conversation, the others answer theirs."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ines Prado <ines@client.example>", "studio@fernhill.example"
    mail["Subject"], mail["Message-ID"] = "Label proofs", f"<in{n}@client.example>"
    mail["Date"] = "Wed, 04 Mar 2026 09:00:00 +0000"
    if n % 3:
        mail["In-Reply-To"] = f"<in{n - 1}@client.example>"
    mail.set_content(f"The leaflet has the old symbol. This is number {n}.\n")
    return mail.as_bytes()


def plain(folder: Path, numbers: range) -> None:
    """Put mails into the folder of a server, each at once and whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in numbers:
        part = folder.parent / f"{n:06}.part"
        part.write_bytes(written(n))
        part.rename(folder / f"{n:06}.eml")


def digests(folder: Path) -> list[str]:
    """What the server hands over for each file, as it is kept."""
    return [hashlib.sha256(_wire(path)).hexdigest() for path in sorted(folder.iterdir())]


def _wire(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@contextmanager
def fetched(build: Build, mode: str, folder: Path) -> Iterator[tuple[House, Chaos]]:
    """A Rapport that reads its mail from a server with these faults."""
    house = build(folder.name)
    with Chaos("imap", folder, mode) as server:
        house.mailboxes(studio={"imap_host": "127.0.0.1", "imap_port": server.port})
        yield house, server


def settled(house: House) -> int:
    """Mails that have their outcome."""
    return house.count("inbox_rawmail where outcome <> 'waiting'")


def reckon(house: House, *folders: Path) -> dict[str, object]:
    """Each mail of the server against our rows: by its bytes, and by the messages made of it."""
    wanted = Counter(sha for folder in folders for sha in digests(folder))
    kept = {sha for (sha,) in house.rows("select sha256 from inbox_rawmail")}
    ask = """select r.sha256, count(*) from inbox_message m
        join inbox_rawmail r on m.raw_id = r.id group by 1"""
    twice = {sha: n for sha, n in house.rows(ask) if n > wanted[sha]}
    per_place = """select count(*) from (select locator from inbox_rawmail
        group by locator having count(*) > 1) doubled"""
    without = """inbox_rawmail r where outcome = 'delivered'
        and not exists (select 1 from inbox_message m where m.raw_id = r.id)"""
    places = house.rows("select count(distinct locator) from inbox_rawmail")[0][0]
    missing = max(sum(sha not in kept for sha in wanted), wanted.total() - places)
    return {
        "mails": wanted.total(),
        "lost": missing + house.count(without),
        "doubled": len(twice) + int(house.rows(per_place)[0][0]),
        "waiting": house.count(WAITING),
    }


def is_whole(figure: dict[str, object]) -> bool:
    """Nothing lost, nothing doubled, nothing left."""
    return not (figure["lost"] or figure["doubled"] or figure["waiting"])


def m1(build: Build, size: Size, at: Path) -> Row:
    """Every third mail breaks off in the middle."""
    folders = corpus(at, size.of(90, 8511))
    house, count = build("m1"), sum(len(digests(folder)) for folder in folders)
    with ExitStack() as stack:
        servers = [stack.enter_context(Chaos("imap", folder, "drop_fetch=3")) for folder in folders]
        house.mailboxes(**{
            f"box{n}": {"imap_host": "127.0.0.1", "imap_port": server.port}
            for n, server in enumerate(servers)
        })  # fmt: skip
        stack.enter_context(house.working(size.pace))
        begun = time.monotonic()
        until(lambda: settled(house) >= count, size.of(90, 5400), step=0.5)
        seconds = time.monotonic() - begun
        figure = reckon(house, *folders)
    told = sum(len(server.events("deleted", "moved")) for server in servers)
    figure |= {
        "mailboxes": BOXES, "seconds": round(seconds, 1),
        "breaks": sum(len(server.events("drop_fetch")) for server in servers),
        "mails a second": round(count / seconds, 1), "changed on the server": told,
        "outcomes": dict(house.rows("select outcome, count(*) from inbox_rawmail group by 1")),
    }  # fmt: skip
    promise = "every mail exactly once in the inbox or in quarantine"
    return Row("M1", promise, figure, is_whole(figure) and not told)


def m2(build: Build, size: Size, at: Path) -> Row:
    """Announced longer than it is; slow to begin; a goodbye instead of news."""
    figure: dict[str, object] = {"pauses and deadlines": f"x {size.pace}"}
    stall = size.of(2, 40)
    whole = []
    for mode, mails in (
        ("short_literal=5", size.of(12, 20)), (f"stall_fetch={stall}", size.of(3, 5)),
        ("bye_idle", 3),
    ):  # fmt: skip
        folder = at / f"m2-{mode.partition('=')[0]}"
        plain(folder, range(mails))
        with fetched(build, mode, folder) as (house, _), house.working(size.pace):
            gap = _longest_gap(house, folder, mails, size)
            reckoned = reckon(house, folder)
        figure[mode] = {"longest until the next good mail, s": gap} | reckoned
        whole.append(is_whole(reckoned) and gap < 90)
    promise = "dropped at the deadline, goes on at the same mail in less than 90 s"
    return Row("M2", promise, figure, all(whole))


def _longest_gap(house: House, folder: Path, mails: int, size: Size) -> float:
    """The longest time without a good mail, one that comes in later among them."""
    last, seen, gap = time.monotonic(), 0, 0.0
    end = time.monotonic() + size.of(60, 900)
    late = 1 + mails
    while seen < late and time.monotonic() < end:
        if (now := settled(house)) > seen:
            gap, last, seen = max(gap, time.monotonic() - last), time.monotonic(), now
            if seen == mails:
                plain(folder, range(mails, late))
        time.sleep(0.2)
    return round(max(gap, time.monotonic() - last), 1)


def m3(build: Build, size: Size, at: Path) -> Row:
    """New numbers, a flag that is refused, answers twice, others who look too, and kills."""
    figure = {
        "uidvalidity_change=3": _begun_again(build, "uidvalidity_change=3", at / "m3-new", 7),
        "no_seen": _begun_again(build, "no_seen", at / "m3-flag", 2),
        "dup_uid": _begun_again(build, "dup_uid", at / "m3-twice", 2),
        "two workers and a second Rapport": _together(build, size, at),
        "kill -9": _killed(build, size, at / "m3-kill"),
    }
    passed = all(is_whole(one) for one in figure.values())
    return Row("M3", "no mail twice, none lost", figure, passed)


def _begun_again(build: Build, mode: str, folder: Path, times: int) -> dict[str, object]:
    plain(folder, range(30))
    with fetched(build, mode, folder) as (house, _):
        for n in range(times):
            plain(folder, range(30 + n, 31 + n))
            with house.working(0.05):
                until(lambda n=n: _different(house) >= 31 + n, 60)
                time.sleep(1.5)
        return reckon(house, folder) | {"numberings": _numberings(house)}


def _numberings(house: House) -> int:
    """How many UIDVALIDITYs were seen."""
    places = [UID.search(place) for (place,) in house.rows("select locator from inbox_rawmail")]
    return len({found[1] for found in places if found})


def _different(house: House) -> int:
    ask = "select count(distinct sha256) from inbox_rawmail where outcome <> 'waiting'"
    return int(house.rows(ask)[0][0])


def _together(build: Build, size: Size, at: Path) -> dict[str, object]:
    """Two workers of one Rapport and one of another read the same mailbox."""
    folder, mails = at / "m3-two", size.of(60, 600)
    plain(folder, range(mails))
    with fetched(build, "", folder) as (house, server):
        other = build("m3-other")
        other.mailboxes(studio={"imap_host": "127.0.0.1", "imap_port": server.port})
        with house.working(size.pace, 2), other.working(size.pace):
            until(lambda: min(settled(house), settled(other)) >= mails, size.of(60, 300))
        here, there = reckon(house, folder), reckon(other, folder)
        asked = len(server.events("fetched"))
    return here | {
        "lost": int(str(here["lost"])) + int(str(there["lost"])),
        "doubled": int(str(here["doubled"])) + int(str(there["doubled"])),
        "asked for, times a mail and Rapport": round(asked / mails / 2, 2),
    }  # fmt: skip


def _killed(build: Build, size: Size, folder: Path) -> dict[str, object]:
    """While mail comes in, the worker and its parser die, again and again."""
    kills, a_round, chance = size.of(4, 50), 12, random.Random(11)
    caught = 0
    with fetched(build, "", folder) as (house, server), house.working(0.05) as [worker]:
        for n in range(kills):
            before = settled(house)
            plain(folder, range(n * a_round, (n + 1) * a_round))
            until(lambda before=before: settled(house) > before, 90)
            time.sleep(chance.uniform(0, 0.15))
            caught += settled(house) < (n + 1) * a_round
            worker.restart()
        until(lambda: settled(house) >= kills * a_round, 120)
        # What was being read in the moment of a kill is taken up after half a minute.
        until(lambda: house.count(WAITING) == 0, 60)
        told = len(server.events("deleted", "moved"))
        figure = reckon(house, folder)
    return figure | {"kills": kills, "in the middle": caught, "changed on the server": told}
