"""The child that reads strangers' mail may die; the next mail is read all the same."""

import io
import subprocess
import sys
import time

import pytest

from rapport.engine.mail import Address, Attachment, Folded, Headers, Outcome, Parsed, Reading, read
from rapport.inbox.sandbox import ParserPool, child, process, wire

from .build import mail, multipart

CHILDREN = {
    "hangs": "import sys, time; sys.stdin.buffer.read(5); time.sleep(60)",
    "dies": "import sys, os; sys.stdin.buffer.read(5); os.abort()",
    "lies": "import sys, time; sys.stdin.buffer.read(5);"
    "sys.stdout.buffer.write(b'\\0\\0\\0\\2\\0\\0\\0\\0{}'); sys.stdout.flush(); time.sleep(60)",
    "babbles": "import sys; sys.stdin.buffer.read(5); sys.stdout.buffer.write(b'\\xff' * 8);"
    "sys.stdout.flush()",
}


@pytest.fixture
def pool():
    with ParserPool(deadline=5) as pool:
        yield pool


def never(key):
    raise AssertionError(f"mail {key} was asked for once more")


def body(pieces):
    frame = b"".join(pieces)
    words, files = wire.FRAME.unpack(frame[: wire.FRAME.size])
    rest = frame[wire.FRAME.size :]
    return rest[:words], rest[words : words + files]


def test_a_reading_comes_through_the_pipe_unchanged(pool):
    raw = multipart(
        "\nGrüße 🎉",
        "Content-Type: image/png; name=a.png\n\npng",
        "Content-Type: message/rfc822\n\nx",
    )
    assert pool.parse(raw) == read(raw)


def test_many_mails_come_back_in_their_order():
    with ParserPool(size=2) as pool:
        mails = [(number, mail(Subject=str(number))) for number in range(40)]
        read_ = pool.parse_many(iter(mails), again=never)
        answers = [(key, reading.parsed.subject) for key, reading in read_]
    assert answers == [(number, str(number)) for number in range(40)]


def test_a_mail_is_let_go_as_soon_as_a_child_has_it():
    held = set()

    class Letter(bytes):
        def __init__(self, _):
            held.add(id(self))

        def __del__(self):
            held.remove(id(self))

    with ParserPool(size=2) as pool:
        mails = ((n, Letter(mail(Subject=str(n)))) for n in range(4))
        still_held = [len(held) for _ in pool.parse_many(mails, again=never)]
    assert still_held == [0, 0, 0, 0]


def test_the_memory_told_of_a_child_is_its_own():
    grown = bytearray(200 * 1024 * 1024)
    with ParserPool() as pool:
        pool.parse(mail())
    del grown
    assert 5 * 1024 < pool.peak < 100 * 1024


def test_whoever_stops_listening_does_not_shift_the_answers(pool):
    old = ((n, mail(Subject=f"old {n}")) for n in range(5))
    for _ in pool.parse_many(old, again=never):
        break
    assert pool.parse(mail(Subject="new")).parsed.subject == "new"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [("hangs", "time"), ("dies", "crash"), ("lies", "crash"), ("babbles", "crash")],
)
def test_b11_b12_a_mail_that_breaks_the_child_is_quarantined_and_the_next_is_read(
    monkeypatch, behaviour, reason
):
    with ParserPool(deadline=2) as pool:
        with monkeypatch.context() as patched:
            patched.setattr(process, "COMMAND", ("-c", CHILDREN[behaviour]))
            started = time.monotonic()
            assert pool.parse(mail()).outcome == Outcome("quarantined", reason)
            assert time.monotonic() - started < 4
        pool.close()
        assert pool.parse(mail()).outcome.kind == "delivered"


# Notes each start in a file, and is killed at its mail as often as it is told.
KILLED = """
import os, pathlib, runpy, sys
starts = pathlib.Path({starts!r})
with starts.open("a") as file:
    file.write("x")
if starts.stat().st_size <= {times}:
    sys.stdin.buffer.read(5)
    os.kill(os.getpid(), 9)
runpy.run_module("rapport.inbox.sandbox.child", run_name="__main__")
"""


@pytest.mark.parametrize(("times", "outcome"), [(1, "delivered"), (2, "quarantined")])
def test_a_mail_whose_child_was_killed_is_tried_once_more_and_no_more(
    monkeypatch, tmp_path, times, outcome
):
    starts = tmp_path / "starts"
    script = KILLED.format(starts=str(starts), times=times)
    monkeypatch.setattr(process, "COMMAND", ("-c", script))
    mails = [(number, mail(Subject=str(number))) for number in range(3)]
    with ParserPool(deadline=5) as pool:
        read_ = list(pool.parse_many(iter(mails), again=dict(mails).__getitem__))
    assert [key for key, _ in read_] == [0, 1, 2]
    assert [r.outcome.kind for _, r in read_] == [outcome, "delivered", "delivered"]
    assert starts.read_text() == "x" * (times + 1)


def test_b11_the_child_has_a_bound_on_memory():
    script = (
        "from rapport.inbox.sandbox import child\n"
        "child.confine()\n"
        "try:\n    bytearray(child.MEMORY)\nexcept MemoryError:\n    print('bounded')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"bounded\n"


def test_the_child_starts_without_the_product_around_it():
    script = f"import sys, {child.__name__}; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"False\n"


def test_the_child_gets_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    assert "SECRET_KEY" not in process.ENVIRONMENT


@pytest.mark.parametrize(
    ("found", "replaced"),
    [
        (b'"delivered"', b'"approved"'),
        (b'"subject":"Hello"', b'"subject":42'),
        (b'"subject":"Hello"', b'"subject":"\\u0000"'),
        (b'"subject":"Hello"', b'"subject":"\\ud800"'),
        (b'"size"', b'"size"'),
        (b",3]]", b",99]]"),
        (b",3]]", b",-1]]"),
        (b'"folded":{', b'"folded":[{'),
    ],
)
def test_f08_a_frame_that_says_something_else_is_refused(found, replaced):
    parsed = Parsed(
        subject="Hello",
        from_=(Address("Ann", "a@example.com"),),
        headers=Headers((("X", "y"),)),
        attachments=(Attachment("a", "text/plain", 3, "", b"abc"),),
    )
    words, files = body(wire.encode(Reading(Outcome("delivered"), parsed, Folded("x"))))
    if found == replaced:
        files = files[:1]
    else:
        assert found in words
    with pytest.raises(wire.Malformed):
        wire.decode(words.replace(found, replaced), len(files), io.BytesIO(files).read)
