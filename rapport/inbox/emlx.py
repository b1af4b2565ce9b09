"""One message as Apple Mail keeps it (.emlx): a line with its length, the message, its flags."""

from __future__ import annotations

import re
from typing import BinaryIO

_LENGTH = re.compile(rb"[ \t]*(\d{1,12})[ \t]*\r?\n(?=>?From |[!-9;-~]{1,76}[ \t]*:)")
_FLAGS = re.compile(rb"\s{0,9}(?:<\?xml[^>]{0,200}>\s{0,9})?(?:<!DOCTYPE plist|<plist)")
_MOST_FLAGS = 1 << 16


def begins(head: bytes) -> bool:
    """Whether a file that starts like this is one."""
    return bool(_LENGTH.match(head))


def message(stream: BinaryIO, limit: int) -> bytes | None:
    """The message alone, or None where it is larger than `limit`."""
    content = stream.read(limit + _MOST_FLAGS)
    length = _LENGTH.match(content)
    start = length.end() if length else 0
    end = start + int(length[1]) if length else len(content)
    if not _FLAGS.match(content, end):
        # The length is wrong (line ends change on the way), or the flags are not there.
        last = content.rfind(b"<?xml", start)
        end = last if last >= 0 and _FLAGS.match(content, last) else len(content)
    return content[start:end] if end - start <= limit else None
