"""Header blocks that break the rules, made readable: the parser ends the headers at the first
line that is none, and takes the rest of them for the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FIRST_BLANK = re.compile(rb"(?:\r\n|\r(?!\n)|\n)(?=[\r\n])")
_ALMOST_BLANK = re.compile(rb"^[ \t]+\r?$", re.M)
_SPACED_FROM = re.compile(rb"From(?<![^\r\n]From)[ \t]+:")
_FIELD = re.compile(rb"([!-9;-~]+)([ \t]*):")
_MISNAMED = re.compile(rb"[^\s:]+[ \t]*:")
# Fields whose presence further down shows that the headers are not over yet.
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|received|return-path|mime-version|reply-to|sender"
    rb"|content-type|content-transfer-encoding|content-disposition|delivered-to|in-reply-to"
    rb"|references|x-[\w-]{2,60}|dkim-signature|list-[\w-]{2,30})[ \t]*:",
    re.I,
)
_PARAMETER = re.compile(rb"[\w*-]{2,40}=")


def is_misread(raw: bytes) -> bool:
    """Whether a line of blanks stands in the headers, which may be meant as their end, or an
    author whom the parser takes for the From line of an mbox."""
    blank = _FIRST_BLANK.search(raw)
    end = blank.start() if blank else len(raw)
    return bool(_ALMOST_BLANK.search(raw, 0, end) or _SPACED_FROM.search(raw, 0, end))


def mend(raw: bytes) -> bytes:
    """The mail with a header block that can be read; the body is never touched."""
    end = _FIRST_BLANK.search(raw)
    block, rest = (raw[: end.end()], raw[end.end() :]) if end else (raw, b"")
    lines = block.splitlines(keepends=True)
    last = max((i for i, line in enumerate(lines) if _KNOWN.match(line)), default=-1)
    return b"".join(_mended(lines, last)) + rest


def _mended(lines: list[bytes], last_known: int) -> Iterator[bytes]:
    before = b""
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else b""
        if line.startswith(b"--") or (number > last_known and _is_body(before, line, after)):
            # The letter begins here, and its separator is missing.
            yield b"\n" + b"".join(lines[number:])
            return
        field = _FIELD.match(line)
        if field:
            yield field[1] + line[field.end() - 1 :]
        elif line[:1] in (b" ", b"\t"):
            yield line
        elif _continues(before, line):
            yield b" " + line
        before = line


def _is_body(before: bytes, line: bytes, after: bytes) -> bool:
    """Whether a line below the last known field belongs to the letter."""
    if not line.strip():
        return not after.startswith((b" ", b"\t"))
    return not (line[:1] in (b" ", b"\t") or _MISNAMED.match(line) or _continues(before, line))


def _continues(before: bytes, line: bytes) -> bool:
    """Whether a line only lost its indentation."""
    return before.rstrip().endswith((b";", b",")) and (
        bool(_PARAMETER.match(line)) or before.rstrip().endswith(b",")
    )
