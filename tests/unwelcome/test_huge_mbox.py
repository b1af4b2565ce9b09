"""Two gigabytes of mail are streamed: the memory does not grow with the archive."""

import random
import re

import pytest

from tests.inbox.conftest import written
from tests.living import Home

SIZE = 2 * 1024**3
MOST_MEGABYTES = 300
PEAK = re.compile(r"(\d+) messages \((\d+) new\).*peak memory (\d+) MB \(a parser child (\d+) MB\)")


@pytest.mark.slow
def test_an_mbox_of_two_gigabytes_is_streamed_within_300_mb(tmp_path, lived_in):
    """Large mails, most of them told apart by one header, so that the test is bound by reading."""
    box, count = tmp_path / "huge.mbox", 0
    body = random.Random(1).randbytes(4 * 1024**2).hex()
    lines = "\n".join(body[at : at + 76] for at in range(0, len(body), 76)) + "\n"
    template = written(text=lines, message_id="<number@huge.example>")
    try:
        with box.open("wb") as out:
            while out.tell() < SIZE:
                out.write(b"From a@b Wed Mar  4 09:00:00 2026\n")
                out.write(template.replace(b"<number@", b"<%d@" % count) + b"\n")
                count += 1
        home = Home(lived_in.folder)
        done = home.run("import", "mail", str(box), "--workspace", "fernhill", timeout=3600)
    finally:
        box.unlink()
    assert done.returncode == 0, done.stderr
    seen, new, peak, child = map(int, PEAK.search(done.stdout).groups())
    print(done.stdout)
    assert seen == new == count
    assert max(peak, child) < MOST_MEGABYTES
