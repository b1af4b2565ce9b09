"""The mail engine over thousands of real and broken mails, with the figures it is judged by."""

import re
import resource
import time
from collections import Counter
from pathlib import Path

import pytest

from rapport.engine.mail import KINDS, REASONS, limits, read, threads
from rapport.engine.mail import structure as tree
from rapport.inbox import sources
from rapport.inbox.sandbox import ParserPool

from .mail_data import is_there, unpacked

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not is_there(), reason="the data sets are not here"),
]


def readings(folder):
    """(locator, reading) of every message below a folder, through the children."""
    mails = ((one.locator, one.raw) for one in sources.messages(folder) if not one.refusal)
    with ParserPool(size=2) as pool:
        yield from pool.parse_many(
            mails,
            again=lambda key: next(m.raw for m in sources.messages(folder) if m.locator == key),
        )


def test_every_mail_has_one_outcome_and_valid_text():
    started, outcomes = time.monotonic(), Counter()
    for locator, reading in readings(unpacked("mail")):
        outcome = reading.outcome
        assert outcome.kind in KINDS, locator
        assert not outcome.reason or outcome.reason in REASONS, locator
        assert outcome.reason not in ("time", "memory", "crash"), locator
        assert (reading.parsed is None) == bool(outcome.reason), locator
        outcomes[str(outcome)] += 1
    seconds = time.monotonic() - started
    total = sum(outcomes.values())
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\n{total} mails, {total / seconds:.0f} a second, {own} MB and {child} MB a child")
    print(dict(outcomes))
    assert total > 7_900


def test_what_is_no_mail_is_refused_by_name():
    refused = {Path(one.locator).name for one in sources.messages(unpacked("mail")) if one.refusal}
    assert {"LICENSE", "ORIGIN.json"} <= refused
    count = sum(1 for one in sources.messages(unpacked("mail") / "spamassassin-public-corpus"))
    assert count == 6_046 + 2


def test_replies_find_their_parents():
    index: dict[str, str] = {}
    present: dict[str, str] = {}
    replies = []
    for locator, reading in readings(unpacked("mail") / "spamassassin-public-corpus"):
        parsed = reading.parsed
        if parsed is None:
            continue
        ids = threads.mentions(parsed.message_id, parsed.parents)
        place = threads.place(
            parsed.message_id,
            parsed.parents,
            lambda names: {n: index[n] for n in names if n in index},
        )
        home = place.into or locator
        for name, conversation in list(index.items()) if place.absorb else ():
            if conversation in place.absorb:
                index[name] = home
        for name in ids:
            index.setdefault(name, home)
        present[parsed.message_id] = locator
        if parsed.parents:
            replies.append((parsed.message_id, parsed.in_reply_to or parsed.references[-1]))
    known = [(child, parent) for child, parent in replies if parent in present]
    joined = sum(index[child] == index[parent] for child, parent in known)
    print(f"\n{joined} of {len(known)} replies sit with their parent")
    assert len(known) >= 1_500
    assert joined >= 0.995 * len(known)


def leaves(raw):
    """The decoded bytes of every part, messages inside messages opened."""
    root, _ = tree.parse(raw, limits.DEFAULT)
    waiting = [root]
    while waiting:
        part = waiting.pop(0)
        waiting[:0] = part.children
        if part.media_type == "message/rfc822":
            yield from leaves(part.content)
        elif not part.children:
            yield part.content


def without_line_ends(content):
    return re.sub(rb"\r\n?", b"\n", content).strip()


def test_parts_decode_to_the_published_bytes():
    folder = unpacked("mail") / "mime4j" / "core" / "src" / "test" / "resources"
    right = total = 0
    for message in sorted(folder.glob("*/*.msg")):
        files = [
            file
            for file in message.parent.glob(message.stem + "_decoded_*")
            if file.suffix != ".xml"
        ]
        if not files:
            continue
        total += 1
        wanted = Counter(without_line_ends(file.read_bytes()) for file in files)
        found = Counter(map(without_line_ends, leaves(message.read_bytes())))
        del wanted[b""], found[b""]
        right += wanted == found
    print(f"\n{right} of {total} messages have exactly the published parts")
    assert right >= 0.75 * total


def test_b11_hostile_mails_end_quickly_and_the_next_is_read():
    folder = unpacked("hostile") / "generated"
    with ParserPool() as pool:
        for file in sorted(folder.glob("mail-*")):
            started = time.monotonic()
            outcome = pool.parse(file.read_bytes()).outcome
            print(f"\n{file.name}: {outcome} in {time.monotonic() - started:.2f} s")
            assert time.monotonic() - started < 10
            assert outcome.kind in KINDS
        assert pool.parse(b"From: a@example.com\n\nx").outcome.kind == "delivered"
    assert read((folder / "mail-nested-3000.eml").read_bytes()).outcome.kind == "quarantined"
