"""What goes through the pipe: JSON for the words, plain bytes for the files.

The reader trusts nothing: the child has handled hostile bytes, so that every value is checked
for its type, every length against what is there, and digests are computed again.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from rapport.engine.mail import (
    KINDS,
    REASONS,
    Address,
    Attachment,
    Bounce,
    Folded,
    Headers,
    Outcome,
    Parsed,
    Reading,
)

FRAME = struct.Struct(">II")
_PEOPLE = ("from_", "sender", "to", "cc", "reply_to")
_WORDS = ("message_id", "in_reply_to", "subject", "text", "html")
_LISTS = ("references", "parents", "defects")


class Malformed(Exception):
    """The child said something that it may not say."""


def encode(reading: Reading) -> list[bytes]:
    """A reading as one frame, in pieces: two lengths, the JSON, each attachment's bytes."""
    files = reading.parsed.attachments if reading.parsed else ()
    document = {
        "outcome": _outcome_out(reading.outcome),
        "parsed": _parsed_out(reading.parsed) if reading.parsed else None,
        "folded": _folded_out(reading.folded) if reading.folded else None,
    }
    words = json.dumps(document, separators=(",", ":")).encode("ascii")
    size = sum(len(file.content) for file in files)
    return [FRAME.pack(len(words), size), words, *(file.content for file in files)]


def decode(words: bytes, size: int, take: Callable[[int], bytes]) -> Reading:
    """The reading in a frame, whose files are taken one by one. Raises `Malformed`."""
    try:
        document = json.loads(words)
        parsed = document["parsed"]
        folded = document["folded"]
        return Reading(
            _outcome_in(document["outcome"]),
            _parsed_in(parsed, size, take),
            None if folded is None else Folded(*(_word(folded[name]) for name in _FOLDED)),
        )
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise Malformed(type(error).__name__) from None


_FOLDED = ("visible", "quoted", "signature")


def _folded_out(folded: Folded) -> dict[str, str]:
    return {"visible": folded.visible, "quoted": folded.quoted, "signature": folded.signature}


def _outcome_out(outcome: Outcome) -> dict[str, Any]:
    bounces = [
        [b.recipient, b.status, b.original_id, b.reason, b.hard, b.complaint]
        for b in outcome.bounces
    ]
    return {"kind": outcome.kind, "reason": outcome.reason, "bounces": bounces}


def _outcome_in(value: dict[str, Any]) -> Outcome:
    kind, reason = value["kind"], _word(value["reason"])
    if kind not in KINDS or (reason and reason not in REASONS):
        raise ValueError("unknown outcome")
    return Outcome(kind, reason, tuple(_bounce_in(bounce) for bounce in value["bounces"]))


def _bounce_in(value: list[Any]) -> Bounce:
    recipient, status, original_id, reason = (_word(word) for word in value[:4])
    hard, complaint = (_flag(flag) for flag in value[4:6])
    return Bounce(recipient, status, hard, original_id, reason, complaint)


def _parsed_out(parsed: Parsed) -> dict[str, Any]:
    document: dict[str, Any] = {name: getattr(parsed, name) for name in (*_WORDS, *_LISTS)}
    for name in _PEOPLE:
        document[name] = [(person.name, person.email) for person in getattr(parsed, name)]
    document["date"] = parsed.date.timestamp() if parsed.date else None
    document["headers"] = parsed.headers.pairs
    document["attachments"] = [
        (file.name, file.content_type, file.content_id, file.inline, file.size)
        for file in parsed.attachments
    ]
    return document


def _parsed_in(
    value: dict[str, Any] | None, size: int, take: Callable[[int], bytes]
) -> Parsed | None:
    if value is None:
        return None
    moment = value["date"]
    fields: dict[str, Any] = {name: _word(value[name]) for name in _WORDS}
    fields.update({name: tuple(map(_word, value[name])) for name in _LISTS})
    fields.update({name: _pairs(value[name], Address) for name in _PEOPLE})
    return Parsed(
        **fields,
        date=None if moment is None else datetime.fromtimestamp(float(moment), UTC),
        headers=Headers(_pairs(value["headers"], lambda name, text: (name, text))),
        attachments=_attachments_in(value["attachments"], size, take),
    )


def _pairs(value: list[Any], make: Callable[[str, str], Any]) -> tuple[Any, ...]:
    return tuple(make(_word(first), _word(second)) for first, second in value)


def _attachments_in(
    value: list[Any], left: int, take: Callable[[int], bytes]
) -> tuple[Attachment, ...]:
    attachments = []
    for name, content_type, content_id, inline, size in value:
        if not isinstance(size, int) or not 0 <= size <= left:
            raise ValueError("size")
        content = take(size)
        left -= size
        digest = hashlib.sha256(content).hexdigest()
        words = (_word(name), _word(content_type), size, digest, content, _word(content_id))
        attachments.append(Attachment(*words, _flag(inline)))
    if left:
        raise ValueError("size")
    return tuple(attachments)


def _word(value: object) -> str:
    """A string that a database takes: the child has promised it, and is not believed."""
    if not isinstance(value, str) or "\0" in value:
        raise TypeError("text expected")
    if not value.isascii():
        value.encode("utf-8")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("flag expected")
    return value
