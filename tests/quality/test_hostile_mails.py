"""Every made-up hostile file comes by mail, as the mail itself and hung on one, and every hostile
text in its subject, names and body: each ends in a named outcome, soon and in little memory, and
the next mail is read."""

import json
import mimetypes
import os
import re
import time
from base64 import b64encode
from pathlib import Path

import pytest

from rapport.engine.mail import REASONS
from rapport.inbox.models import Attachment, RawMail
from tests.inbox.conftest import arrive as arrive  # noqa: PLC0414 - a fixture
from tests.inbox.conftest import mailbox as mailbox  # noqa: PLC0414 - a fixture
from tests.inbox.conftest import written
from tests.living import descendants
from tests.quality import hostile_markup, mail_data

pytestmark = [
    pytest.mark.quality,
    pytest.mark.django_db,
    pytest.mark.skipif(not mail_data.is_there(), reason="the data sets are not here"),
]
MOST_SECONDS, MOST_MEGABYTES = 2.0, 300
FATAL = ("time", "memory", "crash")


def generated() -> list[Path]:
    folder = mail_data.unpacked("hostile") / "generated"
    return sorted(path for path in folder.iterdir() if path.name != "MANIFEST.json")


def hung_on_a_mail(path: Path, n: int) -> bytes:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    lines = re.sub(rb"(.{76})", rb"\1\r\n", b64encode(path.read_bytes()))
    head = (
        f"From: Mallory <m@evil.example>\r\nTo: studio@fernhill.example\r\nSubject: {path.name}\r\n"
        f"Message-ID: <hung{n}@evil.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/plain\r\n\r\nSee the file.\r\n--b\r\n"
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{path.name}"\r\n\r\n'
    )
    return head.encode() + lines + b"\r\n--b--\r\n"


class Watch:
    """How long each mail took, and the most memory that we and the parser came to hold."""

    def __init__(self, arrive) -> None:
        self.arrive, self.slowest, self.wrong = arrive, (0.0, ""), {}
        self.before, self.child = megabytes(os.getpid()), 0

    def take(self, name: str, raw: bytes) -> RawMail:
        begun = time.monotonic()
        kept = self.arrive(raw)
        seconds = time.monotonic() - begun
        self.slowest = max(self.slowest, (seconds, name))
        self.child = max([self.child, *map(megabytes, descendants(os.getpid()))])
        named = kept.outcome != RawMail.Outcome.WAITING and (kept.reason in ("", *REASONS))
        if not named or kept.reason in FATAL or seconds > MOST_SECONDS:
            self.wrong[name] = kept.outcome, kept.reason, round(seconds, 2)
        return kept

    def is_over(self) -> None:
        grown = megabytes(os.getpid()) - self.before
        print(
            f"\nslowest {self.slowest[1]}: {self.slowest[0]:.2f} s; parser {self.child} MB, "
            f"we {grown} MB more"
        )
        assert self.wrong == {}
        assert self.child < MOST_MEGABYTES and grown < MOST_MEGABYTES
        assert self.take("the next", written()).outcome == "delivered"


@pytest.fixture
def watch(arrive, contact):
    arrive(written())  # the parser is up
    return Watch(arrive)


def megabytes(pid: int) -> int:
    """The most that a process ever held."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0


def test_b11_every_hostile_file_is_a_mail_with_a_named_outcome(watch):
    files = generated()
    manifest = json.loads((files[0].parent / "MANIFEST.json").read_text())
    named = {one["file"] for one in manifest if "file" in one}
    assert named <= {path.name for path in files}
    for path in files:
        kept = watch.take(path.name, path.read_bytes())
        if path.name.startswith("mail-"):
            print(f"\n{path.name}: {kept.outcome} {kept.reason}")
    watch.is_over()


def test_f02_f03_f04_f11_every_hostile_file_hung_on_a_mail_is_kept_and_not_opened(watch):
    files = generated()
    for n, path in enumerate(files):
        kept = watch.take(path.name, hung_on_a_mail(path, n))
        assert kept.outcome == "delivered", path.name
    hung = dict(Attachment.objects.values_list("message__subject", "file__size"))
    assert hung == {path.name: path.stat().st_size for path in files if path.stat().st_size}
    watch.is_over()


def test_f08_every_hostile_text_is_a_subject_a_name_and_a_body(watch):
    folder = mail_data.unpacked("hostile")
    naughty = json.loads((folder / "blns" / "blns.json").read_text())
    csv = (folder / "payloadbox-csv" / "Intruder" / "csv-payload.txt").read_text().splitlines()
    texts = [*naughty, *csv, *hostile_markup.vectors()]
    assert len(texts) > 900
    for n, text in enumerate(texts):
        line = " ".join(text.split()).encode("utf-8", "surrogatepass")
        word = b"=?utf-8?b?" + b64encode(line) + b"?="
        body = text.encode("utf-8", "surrogatepass")
        raw = (
            b"From: " + word + b" <m@evil.example>\r\nTo: studio@fernhill.example\r\nSubject: "
            + word + b"\r\nMessage-ID: <text%d@evil.example>\r\nMIME-Version: 1.0\r\n" % n
            + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + body
        )  # fmt: skip
        watch.take(f"text {n}", raw)
    watch.is_over()
