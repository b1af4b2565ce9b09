"""Header text: unfolding, 8-bit bytes, encoded words (RFC 2047) and parameters (RFC 2231)."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from . import charsets, transfer

_LINE_END = re.compile(r"\r\n|\r|\n")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?([^?]*)\?=")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL)
_SECTION = re.compile(r"^(.+?)\*(\d{1,3})?(\*)?$")


def to_bytes(value: str) -> bytes:
    """The bytes of a header or payload as the standard parser hands it over."""
    return value.encode("utf-8", "surrogateescape")


def unfold(value: str) -> str:
    """One line again: each fold becomes one space."""
    if "\n" not in value and "\r" not in value:
        return value.strip()
    return " ".join(line.strip() for line in _LINE_END.split(value)).strip()


def decode(value: str, charset: str = "") -> str:
    """What the header says to a person. `charset` is the mail's own, for letters that somebody put
    into a header as they were."""
    line = unfold(value)
    if "=?" not in line:
        return charsets.clean(_eight_bit(line, charset))
    # A line end may be hidden in an encoded word; no header holds one.
    return " ".join(charsets.clean(_decode_words(line)).splitlines())


def _eight_bit(value: str, charset: str = "") -> str:
    if value.isascii():
        return value
    content = to_bytes(value)
    return charsets.decode(content, "" if charsets.is_utf8(content) else charset)


def _decode_words(line: str) -> str:
    """Join neighbouring words of one charset before decoding: writers split inside letters."""
    pieces: list[str] = []
    pending: list[bytes] = []
    charset, position = "", 0
    for word in _ENCODED_WORD.finditer(line):
        between = line[position : word.start()]
        name = word[1].split("*")[0].lower()
        if pending and (between.strip() or name != charset):
            pieces.append(charsets.decode(b"".join(pending), charset))
            pending = []
        if between.strip() or position == 0:
            pieces.append(_eight_bit(between))
        pending.append(_word_bytes(word[2], word[3]))
        charset, position = name, word.end()
    if pending:
        pieces.append(charsets.decode(b"".join(pending), charset))
    pieces.append(_eight_bit(line[position:]))
    return "".join(pieces)


def _word_bytes(encoding: str, content: str) -> bytes:
    if encoding in "bB":
        return transfer.base64(to_bytes(content))
    return binascii.a2b_qp(to_bytes(content), header=True)


def media_type(value: str, default: str = "text/plain") -> str:
    """`type/subtype` in lower case; the default where the header makes no sense."""
    name = unfold(value).split(";", 1)[0].strip().strip('"').lower()
    if re.fullmatch(r"[^\s/()<>@,:\"\[\]?=]+/[^\s/()<>@,:\"\[\]?=]+", name):
        return name
    return default


def parameters(value: str, limit: int = 200) -> dict[str, str]:
    """Parameters of a header, continuations joined and charsets decoded, in linear time."""
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, text in _raw_parameters(unfold(value), limit):
        section = _SECTION.match(name) if "*" in name else None
        if section is None:
            plain.setdefault(name, text)
        else:
            number = int(section[2] or 0)
            coded = bool(section[3]) or section[2] is None
            sections.setdefault(section[1], {}).setdefault(number, (text, coded))
    for name, numbered in sections.items():
        plain[name] = _join_sections(numbered[number] for number in sorted(numbered))
    return {name: decode(text) for name, text in plain.items()}


def _raw_parameters(value: str, limit: int) -> Iterator[tuple[str, str]]:
    start = value.find(";")
    if start < 0:
        return
    for count, found in enumerate(_PARAMETER.finditer(value, start)):
        if count >= limit:
            return
        quoted, bare = found[2], found[3]
        text = bare.strip() if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        yield found[1].lower(), text


def _join_sections(sections: Iterable[tuple[str, bool]]) -> str:
    charset, content = "", []
    for position, (text, coded) in enumerate(sections):
        if coded and position == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        content.append(unquote_to_bytes(to_bytes(text)) if coded else to_bytes(text))
    return charsets.decode(b"".join(content), charset)
