"""Two gigabytes of mail are streamed: the memory does not grow with the archive, and little with
its mails. All processes of the import count together."""

import random
import re
import shutil
import time
from base64 import encodebytes
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.inbox.conftest import written
from tests.living import Home, descendants

pytestmark = pytest.mark.slow

SIZE = 2 * 1024**3
MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 300
SEEN = re.compile(r"(\d+) messages \((\d+) new\)")
HELD = re.compile(r"^Pss:\s+(\d+) kB", re.M)


def ordinary() -> bytes:
    """A mail of a megabyte: 20 kB of words and a picture."""
    chance = random.Random(1)
    words = "\n".join(chance.randbytes(30).hex() for _ in range(330)) + "\n"
    raw = written(text=words, message_id="<number@huge.example>")
    mail = message_from_bytes(raw, policy=policy.default)
    mail.add_attachment(chance.randbytes(750_000), "image", "jpeg", filename="proof.jpg")
    return mail.as_bytes()


def wordy() -> bytes:
    """Eight megabytes of text in one mail."""
    chance = random.Random(2)
    head = b"From: a@client.example\nMessage-ID: <number@huge.example>\n\n"
    return head + b"".join(chance.randbytes(32).hex().encode() + b"\n" for _ in range(129_000))


def heavy() -> bytes:
    """One file, in a mail of nearly as many megabytes as are let in."""
    head = b"From: a@client.example\nMessage-ID: <number@huge.example>\nContent-Type: image/png\n"
    head += (
        b"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.png\n\n"
    )
    return head + encodebytes(random.Random(3).randbytes(48 * MEGABYTE * 57 // 78))


@pytest.mark.parametrize(
    ("written_by", "size"),
    [(heavy, 2 * 48 * MEGABYTE), (wordy, 48 * 8 * MEGABYTE), (ordinary, SIZE)],
    ids=["48 MB with one file each", "8 MB of text each", "1 MB with a picture each"],
)
def test_a_large_mbox_is_streamed_within_300_mb(tmp_path, lived_in, written_by, size):
    box, count, mail = tmp_path / "huge.mbox", 0, written_by()
    home = Home(tmp_path / "home")
    try:
        with box.open("wb") as out:
            while out.tell() < size:
                out.write(b"From a@b Wed Mar  4 09:00:00 2026\n")
                out.write(mail.replace(b"<number@", b"<%d@" % count) + b"\n")
                count += 1
        shutil.copytree(lived_in.folder, home.folder, dirs_exist_ok=True)
        said, peak, seconds = brought_in(home, box)
    finally:
        box.unlink()
        shutil.rmtree(home.folder, ignore_errors=True)
    print(f"\n{count} mails, {peak:.0f} MB at most in all processes together, {seconds:.0f} s")
    seen, new = map(int, SEEN.search(said).groups())
    assert seen == new == count
    assert peak < MOST_MEGABYTES


def brought_in(home: Home, box: Path) -> tuple[str, float, float]:
    """What the import says, the most memory it and its parsers held at once, and its seconds."""
    started, peak, report = time.monotonic(), 0.0, home.folder / "report"
    with report.open("w") as out:
        command = home.start("import", "mail", str(box), "--workspace", "fernhill", stdout=out)
        while command.poll() is None:
            for _ in range(20):
                everybody = [command.pid, *descendants(command.pid)]
                peak = max(peak, sum(map(held, everybody)))
                time.sleep(0.02)
    assert command.returncode == 0
    return report.read_text(), peak, time.monotonic() - started


def held(pid: int) -> float:
    """Megabytes of memory that a process holds; what several share counts once among them."""
    try:
        found = HELD.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
