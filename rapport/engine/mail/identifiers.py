"""Message-IDs: finding them in headers that hold more than ids, and comparing them."""

from __future__ import annotations

import re

from . import headers

_ID = re.compile(r"<\s*([^<>]{1,900}?)\s*>")
_LOOSE = re.compile(r"[^\s<>,;\"()]{1,400}@[^\s<>,;\"()]{1,400}")


def normalise(identifier: str) -> str:
    """An id in its only spelling: in angle brackets, no blanks. Case is kept: it matters."""
    core = "".join(identifier.split()).strip("<>")
    return f"<{core}>" if core else ""


def all_in(value: str) -> tuple[str, ...]:
    """Every id in a header, in order, once each; bare ones only where none has brackets."""
    line = headers.decode(value)
    found = _ID.findall(line) or _LOOSE.findall(line)
    ids = (normalise(identifier) for identifier in found)
    return tuple(dict.fromkeys(identifier for identifier in ids if identifier))


def first_in(value: str) -> str:
    """The id of a Message-ID header, even where somebody left out the brackets."""
    ids = all_in(value)
    return ids[0] if ids else normalise(headers.decode(value)[:900])


def answered(in_reply_to: str) -> tuple[str, ...]:
    """The ids In-Reply-To names, best first. Old programs also put the author's address there
    (`message from "Ann" <ann@example.com> of Monday <id@host>`): the id comes last."""
    ids = all_in(in_reply_to)
    line = headers.decode(in_reply_to).strip()
    return ids if line.startswith("<") else tuple(reversed(ids))


def parents(in_reply_to: str, references: tuple[str, ...]) -> tuple[str, ...]:
    """Whom a message may answer, most likely first."""
    return tuple(dict.fromkeys((*answered(in_reply_to), *reversed(references))))
