"""Splitting an mbox at its From lines, a piece at a time, whatever its line ends are."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

# `From ann@example.com Mon Jan  5 09:00:00 2026`: the sender may be anything, the date is what
# tells a separator from a sentence that begins with the word.
_SEPARATOR = re.compile(
    rb"From [^\r\n]{0,300}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ \t]+"
    rb"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ \t]+\d{1,2}"
    rb"|\d{1,2}[ \t]+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
    rb"[ \t,][^\r\n]{0,60}\d{4}"
)
_QUOTED_FROM = re.compile(rb">+From ")
_ENDS = (b"", b"\n", b"\r")
_BLANK = (b"\n", b"\r\n", b"\r")
_LONGEST_LINE = 1 << 20


def begins(head: bytes) -> bool:
    """Whether a file that starts like this is an mbox."""
    return bool(_SEPARATOR.match(head.removeprefix(BOM_UTF8).lstrip(b"\r\n")))


def split(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Each message without its From line, its quoted From lines restored; None for one larger
    than `limit`, whose bytes are not kept."""
    box = _Message(limit)
    started, after_blank = False, True
    for line in _lines(stream):
        if after_blank and line.startswith(b"From ") and _SEPARATOR.match(line):
            if started:
                yield box.finish()
            box, started = _Message(limit), True
        else:
            box.add(line)
        after_blank = line in _BLANK
    if started:
        yield box.finish()


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines with their ends; a very long one in pieces. An old Mac file ends them with CR."""
    head = stream.read(_LONGEST_LINE)
    stream.seek(len(BOM_UTF8) if head.startswith(BOM_UTF8) else 0)
    if b"\n" in head or b"\r" not in head:
        while line := stream.readline(_LONGEST_LINE):
            yield line
        return
    rest = b""
    while chunk := stream.read(_LONGEST_LINE):
        *lines, rest = (rest + chunk).split(b"\r")
        for line in lines:
            yield line + b"\r"
    if rest:
        yield rest


class _Message:
    """The lines of one message, until they are too many. A large one is held once, not as lines
    and then as a whole."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._content = BytesIO()
        self._last = b""

    def add(self, line: bytes) -> None:
        """Keep a line, its quoted From restored."""
        self._size += len(line)
        if self._size > self._limit:
            self._content = BytesIO()
            return
        if line.startswith(b">") and self._last[-1:] in _ENDS and _QUOTED_FROM.match(line):
            line = line[1:]
        self._content.write(line)
        self._last = line

    def finish(self) -> bytes | None:
        """The message, given away; the blank line before the next From line belongs to the box."""
        if self._size > self._limit:
            return None
        if self._last in _BLANK:
            self._content.truncate(self._content.tell() - len(self._last))
        content, self._content = self._content.getvalue(), BytesIO()
        return content
