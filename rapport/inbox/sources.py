"""Where mail lies on disk: an mbox, a Maildir, or a folder of messages and of both. A message may
be a file of its own as it came, or as Apple Mail keeps it.

Everything found is either a message or refused by name with a reason; nothing is passed over in
silence. The order is that of the names, so that a second run sees the same in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO

from rapport.engine.mail import Limits

from . import emlx, mbox

_HEAD = 64 * 1024
_BLANK = b" \t\r\n\0"
_KEPT = ("cur", "new")
_TRUSTED_SUFFIXES = {".eml", ".emlx", ".mbox", ".mbx", ".mime"}
_MAGIC = (
    *(
        b"\xff\xd8\xff",
        b"\x89PNG",
        b"GIF8",
        b"%PDF",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"BZh",
        b"7z\xbc\xaf",
    ),
    *(
        b"\xd0\xcf\x11\xe0",
        b"\xfd7zXZ",
        b"\x7fELF",
        b"MZ\x90",
        b"SQLite format 3",
        b"II*\0",
        b"Rar!",
    ),
)
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,76}[ \t]*:")
# A field that mail has and a text, a licence or a settings file does not begin with.
_MAIL_FIELD = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|received|return-path|mime-version|reply-to|sender"
    rb"|content-type|content-transfer-encoding|delivered-to|x-[\w-]{2,60}|in-reply-to"
    rb"|references|dkim-signature|authentication-results|list-[\w-]{2,30}|resent-from)[ \t]*:",
    re.I | re.M,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One message, or one thing that is none (`refusal` says why and `raw` is empty).

    `locator` is the path below the one that was asked for, with `#n` for the n-th of an mbox.
    """

    locator: str
    raw: bytes = b""
    refusal: str = ""


def messages(path: Path) -> Iterator[Found]:
    """Every message at a path, one in memory at a time. A file is judged alike whether it is asked
    for itself or as one of its folder."""
    base = path if path.is_dir() else path.parent
    for file, trusted in _files(path, in_maildir=_is_delivered(path)):
        yield from _file(file, file.relative_to(base).as_posix(), trusted=trusted)


def _files(path: Path, *, in_maildir: bool) -> Iterator[tuple[Path, bool]]:
    """Files below a path by name, and whether their place says that they are mail."""
    if not path.is_dir() or path.is_symlink():
        yield path, in_maildir
        return
    is_maildir = _is_maildir(path)
    for child in sorted(path.iterdir()):
        if is_maildir and child.name == "tmp":
            continue  # not delivered yet
        yield from _files(child, in_maildir=in_maildir or (is_maildir and child.name in _KEPT))


def _is_maildir(folder: Path) -> bool:
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def _is_delivered(path: Path) -> bool:
    """Whether it lies where a Maildir keeps its mail."""
    folder = path.absolute() if path.is_dir() else path.absolute().parent
    return folder.name in _KEPT and _is_maildir(folder.parent)


def _file(file: Path, locator: str, *, trusted: bool) -> Iterator[Found]:
    if file.is_symlink() or not file.is_file():
        yield Found(locator, refusal="unreadable")
        return
    try:
        with file.open("rb") as stream:
            yield from _stream(stream, locator, trusted=trusted or _is_named_as_mail(file))
    except OSError:
        yield Found(locator, refusal="unreadable")


def _is_named_as_mail(file: Path) -> bool:
    return file.suffix.lower() in _TRUSTED_SUFFIXES


def _stream(stream: BinaryIO, locator: str, *, trusted: bool) -> Iterator[Found]:
    head = stream.read(_HEAD)
    stream.seek(0)
    refusal = _refusal(head, trusted=trusted)
    if refusal:
        yield Found(locator, refusal=refusal)
    elif mbox.begins(head):
        # Nothing here keeps a mail that it gave away.
        yield from map(_found, _places(locator), mbox.split(stream, Limits().size))
    elif emlx.begins(head):
        yield _found(locator, emlx.message(stream, Limits().size))
    else:
        yield _found(locator, _whole(stream))


def _whole(stream: BinaryIO) -> bytes | None:
    raw = stream.read(Limits().size + 1)
    return raw if len(raw) <= Limits().size else None


def _places(locator: str) -> Iterator[str]:
    return (f"{locator}#{number}" for number in count(1))


def _found(place: str, raw: bytes | None) -> Found:
    return Found(place, refusal="size") if raw is None else Found(place, raw)


def _refusal(head: bytes, *, trusted: bool) -> str:
    """Why a file that begins like this is no mail; empty where it may be."""
    if not head.strip(_BLANK):
        return "empty"
    if head.startswith(_MAGIC):
        return "not-mail"
    return "" if trusted or mbox.begins(head) or _has_header(head) else "not-mail"


def _has_header(head: bytes) -> bool:
    """Whether it begins with header lines, and one of them is a field of mail."""
    start = head.lstrip(_BLANK + b"\xef\xbb\xbf").removeprefix(b">From ").replace(b"\r\n", b"\n")
    block = re.split(rb"\n\n|\r\r", start, maxsplit=1)[0].replace(b"\r", b"\n")
    return bool(_HEADER_LINE.match(block) and _MAIL_FIELD.search(block))
