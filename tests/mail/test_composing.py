"""What goes out is what was meant: its headers, its people, its line ends."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.engine.mail import Address, Attachment, Outgoing, Unsendable, compose, parse

MESSAGE = Outgoing(
    from_=Address("Studio Öst", "hello@example.org"),
    to=(Address("Ann, Lee", "ann@example.com"), Address("", "bo@example.com")),
    subject="Grüße und ein langer Betreff, der nicht in eine Zeile passt – wirklich nicht",
    text="Hallo Ann,\n\n.\nFrom here on: ü\n",
    html="<p>Hallo <img src='cid:logo@x'></p>",
    message_id="<1.abc@example.org>",
    date=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    in_reply_to="<0@example.com>",
    references=tuple(f"<{n}@example.com>" for n in range(60)),
    attachments=(
        Attachment("Plan für März.pdf", "application/pdf", 3, "", b"%PD"),
        Attachment("logo.png", "image/png", 3, "", b"png", "logo@x", inline=True),
    ),
)


def test_a_composed_mail_reads_back_the_same():
    parsed = parse(compose(MESSAGE))
    assert parsed.from_ == (MESSAGE.from_,)
    assert parsed.to == MESSAGE.to
    assert (parsed.subject, parsed.text) == (MESSAGE.subject, MESSAGE.text)
    assert parsed.html.rstrip("\n") == MESSAGE.html
    assert parsed.message_id == MESSAGE.message_id
    assert parsed.references[0] == "<0@example.com>"
    assert parsed.references[-1] == "<59@example.com>"
    files = {file.name: (file.content, file.inline) for file in parsed.attachments}
    assert files == {"Plan für März.pdf": (b"%PD", False), "logo.png": (b"png", True)}


def test_the_standard_library_reads_it_without_a_defect():
    read = email.message_from_bytes(compose(MESSAGE), policy=email.policy.default)
    assert not any(part.defects for part in read.walk())
    assert read["Subject"] == MESSAGE.subject


def test_b15_every_line_ends_with_crlf_and_none_is_too_long():
    raw = compose(replace(MESSAGE, text="a\rb\nc\r\nd " + "x" * 3000))
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_same_message_gives_the_same_bytes():
    assert compose(MESSAGE) == compose(MESSAGE)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Hello\nBcc: x@evil.example"},
        {"subject": "Hello\r\n\r\nbody"},
        {"from_": Address("A\nB", "a@example.org")},
        {"to": (Address("", "a@example.org\nBcc: x@evil.example"),)},
        {"to": (Address("", "a@example.org, x@evil.example"),)},
        {"in_reply_to": "<a@b>\nX: y"},
        {"references": ("<a@b> <c\n@d>",)},
        {"unsubscribe": "https://example.org/>\n"},
        {"attachments": (Attachment('a"\r\nX: y', "text/plain", 0, "", b""),)},
    ],
)
def test_b10_a_line_break_never_becomes_a_header(change):
    with pytest.raises(Unsendable):
        compose(replace(MESSAGE, **change))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120), st.text(max_size=60))
def test_b10_no_subject_or_name_adds_a_header(subject, name):
    message = replace(MESSAGE, subject=subject, to=(Address(name, "ann@example.com"),))
    try:
        raw = compose(message)
    except Unsendable:
        return
    names = [n.lower() for n, _ in email.message_from_bytes(raw).raw_items()]
    assert names == ["from", "to", "subject", "date", "message-id", "in-reply-to", "references",
                     "mime-version", "content-type"]  # fmt: skip


def test_b08_an_automatic_mail_says_so():
    raw = compose(replace(MESSAGE, automatic=True, in_reply_to=""))
    assert b"\r\nAuto-Submitted: auto-generated\r\n" in raw
    # What answers something says that, too.
    assert b"\r\nAuto-Submitted: auto-replied\r\n" in compose(replace(MESSAGE, automatic=True))


def test_b19_there_is_no_way_to_write_a_blind_copy():
    assert not any("bcc" in name for name in Outgoing.__dataclass_fields__)
    assert b"bcc" not in compose(MESSAGE).lower().split(b"\r\n\r\n")[0]
