"""The tree of parts, from the standard library's parser, kept from its traps.

Nested messages stay unopened (their bytes are an attachment, exactly as they came), parameters
are read in linear time, a multipart whose boundary is wrong is opened with the one it uses, and
a mail of too many parts or too deep ends early instead of exhausting the machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.feedparser import FeedParser
from email.message import Message
from email.policy import compat32
from functools import cached_property

from . import headers, transfer
from .limits import Limits, Refused

_BOUNDARY_IN_USE = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*(?:\r\n|\r|\n)(?=content-)", re.I | re.M)
_ENCLOSES = re.compile(rb"^content-type:\s{0,9}message/rfc822", re.I | re.M)
_PIECE = 1 << 18
_OPAQUE = "application/octet-stream"


class Part(Message):
    """A leaf or a multipart, with its headers read once."""

    @cached_property
    def fields(self) -> dict[str, str]:
        """Raw header values by lower-case name; the first of each counts."""
        fields: dict[str, str] = {}
        for name, value in self.raw_items():
            fields.setdefault(name.lower(), str(value))
        return fields

    @cached_property
    def media_type(self) -> str:
        """The type as the mail states it."""
        return headers.media_type(self.fields.get("content-type", ""), self.get_default_type())

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The parameters of Content-Type."""
        return headers.parameters(self.fields.get("content-type", ""))

    def get_content_type(self) -> str:
        """What the parser is to think of this part: a nested message is a leaf."""
        return _OPAQUE if self.media_type.startswith("message/") else self.media_type

    def get_boundary(self, failobj: str | None = None) -> str | None:  # type: ignore[override]
        """The boundary, read with our own parameters."""
        boundary = self.parameters.get("boundary", "").rstrip()
        return boundary or failobj

    @property
    def children(self) -> list[Part]:
        """Parts of a multipart, in order."""
        payload = self.get_payload()
        return [child for child in payload if isinstance(child, Part)] if self._is_tree() else []

    def _is_tree(self) -> bool:
        return isinstance(self.get_payload(), list)

    @cached_property
    def raw_content(self) -> bytes:
        """The bytes of a leaf before its transfer encoding is undone."""
        # `get_payload` would decode 8-bit text by its own lights, and loses letters over it.
        payload = vars(self)["_payload"]
        if not isinstance(payload, str):
            return b""
        self._payload = ""  # one copy of a large file is enough
        return headers.to_bytes(payload)

    @cached_property
    def content(self) -> bytes:
        """The bytes of a leaf."""
        return transfer.decode(self.raw_content, self.fields.get("content-transfer-encoding", ""))

    def let_go(self) -> None:
        """Keep no copy of what was taken from a leaf."""
        self.raw_content = self.content = b""


class _TooMany(Exception):
    """The part limit is reached; what was read so far stands."""


class _Reader:
    """One run of the standard parser, counting parts."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts: list[Part] = []

    def _new_part(self, policy: object = None) -> Part:
        if len(self.parts) >= self.limits.parts:
            raise _TooMany
        part = Part(policy=compat32)
        self.parts.append(part)
        return part

    def read(self, raw: bytes) -> tuple[Part, bool]:
        """The root part, and whether everything was read."""
        parser = FeedParser(self._new_part, policy=compat32)
        self.parts.clear()  # the parser makes one part to try its factory
        try:
            # Piece by piece: the parser takes each apart into lines beside what it holds already.
            for start in range(0, len(raw), _PIECE):
                parser.feed(raw[start : start + _PIECE].decode("ascii", "surrogateescape"))
            parser.close()
        except _TooMany:
            return self.parts[0], False
        except RecursionError:
            raise Refused("depth") from None
        return self.parts[0], True


def parse(raw: bytes, limits: Limits) -> tuple[Part, tuple[str, ...]]:
    """The root part and what was odd about the mail."""
    reader = _Reader(limits)
    root, complete = reader.read(raw)
    defects = [] if complete else ["part-limit"]
    for part, depth in _with_depth(root):
        _check(part, depth, limits)
        if _is_unopened(part) and _open(part, limits):
            defects.append("boundary-guessed")
        elif _closed_early(part) and _reopen(part, limits):
            defects.append("parts-after-end")
        defects.extend(type(defect).__name__ for defect in part.defects)
    return root, tuple(dict.fromkeys(defects))


def _check(part: Part, depth: int, limits: Limits) -> None:
    """Refuse what is nested or described beyond all measure, here or in a message it encloses."""
    if depth > limits.depth:
        raise Refused("depth")
    described = (part.fields.get(name, "") for name in ("content-type", "content-disposition"))
    if any(min(value.count(";"), value.count("=")) > limits.parameters for value in described):
        raise Refused("headers")
    if part.media_type == "message/rfc822":
        enclosed = _ENCLOSES.findall(part.raw_content)
        if len(enclosed) > limits.depth:
            raise Refused("depth")


def _with_depth(root: Part) -> Iterator[tuple[Part, int]]:
    """Every part, parents first; children are looked up only after the caller saw the parent."""
    stack = [(root, 1)]
    while stack:
        part, depth = stack.pop()
        yield part, depth
        stack.extend((child, depth + 1) for child in reversed(part.children))


def _is_unopened(part: Part) -> bool:
    return part.media_type.startswith("multipart/") and not part.children


def _open(part: Part, limits: Limits) -> bool:
    """Open a multipart whose boundary is missing or wrong, or whose body is encoded."""
    body = part.content
    boundary = part.get_boundary()
    if boundary is None or b"--" + headers.to_bytes(boundary) not in body:
        found = _BOUNDARY_IN_USE.search(body)
        if not found:
            return False
        boundary = found[1].decode("ascii", "surrogateescape")
    elif body == part.raw_content:
        return False
    again, _ = _Reader(limits).read(_headed(part, boundary, body))
    part.set_payload(again.get_payload())
    return bool(part.children)


def _headed(part: Part, boundary: str, body: bytes) -> bytes:
    """A body as a multipart of this kind, to be read anew."""
    quoted = boundary.replace("\\", "\\\\").replace('"', '\\"')
    return headers.to_bytes(f'Content-Type: {part.media_type}; boundary="{quoted}"\n\n') + body


def _closed_early(part: Part) -> bool:
    """Whether a multipart nested in it has the same boundary, so that its end ended both."""
    boundary = part.get_boundary()
    return any(_is_unopened(child) and child.get_boundary() == boundary for child in part.children)


def _reopen(part: Part, limits: Limits) -> bool:
    """Read on after the closing line."""
    rest = headers.to_bytes(part.epilogue or "")
    boundary = part.get_boundary() or ""
    mark = b"--" + headers.to_bytes(boundary)
    if mark not in rest:
        return False
    closing = re.compile(b"^" + re.escape(mark) + rb"--[ \t]*\r?$", re.M)
    again, _ = _Reader(limits).read(_headed(part, boundary, closing.sub(lambda _: mark, rest)))
    more = [child for child in again.children if child.raw_content.strip() or child.children]
    part.set_payload([*part.children, *more])
    return bool(more)
