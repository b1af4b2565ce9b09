"""Undo Content-Transfer-Encoding and inline uuencode, in linear time, never failing."""

from __future__ import annotations

import binascii
import quopri
import re
import string

from . import charsets

_LETTERS = (string.ascii_letters + string.digits + "+/=").encode()
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_CLEAN = re.compile(rb"[A-Za-z0-9+/]*+={0,2}")
_PADDED_GROUPS = re.compile(rb"([A-Za-z0-9+/]+)={0,3}")
_SURELY_BASE64 = re.compile(rb"(?=[^A-Z]*+[A-Z])(?=[^a-z]*+[a-z])[A-Za-z0-9+/]{40,}+={0,2}")
# A word with a blank behind it. Groups of base64 with blanks between them are longer.
_WORD = re.compile(rb"(?:^|[ \t])[^ \t]{1,15}[ \t]+[^ \t]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? +[0-7]{3,4} +([^\r\n]*)", re.M)
_UU_END = re.compile(rb"^end[ \t]*(?:\r\n|\r|\n|\Z)", re.M)


def decode(content: bytes, encoding: str) -> bytes:
    """The bytes behind a transfer encoding; an unknown one leaves them as they are."""
    name = encoding.strip().strip("\"';").split(";")[0].strip().lower()
    if name == "base64":
        return _base64_body(content)
    if name in ("quoted-printable", "quoted-printeable"):
        return quopri.decodestring(content)
    if name in ("x-uuencode", "uuencode", "uue", "x-uue"):
        found = _UU_BEGIN.search(content)
        return uudecode(content[found.end() :].splitlines()[1:]) if found else content
    return content


def base64(content: bytes) -> bytes:
    """Base64 with stray bytes, missing padding or several padded groups in a row."""
    letters = content.translate(None, b"\r\n")
    if _CLEAN.fullmatch(letters) and len(letters) % 4 == 0:
        return binascii.a2b_base64(letters)
    letters = _NOT_BASE64.sub(b"", letters)
    decoded = []
    for group in _PADDED_GROUPS.finditer(letters):
        digits = group[1]
        if len(digits) % 4 == 1:
            digits = digits[:-1]
        decoded.append(binascii.a2b_base64(digits + b"=" * (-len(digits) % 4)))
    return b"".join(decoded)


def _base64_body(content: bytes) -> bytes:
    """Base64, and below it what a list or a scanner put there as it is; or text that only says
    that it is base64."""
    letters = content.translate(None, b"\r\n")
    if _CLEAN.fullmatch(letters) and len(letters) % 4 == 0:
        return binascii.a2b_base64(letters)
    lines = content.splitlines(keepends=True)
    start = _start_of_text(lines)
    if start == len(lines):
        return base64(content)
    head = b"".join(lines[:start])
    if not _is_base64(head):
        return content
    decoded = base64(head)
    return decoded + b"\n" * (not decoded.endswith(b"\n")) + b"".join(lines[start:])


def _start_of_text(lines: list[bytes]) -> int:
    """Where the base64 ends: the number of lines where it goes on below what may look like text."""
    start = next((number for number, line in enumerate(lines) if _is_text(line)), len(lines))
    rest = [line.strip() for line in lines[start:]]
    if sum(1 for line in rest if _SURELY_BASE64.fullmatch(line)) > sum(map(_is_text, rest)):
        return len(lines)  # a few lines were damaged on the way
    return _start_of_paragraph(lines, start) if rest else start


def _start_of_paragraph(lines: list[bytes], start: int) -> int:
    """Above a line of text a single word may stand, which could be base64 but for its place and
    its length, and blank lines."""
    word = start
    while word and len(line := lines[word - 1].strip()) < 40 and len(line) % 4:
        word -= 1
    above = lines[word - 1].strip() if word else b""
    if not above or above.endswith(b"="):
        start = word
    while start and not lines[start - 1].strip():
        start -= 1
    return start


def _is_text(line: bytes) -> bool:
    """Whether a line is more than base64 with a wrong letter or a blank in it."""
    line = line.strip()
    strays = len(line.translate(None, _LETTERS))
    if not strays:
        return False
    return 10 * strays > len(line) or b"://" in line or bool(_WORD.search(line))


def _is_base64(head: bytes) -> bool:
    """Whether what stands above a text is base64, and not its first words."""
    letters = head.translate(None, b" \t\r\n")
    if len(letters) >= 40 or letters.endswith(b"="):
        return True
    decoded = base64(letters)
    return bool(decoded) and not _CONTROL.search(decoded) and charsets.is_utf8(decoded)


def uudecode(lines: list[bytes]) -> bytes:
    """Lines of uuencode up to `end`; a damaged line gives what it can."""
    decoded = []
    for line in lines:
        if line.strip() in (b"end", b"`", b""):
            break
        decoded.append(_uu_line(line))
    return b"".join(decoded)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some writers get the length byte or the padding wrong.
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""


def split_uuencoded(content: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Take uuencoded files out of a body: the text that remains, and (name, bytes) of each."""
    if b"begin" not in content:
        return content, []
    kept, files, position = [], [], 0
    for begin in _UU_BEGIN.finditer(content):
        if begin.start() < position or not _starts_block(content, begin.end()):
            continue
        end = _UU_END.search(content, begin.end())
        if end is None:
            break
        kept.append(content[position : begin.start()])
        files.append(
            (begin[1].strip(), uudecode(content[begin.end() : end.end()].splitlines()[1:]))
        )
        position = end.end()
    kept.append(content[position:])
    return b"".join(kept), files


def _starts_block(content: bytes, start: int) -> bool:
    """Whether the line after `begin` has the length that its first byte states."""
    first = content[start : start + 200].splitlines()[1:2]
    if not first or not first[0] or not 32 <= first[0][0] <= 96:
        return False
    groups = (((first[0][0] - 32) & 63) + 2) // 3 * 4
    return -2 <= len(first[0]) - 1 - groups <= 2  # trailing blanks get lost on the way
