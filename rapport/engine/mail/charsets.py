"""From bytes and the name of a charset to text, whatever the sender called it."""

from __future__ import annotations

import codecs
import re

# Names seen in mail that Python does not know, and supersets of names that writers use loosely:
# a mail that says gb2312 is nearly always written with the larger table.
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ks-c-5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "5601": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "iso-8859-11": "cp874",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "utf-8-mac": "utf-8",
    "unicode": "utf-16",
    "iso-10646-ucs-2": "utf-16",
    "ansi_x3.4-1968": "us-ascii",
    "ansi": "cp1252",
    "cp-850": "cp850",
    "ibm-850": "cp850",
    "iso-2022-jp": "iso2022_jp_ext",
}
# Latin-1's C1 controls never stand in a letter: whoever sends them means Windows.
_WINDOWS = {"iso8859-1": "cp1252", "iso8859-9": "cp1254"}
_C1 = re.compile("[\x80-\x9f]")
_UNSAFE = re.compile("[\x00\ud800-\udfff]")
# Codecs that are no charsets; asking for them would change bytes into something else.
_TEXT_ONLY = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}


def clean(text: str) -> str:
    """Text that UTF-8 and PostgreSQL take: no NUL, no half of a surrogate pair, no byte order
    mark in front."""
    text = text.removeprefix("\ufeff")
    return _UNSAFE.sub(_mend, text) if not text.isascii() or "\0" in text else text


def _mend(match: re.Match[str]) -> str:
    return "" if match[0] == "\0" else "\ufffd"


def codec_of(charset: str) -> str | None:
    """Python's name for a charset, or None where nobody knows it."""
    name = charset.strip().strip("\"'").lower().replace(" ", "-")
    name = _ALIASES.get(name, name)
    for candidate in (name, re.sub(r"^(x|cs|charset)[-=_]?", "", name)):
        try:
            info = codecs.lookup(candidate)
        except (LookupError, ValueError):
            continue
        if info._is_text_encoding and info.name not in _TEXT_ONLY:
            return info.name
    return None


def is_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8, which no other charset's letters are by chance."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode(content: bytes, charset: str = "") -> str:
    """Read bytes as text. Never fails; what cannot be read becomes U+FFFD."""
    codec = codec_of(charset) if charset else None
    if codec is None or codec == "ascii":
        return clean(_guess(content))
    try:
        text = content.decode(codec)
    except (UnicodeError, ValueError):
        return clean(_second_try(content, codec))
    if codec in _WINDOWS and _C1.search(text):
        text = content.decode(_WINDOWS[codec], "replace")
    return clean(text)


def _guess(content: bytes) -> str:
    """Unlabelled bytes: a byte order mark, else UTF-8, else Windows Latin."""
    if content.isascii():
        return content.decode("ascii")
    for mark, codec in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16")):
        if content.startswith(mark):
            return content.decode(codec, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged(content)


def _damaged(content: bytes) -> str:
    """Not quite UTF-8. A program that quotes or appends what another wrote spoils its own lines
    only: each is read for itself."""
    return "".join(map(_damaged_line, content.splitlines(keepends=True)))


def _damaged_line(line: bytes) -> str:
    """Keep it as UTF-8 where most of its letters are, else Windows Latin."""
    if is_utf8(line):
        return line.decode("utf-8")
    text = line.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    kept = sum(1 for letter in text if letter > "\x7f") - lost
    return text if kept > lost else line.decode("cp1252", "replace")


def _second_try(content: bytes, codec: str) -> str:
    """The label is wrong or the bytes are damaged."""
    if codec in ("utf-8", "utf-8-sig"):
        return _damaged(content)
    if codec.startswith("utf-16") or codec == "utf-7":
        return content.decode(codec, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(codec, "replace")
