"""Two gigabytes of mail are streamed: the memory does not grow with the archive."""

import random
import re
import shutil
from email import message_from_bytes, policy

import pytest

from tests.inbox.conftest import written
from tests.living import Home

SIZE = 2 * 1024**3
MOST_MEGABYTES = 300
PEAK = re.compile(r"(\d+) messages \((\d+) new\).*peak memory (\d+) MB \(a parser child (\d+) MB\)")


def template() -> bytes:
    """A mail of a megabyte: 20 kB of words and a picture."""
    chance = random.Random(1)
    words = "\n".join(chance.randbytes(30).hex() for _ in range(330)) + "\n"
    raw = written(text=words, message_id="<number@huge.example>")
    mail = message_from_bytes(raw, policy=policy.default)
    mail.add_attachment(chance.randbytes(750_000), "image", "jpeg", filename="proof.jpg")
    return mail.as_bytes()


@pytest.mark.slow
def test_an_mbox_of_two_gigabytes_is_streamed_within_300_mb(tmp_path, lived_in):
    box, count, mail = tmp_path / "huge.mbox", 0, template()
    try:
        with box.open("wb") as out:
            while out.tell() < SIZE:
                out.write(b"From a@b Wed Mar  4 09:00:00 2026\n")
                out.write(mail.replace(b"<number@", b"<%d@" % count) + b"\n")
                count += 1
        home = Home(tmp_path / "home")
        shutil.copytree(lived_in.folder, home.folder, dirs_exist_ok=True)
        done = home.run("import", "mail", str(box), "--workspace", "fernhill", timeout=3600)
    finally:
        box.unlink()
        shutil.rmtree(tmp_path / "home", ignore_errors=True)
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    seen, new, peak, child = map(int, PEAK.search(done.stdout).groups())
    assert seen == new == count
    assert max(peak, child) < MOST_MEGABYTES
