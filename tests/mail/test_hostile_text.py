"""C12: every pattern that meets a stranger's text takes time in proportion to it."""

import time

import pytest

from rapport.engine.mail import addresses, headers, markup, read

PIECES = [
    "-",
    " ",
    "a@",
    "(",
    '"',
    "<",
    '\\"',
    "=?",
    "=?a?b?",
    ";a=",
    "a@b.c,",
    "\n ",
    "1",
    "&",
    "@.",
]


# What is not in proportion takes minutes on texts of this length, on any machine.
ENOUGH = 10


def seconds(function, text):
    started = time.process_time()
    function(text)
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    "function", [addresses.parse, headers.decode, headers.parameters], ids=lambda f: f.__name__
)
def test_c12_a_long_header_is_read_quickly(function, piece):
    assert seconds(function, "x;" + piece * (250_000 // len(piece))) < ENOUGH


@pytest.mark.parametrize("piece", ["<", "<div>", "<blockquote>", "&", "<a b=", "</p>", "<!--"])
def test_c12_a_long_page_becomes_text_quickly(piece):
    page = piece * (1_000_000 // len(piece))
    assert seconds(lambda text: markup.to_text(text, mark_quotes=True), page) < ENOUGH


@pytest.mark.parametrize("piece", ["5.1.", "a@", "message-id:", "begin 644 x\n!AA\n", "Action: "])
@pytest.mark.parametrize("kind", ["text/plain", "message/delivery-status"])
def test_c12_a_long_report_is_read_quickly(kind, piece):
    head = (
        "From: mailer-daemon@x.example\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: {kind}\n\n"
    )
    assert (
        seconds(lambda text: read(text.encode()), head + piece * (1_000_000 // len(piece))) < ENOUGH
    )
